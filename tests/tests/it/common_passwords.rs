//! Passwords that very many people have: nobody sets one at any door, unless whoever runs the system allows it.

use serde_json::json;
use tests::{Api, JOBS_PASSWORD, Member, OPEN, PASSWORD, Reader, Reply, TestApp, doors, fresh};

/// By the rules of every door, in whatever case.
const COMMON: [&str; 2] = ["Password123!", "pASSWORD123!"];

async fn sign_up(api: &Api, email: &str, password: &str) -> Reply {
    let form = [("email", email), ("password", password)];
    api.post("/api/users/signup").form(&form).send().await
}

async fn register(api: &Api, email: &str, password: &str) -> Reply {
    let body = json!({ "email": email, "username": "ada.l", "password": password });
    api.post("/api/auth/register").json(&body).send().await
}

async fn register_at_the_forum(api: &Api, password: &str) -> Reply {
    let body = json!({ "username": fresh("c"), "password": password });
    api.post("/register").json(&body).send().await
}

fn fresh_email() -> String {
    fresh("c") + "@example.org"
}

#[tokio::test]
async fn nobody_registers_with_a_common_password() {
    let app = TestApp::new().await;
    let api = app.api();

    for common in COMMON {
        sign_up(&api, &fresh_email(), common).await.failed(400, "password");
        let media = register(&api, &fresh_email(), common).await;
        assert_eq!(media.wrong_fields(), ["password"]);
        let forum = register_at_the_forum(&api, common).await.ok(400);
        assert_eq!(forum.body["errorType"], json!("password"), "{}", forum.text);
    }
    assert_eq!(app.mails(), []);
}

#[tokio::test]
async fn nobody_changes_to_a_common_password() {
    let app = TestApp::new().await;
    let (member, reader) = (Member::new(&app.api()).await, Reader::new(&app.api()).await);

    for common in COMMON {
        let form = [("password", JOBS_PASSWORD), ("newPassword", common)];
        member.posts("/api/users/changePassword", &form).await.failed(400, "password");
        let media = reader.patch(reader.path()).json(&json!({ "password": common })).send().await;
        assert_eq!(media.wrong_fields(), ["password"]);
    }

    assert_eq!(doors(&app.api(), &member.token).await, OPEN);
    assert_eq!(doors(&app.api(), &reader.token).await, OPEN);
}

#[tokio::test]
async fn nobody_resets_to_a_common_password_and_the_link_stays_good() {
    let app = TestApp::new().await;
    let member = Member::new(&app.api()).await;
    let _ = app.mail();
    let path = format!("/api/users/requestPasswordReset?email={}", member.email);
    let _ = app.api().get(path).send().await.ok(200);
    let token = app.mailed_token();
    let reset = |password: &str| {
        let form = [("newPassword", password), ("token", &*token)];
        app.api().post("/api/users/resetPassword").form(&form).send()
    };

    for common in COMMON {
        reset(common).await.failed(400, "password");
        let body = json!({ "reset_password_token": token, "password": common });
        let media = app.api().post("/api/auth/reset").json(&body).send().await;
        assert_eq!(media.wrong_fields(), ["password"]);
    }

    let _ = reset("Other-Horse-88").await.ok(200);
}

#[tokio::test]
async fn common_passwords_are_a_matter_of_the_settings_and_of_new_ones_only() {
    let app = TestApp::new().await;
    let lenient = app.restarted(|config| config.common_passwords = true).await;
    let email = fresh_email();
    let _ = sign_up(&lenient.api(), &email, COMMON[0]).await.ok(200);
    let _ = register(&lenient.api(), &fresh_email(), COMMON[0]).await.ok(201);
    let _ = register_at_the_forum(&lenient.api(), COMMON[0]).await.ok(200);

    let member = Member::logged_in(&app.api(), &email, COMMON[0]).await;

    let form = [("password", COMMON[0]), ("newPassword", PASSWORD)];
    member.posts("/api/users/changePassword", &form).await.failed(400, "password");
    let form = [("password", COMMON[0]), ("newPassword", JOBS_PASSWORD)];
    let _ = member.posts("/api/users/changePassword", &form).await.ok(200);
}
