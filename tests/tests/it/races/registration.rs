//! Fifty people who want one name at the same moment, each with a password of their own.

use kindred::store::Table;
use serde_json::json;
use tests::{Api, Call, Reply, TestApp, assert_sound};

use super::{at_once, login, tokens_to, winner};

const RACERS: usize = 50;
const NAME: &str = "user#1";
const EMAIL: &str = "ada@example.org";

fn password(nr: usize) -> String {
    format!("Correct-Horse-{nr}")
}

/// The same address, as people write it.
fn spelling(nr: usize) -> &'static str {
    ["ada@example.org", "Ada@Example.org", "ADA@example.org"][nr % 3]
}

fn at_the_forum(api: &Api, nr: usize) -> Call {
    api.post("/register").json(&json!({ "username": NAME, "password": password(nr) }))
}

fn at_the_media_api(api: &Api, nr: usize) -> Call {
    let body = json!({ "email": spelling(nr), "username": "ada.l", "password": password(nr) });
    api.post("/api/auth/register").json(&body)
}

fn at_the_job_service(api: &Api, nr: usize) -> Call {
    // The part before the domain is what may be written in any case here.
    let email = spelling(nr).replace("Example", "example");
    api.post("/api/users/signup").form(&[("email", &*email), ("password", &*password(nr))])
}

/// One account in the store, with its names and one event, and nothing of anybody else.
async fn assert_one_account(app: &TestApp) {
    assert_sound(app).await;
    let state = app.items(Table::State).await;
    let n_accounts = state.values().filter(|item| item["type"] == json!("user")).count();
    assert_eq!(n_accounts, 1);
    let events: Vec<_> = app.all_events().await.into_iter().map(|event| event.name).collect();
    assert_eq!(events, ["UserAddedEvent"]);
}

/// The winner can log in, nobody else can, and the one link that was mailed confirms their address.
async fn assert_it_is_theirs(app: &TestApp, winner: usize) {
    let other = (winner + 1) % RACERS;
    let _ = login(app, EMAIL, &password(winner)).send().await.ok(200);
    login(app, EMAIL, &password(other)).send().await.failed(401, "auth");
    let tokens = tokens_to(app, EMAIL);
    assert_eq!(tokens.len(), 1, "the winner alone has mail");
    let call = app.api().post("/api/users/activate").form(&[("token", &*tokens[0])]);
    let _ = call.send().await.ok(200);
}

fn refused_by_the_media_api(reply: &Reply) {
    reply.failed(400, "taken");
    assert_eq!(reply.body["errors"].as_array().map(Vec::len), Some(1), "{}", reply.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forum_name_is_given_once_however_many_want_it_at_once() {
    let app = TestApp::new().await;

    let replies = at_once((0..RACERS).map(|nr| at_the_forum(&app.api(), nr))).await;

    let winner = winner(&replies, |reply| {
        reply.refused(409, "User with such username already exists");
    });
    assert_one_account(&app).await;
    for (nr, status) in [(winner, 200), ((winner + 1) % RACERS, 401)] {
        let body = json!({ "username": NAME, "password": password(nr) });
        let _ = app.api().post("/login").json(&body).send().await.ok(status);
    }
    assert_eq!(app.mails(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_given_once_at_the_media_api_and_only_its_owner_gets_mail() {
    let app = TestApp::new().await;

    let replies = at_once((0..RACERS).map(|nr| at_the_media_api(&app.api(), nr))).await;

    let winner = winner(&replies, refused_by_the_media_api);
    assert_one_account(&app).await;
    assert_it_is_theirs(&app, winner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_given_once_at_the_job_service_and_only_its_owner_gets_mail() {
    let app = TestApp::new().await;

    let replies = at_once((0..RACERS).map(|nr| at_the_job_service(&app.api(), nr))).await;

    let winner = winner(&replies, |reply| reply.failed(400, "email"));
    assert_one_account(&app).await;
    assert_it_is_theirs(&app, winner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_given_once_when_two_doors_are_asked_for_it() {
    let app = TestApp::new().await;
    let call = |nr| match nr % 2 {
        0 => at_the_job_service(&app.api(), nr),
        _ => at_the_media_api(&app.api(), nr),
    };

    let replies = at_once((0..RACERS).map(call)).await;

    let winner = winner(&replies, |reply| match reply.body.get("msg") {
        Some(_) => reply.failed(400, "email"),
        None => refused_by_the_media_api(reply),
    });
    assert_one_account(&app).await;
    assert_it_is_theirs(&app, winner).await;
}

/// The mail server fails for everybody: whoever gets the address for a moment has to give it back.
#[tokio::test(flavor = "multi_thread")]
async fn of_many_whose_mail_cannot_be_sent_nobody_keeps_the_address() {
    let app = TestApp::new().await;
    app.fail_mail(true);

    let replies = at_once((0..RACERS).map(|nr| at_the_job_service(&app.api(), nr))).await;

    for reply in &replies {
        reply.failed(400, "email");
    }
    assert_sound(&app).await;
    let state = app.items(Table::State).await;
    assert!(state.values().all(|item| item["type"] != json!("user")), "nobody is there");
    app.fail_mail(false);
    let _ = at_the_job_service(&app.api(), 0).send().await.ok(200);
}
