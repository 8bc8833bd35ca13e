//! What only older clients report: episodes seen, things bought or downloaded.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{Reader, TestApp};

use super::movies;

/// The count after these reports, and when it was last reported.
async fn counted(reports: &[Value]) -> (Value, Value) {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let movie = movies(&app, &["Film"]).await[0];
    for report in reports {
        app.advance(Duration::from_secs(1));
        let _ = reader.reports("movie", movie, report).await.ok(201);
    }
    let meta = reader.get(format!("/api/movie/{movie}/meta")).await.ok(200);
    let meta = &meta.body["content"];
    (meta["count"].clone(), meta["last_count_increment"].clone())
}

fn at_second(second: u8) -> Value {
    json!(format!("2026-01-01T00:00:{second:02}.000000"))
}

#[tokio::test]
async fn episodes_seen_are_what_the_count_is_at_least() {
    let seen = |n: Value| json!({ "num_watched_episodes": n });

    assert_eq!(counted(&[seen(json!(3))]).await, (json!(3), at_second(1)));
    assert_eq!(counted(&[seen(json!(3)), seen(json!(5))]).await, (json!(5), at_second(2)));
    assert_eq!(counted(&[seen(json!(5)), seen(json!(3))]).await, (json!(5), at_second(1)));
    assert_eq!(counted(&[seen(json!(2.5))]).await, (json!(3), at_second(1)));
    assert_eq!(counted(&[seen(json!(0))]).await, (json!(0), Value::Null));
    assert_eq!(counted(&[seen(json!(1e300))]).await, (json!(1_000_000_000), at_second(1)));
}

#[tokio::test]
async fn what_was_bought_or_downloaded_was_used_once_at_least() {
    for name in ["purchase", "downloaded"] {
        let report = json!({ name: true });

        assert_eq!(counted(std::slice::from_ref(&report)).await, (json!(1), at_second(1)));
        assert_eq!(counted(&[report.clone(), report.clone()]).await, (json!(1), at_second(1)));
        let more = json!({ "additional_count": 4 });
        assert_eq!(counted(&[more, report]).await, (json!(4), at_second(1)));
    }
}

#[tokio::test]
async fn it_comes_on_top_of_nothing_and_beside_everything() {
    let report = json!({ "additional_count": 1, "num_watched_episodes": 3, "purchase": true });
    assert_eq!(counted(std::slice::from_ref(&report)).await, (json!(3), at_second(1)));
    assert_eq!(counted(&[report.clone(), report]).await, (json!(4), at_second(2)));
}

#[tokio::test]
async fn what_is_no_such_value_is_ignored_as_ever() {
    let odd = [json!(null), json!("3"), json!(-1), json!([3]), json!({}), json!(false)];
    for value in odd {
        let report = json!({
            "num_watched_episodes": value, "purchase": value, "downloaded": value,
        });
        assert_eq!(counted(&[report]).await, (json!(0), Value::Null), "{value}");
    }
    let report = json!({ "num_watched_episodes": true, "purchase": 1, "downloaded": "true" });
    assert_eq!(counted(&[report]).await, (json!(0), Value::Null));
}
