//! Recommendations that somebody calls bad: what is kept, what it does, what is refused.

use std::time::Duration;

use kindred::entity::bad_recommendation::{BadRecommendation, Reasons};
use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::{Reader, Reply, TestApp, titled};

use super::movies;

/// A system, a reader, and movies that all are alike.
async fn cinema(n: usize) -> (TestApp, Reader, Vec<u64>) {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let movies = movies(&app, &vec!["The Same"; n]).await;
    (app, reader, movies)
}

async fn flags(reader: &Reader, kind: MediaKind, content: u64, reasons: &Value) -> Reply {
    let path = format!("/api/{kind}/{content}/bad_recommendation");
    reader.post(path).json(reasons).send().await
}

/// What is kept of a reader and a content.
async fn kept(app: &TestApp, reader: &Reader, kind: MediaKind, content: u64) -> Option<Reasons> {
    let place = BadRecommendation::place(app.id_of(reader).await, kind, content);
    let found: Option<BadRecommendation> =
        app.app().store.get(&place).await.expect("the store answers");
    found.map(|flagged| flagged.reasons)
}

fn reasons(of: &[(&str, &[&str])]) -> Option<Reasons> {
    let list = |reasons: &[&str]| reasons.iter().map(|reason| (*reason).to_owned()).collect();
    Some(of.iter().map(|(category, reasons)| ((*category).to_owned(), list(reasons))).collect())
}

#[tokio::test]
async fn reasons_are_kept_by_the_categories_of_the_kind_and_others_are_ignored() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;

    for kind in MediaKind::ALL {
        let content = app.publish(kind, titled(kind, "Zed", "1")).await;
        let categories = kind.differences().reasons;
        let mut body = json!({ "mood": ["dull"], "plot": 7 });
        for category in categories {
            body[*category] = json!([category, "2010", "2010"]);
        }

        let reply = flags(&reader, kind, content, &body).await.ok(201);

        assert_eq!(reply.body["status"], json!(true));
        let found = kept(&app, &reader, kind, content).await.expect("it is kept");
        assert_eq!(found.len(), categories.len(), "{kind}");
        for category in categories {
            assert_eq!(found[*category], [*category, "2010"], "{kind}");
        }
    }
}

#[tokio::test]
async fn it_can_be_said_without_a_reason_and_again_with_more() {
    let (app, reader, movies) = cinema(1).await;
    let movie = MediaKind::Movie;

    for (body, expected) in [
        (json!({}), reasons(&[])),
        (json!({ "year": [] }), reasons(&[])),
        (json!({ "year": ["2010"] }), reasons(&[("year", &["2010"])])),
        (json!({ "year": ["2011", "2010"] }), reasons(&[("year", &["2010", "2011"])])),
        (json!({ "writer": ["?"] }), reasons(&[("writer", &["?"]), ("year", &["2010", "2011"])])),
    ] {
        let _ = flags(&reader, movie, movies[0], &body).await.ok(201);

        assert_eq!(kept(&app, &reader, movie, movies[0]).await, expected, "{body}");
    }
}

#[tokio::test]
async fn it_is_told_when_there_is_something_new() {
    let (app, reader, movies) = cinema(1).await;
    let user = app.id_of(&reader).await;
    let n_before = app.all_events().await.len();

    for body in [json!({}), json!({}), json!({ "year": ["1"] }), json!({ "year": ["1"] })] {
        app.advance(Duration::from_secs(1));
        let _ = flags(&reader, MediaKind::Movie, movies[0], &body).await.ok(201);
    }

    let news = app.all_events().await.split_off(n_before);
    assert_eq!(news.len(), 2, "{news:?}");
    for event in news {
        assert_eq!((event.object_id, event.occured_by), (user, Some(user)));
        assert_eq!(event.text("attribute_name"), Some("bad_recommendations"));
        assert_eq!(event.text("new_value"), Some(&*movies[0].to_string()));
    }
}

