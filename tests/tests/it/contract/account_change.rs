//! Changing one's account at the media API.

use serde_json::{Value, json};
use tests::{Api, ENDED, Member, OPEN, PASSWORD, Reader, Reply, doors, fresh};

async fn change(reader: &Reader, path: &str, body: &Value) -> Reply {
    reader.patch(path).json(body).send().await
}

async fn login(api: &Api, email: &str, password: &str) -> Reply {
    let body = json!({ "email": email, "password": password });
    api.post("/api/auth/login").json(&body).send().await
}

#[tokio::test]
async fn a_new_name_is_the_one_that_others_see() {
    let api = Api::any().await;
    let (reader, other) = (Reader::new(&api).await, Reader::new(&api).await);

    let reply = change(&reader, &reader.path(), &json!({ "username": "ada.l" })).await.ok(201);

    assert_eq!(reply.body, json!({ "status": true, "message": reply.text_of("message") }));
    for who in [&reader, &other] {
        let account = who.get(reader.path()).await.ok(200);
        assert_eq!(account.body["user"]["username"], json!("ada.l"));
    }
    assert_eq!(doors(&api, &reader.token).await, OPEN);
}

#[tokio::test]
async fn a_new_address_is_the_one_to_log_in_with() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;
    let email = fresh("n") + "@example.org";

    let _ = change(&reader, &reader.path(), &json!({ "email": email })).await.ok(201);

    let account = reader.get(reader.path()).await.ok(200);
    assert_eq!(account.body["user"]["email"], json!(email));
    assert_eq!(doors(&api, &reader.token).await, OPEN);
    login(&api, reader.email(), PASSWORD).await.failed(401, "auth");
    let _ = login(&api, &email, PASSWORD).await.ok(200);
    let _ = Member::logged_in(&api, &email, PASSWORD).await;
}

#[tokio::test]
async fn an_address_that_was_given_up_is_free() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;
    let email = json!({ "email": fresh("n") + "@example.org" });
    let _ = change(&reader, &reader.path(), &email).await.ok(201);

    let body = json!({ "email": reader.email(), "username": "next", "password": "Password#2" });
    let next = api.post("/api/auth/register").json(&body).send().await.ok(201);

    assert_ne!(next.body["user"]["uuid"], reader.user["uuid"]);
    login(&api, reader.email(), PASSWORD).await.failed(401, "auth");
}

#[tokio::test]
async fn a_new_password_ends_all_sessions() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;
    let second = login(&api, reader.email(), PASSWORD).await.ok(200).text_of("access_token");

    let _ = change(&reader, &reader.path(), &json!({ "password": "Password#2" })).await.ok(201);

    assert_eq!(doors(&api, &reader.token).await, ENDED);
    assert_eq!(doors(&api, &second).await, ENDED);
    login(&api, reader.email(), PASSWORD).await.failed(401, "auth");
    let _ = login(&api, reader.email(), "Password#2").await.ok(200);
}

#[tokio::test]
async fn everything_can_be_changed_at_once_and_nothing_too() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;
    let email = fresh("n") + "@example.org";
    let all = json!({ "username": "ada.l", "password": "Password#2", "email": email });

    let _ = change(&reader, &reader.path(), &json!({})).await.ok(201);
    assert_eq!(doors(&api, &reader.token).await, OPEN);
    let _ = change(&reader, &reader.path(), &all).await.ok(201);

    let session = login(&api, &email, "Password#2").await.ok(200);
    assert_eq!(session.body["user"]["username"], json!("ada.l"));
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once_and_nothing_is_changed() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;
    let before = reader.get(reader.path()).await.ok(200).body;
    let cases = [
        (json!({ "avatar": "x" }), &["avatar"][..]),
        (json!({ "username": "ada.l", "uuid": "x", "role": "admin" }), &["uuid", "role"]),
        (
            json!({ "username": "x", "password": "x", "email": "x" }),
            &["username", "password", "email"],
        ),
        (json!({ "username": null, "email": 1 }), &["username", "email"]),
        (json!({ "username": "ada.l", "password": "password" }), &["password"]),
        (json!({ "email": "ada@localhost", "username": "ada.l" }), &["email"]),
    ];

    for (body, wrong) in cases {
        let reply = change(&reader, &reader.path(), &body).await;
        assert_eq!(reply.wrong_fields(), wrong, "{body}");
    }
    assert_eq!(reader.get(reader.path()).await.ok(200).body, before);
}

#[tokio::test]
async fn an_address_that_somebody_has_is_refused_whatever_its_case() {
    let api = Api::any().await;
    let (reader, other) = (Reader::new(&api).await, Reader::new(&api).await);
    let member = Member::new(&api).await;

    for email in [other.email().to_uppercase(), other.email().to_owned(), member.email] {
        let body = json!({ "email": email, "username": "ada.l" });
        let reply = change(&reader, &reader.path(), &body).await;

        reply.failed(400, "taken");
        assert_eq!(reply.body["errors"].as_array().map(Vec::len), Some(1), "{}", reply.text);
    }
    let account = reader.get(reader.path()).await.ok(200);
    assert_eq!(account.body["user"]["email"], json!(reader.email()));
    assert_eq!(account.body["user"]["username"], json!("reader"));
}

#[tokio::test]
async fn ones_own_address_is_not_taken() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    for email in [reader.email().to_owned(), reader.email().to_uppercase()] {
        let _ = change(&reader, &reader.path(), &json!({ "email": email })).await.ok(201);
        let account = reader.get(reader.path()).await.ok(200);
        assert_eq!(account.body["user"]["email"], json!(email));
    }
    let _ = login(&api, reader.email(), PASSWORD).await.ok(200);
}

#[tokio::test]
async fn the_body_is_read_first_then_the_account_is_looked_for_then_its_owner() {
    let api = Api::any().await;
    let (reader, other) = (Reader::new(&api).await, Reader::new(&api).await);
    let nobody = "/api/user/5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52";

    for path in [&*other.path(), nobody, "/api/user/x"] {
        let reply = change(&reader, path, &json!({ "avatar": "x" })).await;
        assert_eq!(reply.wrong_fields(), ["avatar"]);
        let unread = reader.patch(path).body("application/json", "{").send().await;
        unread.failed(400, "invalidRequest");
    }
    for path in [nobody, "/api/user/x"] {
        change(&reader, path, &json!({})).await.failed(404, "notInDatabase");
    }
    let name = json!({ "username": "ada.l" });
    change(&reader, &other.path(), &name).await.failed(403, "permission");
    let account = other.get(other.path()).await.ok(200);
    assert_eq!(account.body["user"]["username"], json!("reader"));
}
