//! Why something should not have been recommended, and what that means for other contents.

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::{Reader, TestApp, described};

use super::comparable;

/// Somebody, and four movies that are alike, of which they like the first.
async fn cinema() -> (TestApp, Reader, Vec<u64>) {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let genres = app.genres(MediaKind::Movie, &["Action, and more"]).await;
    let mut movies = Vec::new();
    for n in 0..4 {
        let fields = json!({
            "title": "The Same", "language": "ru", "director": "Dan", "producers": "Pia", "writer": "W W",
            "year": format!("{}", 1990 + n / 3), "plot_outline": "x",
            "actors": if n == 3 { "Ann Other | Bob" } else { "Bob" },
        });
        let genres = if n == 3 { genres.clone() } else { Vec::new() };
        movies.push(app.publish_described(MediaKind::Movie, described(fields, genres)).await);
    }
    reader.rates("movie", movies[0], 5).await;
    app.settle().await;
    (app, reader, movies)
}

async fn score(reader: &Reader, movie: u64) -> f64 {
    let list = reader.get("/api/movie/user").await.ok(200);
    let content = list.body["content"].as_array().expect("a list");
    let item = content.iter().find(|item| item["content_id"] == json!(movie)).expect("an entry");
    let shares = item["reco_reasons"].as_array().expect("reasons").iter();
    let sum: f64 = shares.map(|reason| reason["share"].as_f64().expect("a share")).sum();
    let score = item["reco_score"].as_f64().expect("a score");
    assert!((sum - score).abs() < 1e-6, "{item}");
    score
}

async fn flag(app: &TestApp, reader: &Reader, movie: u64, reasons: &Value) {
    reader.flags("movie", movie, reasons).await;
    app.settle().await;
}

#[tokio::test]
async fn what_has_something_that_was_named_counts_half_for_each_category() {
    let (app, reader, movies) = cinema().await;
    let whole = score(&reader, movies[3]).await;

    // Nothing of that is in the others; a part of a name is not the name.
    flag(&app, &reader, movies[1], &json!({ "actors": ["Ann"], "year": ["199"] })).await;
    assert_eq!(score(&reader, movies[3]).await, whole);

    flag(&app, &reader, movies[1], &json!({ "actors": ["ann other", "Bobby"] })).await;
    assert!((score(&reader, movies[3]).await - whole / 2.0).abs() < 1e-9);

    let more = json!({ "actors": ["Bob"], "year": ["1991"], "genres": ["Action, and more"] });
    flag(&app, &reader, movies[1], &more).await;
    assert!((score(&reader, movies[3]).await - whole / 8.0).abs() < 1e-9);
    assert_eq!(reader.recommended("movie").await, [movies[2], movies[3]]);
}

#[tokio::test]
async fn a_genre_is_named_as_a_whole() {
    let (app, reader, movies) = cinema().await;
    let whole = score(&reader, movies[3]).await;

    flag(&app, &reader, movies[1], &json!({ "genres": ["Action"] })).await;
    assert_eq!(score(&reader, movies[3]).await, whole);
}

#[tokio::test]
async fn when_the_content_changes_so_does_what_it_counts() {
    let (app, reader, movies) = cinema().await;
    let genres = app.genres(MediaKind::Movie, &["Drama"]).await;
    let fields = |director: &str| json!({ "title": "Zed", "director": director });
    let other = described(fields("Somebody"), genres.clone());
    let other = app.publish_described(MediaKind::Movie, other).await;
    assert!(reader.likes(genres[0].genre_id, true).await);
    flag(&app, &reader, movies[1], &json!({ "director": ["X"] })).await;
    let whole = score(&reader, other).await;

    app.revise(other, described(fields("X"), genres.clone())).await;
    app.settle().await;
    assert!((score(&reader, other).await - whole / 2.0).abs() < 1e-9);
    let incremental = comparable(app.derived().await);
    app.forget_derived().await;
    app.derive_everything().await;
    assert_eq!(incremental, comparable(app.derived().await));
}

#[tokio::test]
async fn in_a_group_the_reasons_of_each_count() {
    let (app, owner, movies) = cinema().await;
    let guest = Reader::new(&app.api()).await;
    let group = owner.founds("club").await;
    owner.admits(group, &guest).await;
    app.settle().await;
    let before = owner.recommended_to_groups_by("FromSimilarContent", "movie").await;
    assert_eq!(before.len(), 3);

    flag(&app, &guest, movies[1], &json!({ "actors": ["Ann Other"] })).await;

    let after = owner.recommended_to_groups_by("FromSimilarContent", "movie").await;
    let ids: Vec<u64> = after.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, [movies[2], movies[3]]);
    let of = |list: &[(u64, f64)]| list.iter().find(|(id, _)| *id == movies[3]).map(|(_, it)| *it);
    let (before, after) = (of(&before).expect("a score"), of(&after).expect("a score"));
    assert!((after - before / 2.0).abs() < 1e-4);
    assert_eq!(owner.recommended("movie").await.len(), 3, "her own list stays");
}
