//! The numbers that the original engines computed for a small catalogue.

mod group;
mod links;

use kindred::Error;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::{Meta, Report};
use kindred::entity::user::{Newcomer, Origin, User};
use kindred::store::Change;
use serde_json::{Value, json};
use tests::{Reader, TestApp, described};

use super::{list, neighbours};

/// Eight contents: movies 1 to 6, books 7 and 8. Readers 1, 2 and 4; user 3 is of a data set.
struct Fixture {
    app: TestApp,
    readers: [Reader; 3],
    dataset: u64,
}

impl Fixture {
    async fn new() -> Self {
        let app = TestApp::new().await;
        publish(&app).await;
        let readers = [
            Reader::new(&app.api()).await,
            Reader::new(&app.api()).await,
            Reader::new(&app.api()).await,
        ];
        let dataset = dataset_user(&app).await;
        let [first, second, fourth] = &readers;
        for (reader, name) in [(first, "Drama"), (fourth, "Action")] {
            let genre = app.genres(MediaKind::Movie, &[name]).await[0].genre_id;
            assert!(reader.likes(genre, true).await);
        }
        let _ = first.get("/api/movie/1/meta").await.ok(200);
        first.rates("movie", 1, 5).await;
        first.rates("movie", 3, 2).await;
        first.rates("book", 7, 4).await;
        second.rates("movie", 2, 4).await;
        dataset_user_rates(&app, dataset, 1).await;
        // With these the sums are those of the fixture: average and number of votes of each.
        let unknown =
            [(1, 400 - 9, 98), (2, 30 - 4, 9), (3, 5 - 2, 0), (4, 0, 5), (6, 100, 50), (8, 15, 3)];
        for (id, sum, votes) in unknown {
            app.add_ratings(id, sum, votes).await;
        }
        app.settle().await;
        Self { app, readers, dataset }
    }
}

async fn publish(app: &TestApp) {
    let movie = |title: &str, actors: &str, language: &str| json!({ "title": title, "actors": actors, "language": language });
    let movies = [
        (movie("The Star Wars", "A One|B Two", "en"), &["Action"][..]),
        (movie("The Star Wars", "A One|B Two", "en"), &["Action", "Drama"]),
        (movie("Other Film", "C", "en"), &["Drama"]),
        (movie("Zed", "D", "fr"), &["Action"]),
        (movie("Yak", "E", "fr"), &["Drama"]),
        (movie("Xyz", "F", "fr"), &[]),
    ];
    for (fields, genres) in movies {
        let genres = app.genres(MediaKind::Movie, genres).await;
        app.publish_described(MediaKind::Movie, described(fields, genres)).await;
    }
    for (title, year) in [("The Star Wars", 2000), ("Star", 2001)] {
        let fields = json!({
            "isbn": title, "title": title, "author": "Auth One", "publisher": "Pub",
            "year_of_publication": year,
        });
        app.publish(MediaKind::Book, fields).await;
    }
}

async fn dataset_user(app: &TestApp) -> u64 {
    let app = app.app();
    let id = app.store.next_id("user").await.expect("an id");
    let newcomer = Newcomer { id, uuid: app.ids.uuid(), password_hash: None, now: app.clock.now() };
    let user = User::new(newcomer, Origin::Dataset);
    let taken = Error::taken("nobody has these names");
    app.store
        .commit(user.registration(app.ids.occurrence(None), &taken))
        .await
        .expect("it can be written");
    id
}

async fn dataset_user_rates(app: &TestApp, user: u64, movie: u64) {
    let meta = Meta::new(user, &app.content(movie).await.expect("a movie"));
    let app = app.app();
    let report = Report { rating: Some(4), ..Report::default() };
    let (meta, events) = meta.report(report, app.ids.occurrence(Some(user)));
    let change: Change = meta.saving(None, &events);
    app.store.commit(change).await.expect("it can be written");
}

/// Ids and popularity scores of the contents that have one.
async fn popularity(reader: &Reader, kind: &str) -> Vec<(u64, f64)> {
    let list = reader.get(format!("/api/{kind}")).await.ok(200);
    let entry =
        |item: &Value| Some((item["content_id"].as_u64()?, item["popularity_score"].as_f64()?));
    list.body["content"].as_array().expect("a list").iter().filter_map(entry).collect()
}

