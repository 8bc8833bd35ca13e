//! Reading accounts at the media API: in full one's own, and of others what everybody may see.

use serde_json::{Value, json};
use tests::shapes::{PAGE, fields};
use tests::{Api, Member, Reader, Writer, fresh};

/// What everybody who registers may do.
const PERMISSIONS: [&str; 5] =
    ["add_content", "indicate_interest", "modify_user_profil", "play_music", "view_recommendation"];

#[tokio::test]
async fn one_reads_ones_own_account_in_full() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    let reply = reader.get(reader.path()).await.ok(200);

    let expected = json!({
        "uuid": reader.user["uuid"],
        "email": reader.email(),
        "username": "reader",
        "preferences_defined": false,
        "role": { "name": "user", "permissions": PERMISSIONS },
        "groups": [],
        "invitations": [],
        "owned_groups": [],
    });
    assert_eq!(reply.body["user"], expected);
    assert_eq!(reply.body["status"], json!(true));
    assert!(!reply.text_of("message").is_empty());
}

#[tokio::test]
async fn an_account_is_that_of_the_uuid_and_shows_others_no_address() {
    let api = Api::any().await;
    let (reader, other) = (Reader::new(&api).await, Reader::new(&api).await);

    let reply = reader.get(other.path()).await.ok(200);

    let user = &reply.body["user"];
    assert_eq!((&user["uuid"], &user["username"]), (&other.user["uuid"], &json!("reader")));
    assert_eq!(user["email"], Value::Null);
    assert_eq!(user["role"], json!({ "name": null, "permissions": [] }));
    assert!(!reply.text.contains(other.email()), "{}", reply.text);
}

#[tokio::test]
async fn somebody_of_the_forum_has_an_account_without_an_address() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    let reply = api.get("/api/user/export").bearer(&writer.token).send().await.ok(200);

    let user = &reply.body["user"];
    assert_eq!((&user["email"], &user["username"]), (&Value::Null, &json!(writer.name)));
}

#[tokio::test]
async fn what_is_nobodys_uuid_is_not_found() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;
    let uuid = reader.user["uuid"].as_str().expect("a uuid");

    for odd in ["5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52", "1", "x", "search", &uuid[1..], "%00"] {
        reader.get(format!("/api/user/{odd}")).await.failed(404, "notInDatabase");
    }
}

#[tokio::test]
async fn having_said_what_one_likes_is_noted_once_and_for_all() {
    let api = Api::any().await;
    let (reader, other) = (Reader::new(&api).await, Reader::new(&api).await);
    let said = async |reader: &Reader| {
        let reply = reader.get(reader.path()).await.ok(200);
        reply.body["user"]["preferences_defined"].clone()
    };

    for _ in 0..2 {
        let reply = reader.put("/api/user/preferences_defined").send().await.ok(201);
        assert_eq!(reply.body, json!({ "status": true, "message": reply.text_of("message") }));
    }

    assert_eq!((said(&reader).await, said(&other).await), (json!(true), json!(false)));
    let seen = other.get(reader.path()).await.ok(200);
    assert_eq!(seen.body["user"]["preferences_defined"], json!(false));
}

#[tokio::test]
async fn a_search_that_finds_nobody_is_an_empty_page() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    for term in [&*fresh("nobody"), "%25%25%25", "%20%20%20", "%F0%9F%98%80"] {
        let page = reader.get(format!("/api/user/search/{term}")).await.ok(200);

        assert_eq!(fields(&page.body), PAGE.map(str::to_owned).into());
        assert_eq!((&page.body["status"], &page.body["content"]), (&json!(true), &json!([])));
        assert_eq!((&page.body["page"], &page.body["total_pages"]), (&json!(1), &json!(0)));
    }
}

#[tokio::test]
async fn an_address_finds_nobody() {
    let api = Api::any().await;
    let (reader, member) = (Reader::new(&api).await, Member::new(&api).await);

    for email in [reader.email(), &member.email, "@example.org"] {
        let page = reader.get(format!("/api/user/search/{email}")).await.ok(200);
        assert_eq!(page.body["content"], json!([]), "{email}");
    }
}

#[tokio::test]
async fn an_export_begins_with_the_account_and_what_one_likes() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    let reply = reader.get("/api/user/export").await.ok(200);

    let user = &reply.body["user"];
    assert_eq!(user["email"], json!(reader.email()));
    let nothing = json!([]);
    for list in [
        "groups",
        "invitations",
        "owned_groups",
        "liked_genres",
        "linked_services",
        "meta_user_content",
        "articles",
        "recommendations",
    ] {
        assert_eq!(user[list], nothing, "{list}: {}", reply.text);
    }
    let account = &user["account"];
    assert_eq!((&account["activated"], &account["is_admin"]), (&json!(false), &json!(false)));
    assert_eq!((&account["login_name"], &account["roles"]), (&Value::Null, &json!(["user"])));
    assert!(account["id"].is_u64() && account["created_at"].is_string(), "{account}");
    assert!(reply.body.get("cursor").is_none(), "{}", reply.text);
    assert!(!reply.text.contains("password") && !reply.text.contains("bcrypt"));
}

#[tokio::test]
async fn an_export_goes_on_only_where_it_ended() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    for cursor in ["", "x", "m.", "m.x", "m.QUFB", "x.QUFB", "a.%00", "..."] {
        let reply = reader.get(format!("/api/user/export?cursor={cursor}")).await;
        reply.failed(400, "invalidRequest");
    }
}
