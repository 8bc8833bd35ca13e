//! Who is admitted: doors that are closed, and domains that are.

use kindred::auth::token::Door;
use serde_json::{Value, json};
use tests::{Api, JOBS_PASSWORD, Member, OPEN, PASSWORD, Reader, Reply, TestApp, Writer, doors};

const DOMAINS: [&str; 2] = ["example.org", "example.net"];

async fn activate(api: &Api, token: &str) -> Reply {
    api.post("/api/users/activate").form(&[("token", token)]).send().await
}

async fn sign_up(api: &Api, email: &str) -> Reply {
    let form = [("email", email), ("password", JOBS_PASSWORD)];
    api.post("/api/users/signup").form(&form).send().await
}

async fn register(api: &Api, email: &str) -> Reply {
    let body = json!({ "email": email, "username": "ada.l", "password": PASSWORD });
    api.post("/api/auth/register").json(&body).send().await
}

/// A system that admits addresses of these domains only.
async fn choosy() -> TestApp {
    let app = TestApp::new().await;
    app.restarted(|config| config.allowed_email_domains = DOMAINS.map(str::to_owned).into()).await
}

async fn closed(app: &TestApp, door: Door) -> TestApp {
    app.restarted(|config| config.closed_doors = vec![door]).await
}

/// It must be a refusal of the address that says which domains are admitted.
#[track_caller]
fn not_admitted(reply: &Reply) {
    reply.failed(400, "email");
    assert_eq!(reply.body["allowedEmailDomains"], json!(DOMAINS), "{}", reply.text);
}

#[tokio::test]
async fn a_closed_job_service_signs_up_nobody_whatever_is_sent() {
    let app = closed(&TestApp::new().await, Door::Jobs).await;

    sign_up(&app.api(), "ada@example.org").await.failed(400, "serverConfig");
    sign_up(&app.api(), "bad").await.failed(400, "serverConfig");
    app.api().post("/api/users/signup").send().await.failed(400, "serverConfig");
    app.api()
        .post("/api/users/signup")
        .form(&[("x", "x")])
        .send()
        .await
        .failed(400, "serverConfig");

    assert_eq!(app.mails(), []);
    let _ = register(&app.api(), "ada@example.org").await.ok(201);
    let _ = Writer::new(&app.api()).await;
}

#[tokio::test]
async fn each_door_is_closed_on_its_own() {
    let app = TestApp::new().await;
    let media = closed(&app, Door::Media).await;
    let forum = closed(&app, Door::Forum).await;

    register(&media.api(), "ada@example.org").await.failed(400, "serverConfig");
    register(&media.api(), "bad").await.failed(400, "serverConfig");
    let _ = Member::new(&media.api()).await;
    let _ = Writer::new(&media.api()).await;

    let body = json!({ "username": "user#1", "password": PASSWORD });
    let reply = forum.api().post("/register").json(&body).send().await.ok(400);
    assert_eq!(reply.body["errorType"], json!("serverConfig"));
    let _ = Member::new(&forum.api()).await;
    let _ = Reader::new(&forum.api()).await;
}

#[tokio::test]
async fn whoever_has_an_account_goes_in_through_a_closed_door() {
    let app = TestApp::new().await;
    let member = Member::new(&app.api()).await;
    let token = app.mailed_token();

    let app = closed(&app, Door::Jobs).await;

    let session = Member::logged_in(&app.api(), &member.email, JOBS_PASSWORD).await;
    assert_eq!(doors(&app.api(), &session.token).await, OPEN);
    let _ = session.get("/api/users/resendActivationEmail").await.ok(200);
    let _ = activate(&app.api(), &token).await.ok(200);
}

#[tokio::test]
async fn nobody_comes_into_a_closed_job_service_round_by_another_door() {
    let app = closed(&TestApp::new().await, Door::Jobs).await;
    let reader = Reader::new(&app.api()).await;
    let token = app.mailed_token();
    let writer = Writer::new(&app.api()).await;

    activate(&app.api(), &token).await.failed(400, "serverConfig");

    let resend = app.api().get("/api/users/resendActivationEmail").bearer(&reader.token);
    resend.send().await.failed(400, "serverConfig");
    for (token, password) in [(&reader.token, PASSWORD), (&writer.token, PASSWORD)] {
        let form = [("password", password), ("newEmail", "new@example.org")];
        let change = app.api().post("/api/users/changeEmail").bearer(token).form(&form);
        change.send().await.failed(400, "serverConfig");
    }
    assert_eq!(app.mails(), []);
}

