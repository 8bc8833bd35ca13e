//! Limits at the doors, as the product has them by default, with clients in many places.
//!
//! What the throttle counts has tests of its own; here it is what somebody gets to see: an owner, whoever attacks them,
//! and whoever wants to know who has an account.

mod guesses;
mod mails;
mod siege;
mod strangers;
mod tokens;

use std::net::Ipv4Addr;
use std::time::Duration;

use kindred::auth::token::Door;
use kindred::config::Secret;
use kindred::entity::user::{Origin, User};
use serde_json::json;
use tests::{Call, JOBS_PASSWORD, Reply, TestApp, fresh};

const SECOND: Duration = Duration::from_secs(1);
/// The window in which log-ins and tokens are counted; the clock of a test begins with one.
const WINDOW: Duration = Duration::from_secs(900);
const HOUR: Duration = Duration::from_secs(3_600);
const DOORS: [Door; 3] = [Door::Forum, Door::Jobs, Door::Media];

/// Where the owner of an account is.
const HOME: u32 = 0;
/// Where they are for the first time.
const ABROAD: u32 = 1;

/// One client of many.
fn client(nr: u32) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(Ipv4Addr::new(198, 18, 0, 1)) + nr)
}

/// A system as the product is by default.
async fn strict() -> TestApp {
    TestApp::with(|_| ()).await
}

/// Somebody's account, with the names that they log in with.
#[derive(Clone)]
struct Account {
    email: String,
    name: String,
}

impl Account {
    /// Somebody with a name at every door.
    async fn new(app: &TestApp) -> Self {
        let account = Self::of_nobody();
        let hash = app.app().passwords.hash(Secret::new(JOBS_PASSWORD)).await;
        let named = |user: &mut User| {
            user.email = Some(account.email.clone());
            user.login_name = Some(account.name.clone());
            user.password_hash = Some(hash.expect("it can be hashed"));
        };
        app.register(Origin::Jobs, named).await;
        account
    }

    /// Names that nobody has.
    fn of_nobody() -> Self {
        // Mixed, because people write their addresses in any case.
        Self { email: fresh("Ada.L") + "@example.org", name: fresh("Ada") }
    }

    /// A log-in at a door.
    fn at(&self, app: &TestApp, door: Door, password: &str) -> Call {
        let api = app.api();
        let (email, name) = (&*self.email, &*self.name);
        match door {
            Door::Forum => {
                api.post("/login").json(&json!({ "username": name, "password": password }))
            }
            Door::Jobs => {
                api.post("/api/users/login").form(&[("email", email), ("password", password)])
            }
            Door::Media => {
                api.post("/api/auth/login").json(&json!({ "email": email, "password": password }))
            }
        }
    }

    /// The owner logs in from somewhere.
    async fn logs_in(&self, app: &TestApp, door: Door, from: u32) -> Reply {
        self.at(app, door, JOBS_PASSWORD).from_address(client(from)).send().await.ok(200)
    }

    /// Somebody guesses wrong, from somewhere.
    async fn guess(&self, app: &TestApp, door: Door, from: u32) -> Reply {
        self.at(app, door, "Wrong-Horse-7").from_address(client(from)).send().await
    }

    /// Guess wrong so often from so many clients each; how many guesses were answered.
    async fn attack(
        &self,
        app: &TestApp,
        door: Door,
        clients: std::ops::Range<u32>,
        times: usize,
    ) -> usize {
        let mut answered = 0;
        for from in clients {
            for _ in 0..times {
                answered += usize::from(self.guess(app, door, from).await.status != 429);
            }
        }
        answered
    }
}

/// The status of a wrong password at a door, with its `errorType`.
#[track_caller]
fn wrong(door: Door, reply: &Reply) {
    let status = if door == Door::Jobs { 400 } else { 401 };
    let told = (reply.status, &reply.body["errorType"]);
    assert_eq!(told, (status, &json!("auth")), "{}", reply.text);
}

/// It must be told to come back after this time, in the words of the API of this door and nothing else.
#[track_caller]
fn throttled(door: Door, reply: &Reply, wait: Duration) {
    let text = match door {
        Door::Forum => "error",
        Door::Jobs => "msg",
        Door::Media => "message",
    };
    let mut expected = json!({ text: reply.text_of(text), "errorType": "throttled" });
    if door == Door::Media {
        expected["status"] = json!(false);
    }
    assert_eq!((reply.status, &reply.body), (429, &expected));
    let retry_after = reply.headers.get("retry-after").map(|value| value.as_bytes().to_vec());
    assert_eq!(retry_after, Some(wait.as_secs().to_string().into_bytes()));
}
