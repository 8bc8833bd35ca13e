//! Requests to the bucket that fail, each in turn: what was asked for is done or not, and can be done again.

use kindred::Kind;
use kindred::blobs::PART_SIZE_BYTES;
use kindred_cli::embedded::Fault;

use super::*;

#[tokio::test]
async fn a_large_blob_is_there_whole_or_not_at_all() {
    let (app, faults) = TestApp::faulty_blobs().await;
    let blobs = &app.app().blobs;
    let content = bytes(PART_SIZE_BYTES + 10);
    let put = || blobs.put_stream("large", chunks(&content, 1 << 20), u64::MAX);

    for fault in Fault::ALL {
        for n in 0.. {
            faults.arrange(n, fault);
            let written = put().await;
            if faults.cancel() {
                assert_eq!(n, 4, "begun, two parts, completed");
                break;
            }

            assert_eq!(written.expect_err("a request has failed").kind(), Kind::Unavailable);
            // Only who misses nothing but the last answer finds it.
            let is_there = blobs.get("large").await.expect("it can be read").is_some();
            assert_eq!(is_there, (fault, n) == (Fault::Unanswered, 3));
            put().await.expect("it can be written");
            assert!(blobs.get("large").await.expect("it can be read").as_ref() == Some(&content));
            blobs.delete("large").await.expect("it can be deleted");
        }
        blobs.delete("large").await.expect("it can be deleted");
    }
}

#[tokio::test]
async fn a_bucket_out_of_reach_is_said_to_be_unavailable() {
    let (app, faults) = TestApp::faulty_blobs().await;
    let blobs = &app.app().blobs;

    for fault in Fault::ALL {
        faults.arrange(0, fault);
        let put = blobs.put("key", bytes(1)).await.expect_err("it fails");
        faults.arrange(0, fault);
        let get = blobs.get("key").await.expect_err("it fails");
        faults.arrange(0, fault);
        let delete = blobs.delete("key").await.expect_err("it fails");

        for failure in [put, get, delete] {
            assert_eq!(failure.kind(), Kind::Unavailable, "{failure}");
        }
    }
}
