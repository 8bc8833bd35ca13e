//! Episodes: contents of their own below their serie.

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::shapes::fields;
use tests::submissions::minimal;
use tests::{Editorial, Reader};

use super::media::{assert_invalid, assert_refused};

const KIND: MediaKind = MediaKind::Serie;
const UNKNOWN: &str = "9007199254740991";

/// Publish a serie with such episodes.
async fn serie(editorial: &Editorial, episodes: &Value) -> u64 {
    let mut body = minimal(KIND, "Dekalog");
    body["episodes"] = episodes.clone();
    let id = editorial.reader.submits(KIND, &body).await;
    editorial.moderator.publishes(KIND, id).await.ok(201).number_of("content_id")
}

async fn episodes(reader: &Reader, serie: u64) -> Vec<Value> {
    let reply = reader.get(format!("/api/serie/{serie}/episodes")).await.ok(200);
    assert_eq!(fields(&reply.body), ["content", "message", "status"].map(String::from).into());
    reply.body["content"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn episodes_come_by_season_and_number_with_exactly_their_fields() {
    let editorial = Editorial::any().await;
    let wanted = [(Some(1), Some(2)), (Some(1), Some(10)), (Some(2), Some(1)), (None, Some(1))];
    let episode = |(season, number): &(Option<i64>, Option<i64>)| {
        json!({ "title": "One", "imdbid": "tt1", "year": 1988, "genres": [],
                "season_number": season, "episode_number": number })
    };
    let given: Vec<_> = [2, 0, 3, 1].iter().map(|nr: &usize| episode(&wanted[*nr])).collect();
    let serie = serie(&editorial, &json!(given)).await;

    let shown = episodes(&editorial.reader, serie).await;

    assert_eq!(shown.len(), wanted.len());
    for (shown, (season, number)) in shown.iter().zip(&wanted) {
        let own = json!({
            "content_id": shown["content_id"], "episode_id": shown["content_id"], "imdbid": "tt1",
            "title": "One", "year": 1988, "season_number": season, "episode_number": number,
            "serie_id": serie, "rating": null, "rating_count": 0,
        });
        assert_eq!(*shown, own);
    }
}

#[tokio::test]
async fn an_episode_is_rated_like_any_content() {
    let editorial = Editorial::any().await;
    let serie = serie(&editorial, &json!([{ "title": "One" }])).await;
    let id = episodes(&editorial.reader, serie).await[0]["content_id"].as_u64().expect("an id");

    editorial.reader.rates("serie", id, 4).await;

    let shown = &episodes(&editorial.reader, serie).await[0];
    assert_eq!((&shown["rating"], &shown["rating_count"]), (&json!(4.0), &json!(1)));
    let meta = editorial.reader.get(format!("/api/serie/{id}/meta")).await.ok(200);
    assert_eq!(meta.body["content"]["rating"], json!(4));
}

#[tokio::test]
async fn what_has_no_episodes_is_not_found() {
    let editorial = Editorial::any().await;
    let serie = serie(&editorial, &json!([])).await.to_string();

    for id in [&serie, UNKNOWN, "0", "99999999999999999999", "-1", "abc"] {
        let reply = editorial.reader.get(format!("/api/serie/{id}/episodes")).await;

        assert_refused(&reply, 404, "notInDatabase");
    }
    let elsewhere = editorial.reader.get(format!("/api/movie/{serie}/episodes")).await;
    assert_eq!(elsewhere.status, 404);
}

#[tokio::test]
async fn a_moderator_adds_an_episode() {
    let editorial = Editorial::any().await;
    let serie = serie(&editorial, &json!([])).await;
    let path = format!("/api/serie/{serie}/episodes");
    let body = json!({ "title": "One", "season_number": 1, "serie_id": 7, "unknown": true });

    let reply = editorial.moderator.posts(&path, &body).await.ok(201);

    let shown = &episodes(&editorial.reader, serie).await[0];
    assert_eq!(shown["content_id"], reply.body["content_id"]);
    assert_eq!(shown["serie_id"], json!(serie));
    // An episode is no serie.
    let below = format!("/api/serie/{}/episodes", reply.body["content_id"]);
    assert_refused(&editorial.moderator.posts(&below, &body).await, 404, "notInDatabase");
}

#[tokio::test]
async fn an_episode_that_cannot_be_added_is_refused() {
    let editorial = Editorial::any().await;
    let serie = serie(&editorial, &json!([])).await;
    let path = format!("/api/serie/{serie}/episodes");
    let good = json!({ "title": "One" });
    let gone = Reader::gone(&editorial.api).await;
    let call = || editorial.api.post(&path).json(&good);

    assert_invalid(&editorial.moderator.posts(&path, &json!({})).await, "title");
    let odd = json!({ "title": "One", "year": "1999" });
    assert_invalid(&editorial.moderator.posts(&path, &odd).await, "year");
    let genres = json!({ "title": "One", "genres": [9_007_199_254_740_991_u64] });
    let refused = editorial.moderator.posts(&path, &genres).await;
    assert_refused(&refused, 404, "notInDatabase");
    for id in [UNKNOWN, "99999999999999999999", "abc"] {
        let path = format!("/api/serie/{id}/episodes");
        assert_refused(&editorial.moderator.posts(path, &good).await, 404, "notInDatabase");
    }
    assert_refused(&editorial.reader.posts(&path, &good).await, 403, "permission");
    assert_refused(&call().send().await, 401, "token");
    assert_refused(&call().bearer("x").send().await, 422, "token");
    assert_refused(&call().bearer(&gone.token).send().await, 404, "notInDatabase");
}
