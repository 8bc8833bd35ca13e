//! The media API's token: in the header only; `msg` says what is wrong with it.

use serde_json::json;
use tests::{Api, Reader, Writer};

/// A route that wants a session.
const SIGNED: &str = "/api/movie/user";

#[tokio::test]
async fn without_the_header_the_answer_is_401_with_msg() {
    let api = Api::any().await;

    let reply = api.get(SIGNED).send().await.ok(401);

    // Contract: this text is the library's own, and tests of clients know it.
    assert_eq!(reply.text_of("msg"), "Missing Authorization Header");
    assert_eq!(reply.body["errorType"], json!("token"));
}

#[tokio::test]
async fn a_token_of_the_media_api_is_seen_in_the_header_only() {
    let api = Api::any().await;
    let token = Reader::new(&api).await.token;

    let reply = api.get(format!("{SIGNED}?access_token={token}&token={token}"));
    let reply = reply.header("access-token", &token).send().await.ok(401);

    assert_eq!(reply.text_of("msg"), "Missing Authorization Header");
}

#[tokio::test]
async fn a_header_that_is_no_bearer_token_is_422_with_msg() {
    let api = Api::any().await;
    let token = Reader::new(&api).await.token;
    let good = [format!("Bearer {token}")];
    let bad = [
        format!("Basic {token}"),
        format!("Token {token}"),
        token.clone(),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        String::new(),
        format!("Bearer {token} x"),
        format!("Bearer{token}"),
        "Bearer x".to_owned(),
        "Bearer a.b.c".to_owned(),
        format!("Bearer {}", &token[1..]),
        format!("Bearer {token}="),
        format!("Bearer {}", &token[..token.len() - 1]),
    ];

    for header in good {
        let _ = api.get(SIGNED).header("authorization", &header).send().await.ok(200);
    }
    for header in bad {
        let reply = api.get(SIGNED).header("authorization", &header).send().await.ok(422);
        assert!(reply.body["msg"].is_string(), "{header}: {}", reply.text);
        assert_eq!(reply.body["errorType"], json!("token"), "{header}");
    }
}

#[tokio::test]
async fn a_token_of_the_forum_opens_the_media_api() {
    let api = Api::any().await;
    let token = Writer::new(&api).await.token;

    let reply = api.get(SIGNED).bearer(&token).send().await;

    assert_eq!(reply.status, 200, "{}", reply.text);
}
