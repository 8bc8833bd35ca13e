//! What somebody gets to whom no engine recommends anything yet.

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::{Reader, Reply, TestApp, titled};

use super::{entry, ids};

/// A system with three movies, the last the most popular, and somebody new.
async fn cinema() -> (TestApp, Reader, Vec<u64>) {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let mut movies = Vec::new();
    for (n, title) in ["Stalker", "Solaris", "Mirror"].into_iter().enumerate() {
        let movie = app.publish(MediaKind::Movie, json!({ "title": title })).await;
        app.add_ratings(movie, 40 + 4 * n as i64, 10).await;
        movies.push(movie);
    }
    app.settle().await;
    (app, reader, movies)
}

fn scores(reply: &Reply) -> Vec<f64> {
    let content = reply.body["content"].as_array().expect("a list");
    content.iter().map(|item| item["reco_score"].as_f64().expect("a score")).collect()
}

#[tokio::test]
async fn somebody_new_gets_what_is_popular_and_it_says_so() {
    let (_app, reader, movies) = cinema().await;

    for query in ["", "?reco_engine=", "?reco_engine=Popularity"] {
        let list = reader.get(format!("/api/movie/user{query}")).await.ok(200);

        assert_eq!(ids(&list), [movies[2], movies[1], movies[0]], "{query}");
        assert_eq!(list.body["total_pages"], json!(1));
        assert_eq!(scores(&list), [1.0, 1.0 - 1.0 / 3.0, 1.0 - 2.0 / 3.0]);
        for item in list.body["content"].as_array().expect("a list") {
            assert_eq!(item["reco_engine"], json!("Popularity"));
            assert_eq!(item["reco_reasons"], json!([]));
        }
    }
    let own = reader.get("/api/movie/user?reco_engine=FromProfile").await.ok(200);
    assert_eq!((ids(&own), &own.body["total_pages"]), (vec![], &json!(0)));
}

#[tokio::test]
async fn what_is_consumed_or_flagged_is_left_out_of_it() {
    let (app, reader, movies) = cinema().await;
    let report = json!({ "additional_count": 1 });
    let _ = reader.reports("movie", movies[1], &report).await.ok(201);
    reader.flags("movie", movies[2], &json!({})).await;
    app.settle().await;

    let list = reader.get("/api/movie/user").await.ok(200);

    assert_eq!(ids(&list), [movies[0]]);
}

#[tokio::test]
async fn who_has_a_list_gets_that_and_what_is_popular_when_they_ask_for_it() {
    let (app, reader, movies) = cinema().await;
    let twin = app.publish(MediaKind::Movie, json!({ "title": "Stalker" })).await;
    let _ = reader.get(format!("/api/movie/{}/meta", movies[0])).await.ok(200);
    app.settle().await;

    let own = reader.get("/api/movie/user").await.ok(200);
    let popular = reader.get("/api/movie/user?reco_engine=Popularity").await.ok(200);

    assert_eq!(ids(&own), [twin]);
    assert_eq!(ids(&popular), [movies[2], movies[1], movies[0]]);
}

#[tokio::test]
async fn it_has_pages_and_at_most_two_hundred() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    for n in 0..210 {
        let track = app.publish(MediaKind::Track, titled(MediaKind::Track, "Song", n)).await;
        app.add_ratings(track, 4 * (n + 1), n + 1).await;
    }
    app.settle().await;

    let (mut seen, mut last) = (Vec::new(), f64::INFINITY);
    for page in 1..=10 {
        let list = reader.get(format!("/api/track/user?page={page}")).await.ok(200);
        assert_eq!(list.body["total_pages"], json!(9));
        assert!(
            scores(&list)
                .iter()
                .all(|score| *score > 0.0 && std::mem::replace(&mut last, *score) > *score)
        );
        seen.extend(ids(&list));
    }

    let popular = reader.get("/api/track").await.ok(200);
    assert_eq!(seen[..24], ids(&popular));
    assert_eq!(seen.len(), 200);
}

#[tokio::test]
async fn groups_get_it_too_and_who_is_in_none_gets_nothing() {
    let (app, owner, movies) = cinema().await;
    let (guest, invited) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let first = owner.founds("first").await;
    owner.founds("second").await;
    owner.admits(first, &guest).await;
    let _ = owner.invites(first, &invited).await.ok(200);
    guest.flags("movie", movies[2], &json!({})).await;
    app.settle().await;

    for reader in [&owner, &guest] {
        let list = reader.get("/api/movie/groups").await.ok(200);
        assert_eq!(ids(&list), [movies[1], movies[0]]);
        let item = entry(&list, movies[1]);
        assert_eq!(item["group"], json!({ "group_id": first, "name": "first" }));
        assert_eq!(
            (&item["reco_engine"], &item["reco_reasons"]),
            (&json!("Popularity"), &json!([]))
        );
    }
    for query in ["", "?reco_engine=Popularity"] {
        let none = invited.get(format!("/api/movie/groups{query}")).await.ok(200);
        assert_eq!((ids(&none), &none.body["total_pages"]), (vec![], &json!(0)));
    }
}

#[tokio::test]
async fn where_nothing_is_popular_nothing_is_recommended() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    app.publish(MediaKind::Movie, json!({ "title": "One" })).await;
    app.settle().await;

    let list = reader.get("/api/movie/user").await.ok(200);

    assert_eq!(list.body["content"], Value::Array(vec![]));
}
