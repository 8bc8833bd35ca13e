//! One's own account at the job service: a new password, and the end.

use serde_json::json;
use tests::{Api, ENDED, GONE, JOBS_PASSWORD, Member, OPEN, PASSWORD, Reader, Reply, doors};

const NEW: &str = "Other-Horse-88";

async fn login(api: &Api, email: &str, password: &str) -> Reply {
    let form = [("email", email), ("password", password)];
    api.post("/api/users/login").form(&form).send().await
}

async fn change_password(member: &Member, new: &str) -> Reply {
    let form = [("password", JOBS_PASSWORD), ("newPassword", new)];
    member.posts("/api/users/changePassword", &form).await
}

async fn delete(member: &Member) -> Reply {
    member.posts("/api/users/delete", &[("password", JOBS_PASSWORD)]).await
}

#[tokio::test]
async fn a_new_password_is_the_one_that_counts_at_every_door() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    let reply = change_password(&member, NEW).await.ok(200);

    assert_eq!(reply.body, json!({ "msg": reply.text_of("msg") }));
    login(&api, &member.email, JOBS_PASSWORD).await.failed(400, "auth");
    let session = Member::logged_in(&api, &member.email, NEW).await;
    assert_eq!(doors(&api, &session.token).await, OPEN);
    let body = |password: &str| json!({ "email": member.email, "password": password });
    let media = |password: &str| api.post("/api/auth/login").json(&body(password)).send();
    media(JOBS_PASSWORD).await.failed(401, "auth");
    let _ = media(NEW).await.ok(200);
}

#[tokio::test]
async fn a_new_password_ends_all_sessions_also_if_it_is_the_old_one() {
    let api = Api::any().await;

    for new in [NEW, JOBS_PASSWORD] {
        let member = Member::new(&api).await;
        let second = Member::logged_in(&api, &member.email, JOBS_PASSWORD).await;

        let _ = change_password(&member, new).await.ok(200);

        assert_eq!(doors(&api, &member.token).await, ENDED);
        assert_eq!(doors(&api, &second.token).await, ENDED);
        let _ = login(&api, &member.email, new).await.ok(200);
    }
}

#[tokio::test]
async fn the_rule_of_a_password_is_that_of_the_door_where_it_is_set() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;
    let member = Member::logged_in(&api, reader.email(), PASSWORD).await;
    let change = async |new: &str| {
        let form = [("password", PASSWORD), ("newPassword", new)];
        member.posts("/api/users/changePassword", &form).await
    };

    change(PASSWORD).await.failed(400, "password");
    let _ = change(NEW).await.ok(200);

    let _ = login(&api, reader.email(), NEW).await.ok(200);
}

#[tokio::test]
async fn a_deleted_account_is_gone_at_every_door_with_its_sessions() {
    let api = Api::any().await;
    let member = Member::new(&api).await;
    let second = Member::logged_in(&api, &member.email, JOBS_PASSWORD).await;

    let reply = delete(&member).await.ok(200);

    assert_eq!(reply.body, json!({ "msg": reply.text_of("msg") }));
    assert_eq!(doors(&api, &member.token).await, GONE);
    assert_eq!(doors(&api, &second.token).await, GONE);
    login(&api, &member.email, JOBS_PASSWORD).await.failed(400, "auth");
    let body = json!({ "email": member.email, "password": JOBS_PASSWORD });
    api.post("/api/auth/login").json(&body).send().await.failed(401, "auth");
    delete(&member).await.failed(401, "token");
}

#[tokio::test]
async fn the_address_of_a_deleted_account_is_free_and_opens_nothing_of_it() {
    let api = Api::any().await;
    let member = Member::new(&api).await;
    let _ = delete(&member).await.ok(200);

    let form = [("email", &*member.email), ("password", NEW)];
    let _ = api.post("/api/users/signup").form(&form).send().await.ok(200);

    let next = Member::logged_in(&api, &member.email, NEW).await;
    assert_eq!(doors(&api, &next.token).await, OPEN);
    assert_eq!(doors(&api, &member.token).await, GONE);
}

#[tokio::test]
async fn whoever_registered_elsewhere_deletes_the_same_account_here() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;
    let member = Member::logged_in(&api, reader.email(), PASSWORD).await;

    let _ = member.posts("/api/users/delete", &[("password", PASSWORD)]).await.ok(200);

    assert_eq!(doors(&api, &reader.token).await, GONE);
    let _ = Reader::new(&api).await.get(reader.path()).await.ok(404);
}
