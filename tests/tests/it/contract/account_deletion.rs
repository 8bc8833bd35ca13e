//! Deleting one's account at the media API.

use serde_json::json;
use tests::{Api, GONE, Member, OPEN, PASSWORD, Reader, Writer, doors};

#[tokio::test]
async fn a_deleted_account_is_gone_at_every_door_with_its_sessions() {
    let api = Api::any().await;
    let (reader, other) = (Reader::new(&api).await, Reader::new(&api).await);
    let second = Member::logged_in(&api, reader.email(), PASSWORD).await;

    let reply = reader.delete(reader.path()).send().await.ok(201);

    assert_eq!(reply.body, json!({ "status": true, "message": reply.text_of("message") }));
    for token in [&reader.token, &second.token] {
        assert_eq!(doors(&api, token).await, GONE);
    }
    other.get(reader.path()).await.failed(404, "notInDatabase");
    let body = json!({ "email": reader.email(), "password": PASSWORD });
    api.post("/api/auth/login").json(&body).send().await.failed(401, "auth");
    let form = [("email", reader.email()), ("password", PASSWORD)];
    api.post("/api/users/login").form(&form).send().await.failed(400, "auth");
}

#[tokio::test]
async fn the_names_of_a_deleted_account_are_free() {
    let api = Api::any().await;
    let (reader, writer) = (Reader::new(&api).await, Writer::new(&api).await);
    let export = api.get("/api/user/export").bearer(&writer.token).send().await.ok(200);
    let uuid = export.body["user"]["uuid"].as_str().expect("a uuid");

    let _ = reader.delete(reader.path()).send().await.ok(201);
    let path = format!("/api/user/{uuid}");
    let _ = api.delete(path).bearer(&writer.token).send().await.ok(201);

    let body = json!({ "email": reader.email(), "username": "next", "password": PASSWORD });
    let next = api.post("/api/auth/register").json(&body).send().await.ok(201);
    assert_ne!(next.body["user"]["uuid"], reader.user["uuid"]);
    let body = json!({ "username": writer.name, "password": PASSWORD });
    let next = api.post("/register").json(&body).send().await.ok(200);
    assert!(next.number_of("id") > writer.id);
    for token in [&reader.token, &writer.token] {
        assert_eq!(doors(&api, token).await, GONE);
    }
}

#[tokio::test]
async fn nobody_deletes_anothers_account_or_one_that_is_not_there() {
    let api = Api::any().await;
    let (reader, other) = (Reader::new(&api).await, Reader::new(&api).await);

    reader.delete(other.path()).send().await.failed(403, "permission");
    for nobody in ["5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52", "x", "export"] {
        let path = format!("/api/user/{nobody}");
        let reply = reader.delete(path).send().await;
        assert!([404, 405].contains(&reply.status), "{nobody}: {}", reply.text);
    }

    for token in [&reader.token, &other.token] {
        assert_eq!(doors(&api, token).await, OPEN);
    }
}

#[tokio::test]
async fn a_deletion_reads_no_body() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    let call = reader.delete(reader.path()).body("application/json", "{");

    let _ = call.send().await.ok(201);
}