#[tokio::test]
async fn whoever_had_a_confirmed_address_before_confirms_another_at_a_closed_door() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let _ = activate(&app.api(), &app.mailed_token()).await.ok(200);

    let app = closed(&app, Door::Jobs).await;
    let body = json!({ "email": "new@example.org" });
    let change = app.api().patch(reader.path()).bearer(&reader.token).json(&body);
    let _ = change.send().await.ok(201);

    let _ = activate(&app.api(), &app.mailed_token()).await.ok(200);
}

#[tokio::test]
async fn a_reset_sets_the_password_and_confirms_nothing_round_a_closed_door() {
    let app = closed(&TestApp::new().await, Door::Jobs).await;
    let reader = Reader::new(&app.api()).await;
    let _ = app.mail();
    let body = json!({ "email": reader.email() });
    let _ = app.api().post("/api/auth/forget").json(&body).send().await.ok(200);

    let body = json!({ "reset_password_token": app.mailed_token(), "password": "Password#2" });
    let _ = app.api().post("/api/auth/reset").json(&body).send().await.ok(200);

    let member = Member::logged_in(&app.api(), reader.email(), "Password#2").await;
    assert!(!member.is_activated().await);
}

#[tokio::test]
async fn only_addresses_of_exactly_the_domains_that_are_admitted_sign_up() {
    let app = choosy().await;

    for email in [
        "ada@example.com",
        "ada@sub.example.org",
        "ada@example.org.evil.com",
        "ada@xexample.org",
        "ada@example-org",
        "ada@examplexorg",
        "ada@EXAMPLE.ORG",
        "example.org",
        "@example.org",
        "ada@example.org@example.com",
        "ada@example.org\n",
    ] {
        not_admitted(&sign_up(&app.api(), email).await);
    }
    assert_eq!(app.mails(), []);
    for email in ["ada@example.org", "ada@example.net"] {
        let _ = sign_up(&app.api(), email).await.ok(200);
    }
}

#[tokio::test]
async fn an_address_of_another_door_is_looked_at_again_when_it_is_confirmed() {
    let app = choosy().await;
    let reply = register(&app.api(), "ada@example.com").await.ok(201);
    let token = app.mailed_token();
    let bearer = reply.text_of("access_token");

    not_admitted(&activate(&app.api(), &token).await);
    let resend = app.api().get("/api/users/resendActivationEmail").bearer(&bearer);
    not_admitted(&resend.send().await);

    assert_eq!(app.mails(), []);
    let info = app.api().get("/api/users/info").bearer(&bearer).send().await.ok(200);
    assert_eq!(info.body["activated"], Value::Bool(false));
    let _ = register(&app.api(), "ada@example.org").await.ok(201);
    let _ = activate(&app.api(), &app.mailed_token()).await.ok(200);
}

#[tokio::test]
async fn a_reset_confirms_no_address_that_is_not_admitted() {
    let app = choosy().await;
    let _ = register(&app.api(), "ada@example.com").await.ok(201);
    let _ = app.mail();
    let path = "/api/users/requestPasswordReset?email=ada@example.com";
    let _ = app.api().get(path).send().await.ok(200);

    let form = [("newPassword", JOBS_PASSWORD), ("token", &*app.mailed_token())];
    let _ = app.api().post("/api/users/resetPassword").form(&form).send().await.ok(200);

    let member = Member::logged_in(&app.api(), "ada@example.com", JOBS_PASSWORD).await;
    assert!(!member.is_activated().await);
}

#[tokio::test]
async fn an_address_is_changed_only_to_one_that_is_admitted() {
    let app = choosy().await;
    let member = Member::activated(&app).await;
    let change = async |email: &str| {
        let form = [("password", JOBS_PASSWORD), ("newEmail", email)];
        member.posts("/api/users/changeEmail", &form).await
    };

    for email in ["ada@example.com", "ada@sub.example.org", "ada"] {
        not_admitted(&change(email).await);
    }
    assert_eq!(app.mails(), []);
    let _ = change("ada@example.net").await.ok(200);
    let _ = activate(&app.api(), &app.mailed_token()).await.ok(200);
}

#[tokio::test]
async fn an_address_is_looked_at_by_the_settings_of_the_day_when_it_is_confirmed() {
    let app = TestApp::new().await;
    let member = Member::activated(&app).await;
    let form = [("password", JOBS_PASSWORD), ("newEmail", "ada@example.com")];
    let _ = member.posts("/api/users/changeEmail", &form).await.ok(200);
    let token = app.mailed_token();

    let app =
        app.restarted(|config| config.allowed_email_domains = DOMAINS.map(str::to_owned).into());
    let app = app.await;

    not_admitted(&activate(&app.api(), &token).await);
    assert_eq!(doors(&app.api(), &member.token).await, OPEN);
    let info = member.get("/api/users/info").await.ok(200);
    assert_eq!(info.body["email"], json!(member.email));
}
