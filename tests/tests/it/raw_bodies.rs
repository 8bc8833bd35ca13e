//! Bodies that are no text. Only in this process: the Lambda emulator itself fails on them, API Gateway does not.

use proptest::prelude::*;
use proptest::test_runner::Config;
use tests::{Reply, TestApp};
use tokio::runtime::Runtime;

const DOORS: [&str; 4] = ["/register", "/verify-token", "/api/auth/login", "/api/auth/register"];

async fn send(app: &TestApp, path: &str, bytes: &[u8]) -> Reply {
    app.api().post(path).body("application/json", bytes).send().await
}

#[tokio::test]
async fn bytes_that_are_no_utf_8_are_refused() {
    let app = TestApp::new().await;

    for bytes in [&b"{\"username\": \"\xff\"}"[..], b"\xef\xbb\xbf{}", b"\x00\x01\x02"] {
        for path in DOORS {
            let reply = send(&app, path, bytes).await.ok(400);

            assert_eq!(reply.body["errorType"], "invalidRequest", "{path}: {}", reply.text);
        }
    }
}

#[test]
fn no_bytes_make_the_server_fail() {
    let runtime = Runtime::new().expect("a runtime");
    let app = runtime.block_on(TestApp::new());
    let bytes = prop::collection::vec(any::<u8>(), 0..200);
    let inputs = (prop::sample::select(DOORS.to_vec()), bytes);
    let few = Config { cases: 64, failure_persistence: None, ..Config::default() };

    proptest!(few, |((path, bytes) in inputs)| {
        let reply = runtime.block_on(send(&app, path, &bytes));

        prop_assert!((400..500).contains(&reply.status), "{}: {}", reply.status, reply.text);
        prop_assert!(reply.body.is_object(), "{}", reply.text);
    });
}
