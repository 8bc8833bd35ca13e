//! What ends sessions: at which doors, whose, and how old they may get at the job service.

use std::time::Duration;

use accounts::provision::{self, Wanted};
use kindred::config::Secret;
use kindred::entity::names::{Email, LoginName};
use serde_json::json;
use tests::{Api, ENDED, GONE, JOBS_PASSWORD, Member, OPEN, Reader, TestApp, Writer, doors, fresh};

const MINUTE: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);
const NEW: &str = "Other-Horse-88";

/// Somebody with a name at every door, and a session of each.
struct Citizen {
    app: TestApp,
    api: Api,
    /// At the job service.
    member: Member,
    /// Where the media API has the account.
    path: String,
    sessions: [String; 3],
}

impl Citizen {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let (email, name) = (fresh("c") + "@example.org", fresh("c"));
        let wanted = Wanted {
            email: Email::parse(&email).expect("an address"),
            login_name: Some(LoginName::parse(&name).expect("a name")),
            display_name: None,
            password: Some(Secret::new(JOBS_PASSWORD)),
            admin: false,
        };
        provision::add(app.app(), wanted).await.expect("an account");
        let api = app.api();
        let member = Member::logged_in(&api, &email, JOBS_PASSWORD).await;
        let body = json!({ "username": name, "password": JOBS_PASSWORD });
        let forum = api.post("/login").json(&body).send().await.ok(200);
        let body = json!({ "email": email, "password": JOBS_PASSWORD });
        let media = api.post("/api/auth/login").json(&body).send().await.ok(200);
        let uuid = media.body["user"]["uuid"].as_str().expect("a uuid");
        let path = format!("/api/user/{uuid}");
        let sessions =
            [member.token.clone(), forum.text_of("access-token"), media.text_of("access_token")];
        Self { app, api, member, path, sessions }
    }

    /// Every session meets these answers at the doors.
    async fn meet(&self, expected: [u16; 3]) {
        for session in &self.sessions {
            assert_eq!(doors(&self.api, session).await, expected);
        }
    }

    /// The token of a mail that this asks for.
    async fn link(&self, path: &str) -> String {
        let _ = self.api.get(path).send().await.ok(200);
        self.app.mailed_token()
    }
}

#[tokio::test]
async fn ending_all_sessions_ends_those_of_every_door_at_every_door() {
    let citizen = Citizen::new().await;
    citizen.meet(OPEN).await;

    let _ = citizen.member.posts("/api/users/invalidateAllTokens", &[]).await.ok(200);

    citizen.meet(ENDED).await;
}

#[tokio::test]
async fn a_new_password_ends_all_sessions_at_whichever_door_it_is_set() {
    let reset = |citizen: &Citizen| {
        format!("/api/users/requestPasswordReset?email={}", citizen.member.email)
    };

    let citizen = Citizen::new().await;
    let form = [("password", JOBS_PASSWORD), ("newPassword", NEW)];
    let _ = citizen.member.posts("/api/users/changePassword", &form).await.ok(200);
    citizen.meet(ENDED).await;

    let citizen = Citizen::new().await;
    let token = citizen.link(&reset(&citizen)).await;
    let form = [("newPassword", NEW), ("token", &*token)];
    let _ = citizen.api.post("/api/users/resetPassword").form(&form).send().await.ok(200);
    citizen.meet(ENDED).await;

    let citizen = Citizen::new().await;
    let token = citizen.link(&reset(&citizen)).await;
    let body = json!({ "reset_password_token": token, "password": "Password#2" });
    let _ = citizen.api.post("/api/auth/reset").json(&body).send().await.ok(200);
    citizen.meet(ENDED).await;

    let citizen = Citizen::new().await;
    let body = json!({ "password": "Password#2" });
    let call = citizen.api.patch(&citizen.path).bearer(&citizen.member.token).json(&body);
    let _ = call.send().await.ok(201);
    citizen.meet(ENDED).await;

    let citizen = Citizen::new().await;
    let admin = citizen.app.administrator().await;
    let email = &*citizen.member.email;
    let form = [("password", JOBS_PASSWORD), ("emailModify", email), ("newPassword", NEW)];
    let _ = admin.posts("/api/users/changePassword", &form).await.ok(200);
    citizen.meet(ENDED).await;
}

#[tokio::test]
async fn a_confirmed_change_of_address_ends_all_sessions() {
    let citizen = Citizen::new().await;
    let form = [("password", JOBS_PASSWORD), ("newEmail", "new@example.org")];
    let _ = citizen.member.posts("/api/users/changeEmail", &form).await.ok(200);
    citizen.meet(OPEN).await;

    let form = [("token", &*citizen.app.mailed_token())];
    let _ = citizen.api.post("/api/users/activate").form(&form).send().await.ok(200);

    citizen.meet(ENDED).await;
}