#[tokio::test]
async fn popularity_is_the_weighted_rating_of_the_most_rated() {
    let fixture = Fixture::new().await;
    let reader = &fixture.readers[0];

    assert_eq!(popularity(reader, "movie").await, [(1, 3.7703)]);
    assert_eq!(popularity(reader, "book").await, [(8, 4.7586)]);
    assert_eq!(popularity(reader, "game").await, []);
}

#[tokio::test]
async fn averages_and_numbers_of_votes_are_those_of_the_fixture() {
    let fixture = Fixture::new().await;

    let mut votes = Vec::new();
    for id in 1..=8 {
        let content = fixture.app.content(id).await.expect("it is there");
        votes.push((content.rating(), content.rating_count));
    }

    let expected = [
        (Some(4.0), 100),
        (Some(3.0), 10),
        (Some(5.0), 1),
        (Some(0.0), 5),
        (None, 0),
        (Some(2.0), 50),
        (Some(4.0), 1),
        (Some(5.0), 3),
    ];
    assert_eq!(votes, expected);
}

#[tokio::test]
async fn neighbours_are_the_original_ones_in_both_directions() {
    let fixture = Fixture::new().await;

    let mut all = Vec::new();
    for id in 1..=8 {
        for (other, similarity) in neighbours(&fixture.app, id).await {
            all.push((id, other, (similarity * 1e5).round() / 1e5));
        }
    }

    assert_eq!(all, [(1, 2, 0.92805), (2, 1, 0.92805), (7, 8, 0.50310), (8, 7, 0.50310)]);
}

#[tokio::test]
async fn recommendations_from_similar_contents_are_the_original_ones() {
    let fixture = Fixture::new().await;
    let [first, second, fourth] = &fixture.readers;

    let similar =
        async |reader: &Reader, kind| reader.recommended_by("FromSimilarContent", kind).await;

    // 0.928 · 6 / 5, capped; movie 3 is disliked, so it recommends nothing.
    assert_eq!(similar(first, "movie").await, [(2, 1.0)]);
    assert_eq!(similar(first, "book").await, [(8, 0.40248)]);
    assert_eq!(similar(second, "movie").await, [(1, 0.74244)]);
    assert_eq!(similar(second, "book").await, []);
    assert_eq!(similar(fourth, "movie").await, []);
}

#[tokio::test]
async fn recommendations_from_profiles_are_those_of_the_right_arithmetic() {
    let fixture = Fixture::new().await;
    let [first, second, fourth] = &fixture.readers;
    let profile = async |reader: &Reader| reader.recommended_by("FromProfile", "movie").await;

    // Action 6 for movie 1; Drama 2 for movie 3, twice since it is liked. Of 10, and 2 is recommended already.
    assert_eq!(profile(first).await, [(4, 0.6), (5, 0.4)]);
    // Action 4 and Drama 4 for movie 2, which is consumed.
    assert_eq!(profile(second).await, [(3, 0.5), (4, 0.5), (5, 0.5)]);
    // Nothing met, but Action is liked.
    assert_eq!(profile(fourth).await, [(1, 1.0), (2, 1.0), (4, 1.0)]);
}

#[tokio::test]
async fn users_of_data_sets_count_and_get_nothing() {
    let fixture = Fixture::new().await;

    assert_eq!(list(&fixture.app, fixture.dataset, MediaKind::Movie).await, None);
    let places = fixture.app.derived().await.into_keys().map(|(pk, _)| pk);
    let lists: Vec<_> = places.filter(|pk| pk.starts_with("USER#")).collect();
    assert_eq!(lists.len(), 6, "two of movies and one of books; two; one: {lists:?}");
}

#[tokio::test]
async fn a_full_run_gives_the_same_numbers() {
    let fixture = Fixture::new().await;
    let before = super::comparable(fixture.app.derived().await);

    fixture.app.forget_derived().await;
    fixture.app.derive_everything().await;

    assert_eq!(super::comparable(fixture.app.derived().await), before);
}
