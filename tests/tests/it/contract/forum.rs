//! The forum's token: in the JSON body only, looked at before everything else.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Api, Reader, Reply, Writer};

const MISSING: &str = "Access-token is missing. Log in, please";
const INVALID: &str = "Invalid access-token. Log in please";

/// `{"alg":"none","typ":"JWT"}`.
const UNSIGNED_HEADER: &str = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";

/// Every route that wants a token, on an article that does not exist.
fn signed_routes() -> [(Method, &'static str); 4] {
    [
        (Method::POST, "/articles/new"),
        (Method::PUT, "/articles/999999999/edit"),
        (Method::DELETE, "/articles/no-number/delete"),
        (Method::POST, "/verify-token"),
    ]
}

async fn verify(api: &Api, token: &Value) -> Reply {
    api.post("/verify-token").json(&json!({ "access-token": token })).send().await
}

#[tokio::test]
async fn an_article_can_be_read_back() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    let id = writer.writes("Title", "Text").await;

    let article = api.get(format!("/articles/{id}")).send().await.ok(200);
    assert_eq!(article.body["title"], json!("Title"));
    assert_eq!(article.body["author.username"], json!(writer.name));
}

#[tokio::test]
async fn a_token_tells_whose_it_is() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    let owner = verify(&api, &json!(writer.token)).await.ok(200);

    assert_eq!(owner.body, json!({ "id": writer.id, "username": writer.name }));
}

#[tokio::test]
async fn a_token_of_the_media_api_opens_the_forum() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    let owner = verify(&api, &json!(reader.token)).await.ok(200);

    assert_eq!(owner.body["username"], reader.user["username"]);
    assert!(owner.number_of("id") > 0);
}

#[tokio::test]
async fn without_a_token_every_route_says_that_it_is_missing() {
    let api = Api::any().await;

    for (method, path) in signed_routes() {
        let reply = api.call(method, path).json(&json!({})).send().await;

        reply.refused(401, MISSING);
    }
}

#[tokio::test]
async fn nothing_in_the_place_of_a_token_is_a_missing_token() {
    let api = Api::any().await;
    let nothings = [json!(null), json!(""), json!(0), json!(0.0), json!(-0.0), json!(false)];

    for (method, path) in signed_routes() {
        for nothing in &nothings {
            let body = json!({ "access-token": nothing, "title": "Title", "text": "Text" });
            let reply = api.call(method.clone(), path).json(&body).send().await;

            reply.refused(401, MISSING);
        }
    }
}

#[tokio::test]
async fn what_is_no_text_is_an_invalid_token_on_every_route() {
    let api = Api::any().await;
    let token = Writer::new(&api).await.token;
    let strange = [
        json!(1),
        json!(-1.5),
        json!(true),
        json!([]),
        json!([token]),
        json!({}),
        json!({ "a": token }),
    ];

    for (method, path) in signed_routes() {
        for value in &strange {
            let body = json!({ "access-token": value });
            let reply = api.call(method.clone(), path).json(&body).send().await;

            reply.refused(401, INVALID);
        }
    }
}

#[tokio::test]
async fn a_token_without_its_first_character_is_invalid_on_every_route() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let cut = &writer.token[1..];

    for (method, path) in signed_routes() {
        let body = json!({ "access-token": cut, "title": "Title", "text": "Text" });
        let reply = api.call(method, path).json(&body).send().await;

        reply.refused(401, INVALID);
    }
}

#[tokio::test]
async fn a_text_that_is_no_token_of_ours_is_an_invalid_token() {
    let api = Api::any().await;
    let texts =
        [" ", "null", "0", "a.b.c", "..", "user#1", "\u{0}", "é", "eyJhbGciOiJIUzI1NiJ9.e30.c2ln"];

    for text in texts {
        verify(&api, &json!(text)).await.refused(401, INVALID);
    }
    verify(&api, &json!("x".repeat(100_000))).await.refused(401, INVALID);
}

#[tokio::test]
async fn a_token_with_anything_added_is_invalid() {
    let api = Api::any().await;
    let token = Writer::new(&api).await.token;
    let changed = [
        format!("{token} "),
        format!(" {token}"),
        format!("{token}\n"),
        format!("{token}="),
        format!("{token}."),
        format!("Bearer {token}"),
        token.to_lowercase(),
        token[..token.len() - 1].to_owned(),
    ];

    for token in changed {
        verify(&api, &json!(token)).await.refused(401, INVALID);
    }
}

#[tokio::test]
async fn a_token_has_one_signature_only() {
    let api = Api::any().await;
    let token = Writer::new(&api).await.token;
    let (rest, last) = token.split_at(token.len() - 1);
    let alphabet = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['-', '_']);

    for other in alphabet.filter(|char| !last.contains(*char)) {
        verify(&api, &json!(format!("{rest}{other}"))).await.refused(401, INVALID);
    }
}

#[tokio::test]
async fn a_token_that_claims_to_need_no_signature_is_invalid() {
    let api = Api::any().await;
    let token = Writer::new(&api).await.token;
    let parts: Vec<_> = token.split('.').collect();
    let claims = parts[1];

    for forged in [
        format!("{UNSIGNED_HEADER}.{claims}."),
        format!("{UNSIGNED_HEADER}.{claims}.{}", parts[2]),
        format!("{UNSIGNED_HEADER}.{claims}"),
        format!("{}.{claims}.", parts[0]),
    ] {
        verify(&api, &json!(forged)).await.refused(401, INVALID);
    }
}

#[tokio::test]
async fn a_token_with_the_claims_of_somebody_else_is_invalid() {
    let api = Api::any().await;
    let (ada, bob) = (Writer::new(&api).await.token, Writer::new(&api).await.token);
    let ada: Vec<_> = ada.split('.').collect();
    let bob: Vec<_> = bob.split('.').collect();

    let forged = format!("{}.{}.{}", ada[0], bob[1], ada[2]);

    verify(&api, &json!(forged)).await.refused(401, INVALID);
}

#[tokio::test]
async fn a_token_in_a_header_is_not_seen() {
    let api = Api::any().await;
    let token = Writer::new(&api).await.token;

    for (method, path) in signed_routes() {
        let call = api.call(method, path).json(&json!({ "title": "Title", "text": "Text" }));
        let reply = call.bearer(&token).header("access-token", &token).send().await;

        reply.refused(401, MISSING);
    }
}

#[tokio::test]
async fn a_token_in_the_query_is_not_seen() {
    let api = Api::any().await;
    let token = Writer::new(&api).await.token;

    for (method, path) in signed_routes() {
        let path = format!("{path}?access-token={token}");
        let reply = api.call(method, path).json(&json!({})).send().await;

        reply.refused(401, MISSING);
    }
}

#[tokio::test]
async fn a_token_says_nothing_of_name_and_password() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let parts: Vec<_> = writer.token.split('.').collect();

    let claims = decoded(parts[1]);

    assert!(claims.contains("\"sub\""), "not decoded: {claims}");
    assert!(!claims.contains(&writer.name), "{claims}");
    assert!(!claims.contains(tests::PASSWORD), "{claims}");
}

/// Base64 without padding, for URLs.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let (mut bits, mut pending) = (0_u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            _ => 63,
        };
        bits = bits << 6 | u32::from(value);
        pending += 6;
        if pending >= 8 {
            pending -= 8;
            bytes.push((bits >> pending) as u8);
        }
    }
    String::from_utf8(bytes).expect("claims are text")
}