#[tokio::test]
async fn what_is_no_short_list_of_short_texts_is_refused_by_its_category() {
    let (app, reader, movies) = cinema(1).await;
    let list = |n: usize| json!(vec!["x"; n]);
    let odd = [
        json!("2010"),
        json!(null),
        json!(7),
        json!({}),
        json!([7]),
        json!([null]),
        json!([["x"]]),
        json!(["é".repeat(256)]),
        list(51),
    ];
    for value in odd {
        for category in MediaKind::Movie.differences().reasons {
            let body = json!({ *category: value });
            let reply = flags(&reader, MediaKind::Movie, movies[0], &body).await.ok(400);
            let error = reply.body["errors"][0].as_str().expect("an error").to_owned();
            assert!(error.starts_with(&format!("{category}: ")), "{}", reply.text);
        }
    }
    assert_eq!(kept(&app, &reader, MediaKind::Movie, movies[0]).await, None);

    let fine = json!({ "year": ["é".repeat(255)], "actors": list(50), "mood": "no list" });
    let _ = flags(&reader, MediaKind::Movie, movies[0], &fine).await.ok(201);
}

#[tokio::test]
async fn a_category_has_at_most_fifty_reasons_however_they_come() {
    let (app, reader, movies) = cinema(1).await;
    let year = |from: usize, to: usize| json!({ "year": (from..to).map(|n| n.to_string()).collect::<Vec<_>>() });

    let _ = flags(&reader, MediaKind::Movie, movies[0], &year(0, 40)).await.ok(201);
    let reply = flags(&reader, MediaKind::Movie, movies[0], &year(30, 51)).await.ok(400);
    let _ = flags(&reader, MediaKind::Movie, movies[0], &year(30, 50)).await.ok(201);

    assert_eq!(reply.body["errors"], json!(["year: more than 50 reasons in all"]));
    let kept = kept(&app, &reader, MediaKind::Movie, movies[0]).await.expect("it is kept");
    assert_eq!(kept["year"].len(), 50);
}

#[tokio::test]
async fn a_content_of_another_kind_and_an_episode_are_not_found() {
    let (app, reader, movies) = cinema(1).await;
    let episode = json!({ "title": "One", "serie_id": 41 });
    let episode = app.publish(MediaKind::Episode, episode).await;

    let _ = flags(&reader, MediaKind::Book, movies[0], &json!({})).await.ok(404);
    let _ = flags(&reader, MediaKind::Serie, episode, &json!({})).await.ok(404);
    app.withdraw(movies[0]).await;
    let _ = flags(&reader, MediaKind::Movie, movies[0], &json!({})).await.ok(404);
}

#[tokio::test]
async fn it_takes_the_content_out_of_the_readers_list_of_that_kind_and_of_no_other() {
    let (app, reader, movies) = cinema(4).await;
    let other = Reader::new(&app.api()).await;
    for who in [&reader, &other] {
        who.rates("movie", movies[0], 5).await;
    }
    app.settle().await;
    assert_eq!(reader.recommended("movie").await, movies[1..]);

    let _ = flags(&reader, MediaKind::Movie, movies[2], &json!({ "year": ["1999"] })).await.ok(201);
    app.settle().await;

    assert_eq!(reader.recommended("movie").await, [movies[1], movies[3]]);
    assert_eq!(other.recommended("movie").await, movies[1..]);
}

#[tokio::test]
async fn it_goes_with_the_account() {
    let (app, reader, movies) = cinema(2).await;
    let user = app.id_of(&reader).await;
    let _ = flags(&reader, MediaKind::Movie, movies[0], &json!({ "year": ["1999"] })).await.ok(201);

    app.delete_account(user).await;
    app.settle().await;

    let place = BadRecommendation::place(user, MediaKind::Movie, movies[0]);
    let left: Option<BadRecommendation> =
        app.app().store.get(&place).await.expect("the store answers");
    assert_eq!(left, None);
}
