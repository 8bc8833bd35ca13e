//! Accounts as they lie in the store, and many registrations at the same time.

use kindred::entity::role::Permission;
use kindred::entity::user::{Newcomer, Origin, User};
use kindred::{Error, store};
use serde_json::{Value, json};
use tests::{PASSWORD, Reader, TestApp, Writer};
use tokio::task::JoinSet;

async fn stored(app: &TestApp, id: u64) -> User {
    let user = app.app().store.get::<User>(&User::place(id)).await.expect("a read");
    user.expect("the account")
}

/// An account without any name, as an import or an administrator makes it.
async fn nameless(app: &TestApp) -> User {
    let app = app.app();
    let newcomer = Newcomer {
        id: app.store.next_id("user").await.expect("an id"),
        uuid: app.ids.uuid(),
        password_hash: None,
        now: app.clock.now(),
    };
    let mut user = User::new(newcomer, Origin::Config);
    user.email = Some("nameless@example.org".to_owned());
    let change = user.registration(app.ids.occurrence(None), &Error::taken("taken"));
    app.store.commit(change).await.expect("it can be written");
    user
}

/// How many replies have each of these statuses, of so many equal calls at the same time.
async fn at_once(app: &TestApp, path: &str, body: &Value, statuses: [u16; 2]) -> [usize; 2] {
    let mut calls = JoinSet::new();
    for _ in 0..50 {
        calls.spawn(app.api().post(path).json(body).send());
    }
    let replies = calls.join_all().await;
    statuses.map(|status| replies.iter().filter(|reply| reply.status == status).count())
}

#[tokio::test]
async fn a_password_is_stored_as_a_slow_salted_hash() {
    let app = TestApp::new().await;
    let (ada, bob) = (Writer::new(&app.api()).await, Writer::new(&app.api()).await);

    let (ada, bob) = (stored(&app, ada.id).await, stored(&app, bob.id).await);

    let hash = ada.password_hash.clone().expect("a hash");
    let rest = hash.strip_prefix("$bcrypt-sha256$v=2,t=2b,r=4$").expect("the form of passlib");
    let (salt, digest) = rest.split_once('$').expect("salt and digest");
    assert_eq!((salt.len(), digest.len()), (22, 31), "{hash}");
    assert_ne!(ada.password_hash, bob.password_hash);
    assert!(!format!("{ada:?}").contains(PASSWORD));
}

#[tokio::test]
async fn passwords_that_differ_after_72_bytes_are_different() {
    let app = TestApp::new().await;
    let password = |end: &str| format!("Pass#123{}{end}", "é".repeat(50));
    let register = json!({
        "email": "ada@example.org", "username": "ada.l", "password": password("a"),
    });
    let _ = app.api().post("/api/auth/register").json(&register).send().await.ok(201);

    let login = async |password: String| {
        let body = json!({ "email": "ada@example.org", "password": password });
        app.api().post("/api/auth/login").json(&body).send().await.status
    };

    assert_eq!(login(password("a")).await, 200);
    assert_eq!(login(password("b")).await, 401);
    assert_eq!(login(password("")).await, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_registrations_of_one_name_one_succeeds() {
    let app = TestApp::new().await;
    let body = json!({ "username": "user#1", "password": PASSWORD });

    let counts = at_once(&app, "/register", &body, [200, 409]).await;

    assert_eq!(counts, [1, 49]);
    let session = app.api().post("/login").json(&body).send().await.ok(200);
    assert_eq!(stored(&app, session.number_of("user_id")).await.login_name, Some("user#1".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_registrations_of_one_address_one_succeeds() {
    let app = TestApp::new().await;
    let body = json!({ "email": "a@b.org", "username": "ada.l", "password": PASSWORD });

    let counts = at_once(&app, "/api/auth/register", &body, [201, 400]).await;

    assert_eq!(counts, [1, 49]);
}

#[tokio::test]
async fn a_refused_registration_uses_up_no_id() {
    let app = TestApp::new().await;
    let first = Writer::new(&app.api()).await;
    let api = app.api();
    for (name, password) in [(first.name.as_str(), PASSWORD), ("x", PASSWORD), ("user#1", "x")] {
        let body = json!({ "username": name, "password": password });
        let reply = api.post("/register").json(&body).send().await;
        assert!((400..500).contains(&reply.status), "{}", reply.text);
    }

    let second = Writer::new(&api).await;

    assert_eq!((first.id, second.id), (1, 2));
}

#[tokio::test]
async fn a_new_account_has_no_rights_beyond_those_of_every_user() {
    let app = TestApp::new().await;
    let writer = Writer::new(&app.api()).await;
    let _ = Reader::new(&app.api()).await;

    for id in [writer.id, writer.id + 1] {
        let user = stored(&app, id).await;

        assert_eq!((user.is_admin, user.activated), (false, false));
        assert_eq!(user.roles, ["user"]);
        assert!(!user.may(Permission::DeleteContent));
    }
}

#[tokio::test]
async fn an_author_without_any_name_appears_by_their_id_and_never_by_their_address() {
    let app = TestApp::new().await;
    let user = nameless(&app).await;
    let token = kindred::auth::session::open(app.app(), &user, kindred::auth::token::Door::Media);
    let token = token.expect("a session");
    let profile = format!("/users/{}", user.id);
    let unknown = format!("User with id={} was not found", user.id);
    app.api().get(&profile).send().await.refused(404, &unknown);

    let body = json!({ "title": "Title", "text": "Text", "access-token": token });
    let article = app.api().post("/articles/new").json(&body).send().await.ok(200);

    let name = json!(format!("user-{}", user.id));
    assert_eq!(article.body["author.username"], name);
    assert_eq!(app.api().get(&profile).send().await.ok(200).body["username"], name);
    let list = app.api().get("/articles").send().await.ok(200);
    assert_eq!(list.body["articles"][0]["author.username"], name);
    assert!(!list.text.contains('@') && !article.text.contains('@'));
}

#[tokio::test]
async fn an_account_without_a_password_cannot_be_logged_in_to() {
    let app = TestApp::new().await;
    let _ = nameless(&app).await;

    for password in [PASSWORD, "        "] {
        let body = json!({ "email": "nameless@example.org", "password": password });
        let reply = app.api().post("/api/auth/login").json(&body).send().await.ok(401);
        assert_eq!(reply.body["errorType"], json!("auth"));
    }
}

#[tokio::test]
async fn a_name_without_its_account_is_nobody() {
    let app = TestApp::new().await;
    let writer = Writer::new(&app.api()).await;
    let user = stored(&app, writer.id).await;
    let gone = store::Change::new().delete(&user);
    app.app().store.commit(gone).await.expect("it can be deleted");

    let body = json!({ "username": writer.name, "password": PASSWORD });
    let login = app.api().post("/login").json(&body).send().await;
    let profile = app.api().get(format!("/users/{}", writer.id)).send().await;

    login.refused(401, "Uncorrect username or/and password");
    profile.refused(404, &format!("User with id={} was not found", writer.id));
}
