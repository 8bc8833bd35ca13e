//! The throttle: what it lets through, whom it never refuses, and what it writes down.

mod client;
mod elsewhere;
mod items;
mod known;
mod login;
mod units;

use std::net::Ipv4Addr;
use std::time::Duration;

use kindred::Store;
use kindred::auth::throttle::limits::Limits;
use kindred::auth::throttle::{Attempt, Throttle, Throttled};
use kindred::http::ClientAddress;
use tests::TestApp;
use tokio::task::JoinSet;

const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_secs(86_400);
/// The window in which log-ins are counted; the clock of a test begins with one.
const WINDOW: Duration = Duration::from_secs(900);

/// The account that is attacked, and where its owner is.
const ACCOUNT: &str = "ada@example.org";
const HOME: u32 = 0;

/// A system and a throttle over its store.
struct Scene {
    app: TestApp,
    throttle: Throttle,
}

impl Scene {
    async fn new() -> Self {
        Self::with(Limits::default()).await
    }

    async fn with(limits: Limits) -> Self {
        let app = TestApp::new().await;
        let throttle = throttle(&app, app.app().store.clone(), limits);
        Self { app, throttle }
    }

    async fn guess(&self, account: &str, from: u32) -> Result<Attempt, Throttled> {
        self.throttle.login(account, client(from)).await.expect("the store answers")
    }

    /// Somebody who knows the password logs in; it must work.
    async fn log_in(&self, account: &str, from: u32) {
        let attempt = self.guess(account, from).await.expect("not throttled");
        attempt.succeeded().await.expect("the store answers");
    }

    /// Guess wrong so many times at the same time, from so many clients each.
    async fn attack(&self, account: &str, clients: std::ops::Range<u32>, times: usize) -> usize {
        let all = clients.flat_map(|from| std::iter::repeat_n((account.to_owned(), from), times));
        n_answered(&self.throttle, all).await
    }
}

/// Guess wrong at the same time, once for each account and client; how many guesses are answered.
async fn n_answered(throttle: &Throttle, pairs: impl IntoIterator<Item = (String, u32)>) -> usize {
    let mut tasks = JoinSet::new();
    for (account, from) in pairs {
        let throttle = throttle.clone();
        tasks.spawn(async move { throttle.login(&account, client(from)).await });
    }
    let answers = tasks.join_all().await;
    answers.into_iter().filter(|answer| answer.as_ref().expect("it answers").is_ok()).count()
}

/// A throttle as another instance has it, which shares nothing but the store.
fn throttle(app: &TestApp, store: Store, limits: Limits) -> Throttle {
    let app = app.app();
    Throttle::new(store, app.clock.clone(), &app.config.token_secret, limits)
}

/// One client of many.
fn client(n: u32) -> ClientAddress {
    let first = u32::from(Ipv4Addr::new(198, 18, 0, 1));
    ClientAddress::from(std::net::IpAddr::from(Ipv4Addr::from(first + n)))
}

/// The refusal after which one may come back so late.
fn throttled<T>(retry_after: Duration) -> Result<T, Throttled> {
    Err(Throttled { retry_after })
}

fn limits(setting: &str) -> Limits {
    setting.parse().expect("a setting")
}
