//! What a user did with a content: looking, using, and what is refused.

use std::time::Duration;

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::shapes::{META, fields};
use tests::{Reader, Reply, TestApp};

use super::movies;

/// A system with a reader and a movie.
async fn cinema() -> (TestApp, Reader, u64) {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let movie = movies(&app, &["Film"]).await[0];
    (app, reader, movie)
}

/// The record, with one look more.
async fn look(reader: &Reader, movie: u64) -> Value {
    reader.get(format!("/api/movie/{movie}/meta")).await.ok(200).body["content"].clone()
}

/// Report a use.
async fn count(reader: &Reader, movie: u64, additional: Value) -> Reply {
    reader.reports("movie", movie, &json!({ "additional_count": additional })).await
}

#[tokio::test]
async fn the_first_look_makes_the_record() {
    let (_app, reader, movie) = cinema().await;

    let reply = reader.get(format!("/api/movie/{movie}/meta")).await.ok(200);

    assert_eq!(fields(&reply.body), ["content", "message", "status"].map(String::from).into());
    assert_eq!(fields(&reply.body["content"]), META.map(String::from).into());
    let expected = json!({
        "rating": null, "last_rating_date": null,
        "review_see_count": 1, "last_review_see_date": "2026-01-01T00:00:00.000000",
        "count": 0, "last_count_increment": null,
    });
    assert_eq!(reply.body["content"], expected);
}

#[tokio::test]
async fn every_look_counts_and_is_dated() {
    let (app, reader, movie) = cinema().await;

    look(&reader, movie).await;
    app.advance(Duration::from_millis(1_500));
    let meta = look(&reader, movie).await;

    assert_eq!(meta["review_see_count"], json!(2));
    assert_eq!(meta["last_review_see_date"], json!("2026-01-01T00:00:01.500000"));
}

#[tokio::test]
async fn looks_of_one_user_are_none_of_another() {
    let (app, reader, movie) = cinema().await;
    let other = Reader::new(&app.api()).await;

    look(&reader, movie).await;

    assert_eq!(look(&other, movie).await["review_see_count"], json!(1));
}

#[tokio::test]
async fn looks_at_the_same_time_are_all_counted() {
    let (app, reader, movie) = cinema().await;

    let mut looks = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let call = app.api().get(format!("/api/movie/{movie}/meta")).bearer(&reader.token);
        looks.spawn(async move { call.send().await.ok(200) });
    }
    looks.join_all().await;

    assert_eq!(look(&reader, movie).await["review_see_count"], json!(11));
}

#[tokio::test]
async fn uses_are_added_and_then_rounded_with_halves_away_from_zero() {
    let (_app, reader, movie) = cinema().await;

    let _ = count(&reader, movie, json!(1.5)).await.ok(201);
    assert_eq!(look(&reader, movie).await["count"], json!(2));

    let _ = count(&reader, movie, json!(2.5)).await.ok(201);
    assert_eq!(look(&reader, movie).await["count"], json!(5));
}

#[tokio::test]
async fn a_use_of_zero_is_dated_too() {
    let (app, reader, movie) = cinema().await;
    let _ = count(&reader, movie, json!(3)).await.ok(201);

    app.advance(Duration::from_secs(60));
    let _ = count(&reader, movie, json!(0)).await.ok(201);

    let meta = look(&reader, movie).await;
    assert_eq!(meta["count"], json!(3));
    assert_eq!(meta["last_count_increment"], json!("2026-01-01T00:01:00.000000"));
}

#[tokio::test]
async fn a_report_does_not_count_as_a_look() {
    let (_app, reader, movie) = cinema().await;

    let _ = count(&reader, movie, json!(1)).await.ok(201);

    assert_eq!(look(&reader, movie).await["review_see_count"], json!(1));
}

#[tokio::test]
async fn a_report_may_bring_a_rating_and_a_use() {
    let (_app, reader, movie) = cinema().await;

    let report = json!({ "rating": 4, "additional_count": 2 });
    let _ = reader.reports("movie", movie, &report).await.ok(201);

    let meta = look(&reader, movie).await;
    assert_eq!((&meta["rating"], &meta["count"]), (&json!(4), &json!(2)));
}

#[tokio::test]
async fn an_empty_report_makes_the_record_and_unknown_fields_are_ignored() {
    let (app, reader, movie) = cinema().await;

    for report in [json!({}), json!({ "purchase": "yes", "review_see_count": 9 })] {
        let reply = reader.reports("movie", movie, &report).await.ok(201);
        assert_eq!(fields(&reply.body), ["message", "status"].map(String::from).into());
    }

    let names: Vec<_> = app.events().await.into_iter().map(|event| event.name).collect();
    assert_eq!(names, ["MovieAddedEvent", "MetaAddedEvent"]);
    let meta = look(&reader, movie).await;
    assert_eq!((&meta["rating"], &meta["review_see_count"]), (&Value::Null, &json!(1)));
}

#[tokio::test]
async fn a_refused_report_names_every_field_that_is_wrong() {
    let (app, reader, movie) = cinema().await;

    let reports = [
        json!({ "rating": 6, "additional_count": -1 }),
        json!({ "rating": "5", "additional_count": "1" }),
    ];
    for report in reports {
        let reply = reader.reports("movie", movie, &report).await.ok(400);

        let errors = reply.body["errors"].as_array().expect("a list").clone();
        let named = |field: &str| {
            errors.iter().any(|error| error.as_str().is_some_and(|text| text.contains(field)))
        };
        assert!(named("rating") && named("additional_count"), "{}", reply.text);
        assert_eq!(app.events().await.len(), 1, "a refused report leaves no trace");
    }
}

#[tokio::test]
async fn a_count_never_passes_its_limit() {
    let (_app, reader, movie) = cinema().await;

    for additional in [json!(1e9), json!(1e9), json!(7)] {
        let _ = count(&reader, movie, additional).await.ok(201);
    }
    let _ = count(&reader, movie, json!(1_000_000_001)).await.ok(400);

    assert_eq!(look(&reader, movie).await["count"], json!(1_000_000_000));
}

#[tokio::test]
async fn a_content_of_another_kind_is_not_found() {
    let (app, reader, movie) = cinema().await;
    let book = app.publish(MediaKind::Book, json!({ "title": "Book", "isbn": "1" })).await;

    for (kind, id) in [("book", movie), ("game", movie), ("movie", book)] {
        let _ = reader.get(format!("/api/{kind}/{id}/meta")).await.ok(404);
        let _ = reader.reports(kind, id, &json!({ "rating": 4 })).await.ok(404);
    }

    assert_eq!(app.events().await.len(), 2, "what is not found leaves no trace");
}

#[tokio::test]
async fn a_deleted_content_is_not_found() {
    let (app, reader, movie) = cinema().await;
    look(&reader, movie).await;

    app.withdraw(movie).await;

    let _ = reader.get(format!("/api/movie/{movie}/meta")).await.ok(404);
    let _ = reader.reports("movie", movie, &json!({ "rating": 4 })).await.ok(404);
}

#[tokio::test]
async fn a_report_of_more_than_6_mib_is_too_large() {
    let (_app, reader, movie) = cinema().await;

    let report = json!({ "rating": 4, "padding": "x".repeat(6 * 1024 * 1024) });
    let reply = reader.reports("movie", movie, &report).await.ok(413);

    assert_eq!(reply.body["errorType"], json!("invalidRequest"));
}
