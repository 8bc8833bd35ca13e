//! What was broken about engines that recommend something to people.

use kindred::entity::kind::MediaKind;
use serde_json::json;
use tests::{Reader, TestApp, described};

/// A system with movies of two genres, two of each, and somebody in it.
async fn cinema() -> (TestApp, Reader, [u64; 2], Vec<u64>) {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let genres = app.genres(MediaKind::Movie, &["Action", "Drama"]).await;
    let mut movies = Vec::new();
    for n in 0..4 {
        let fields = json!({ "title": format!("Title{n}"), "director": format!("Name{n}") });
        let genre = vec![genres[n % 2].clone()];
        movies.push(app.publish_described(MediaKind::Movie, described(fields, genre)).await);
    }
    app.settle().await;
    (app, reader, [genres[0].genre_id, genres[1].genre_id], movies)
}

#[tokio::test]
async fn a12_only_the_lists_of_who_did_something_are_made_again() {
    let (app, reader, [action, _], movies) = cinema().await;
    let other = Reader::new(&app.api()).await;
    for reader in [&reader, &other] {
        assert!(reader.likes(action, true).await);
    }
    app.settle().await;
    let leanings = async || {
        let mut derived = app.derived().await;
        derived.retain(|(pk, _), _| pk.starts_with("LEANINGS#") || pk.starts_with("USER#"));
        derived
    };
    let before = leanings().await;

    reader.rates("movie", movies[0], 5).await;
    app.settle().await;

    let after = leanings().await;
    let of_other = format!("USER#{}", app.id_of(&other).await);
    let is_of_other = |place: &&(String, String)| place.0 == of_other || place.1 == of_other;
    assert!(before.keys().filter(is_of_other).count() >= 2);
    for place in before.keys().filter(is_of_other) {
        assert_eq!(before.get(place), after.get(place));
    }
    assert_ne!(before, after);
}

#[tokio::test]
async fn a13_lists_are_replaced_and_removed_as_tastes_change() {
    let (app, reader, genres, movies) = cinema().await;

    for (liked, unliked) in [(0, 1), (1, 0), (0, 1)] {
        let _ = reader.likes(genres[unliked], false).await;
        assert!(reader.likes(genres[liked], true).await);
        app.settle().await;
        let expected = [(movies[liked], 1.0), (movies[liked + 2], 1.0)];
        assert_eq!(reader.recommended_by("FromProfile", "movie").await, expected);
    }
    assert!(reader.likes(genres[0], false).await);
    app.settle().await;
    assert_eq!(reader.recommended_by("FromProfile", "movie").await, []);
}

#[tokio::test]
async fn a15_what_is_met_counts_for_its_own_genres_and_a_single_look_counts() {
    let (app, reader, [_, drama], movies) = cinema().await;

    // Drama is looked at once, and nothing else is known.
    let _ = reader.get(format!("/api/movie/{}/meta", movies[1])).await.ok(200);
    app.settle().await;
    let list = reader.recommended_by("FromProfile", "movie").await;
    assert_eq!(list, [(movies[1], 1.0), (movies[3], 1.0)]);

    // Action 6, Drama 1 · 2: swapped it would be Action 1, Drama 6 · 2.
    let _ = reader.get(format!("/api/movie/{}/meta", movies[0])).await.ok(200);
    reader.rates("movie", movies[0], 5).await;
    assert!(reader.likes(drama, true).await);
    app.settle().await;
    assert_eq!(reader.recommended_by("FromProfile", "movie").await, [(movies[2], 0.75)]);
}

#[tokio::test]
async fn a16_what_a_better_engine_recommends_is_left_to_it() {
    let (app, reader, [action, _], movies) = cinema().await;
    let twin = json!({ "title": "Title0", "director": "Name0" });
    let genres = app.genres(MediaKind::Movie, &["Action"]).await;
    let twin = app.publish_described(MediaKind::Movie, described(twin, genres)).await;
    assert!(reader.likes(action, true).await);
    reader.rates("movie", movies[0], 4).await;
    app.settle().await;

    let similar = reader.recommended_by("FromSimilarContent", "movie").await;
    let profile = reader.recommended_by("FromProfile", "movie").await;

    assert_eq!(similar.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [twin]);
    assert_eq!(profile, [(movies[2], 1.0)]);
}

#[tokio::test]
async fn d8_no_engine_recommends_what_was_called_a_bad_recommendation() {
    let (app, reader, [action, _], movies) = cinema().await;
    Reader::new(&app.api()).await.rates("movie", movies[0], 5).await;
    assert!(reader.likes(action, true).await);
    app.settle().await;
    let by = async |engine: &str| {
        let list = reader.recommended_by(engine, "movie").await;
        list.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    };
    assert_eq!(by("FromProfile").await, [movies[0], movies[2]]);
    assert_eq!(by("Popularity").await, [movies[0]]);

    reader.flags("movie", movies[0], &json!({ "director": ["Name2"] })).await;
    app.settle().await;

    // And what was named as the reason counts half.
    assert_eq!(reader.recommended_by("FromProfile", "movie").await, [(movies[2], 0.5)]);
    assert_eq!(by("Popularity").await, [0; 0]);
}
