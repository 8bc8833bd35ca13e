//! Forms of any bytes. Only in this process: the Lambda emulator itself fails on what is no text.

use proptest::prelude::*;
use proptest::test_runner::Config;
use tests::{Member, TestApp};
use tokio::runtime::Runtime;

const TYPES: [&str; 3] =
    ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data"];

const DOORS: [&str; 4] = [
    "/api/users/signup",
    "/api/users/activate",
    "/api/users/changePassword",
    "/api/users/changeEmail",
];

/// Bytes of all sorts between pieces of forms.
fn form() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::sample::select(vec![
        "--x",
        "--x--",
        "\r\n",
        "Content-Disposition: form-data; name=\"password\"",
        "Content-Disposition: form-data; filename=x; name=email",
        "password=Correct-Horse-7",
        "newPassword=",
        "&",
        "%",
        "%FF",
    ]);
    let piece = prop_oneof![
        3 => pieces.prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..20),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

#[tokio::test]
async fn bytes_that_are_no_utf_8_are_read_as_if_they_were_unknown_characters() {
    let app = TestApp::new().await;

    for body in [&b"email=\xff&password=\xff"[..], b"email=%FF&password=%C3%28"] {
        let call = app.api().post("/api/users/login").body(TYPES[0], body);
        call.send().await.failed(400, "auth");
    }
}

#[test]
fn no_bytes_make_a_form_fail() {
    let runtime = Runtime::new().expect("a runtime");
    let app = runtime.block_on(TestApp::new());
    let member = runtime.block_on(Member::new(&app.api()));
    let (doors, types) = (DOORS.to_vec(), TYPES.to_vec());
    let inputs = (prop::sample::select(doors), prop::sample::select(types), form());
    let few = Config { cases: 256, failure_persistence: None, ..Config::default() };

    proptest!(few, |((path, content_type, bytes) in inputs)| {
        let call = member.post(path).body(content_type, bytes);
        let reply = runtime.block_on(call.send());

        prop_assert!((400..500).contains(&reply.status), "{}: {}", reply.status, reply.text);
        prop_assert!(reply.body["msg"].is_string(), "{}", reply.text);
    });
}
