//! What is recommended to the first two users of the fixture together.

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
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

/// Ids and scores of what is recommended to a reader's groups, to five decimals.
async fn scores(reader: &Reader, kind: &str) -> Vec<(u64, f64)> {
    let list = reader.get(format!("/api/{kind}/groups")).await.ok(200);
    let entry = |item: &Value| {
        let score = item["reco_score"].as_f64().expect("a score");
        (item["content_id"].as_u64().expect("an id"), (score * 1e5).round() / 1e5)
    };
    list.body["content"].as_array().expect("a list").iter().map(entry).collect()
}

#[tokio::test]
async fn recommendations_to_a_group_are_the_original_ones_without_what_its_people_have_consumed() {
    let (fixture, song_b) = fixture().await;

    for reader in &fixture.readers[..2] {
        // The original recommends 1 and 2 as well, which each of the two has rated.
        assert_eq!(scores(reader, "movie").await, []);
        assert_eq!(scores(reader, "book").await, [(8, 0.40248)]);
        // 0.66942 · (1 + 5) / 5: what both of them know counts with the sum.
        assert_eq!(scores(reader, "track").await, [(song_b, 0.8033)]);
    }
    assert_eq!(scores(&fixture.readers[2], "book").await, []);
}

#[tokio::test]
async fn a_full_run_gives_a_group_the_same_numbers() {
    let (fixture, song_b) = fixture().await;

    fixture.app.forget_derived().await;
    fixture.app.derive_everything().await;

    assert_eq!(scores(&fixture.readers[1], "book").await, [(8, 0.40248)]);
    assert_eq!(scores(&fixture.readers[1], "track").await, [(song_b, 0.8033)]);
}
