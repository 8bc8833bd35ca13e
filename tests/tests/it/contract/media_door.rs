//! The media API's accounts: registration and log-in by e-mail.

use serde_json::{Value, json};
use tests::{Api, PASSWORD, Reader, Reply, Writer, fresh};

/// A route that wants a session.
const SIGNED: &str = "/api/movie/user";

async fn register(api: &Api, email: &Value, username: &Value, password: &Value) -> Reply {
    let body = json!({ "email": email, "username": username, "password": password });
    api.post("/api/auth/register").json(&body).send().await
}

async fn login(api: &Api, email: &Value, password: &Value) -> Reply {
    let body = json!({ "email": email, "password": password });
    api.post("/api/auth/login").json(&body).send().await
}

fn fresh_email() -> String {
    fresh("M") + "@Example.org"
}

/// The fields that a refusal finds wrong.
#[track_caller]
fn wrong_fields(reply: &Reply) -> Vec<String> {
    assert_eq!((reply.status, &reply.body["status"]), (400, &json!(false)), "{}", reply.text);
    assert_eq!(reply.body["errorType"], json!("invalidRequest"), "{}", reply.text);
    assert!(reply.body["message"].is_string(), "{}", reply.text);
    let errors = reply.body["errors"].as_array().expect("a list of errors");
    let field = |error: &Value| {
        let text = error.as_str().expect("an error is a text");
        text.split(':').next().unwrap_or_default().to_owned()
    };
    errors.iter().map(field).collect()
}

#[track_caller]
fn session_of(reply: &Reply, email: &str, username: &str) {
    let uuid = reply.body["user"]["uuid"].as_str().expect("a uuid");
    assert_eq!(uuid.len(), 36, "{uuid}");
    assert_eq!(reply.body["status"], json!(true));
    assert!(!reply.text_of("message").is_empty());
    assert_eq!(reply.text_of("access_token").split('.').count(), 3);
    assert_eq!(reply.body["user"]["email"], json!(email));
    assert_eq!(reply.body["user"]["username"], json!(username));
    assert_eq!(reply.body["user"]["preferences_defined"], json!(false));
    assert!(reply.body["user"]["role"].is_object(), "{}", reply.text);
}

#[tokio::test]
async fn registration_opens_a_session() {
    let api = Api::any().await;
    let email = fresh_email();

    let reply = register(&api, &json!(email), &json!("ada.l"), &json!(PASSWORD)).await.ok(201);

    session_of(&reply, &email, "ada.l");
    let _ = api.get(SIGNED).bearer(&reply.text_of("access_token")).send().await.ok(200);
}

#[tokio::test]
async fn a_log_in_opens_a_session() {
    let api = Api::any().await;
    let email = fresh_email();
    let new = register(&api, &json!(email), &json!("ada.l"), &json!(PASSWORD)).await.ok(201);

    let reply = login(&api, &json!(email), &json!(PASSWORD)).await.ok(200);

    session_of(&reply, &email, "ada.l");
    assert_eq!(reply.body["user"], new.body["user"]);
    let _ = api.get(SIGNED).bearer(&reply.text_of("access_token")).send().await.ok(200);
}

#[tokio::test]
async fn the_case_of_an_address_does_not_matter() {
    let api = Api::any().await;
    let email = fresh_email();
    let _ = register(&api, &json!(email), &json!("ada.l"), &json!(PASSWORD)).await.ok(201);

    for other in [email.to_lowercase(), email.to_uppercase(), email.clone()] {
        let again = register(&api, &json!(other), &json!("bob.m"), &json!(PASSWORD)).await.ok(400);
        assert_eq!(again.body["status"], json!(false));
        assert_eq!(again.body["errors"].as_array().map(Vec::len), Some(1), "{}", again.text);
        let session = login(&api, &json!(other), &json!(PASSWORD)).await.ok(200);
        session_of(&session, &email, "ada.l");
    }
}

#[tokio::test]
async fn names_of_the_media_api_are_not_unique() {
    let api = Api::any().await;
    let (one, other) = (Reader::new(&api).await, Reader::new(&api).await);

    assert_eq!(one.user["username"], other.user["username"]);
    assert_ne!(one.user["uuid"], other.user["uuid"]);
}

#[tokio::test]
async fn registration_tells_everything_that_is_wrong_at_once() {
    let api = Api::any().await;

    let empty = api.post("/api/auth/register").json(&json!({})).send().await;
    let bad = register(&api, &json!("x"), &json!("x"), &json!("x")).await;
    let two = register(&api, &json!(fresh_email()), &json!("x"), &json!("x")).await;

    assert_eq!(wrong_fields(&empty), ["email", "username", "password"]);
    assert_eq!(wrong_fields(&bad), ["email", "username", "password"]);
    assert_eq!(wrong_fields(&two), ["username", "password"]);
}

