//! Logging in at the job service, and what one reads of one's account there.

use serde_json::json;
use tests::{
    Api, ENDED, JOBS_PASSWORD, Member, OPEN, PASSWORD, Reader, Reply, Writer, doors, fresh,
};

async fn login(api: &Api, email: &str, password: &str) -> Reply {
    let form = [("email", email), ("password", password)];
    api.post("/api/users/login").form(&form).send().await
}

#[tokio::test]
async fn a_log_in_answers_with_a_message_and_a_token_for_every_door() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    let reply = login(&api, &member.email, JOBS_PASSWORD).await.ok(200);

    let token = reply.text_of("accessToken");
    assert_eq!(reply.body, json!({ "msg": reply.text_of("msg"), "accessToken": token }));
    assert_eq!(token.split('.').count(), 3);
    assert_eq!(doors(&api, &token).await, OPEN);
}

#[tokio::test]
async fn a_log_in_says_first_what_is_missing() {
    let api = Api::any().await;
    let cases: [(&[(&str, &str)], &str); 3] =
        [(&[], "email"), (&[("password", "x")], "email"), (&[("email", "x")], "password")];

    for (form, missing) in cases {
        let reply = api.post("/api/users/login").form(form).send().await;

        reply.failed(400, "invalidRequest");
        assert!(reply.text_of("msg").contains(missing), "{missing}: {}", reply.text);
    }
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_are_answered_alike() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    let wrong = login(&api, &member.email, "Other-Horse-88").await;

    wrong.failed(400, "auth");
    let unknown = fresh("m") + "@example.org";
    let long = "x".repeat(100_000);
    for (email, password) in [
        (&*unknown, JOBS_PASSWORD),
        ("", ""),
        (&*member.email, ""),
        ("", JOBS_PASSWORD),
        ("é\u{0}", "é\u{0}"),
        (&*long, &*long),
    ] {
        let reply = login(&api, email, password).await;
        assert_eq!((reply.status, reply.body), (400, wrong.body.clone()));
    }
}

#[tokio::test]
async fn the_case_of_an_address_does_not_matter_and_that_of_a_password_does() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    let _ = login(&api, &member.email.to_uppercase(), JOBS_PASSWORD).await.ok(200);
    for password in ["correct-horse-7", "Correct-Horse-7 ", " Correct-Horse-7", "Correct-Horse-7\n"]
    {
        login(&api, &member.email, password).await.failed(400, "auth");
    }
    login(&api, &format!("{} ", member.email), JOBS_PASSWORD).await.failed(400, "auth");
}

#[tokio::test]
async fn whoever_has_an_address_logs_in_here_wherever_they_registered() {
    let api = Api::any().await;
    let (reader, writer) = (Reader::new(&api).await, Writer::new(&api).await);

    let reply = login(&api, reader.email(), PASSWORD).await.ok(200);

    assert_eq!(doors(&api, &reply.text_of("accessToken")).await, OPEN);
    login(&api, &writer.name, PASSWORD).await.failed(400, "auth");
}

#[tokio::test]
async fn a_member_logs_in_at_the_media_api() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    let body = json!({ "email": member.email, "password": JOBS_PASSWORD });
    let reply = api.post("/api/auth/login").json(&body).send().await.ok(200);

    assert_eq!(reply.body["user"]["email"], json!(member.email));
    let name = reply.body["user"]["username"].as_str().expect("a name");
    assert!(name.starts_with("user-"), "{name}");
}

#[tokio::test]
async fn an_account_of_the_forum_has_no_address() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    let info = api.get("/api/users/info").bearer(&writer.token).send().await.ok(200);

    let expected = json!({
        "msg": info.text_of("msg"), "email": null, "isAdmin": false, "activated": false,
    });
    assert_eq!(info.body, expected);
}

#[tokio::test]
async fn only_administrators_read_of_an_address() {
    let api = Api::any().await;
    let (member, other) = (Member::new(&api).await, Member::new(&api).await);
    let info = member.get("/api/users/info").await.ok(200);

    for email in [&*member.email, &*other.email, "nobody@example.org", "x"] {
        let reply = member.get(format!("/api/users/info?email={email}")).await;
        reply.failed(403, "permission");
    }
    for query in ["email=", "email", "Email=x", "emailModify=x"] {
        let reply = member.get(format!("/api/users/info?{query}")).await.ok(200);
        assert_eq!(reply.body, info.body, "{query}");
    }
}

#[tokio::test]
async fn ending_all_sessions_ends_the_one_that_asks_and_no_others_account() {
    let api = Api::any().await;
    let (member, other) = (Member::new(&api).await, Member::new(&api).await);
    let second = Member::logged_in(&api, &member.email, JOBS_PASSWORD).await;

    let reply = member.posts("/api/users/invalidateAllTokens", &[]).await.ok(200);

    assert_eq!(reply.body, json!({ "msg": reply.text_of("msg") }));
    assert_eq!(doors(&api, &member.token).await, ENDED);
    assert_eq!(doors(&api, &second.token).await, ENDED);
    assert_eq!(doors(&api, &other.token).await, OPEN);
    let third = Member::logged_in(&api, &member.email, JOBS_PASSWORD).await;
    assert_eq!(doors(&api, &third.token).await, OPEN);
}

#[tokio::test]
async fn ending_all_sessions_needs_nothing_but_a_session() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    let call = member.post("/api/users/invalidateAllTokens");

    let _ = call.body("multipart/form-data; boundary=x", "no form").send().await.ok(200);
}
