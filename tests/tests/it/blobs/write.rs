//! Writing: of every size, at once or as it comes.

use kindred::Kind;
use kindred::blobs::PART_SIZE_BYTES;
use serde_json::json;

use super::*;

#[tokio::test]
async fn what_is_put_is_what_one_gets() {
    let (_app, blobs) = blobs().await;

    for content in [Bytes::new(), Bytes::from_static(b"a blob"), bytes(100_000)] {
        blobs.put("jobs/1/audio", content.clone()).await.expect("it can be written");

        assert_eq!(blobs.get("jobs/1/audio").await.expect("it can be read"), Some(content));
    }
}

#[tokio::test]
async fn a_stream_of_any_length_is_written_whole() {
    let (_app, blobs) = blobs().await;

    let part = PART_SIZE_BYTES;
    for n in [0, 1, part - 1, part, part + 1, 2 * part, 2 * part + 77] {
        let content = bytes(n);
        // Chunks that do not meet the ends of parts, and one that is larger than a part.
        for chunk in [100_001, part + 5] {
            let stream = chunks(&content, chunk);
            let size = blobs.put_stream("long", stream, n as u64).await.expect("it is written");

            assert_eq!(size, n as u64);
            assert!(blobs.get("long").await.expect("it can be read").as_ref() == Some(&content));
        }
    }
}

#[tokio::test]
async fn more_than_is_allowed_is_refused_and_leaves_nothing() {
    let (_app, blobs) = blobs().await;

    for (n, most_bytes) in [(1_001, 1_000), (2 * PART_SIZE_BYTES, 2 * PART_SIZE_BYTES as u64 - 1)] {
        let stream = chunks(&bytes(n), 50_000);
        let refusal = blobs.put_stream("much", stream, most_bytes).await.expect_err("too much");

        assert_eq!(refusal.kind(), Kind::Invalid);
        assert_eq!(refusal.status().map(|status| status.as_u16()), Some(413));
        assert_eq!(blobs.get("much").await.expect("it can be read"), None);
    }
}

#[tokio::test]
async fn a_stream_that_breaks_off_leaves_what_was_there() {
    let (_app, blobs) = blobs().await;
    blobs.put("old", Bytes::from_static(b"old")).await.expect("it can be written");

    for n in [10, PART_SIZE_BYTES + 10] {
        for key in ["old", "new"] {
            let stream = broken(&bytes(n));
            let refusal = blobs.put_stream(key, stream, u64::MAX).await.expect_err("it broke off");

            assert_eq!(refusal.message(), "The client is gone");
        }
    }

    assert_eq!(blobs.get("new").await.expect("it can be read"), None);
    assert_eq!(blobs.get("old").await.expect("it can be read").as_deref(), Some(&b"old"[..]));
}

#[tokio::test]
async fn deleting_takes_it_away_and_may_be_repeated() {
    let (_app, blobs) = blobs().await;
    blobs.put("jobs/1/audio", bytes(10)).await.expect("it can be written");
    blobs.put("jobs/1/text", bytes(11)).await.expect("it can be written");

    for _ in 0..2 {
        blobs.delete("jobs/1/audio").await.expect("it can be deleted");

        assert_eq!(blobs.get("jobs/1/audio").await.expect("it can be read"), None);
    }
    assert_eq!(blobs.get("jobs/1/text").await.expect("it can be read"), Some(bytes(11)));
}

#[tokio::test]
async fn blobs_survive_a_restart_but_not_a_reset() {
    let (app, blobs) = blobs().await;
    blobs.put("kept", bytes(10)).await.expect("it can be written");

    let app = app.restarted(|_| {}).await;
    let kept = app.app().blobs.get("kept").await.expect("it can be read");
    let _ = app.api().post("/_local/reset").json(&json!({})).send().await.ok(200);

    assert_eq!(kept, Some(bytes(10)));
    assert_eq!(app.app().blobs.get("kept").await.expect("it can be read"), None);
    blobs.put("kept", bytes(11)).await.expect("it can be written again");
    assert_eq!(blobs.get("kept").await.expect("it can be read"), Some(bytes(11)));
}
