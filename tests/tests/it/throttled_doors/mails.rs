//! Mails: nobody's address is flooded, whoever asks from wherever, by whichever way.

use kindred::auth::token::Door;
use serde_json::json;
use tests::{Call, JOBS_PASSWORD, Member, PASSWORD, Reader, Reply, TestApp, fresh};

use super::{HOUR, client, strict, throttled};

const VICTIM: &str = "Victim@example.org";

fn forget(app: &TestApp, email: &str) -> Call {
    app.api().post("/api/auth/forget").json(&json!({ "email": email }))
}

fn request_reset(app: &TestApp, email: &str) -> Call {
    app.api().get(format!("/api/users/requestPasswordReset?email={email}"))
}

fn sign_up(app: &TestApp, email: &str) -> Call {
    let form = [("email", email), ("password", JOBS_PASSWORD)];
    app.api().post("/api/users/signup").form(&form)
}

fn change_email(member: &Member, email: &str) -> Call {
    let form = [("password", JOBS_PASSWORD), ("newEmail", email)];
    member.post("/api/users/changeEmail").form(&form)
}

/// How many mails have gone to the victim since the last look.
fn n_mails(app: &TestApp) -> usize {
    let mails = app.mails();
    mails.iter().filter(|mail| mail.sent && mail.to.eq_ignore_ascii_case(VICTIM)).count()
}

/// The sixth must be refused, and after an hour one goes again.
async fn assert_five(app: &TestApp, door: Door, ask: impl AsyncFn(u32) -> Reply) {
    for nr in 0..5 {
        let _ = ask(nr).await.ok(200);
    }
    throttled(door, &ask(5).await, HOUR);
    app.advance(HOUR);
    let _ = ask(6).await.ok(200);
}

#[tokio::test]
async fn an_address_gets_five_links_to_a_new_password_an_hour_whoever_asks_from_wherever() {
    let app = strict().await;
    let _ = sign_up(&app, VICTIM).send().await.ok(200);
    app.advance(HOUR);
    let _ = app.mails();

    let spellings = [VICTIM.to_lowercase(), VICTIM.to_owned(), VICTIM.to_uppercase()];
    let spelling = |nr: u32| &spellings[nr as usize % 3];
    let request =
        async |nr| request_reset(&app, spelling(nr)).from_address(client(nr)).send().await;
    let forget = async |nr| forget(&app, spelling(nr)).from_address(client(nr)).send().await;

    assert_five(&app, Door::Jobs, request).await;
    app.advance(HOUR);
    assert_five(&app, Door::Media, forget).await;
    assert_eq!(n_mails(&app), 12);
}

#[tokio::test]
async fn an_account_gets_five_activation_mails_an_hour() {
    let app = strict().await;
    let email = Member::new(&app.api()).await.email;
    app.advance(HOUR);

    let resend = async |nr| {
        // Sessions last as long as the window.
        let member = Member::logged_in(&app.api(), &email, JOBS_PASSWORD).await;
        let call = app.api().get("/api/users/resendActivationEmail").bearer(&member.token);
        call.from_address(client(nr)).send().await
    };

    assert_five(&app, Door::Jobs, resend).await;
}

/// Anybody can have as many accounts as they like, each of which may want to move to the address of somebody else.
#[tokio::test]
async fn an_address_that_many_accounts_want_to_move_to_gets_five_mails_an_hour() {
    let app = strict().await;
    let mut members = Vec::new();
    for _ in 0..6 {
        members.push(Member::activated(&app).await);
    }

    for (nr, member) in (0..).zip(&members[..5]) {
        let _ = change_email(member, VICTIM).from_address(client(nr)).send().await.ok(200);
    }

    let sixth = change_email(&members[5], &VICTIM.to_lowercase()).from_address(client(6));
    throttled(Door::Jobs, &sixth.send().await, HOUR);
    assert_eq!(n_mails(&app), 5);
}

/// Sign up, delete the account, and again.
#[tokio::test]
async fn an_address_that_is_signed_up_again_and_again_gets_five_mails_an_hour() {
    let app = strict().await;
    for nr in 0..5 {
        let _ = sign_up(&app, VICTIM).from_address(client(nr)).send().await.ok(200);
        let member = Member::logged_in(&app.api(), VICTIM, JOBS_PASSWORD).await;
        let _ = member.posts("/api/users/delete", &[("password", JOBS_PASSWORD)]).await.ok(200);
    }

    let sixth = sign_up(&app, VICTIM).from_address(client(6)).send().await;

    throttled(Door::Jobs, &sixth, HOUR);
    assert_eq!(n_mails(&app), 5);
    app.advance(HOUR);
    let _ = sign_up(&app, VICTIM).send().await.ok(200);
}

/// The account does not depend on the mail there; the link can be asked for later.
#[tokio::test]
async fn an_address_that_is_registered_again_and_again_gets_five_mails_an_hour() {
    let app = strict().await;
    let body = json!({ "email": VICTIM, "username": "ada.l", "password": PASSWORD });
    for nr in 0..7 {
        let register = app.api().post("/api/auth/register").json(&body);
        let reply = register.from_address(client(nr)).send().await.ok(201);
        let uuid = reply.body["user"]["uuid"].as_str().expect("a uuid");
        let delete = app.api().delete(format!("/api/user/{uuid}"));
        let _ = delete.bearer(&reply.text_of("access_token")).send().await.ok(201);
    }

    assert_eq!(n_mails(&app), 5);
}

#[tokio::test]
async fn all_ways_to_a_mail_count_together() {
    let app = strict().await;
    let other = Member::activated(&app).await;
    let squatter = Reader::new(&app.api()).await;
    let _ = app.mails();
    let give = |email: &str| squatter.patch(squatter.path()).json(&json!({ "email": email }));

    let _ = change_email(&other, VICTIM).send().await.ok(200);
    let _ = give(VICTIM).send().await.ok(201);
    let _ = forget(&app, VICTIM).send().await.ok(200);
    let _ = squatter.get("/api/users/resendActivationEmail").await.ok(200);
    let _ = request_reset(&app, VICTIM).send().await.ok(200);

    throttled(Door::Media, &forget(&app, VICTIM).send().await, HOUR);
    throttled(Door::Jobs, &squatter.get("/api/users/resendActivationEmail").await, HOUR);
    throttled(Door::Jobs, &request_reset(&app, VICTIM).send().await, HOUR);
    let _ = give(&(fresh("n") + "@example.org")).send().await.ok(201);
    throttled(Door::Media, &give(VICTIM).send().await, HOUR);
    throttled(Door::Jobs, &change_email(&other, VICTIM).send().await, HOUR);
    throttled(Door::Jobs, &sign_up(&app, VICTIM).send().await, HOUR);
    assert_eq!(n_mails(&app), 5);
}