#[tokio::test]
async fn what_is_no_text_is_wrong_in_every_field() {
    let api = Api::any().await;
    let good = [json!(fresh_email()), json!("ada.l"), json!(PASSWORD)];

    for value in [json!(null), json!(""), json!(12_345_678), json!(true), json!(["a"]), json!({})] {
        for (nr, field) in ["email", "username", "password"].into_iter().enumerate() {
            let mut sent = good.clone();
            sent[nr] = value.clone();
            let reply = register(&api, &sent[0], &sent[1], &sent[2]).await;

            assert_eq!(wrong_fields(&reply), [field], "{value}");
        }
    }
}

#[tokio::test]
async fn addresses_have_5_to_64_characters_and_a_domain_with_a_dot() {
    let api = Api::any().await;
    let long = format!("{}@example.org", "a".repeat(53));
    let bad = [
        "ada",
        "a@b.",
        "@example.org",
        "ada@",
        "ada@localhost",
        "ada@@example.org",
        "a b@example.org",
        "ada@example.org\n",
        " ada@example.org",
        "ada@exam ple.org",
        "ada@.org",
        "a@b",
        "ada@example..org",
        "ada.@example.org",
        &long,
    ];

    for email in bad {
        let reply = register(&api, &json!(email), &json!("ada.l"), &json!(PASSWORD)).await;
        assert_eq!(wrong_fields(&reply), ["email"], "{email}");
        let reply = login(&api, &json!(email), &json!(PASSWORD)).await;
        assert_eq!(wrong_fields(&reply), ["email"], "{email}");
    }
}

#[tokio::test]
async fn a_name_beside_an_address_is_refused() {
    let api = Api::any().await;

    for email in ["Ada <ada@example.org>", "<ada@example.org>", "\"A\" <a@b.org>"] {
        let reply = register(&api, &json!(email), &json!("ada.l"), &json!(PASSWORD)).await;

        assert_eq!(wrong_fields(&reply), ["email"], "{email}");
    }
}

#[tokio::test]
async fn names_have_4_to_15_characters_with_single_dots_inside() {
    let api = Api::any().await;
    let bad = [
        "joe",
        "abcdefghijklmnop",
        ".john",
        "john.",
        "j..doe",
        "john doe",
        "john-doe",
        "jöhn",
        "user#1",
        "john\n",
        "....",
        "john@x.org",
    ];

    for name in bad {
        let reply = register(&api, &json!(fresh_email()), &json!(name), &json!(PASSWORD)).await;
        assert_eq!(wrong_fields(&reply), ["username"], "{name}");
    }
    for name in ["john", "abcdefghijklmno", "j.d.o.e", "_j_1", "1234"] {
        let reply = register(&api, &json!(fresh_email()), &json!(name), &json!(PASSWORD)).await;
        assert_eq!(reply.ok(201).body["user"]["username"], json!(name));
    }
}

#[tokio::test]
async fn passwords_of_the_media_api_have_8_to_128_characters_and_every_class() {
    let api = Api::any().await;
    let long = format!("Pass#123{}", "x".repeat(121));
    let bad = [
        "Pass#12",
        "password#1",
        "PASSWORD#1",
        "Password##",
        "Password11",
        "Pass wor#1",
        "Pässword#1",
        "Passwor^1",
        &long,
    ];

    for password in bad {
        let reply = register(&api, &json!(fresh_email()), &json!("ada.l"), &json!(password)).await;
        assert_eq!(wrong_fields(&reply), ["password"], "{password}");
    }
    let specials = "@$!%*?&.+-#_".chars().map(|special| format!("Passwo{special}1"));
    // What follows the first eight characters is free.
    let others = [long[..128].to_owned(), "Pass#123 é 日本\n".to_owned()];
    for password in specials.chain(others) {
        let email = json!(fresh_email());
        let _ = register(&api, &email, &json!("ada.l"), &json!(password)).await.ok(201);
        let _ = login(&api, &email, &json!(password)).await.ok(200);
    }
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_are_answered_alike() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    let unknown = login(&api, &json!(fresh_email()), &json!(PASSWORD)).await.ok(401);
    let wrong = login(&api, &reader.user["email"], &json!("Password#2")).await.ok(401);

    assert_eq!(unknown.body["status"], json!(false));
    assert_eq!(unknown.body["errorType"], json!("auth"));
    assert!(unknown.body["message"].is_string());
    assert_eq!(unknown.body, wrong.body);
}

#[tokio::test]
async fn a_log_in_wants_an_address_and_a_password_of_8_to_128_characters() {
    let api = Api::any().await;
    let email = Reader::new(&api).await.user["email"].clone();

    let none = api.post("/api/auth/login").json(&json!({})).send().await;

    assert_eq!(wrong_fields(&none), ["email", "password"]);
    for password in [json!("Pass#12"), json!("x".repeat(129)), json!(null), json!(12_345_678)] {
        assert_eq!(wrong_fields(&login(&api, &email, &password).await), ["password"]);
    }
    // Its classes are the business of registration alone.
    let _ = login(&api, &email, &json!("aaaaaaaa")).await.ok(401);
}

#[tokio::test]
async fn a_forum_name_does_not_open_the_media_api() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    let reply = login(&api, &json!(writer.name), &json!(PASSWORD)).await;

    assert_eq!(wrong_fields(&reply), ["email"]);
}
