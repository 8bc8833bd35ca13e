//! Reading: what is there, what is not, and where there can be nothing.

use kindred::Kind;

use super::*;

#[tokio::test]
async fn what_is_not_there_is_nothing() {
    let (_app, blobs) = blobs().await;

    assert_eq!(blobs.get("jobs/1/audio").await.expect("it can be asked for"), None);
    let beginning = blobs.beginning("jobs/1/audio", 10).await.expect("it can be asked for");
    assert!(beginning.is_none(), "{beginning:?}");
}

#[tokio::test]
async fn a_beginning_is_no_longer_than_the_blob() {
    let (_app, blobs) = blobs().await;
    for (key, content) in [("empty", ""), ("short", "0123456789")] {
        blobs.put(key, Bytes::from(content)).await.expect("it can be written");

        for most in [0, 1, 4, 10, 11, u64::MAX] {
            let beginning = blobs.beginning(key, most).await.expect("it can be read");
            let beginning = beginning.expect("it is there");

            let expected = &content[..content.len().min(most as usize)];
            assert_eq!(beginning.bytes, expected, "{key}, {most}");
            assert_eq!(beginning.size_bytes, content.len() as u64, "{key}, {most}");
        }
    }
}

#[tokio::test]
async fn without_a_bucket_every_use_is_our_mistake() {
    let nowhere = Blobs::none();

    let mistakes = [
        nowhere.put("key", bytes(1)).await.err(),
        nowhere.put_stream("key", chunks(&bytes(1), 1), 1).await.err(),
        nowhere.get("key").await.err(),
        nowhere.beginning("key", 1).await.err(),
        nowhere.delete("key").await.err(),
        nowhere.link_to_get("key", "text/plain", A_WHILE).await.err(),
        nowhere.link_to_put("key", 1, "text/plain", A_WHILE).await.err(),
    ];

    for mistake in mistakes {
        let mistake = mistake.expect("there is no bucket");
        assert_eq!(mistake.kind(), Kind::Internal);
        assert!(mistake.to_string().contains("KINDRED_BUCKET"), "{mistake}");
    }
}
