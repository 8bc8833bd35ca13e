//! Only what an event touches is derived again.

use kindred::entity::kind::MediaKind;
use kindred::entity::leaning::SHARDS;
use serde_json::json;
use tests::{Items, Reader, TestApp, described};

use super::touched;

/// Two readers with lists of movies and books, everything worked off.
struct Scene {
    app: TestApp,
    ann: Reader,
    ann_id: u64,
    movies: Vec<u64>,
    before: Items,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let (ann, bob) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
        let mut movies = Vec::new();
        for n in 0..4 {
            movies.push(app.publish(MediaKind::Movie, json!({ "title": "The Same" })).await);
            let book = json!({ "title": "The Same", "isbn": n.to_string() });
            let book = app.publish(MediaKind::Book, book).await;
            for reader in [&ann, &bob] {
                reader.rates("movie", movies[0], 4).await;
                let _ = reader.get(format!("/api/book/{book}/meta")).await.ok(200);
            }
        }
        app.settle().await;
        let (ann_id, before) = (app.id_of(&ann).await, app.derived().await);
        Self { app, ann, ann_id, movies, before }
    }

    /// What has been written since the beginning: versions tell, even where nothing else does.
    async fn touched(&self) -> Vec<String> {
        self.app.settle().await;
        touched(&self.before, &self.app.derived().await)
    }

    /// What every run over her lists writes, and the list that changes.
    fn lists(&self, kind: &str) -> [String; 2] {
        let list = format!("USER#{} {kind}#FromSimilarContent", self.ann_id);
        [leaning(self.ann_id, kind), list]
    }
}

fn leaning(user: u64, kind: &str) -> String {
    format!("LEANINGS#{kind}#{} USER#{user}", user % SHARDS)
}

#[tokio::test]
async fn a_rating_touches_the_list_of_its_user_and_the_popularity_of_its_kind() {
    let scene = Scene::new().await;
    let movie = scene.movies[0];

    scene.ann.rates("movie", movie, 5).await;

    let expected = ["ENGINE#Popularity movie".to_owned(), "KIND#movie POPULARITY".to_owned()];
    let votes = [format!("VOTES#movie {movie:016}")];
    let expected = [&expected[..], &scene.lists("movie"), &votes].concat();
    assert_eq!(scene.touched().await, expected);
}

#[tokio::test]
async fn a_look_touches_the_list_of_its_user_only() {
    let scene = Scene::new().await;

    let _ = scene.ann.get(format!("/api/movie/{}/meta", scene.movies[0])).await.ok(200);

    assert_eq!(scene.touched().await, scene.lists("movie"));
}

#[tokio::test]
async fn a_use_touches_the_list_of_its_user_only() {
    let scene = Scene::new().await;

    let report = json!({ "additional_count": 1 });
    let _ = scene.ann.reports("movie", scene.movies[1], &report).await.ok(201);

    assert_eq!(scene.touched().await, scene.lists("movie"));
}

#[tokio::test]
async fn a_bad_recommendation_touches_the_list_of_its_user_only() {
    let scene = Scene::new().await;

    let path = format!("/api/movie/{}/bad_recommendation", scene.movies[2]);
    let _ = scene.ann.post(path).json(&json!({ "year": ["1999"] })).send().await.ok(201);

    assert_eq!(scene.touched().await, scene.lists("movie"));
}

#[tokio::test]
async fn a_report_that_only_changes_dates_touches_nothing() {
    let scene = Scene::new().await;

    let report = json!({ "rating": 4, "additional_count": 0 });
    let _ = scene.ann.reports("movie", scene.movies[0], &report).await.ok(201);

    assert_eq!(scene.touched().await, [""; 0]);
}

#[tokio::test]
async fn a_new_book_leaves_movies_alone() {
    let scene = Scene::new().await;

    scene.app.publish(MediaKind::Book, json!({ "title": "Another", "isbn": "9" })).await;

    let touched = scene.touched().await;
    assert!(!touched.is_empty());
    assert!(touched.iter().all(|place| !place.contains("movie")), "{touched:?}");
}

#[tokio::test]
async fn a_new_text_of_one_content_leaves_the_lists_of_those_who_know_nothing_like_it() {
    let app = TestApp::new().await;
    let (ann, bob) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    // From a hundred contents on, the statistics stand still between milestones.
    for world in 0..52 {
        let fields =
            json!({ "title": format!("Title{world}"), "director": format!("Name{world}") });
        for _ in 0..2 {
            app.publish(MediaKind::Movie, fields.clone()).await;
        }
    }
    ann.rates("movie", 1, 5).await;
    bob.rates("movie", 3, 5).await;
    app.settle().await;
    let before = app.derived().await;

    let fields = json!({ "title": "Title0", "director": "Name0" });
    let new = app.publish(MediaKind::Movie, fields.clone()).await;
    app.settle().await;

    let touched = touched(&before, &app.derived().await);
    let expected = [
        "CONTENT#1 NEIGHBOURS".to_owned(),
        format!("CONTENT#{new} NEIGHBOURS"),
        "CONTENT#2 NEIGHBOURS".to_owned(),
        format!("CORPUS#movie {new:016}"),
        "ENGINE#ContentSimilarities movie".to_owned(),
        "ENGINE#LinkBetweenItems ALL".to_owned(),
        "ENGINE#Popularity movie".to_owned(),
        "KIND#movie SUMMARY".to_owned(),
        "KIND#movie TITLES".to_owned(),
        leaning(app.id_of(&ann).await, "movie"),
        format!("LINKED#movie {new:016}"),
        format!("USER#{} movie#FromSimilarContent", app.id_of(&ann).await),
        format!("VOTES#movie {new:016}"),
    ];
    assert_eq!(touched, expected);
    assert_eq!(ann.recommended("movie").await, [2, new]);
}

#[tokio::test]
async fn events_of_unknown_types_touch_nothing() {
    let scene = Scene::new().await;
    let mut event = scene.app.events().await.remove(0);
    event.name = "SomethingNewEvent".to_owned();

    let answer = scene.app.invoke_recompute(tests::stream(&[event])).await;

    assert_eq!(answer.expect("it is passed over")["batchItemFailures"], json!([]));
    assert_eq!(scene.touched().await, [""; 0]);
}

#[tokio::test]
async fn an_edit_without_a_change_touches_nothing() {
    let scene = Scene::new().await;

    scene.app.revise(scene.movies[0], described(json!({ "title": "The Same" }), vec![])).await;

    assert_eq!(scene.touched().await, [""; 0]);
}
