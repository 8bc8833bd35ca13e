//! The forum's accounts: log-in and profiles.

use serde_json::{Value, json};
use tests::{Api, PASSWORD, Reader, Reply, Writer, fresh};

async fn login(api: &Api, username: &str, password: &str) -> Reply {
    let body = json!({ "username": username, "password": password });
    api.post("/login").json(&body).send().await
}

const UNKNOWN: &str = "Uncorrect username or/and password";

#[tokio::test]
async fn a_log_in_answers_with_token_id_and_name() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    let session = login(&api, &writer.name, PASSWORD).await.ok(200);

    let token = session.text_of("access-token");
    assert_eq!(
        session.body,
        json!({ "access-token": token, "user_id": writer.id, "username": writer.name })
    );
}

#[tokio::test]
async fn a_log_in_says_first_what_is_missing() {
    let api = Api::any().await;
    let login = async |body: Value| api.post("/login").json(&body).send().await;

    login(json!({})).await.refused(400, "Username is missing");
    for nothing in [json!(null), json!("")] {
        let body = json!({ "username": nothing, "password": PASSWORD });
        login(body).await.refused(400, "Username is missing");
        let body = json!({ "username": "user#1", "password": nothing });
        login(body).await.refused(400, "Password is missing");
    }
    login(json!({ "username": "user#1" })).await.refused(400, "Password is missing");
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_password_are_answered_alike() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    let unknown = login(&api, &fresh("none"), PASSWORD).await;
    let wrong = login(&api, &writer.name, "Password#2").await;

    unknown.refused(401, UNKNOWN);
    assert_eq!(unknown.body, wrong.body);
    assert_eq!(unknown.status, wrong.status);
}

#[tokio::test]
async fn a_log_in_takes_name_and_password_exactly() {
    let api = Api::any().await;
    let name = Writer::new(&api).await.name;

    for other in [format!("{name} "), format!("{name}\n"), format!(" {name}"), name.to_uppercase()]
    {
        login(&api, &other, PASSWORD).await.refused(401, UNKNOWN);
    }
    for other in ["Password#1 ", "Password#1\n", "password#1", "Password#1\u{0}"] {
        login(&api, &name, other).await.refused(401, UNKNOWN);
    }
}

#[tokio::test]
async fn formats_are_not_checked_at_log_in() {
    let api = Api::any().await;
    let long = "x".repeat(100_000);

    for (name, password) in [("x", "y"), (" ", " "), ("é\u{0}", "é"), (&long, &long)] {
        login(&api, name, password).await.refused(401, UNKNOWN);
    }
}

#[tokio::test]
async fn everybody_may_read_a_profile() {
    let api = Api::any().await;
    let name = fresh("user_");
    let body = json!({ "username": name, "password": PASSWORD });
    let new = api.post("/register").json(&body).send().await.ok(200);

    let profile = api.get(format!("/users/{}", new.number_of("id"))).send().await.ok(200);

    assert_eq!(profile.body, new.body);
}

#[tokio::test]
async fn an_odd_id_is_an_unknown_user() {
    let api = Api::any().await;
    let odd = [
        ("abc", "abc"),
        ("-1", "-1"),
        ("+1", "+1"),
        ("0", "0"),
        ("1.0", "1.0"),
        ("1%20", "1 "),
        ("info", "info"),
        ("99999999999999999999", "99999999999999999999"),
        ("a%2Fb", "a/b"),
    ];

    for (sent, shown) in odd {
        let reply = api.get(format!("/users/{sent}")).send().await;

        reply.refused(404, &format!("User with id={shown} was not found"));
    }
}

#[tokio::test]
async fn a_user_of_the_media_api_has_a_profile_only_while_they_have_an_article() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;
    let token = json!({ "access-token": reader.token });
    let id = api.post("/verify-token").json(&token).send().await.ok(200).number_of("id");
    let profile = async || api.get(format!("/users/{id}")).send().await;
    let unknown = format!("User with id={id} was not found");
    profile().await.refused(404, &unknown);

    let body = json!({ "title": "Title", "text": "Text", "access-token": reader.token });
    let article = api.post("/articles/new").json(&body).send().await.ok(200).number_of("id");
    assert_eq!(profile().await.ok(200).body["username"], reader.user["username"]);

    let _ = api.delete(format!("/articles/{article}/delete")).json(&token).send().await.ok(200);
    profile().await.refused(404, &unknown);
}
