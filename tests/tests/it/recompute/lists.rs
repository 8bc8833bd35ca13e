//! What is in a list of recommendations, why, and how fresh.

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::{Reader, TestApp, described};

/// A system, a reader, and movies that all are alike.
async fn cinema(n: usize) -> (TestApp, Reader, Vec<u64>) {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let mut movies = Vec::new();
    for _ in 0..n {
        movies.push(app.publish(MediaKind::Movie, json!({ "title": "The Same" })).await);
    }
    app.settle().await;
    (app, reader, movies)
}

async fn looks(reader: &Reader, movie: u64) {
    let _ = reader.get(format!("/api/movie/{movie}/meta")).await.ok(200);
}

#[tokio::test]
async fn what_was_rated_is_not_recommended_even_with_zero() {
    let (app, reader, movies) = cinema(4).await;

    for (movie, rating) in movies.iter().zip([5, 3, 0]) {
        reader.rates("movie", *movie, rating).await;
    }
    app.settle().await;

    assert_eq!(reader.recommended("movie").await, [movies[3]]);
}

#[tokio::test]
async fn what_was_used_is_not_recommended() {
    let (app, reader, movies) = cinema(3).await;

    reader.rates("movie", movies[0], 5).await;
    let _ = reader.reports("movie", movies[1], &json!({ "additional_count": 1 })).await.ok(201);
    app.settle().await;

    assert_eq!(reader.recommended("movie").await, [movies[2]]);
}

#[tokio::test]
async fn a_recommended_content_that_was_merely_looked_at_stays() {
    let (app, reader, movies) = cinema(2).await;
    reader.rates("movie", movies[0], 4).await;
    app.settle().await;

    looks(&reader, movies[1]).await;
    app.settle().await;

    assert_eq!(reader.recommended("movie").await, [movies[1]]);
}

#[tokio::test]
async fn what_was_merely_looked_at_recommends_too() {
    let (app, reader, movies) = cinema(2).await;

    looks(&reader, movies[0]).await;
    app.settle().await;

    assert_eq!(reader.recommended("movie").await, [movies[1]]);
}

#[tokio::test]
async fn what_is_disliked_recommends_nothing() {
    let (app, reader, movies) = cinema(2).await;

    for rating in [1, 2] {
        reader.rates("movie", movies[0], rating).await;
        app.settle().await;
        assert_eq!(reader.recommended("movie").await, [0; 0]);
    }

    reader.rates("movie", movies[0], 3).await;
    app.settle().await;
    assert_eq!(reader.recommended("movie").await, [movies[1]]);
}

#[tokio::test]
async fn the_list_is_fresh_after_a_report() {
    let (app, reader, movies) = cinema(2).await;
    let score = async || {
        let list = reader.get("/api/movie/user").await.ok(200);
        list.body["content"][0]["reco_score"].as_f64()
    };

    let mut scores = Vec::new();
    for rating in [5, 3, 1, 4] {
        reader.rates("movie", movies[0], rating).await;
        app.settle().await;
        scores.push(score().await);
    }

    assert_eq!(scores, [Some(1.0), Some(0.6), None, Some(0.8)]);
}

#[tokio::test]
async fn every_reason_is_a_content_of_the_users_and_the_shares_sum_to_the_score() {
    let (app, reader, movies) = cinema(9).await;
    // Others like these films too, which is nobody's reason.
    let other = Reader::new(&app.api()).await;
    other.rates("movie", movies[8], 5).await;
    for movie in &movies[..7] {
        looks(&reader, *movie).await;
    }
    reader.rates("movie", movies[0], 2).await;
    app.settle().await;

    let list = reader.get("/api/movie/user").await.ok(200);

    let items = list.body["content"].as_array().expect("a list");
    assert_eq!(items.len(), 8);
    for item in items {
        let reasons = item["reco_reasons"].as_array().expect("reasons");
        let sum: f64 = reasons.iter().map(share).sum();
        let score = item["reco_score"].as_f64().expect("a score");
        assert!((sum - score).abs() < 1e-9, "{item}");
        assert!(!reasons.is_empty() && reasons.iter().all(|reason| share(reason) > 0.0), "{item}");
        for reason in reasons {
            let id = reason["content_id"].as_u64().expect("an id");
            assert!(movies[1..7].contains(&id), "{item}");
        }
    }
}

fn share(reason: &Value) -> f64 {
    reason["share"].as_f64().expect("a share")
}

#[tokio::test]
async fn a_deleted_content_disappears_from_lists() {
    let (app, reader, movies) = cinema(3).await;
    reader.rates("movie", movies[0], 5).await;
    app.settle().await;

    app.withdraw(movies[1]).await;
    assert_eq!(reader.recommended("movie").await, [movies[2]], "at once");

    app.settle().await;
    let list = reader.get("/api/movie/user").await.ok(200);
    assert_eq!(list.body["content"].as_array().map(Vec::len), Some(1));
    let user = app.id_of(&reader).await;
    let stored = super::list(&app, user, MediaKind::Movie).await.expect("a list");
    assert_eq!(stored.items.iter().map(|item| item.content_id).collect::<Vec<_>>(), [movies[2]]);
}

#[tokio::test]
async fn a_deleted_content_recommends_nothing_any_more() {
    let (app, reader, movies) = cinema(2).await;
    reader.rates("movie", movies[0], 5).await;
    app.settle().await;

    app.withdraw(movies[0]).await;
    app.settle().await;

    assert_eq!(reader.recommended("movie").await, [0; 0]);
}

#[tokio::test]
async fn an_edited_content_changes_lists() {
    let (app, reader, movies) = cinema(3).await;
    reader.rates("movie", movies[0], 5).await;
    app.settle().await;
    assert_eq!(reader.recommended("movie").await, [movies[1], movies[2]]);

    app.revise(movies[1], described(json!({ "title": "Another" }), vec![])).await;
    app.settle().await;

    assert_eq!(reader.recommended("movie").await, [movies[2]]);
}

#[tokio::test]
async fn a_new_content_is_recommended_to_those_who_know_its_like() {
    let (app, reader, movies) = cinema(1).await;
    reader.rates("movie", movies[0], 5).await;
    app.settle().await;
    assert_eq!(reader.recommended("movie").await, [0; 0]);

    let new = app.publish(MediaKind::Movie, json!({ "title": "The Same" })).await;
    app.settle().await;

    assert_eq!(reader.recommended("movie").await, [new]);
}

#[tokio::test]
async fn lists_of_different_users_and_kinds_do_not_mix() {
    let (app, reader, movies) = cinema(2).await;
    let other = Reader::new(&app.api()).await;
    for isbn in ["1", "2"] {
        app.publish(MediaKind::Book, json!({ "title": "The Same", "isbn": isbn })).await;
    }

    reader.rates("movie", movies[0], 5).await;
    other.rates("book", 3, 5).await;
    app.settle().await;

    assert_eq!(reader.recommended("movie").await, [movies[1]]);
    assert_eq!(reader.recommended("book").await, [0; 0]);
    assert_eq!(other.recommended("movie").await, [0; 0]);
    assert_eq!(other.recommended("book").await, [4]);
}