#[tokio::test]
async fn deleting_the_account_ends_all_sessions_at_whichever_door() {
    let citizen = Citizen::new().await;
    let form = [("password", JOBS_PASSWORD)];
    let _ = citizen.member.posts("/api/users/delete", &form).await.ok(200);
    citizen.meet(GONE).await;

    let citizen = Citizen::new().await;
    let call = citizen.api.delete(&citizen.path).bearer(&citizen.member.token);
    let _ = call.send().await.ok(201);
    citizen.meet(GONE).await;
}

#[tokio::test]
async fn what_is_no_reason_ends_no_session() {
    let citizen = Citizen::new().await;
    let api = &citizen.api;
    let token = &citizen.member.token;
    let body = json!({ "username": "ada.l", "email": "new@example.org" });

    let _ = api.patch(&citizen.path).bearer(token).json(&body).send().await.ok(201);
    let form = [("token", &*citizen.app.mailed_token())];
    let _ = api.post("/api/users/activate").form(&form).send().await.ok(200);
    let _ = api.put("/api/user/preferences_defined").bearer(token).send().await.ok(201);
    let _ = citizen.link("/api/users/requestPasswordReset?email=new@example.org").await;
    let _ = Member::logged_in(api, "new@example.org", JOBS_PASSWORD).await;

    citizen.meet(OPEN).await;
}

#[tokio::test]
async fn logging_out_ends_one_session_at_every_door_and_only_that() {
    let citizen = Citizen::new().await;

    for (ended, session) in citizen.sessions.iter().enumerate() {
        let _ = citizen.api.post("/api/auth/logout").bearer(session).send().await.ok(204);

        for (nr, other) in citizen.sessions.iter().enumerate() {
            let expected = if nr <= ended { ENDED } else { OPEN };
            assert_eq!(doors(&citizen.api, other).await, expected);
        }
    }
}

#[tokio::test]
async fn whoever_logs_out_very_often_logs_out_everywhere() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let log_out = async || {
        let session = Member::logged_in(&app.api(), reader.email(), tests::PASSWORD).await;
        let call = app.api().post("/api/auth/logout").bearer(&session.token);
        let _ = call.send().await.ok(204);
        session.token
    };

    for _ in 0..40 {
        let ended = log_out().await;
        assert_eq!(doors(&app.api(), &ended).await, ENDED);
    }
    assert_eq!(doors(&app.api(), &reader.token).await, OPEN);
    let last = log_out().await;

    assert_eq!(doors(&app.api(), &last).await, ENDED);
    assert_eq!(doors(&app.api(), &reader.token).await, ENDED);
}

#[tokio::test]
async fn sessions_that_are_over_make_room_for_others_to_be_ended() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    for _ in 0..3 {
        for _ in 0..20 {
            let session = Member::logged_in(&app.api(), reader.email(), tests::PASSWORD).await;
            let call = app.api().post("/api/auth/logout").bearer(&session.token);
            let _ = call.send().await.ok(204);
        }
        app.advance(60 * MINUTE);
    }

    // Opened at the media API, where sessions last longer than three hours.
    assert_eq!(doors(&app.api(), &reader.token).await, [401, 200, 200]);
}

#[tokio::test]
async fn the_job_service_accepts_its_sessions_for_60_minutes() {
    let app = TestApp::new().await;
    let member = Member::new(&app.api()).await;

    app.advance(60 * MINUTE - SECOND);
    assert_eq!(doors(&app.api(), &member.token).await, OPEN);
    app.advance(SECOND);

    member.get("/api/users/info").await.failed(401, "token");
    assert_eq!(doors(&app.api(), &member.token).await, ENDED);
}

#[tokio::test]
async fn the_job_service_accepts_sessions_of_other_doors_for_60_minutes_only() {
    let app = TestApp::new().await;
    let (reader, writer) = (Reader::new(&app.api()).await, Writer::new(&app.api()).await);

    app.advance(60 * MINUTE - SECOND);
    for token in [&reader.token, &writer.token] {
        assert_eq!(doors(&app.api(), token).await, OPEN);
    }
    app.advance(SECOND);

    for token in [&reader.token, &writer.token] {
        assert_eq!(doors(&app.api(), token).await, [401, 200, 200]);
    }
}

#[tokio::test]
async fn how_long_the_job_service_accepts_sessions_is_a_setting() {
    let app = TestApp::with(|config| config.jobs_session = 5 * MINUTE).await;
    let member = Member::new(&app.api()).await;

    app.advance(5 * MINUTE - SECOND);
    let _ = member.get("/api/users/info").await.ok(200);
    app.advance(SECOND);

    member.get("/api/users/info").await.failed(401, "token");
}
