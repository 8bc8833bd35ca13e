//! What is recommended to the first two users of the fixture together.

use kindred::entity::kind::MediaKind;
use serde_json::json;
use tests::{Reader, described};

use super::Fixture;

/// The fixture, two tracks of which both users know the first, and their group.
async fn fixture() -> (Fixture, u64) {
    let fixture = Fixture::new().await;
    let app = &fixture.app;
    let mut tracks = Vec::new();
    for title in ["Song A", "Song B"] {
        let genres = app.genres(MediaKind::Track, &["Rock"]).await;
        let fields =
            json!({ "title": title, "artist_name": "Band", "year": 2000, "release": "Rel" });
        tracks.push(app.publish_described(MediaKind::Track, described(fields, genres)).await);
    }
    let [first, second, _] = &fixture.readers;
    let _ = first.get(format!("/api/track/{}/meta", tracks[0])).await.ok(200);
    second.rates("track", tracks[0], 5).await;
    let group = first.founds("group").await;
    first.admits(group, second).await;
    app.settle().await;
    (fixture, tracks[1])
}

async fn similar(reader: &Reader, kind: &str) -> Vec<(u64, f64)> {
    reader.recommended_to_groups_by("FromSimilarContent", kind).await
}

#[tokio::test]
async fn recommendations_to_a_group_are_the_original_ones_without_what_its_people_have_consumed() {
    let (fixture, song_b) = fixture().await;

    for reader in &fixture.readers[..2] {
        // The original recommends 1 and 2 as well, which each of the two has rated.
        assert_eq!(similar(reader, "movie").await, []);
        assert_eq!(similar(reader, "book").await, [(8, 0.40248)]);
        // 0.66942 · (1 + 5) / 5: what both of them know counts with the sum.
        assert_eq!(similar(reader, "track").await, [(song_b, 0.8033)]);
    }
    assert_eq!(similar(&fixture.readers[2], "book").await, []);
}

#[tokio::test]
async fn recommendations_to_a_group_from_profiles_go_by_those_who_like_a_genre() {
    let (fixture, _) = fixture().await;

    for reader in &fixture.readers[..2] {
        // Only the first likes a genre of movies: Action 6, Drama 4. What either of them has rated is left out.
        let movies = reader.recommended_to_groups_by("FromProfile", "movie").await;
        assert_eq!(movies, [(4, 0.6), (5, 0.4)]);
        // Neither likes a genre of tracks.
        assert_eq!(reader.recommended_to_groups_by("FromProfile", "track").await, []);
    }
}

#[tokio::test]
async fn a_full_run_gives_a_group_the_same_numbers() {
    let (fixture, song_b) = fixture().await;

    fixture.app.forget_derived().await;
    fixture.app.derive_everything().await;

    assert_eq!(similar(&fixture.readers[1], "book").await, [(8, 0.40248)]);
    assert_eq!(similar(&fixture.readers[1], "track").await, [(song_b, 0.8033)]);
}
