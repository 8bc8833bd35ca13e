//! What was played, and when.

use std::time::Duration;

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::shapes::{PAGE, fields};
use tests::{Reader, TestApp, described, titled};

const PATH: &str = "/api/track/history";

async fn tracks(app: &TestApp, n: usize) -> Vec<u64> {
    let mut ids = Vec::new();
    for _ in 0..n {
        ids.push(app.publish(MediaKind::Track, titled(MediaKind::Track, "Song", "")).await);
    }
    ids
}

async fn plays(reader: &Reader, track: u64) {
    let _ = reader.reports("track", track, &json!({ "additional_count": 1 })).await.ok(201);
}

/// The ids on a page of the history, in order.
async fn played(reader: &Reader, query: &str) -> Vec<u64> {
    let reply = reader.get(format!("{PATH}{query}")).await.ok(200);
    assert_eq!(fields(&reply.body), PAGE.map(str::to_owned).into());
    let content = reply.body["content"].as_array().expect("a list");
    content.iter().map(|entry| entry["track"]["content_id"].as_u64().expect("an id")).collect()
}

#[tokio::test]
async fn what_was_played_last_comes_first_and_everything_once() {
    let app = TestApp::new().await;
    let (reader, other) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let tracks = tracks(&app, 4).await;
    for n in [0, 1, 2, 0] {
        app.advance(Duration::from_secs(1));
        plays(&reader, tracks[n]).await;
    }
    // What was only looked at or rated was not played.
    reader.rates("track", tracks[3], 5).await;
    plays(&other, tracks[3]).await;

    assert_eq!(played(&reader, "").await, [tracks[0], tracks[2], tracks[1]]);
    assert_eq!(played(&other, "").await, [tracks[3]]);
}

#[tokio::test]
async fn an_entry_is_a_date_and_the_track_as_lists_show_it() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let genres = app.genres(MediaKind::Track, &["Rock"]).await;
    let fields = json!({ "title": "Song", "artist_name": "Band" });
    let track = app.publish_described(MediaKind::Track, described(fields, genres)).await;
    app.advance(Duration::from_millis(1_500));
    plays(&reader, track).await;
    app.settle().await;

    let history = reader.get(PATH).await.ok(200);
    let listed = reader.get("/api/track").await.ok(200);

    let entry = json!({
        "last_played_date": "2026-01-01T00:00:01.500000",
        "track": listed.body["content"][0],
    });
    assert_eq!(history.body["content"], json!([entry]));
    assert_eq!(history.body["content"][0]["track"]["genres"][0]["name"], json!("Rock"));
}

#[tokio::test]
async fn it_comes_in_pages() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let tracks = tracks(&app, 26).await;
    for track in &tracks {
        plays(&reader, *track).await;
    }

    // All at the same moment: the newest first.
    let mut all = tracks.clone();
    all.reverse();
    assert_eq!(played(&reader, "").await, all[..24]);
    assert_eq!(played(&reader, "?page=x").await, all[..24]);
    assert_eq!(played(&reader, "?page=2").await, all[24..]);
    for beyond in ["?page=0", "?page=-1", "?page=3", "?page=9999999"] {
        assert_eq!(played(&reader, beyond).await, [0; 0], "{beyond}");
    }
    let reply = reader.get(PATH).await.ok(200);
    assert_eq!(reply.body["total_pages"], json!(2));
}

#[tokio::test]
async fn a_track_that_is_gone_is_left_out() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let tracks = tracks(&app, 2).await;
    for track in &tracks {
        plays(&reader, *track).await;
    }

    app.withdraw(tracks[1]).await;

    assert_eq!(played(&reader, "").await, [tracks[0]]);
}

#[tokio::test]
async fn other_kinds_have_none() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;

    for kind in MediaKind::ALL.into_iter().filter(|kind| !kind.differences().history) {
        let reply = reader.get(format!("/api/{kind}/history")).await.ok(404);
        assert_eq!(reply.body["status"], Value::Bool(false));
    }
}
