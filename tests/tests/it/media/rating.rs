//! Ratings and the public average.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{Reader, TestApp};

use super::{entry, movies};

/// A system with a reader and a movie.
async fn cinema() -> (TestApp, Reader, u64) {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let movie = movies(&app, &["Film"]).await[0];
    (app, reader, movie)
}

/// The average and how many ratings are in it.
async fn average(reader: &Reader, movie: u64) -> (Value, Value) {
    let movie = entry(&reader.get("/api/movie").await.ok(200), movie);
    (movie["rating"].clone(), movie["rating_count"].clone())
}

#[tokio::test]
async fn the_first_rating_is_the_average() {
    let (_app, reader, movie) = cinema().await;

    reader.rates("movie", movie, 4).await;

    assert_eq!(average(&reader, movie).await, (json!(4.0), json!(1)));
}

#[tokio::test]
async fn a_second_rating_of_the_same_user_replaces_the_first() {
    let (_app, reader, movie) = cinema().await;

    reader.rates("movie", movie, 4).await;
    reader.rates("movie", movie, 1).await;

    assert_eq!(average(&reader, movie).await, (json!(1.0), json!(1)));
}

#[tokio::test]
async fn ratings_of_several_users_are_averaged() {
    let (app, reader, movie) = cinema().await;
    let other = Reader::new(&app.api()).await;

    reader.rates("movie", movie, 5).await;
    other.rates("movie", movie, 2).await;

    assert_eq!(average(&reader, movie).await, (json!(3.5), json!(2)));
}

#[tokio::test]
async fn zero_is_a_rating() {
    let (app, reader, movie) = cinema().await;
    let other = Reader::new(&app.api()).await;

    reader.rates("movie", movie, 0).await;
    assert_eq!(average(&reader, movie).await, (json!(0.0), json!(1)));

    other.rates("movie", movie, 3).await;
    assert_eq!(average(&reader, movie).await, (json!(1.5), json!(2)));
}

#[tokio::test]
async fn the_same_rating_again_changes_its_date_only() {
    let (app, reader, movie) = cinema().await;
    reader.rates("movie", movie, 4).await;

    app.advance(Duration::from_secs(1));
    reader.rates("movie", movie, 4).await;

    assert_eq!(average(&reader, movie).await, (json!(4.0), json!(1)));
    let meta = reader.get(format!("/api/movie/{movie}/meta")).await.ok(200);
    assert_eq!(meta.body["content"]["last_rating_date"], json!("2026-01-01T00:00:01.000000"));
}

#[tokio::test]
async fn uses_and_looks_leave_the_average_alone() {
    let (_app, reader, movie) = cinema().await;

    let _ = reader.get(format!("/api/movie/{movie}/meta")).await.ok(200);
    let _ = reader.reports("movie", movie, &json!({ "additional_count": 3 })).await.ok(201);

    assert_eq!(average(&reader, movie).await, (Value::Null, json!(0)));
}

#[tokio::test]
async fn the_average_is_exact_when_a_hundred_rate_at_the_same_time() {
    let (app, reader, movie) = cinema().await;
    let mut raters = Vec::new();
    for _ in 0..100 {
        raters.push(Reader::new(&app.api()).await);
    }

    let mut tasks = tokio::task::JoinSet::new();
    for (n, rater) in raters.into_iter().enumerate() {
        // Everybody rates, and every third changes their mind.
        let again = n.is_multiple_of(3).then_some(5 - n % 6);
        tasks.spawn(async move {
            for rating in [Some(n % 6), again].into_iter().flatten() {
                rater.rates("movie", movie, u8::try_from(rating).expect("below 6")).await;
            }
        });
    }
    tasks.join_all().await;

    let last = |n: usize| if n.is_multiple_of(3) { 5 - n % 6 } else { n % 6 };
    let sum: usize = (0..100).map(last).sum();
    assert_eq!(average(&reader, movie).await, (json!(sum as f64 / 100.0), json!(100)));
}
