//! Whether the time of an answer tells strangers who has an account: log-ins with a wrong password, for an account that
//! is there and for one that is not, in turn. Prints a table in markdown; how large a difference matters is for people
//! to say.

use std::time::{Duration, Instant};

use kindred::auth::throttle::limits::Limits;
use kindred::config::Secret;
use kindred::{Clock, Config};
use kindred_cli::System;
use serde_json::json;
use tests::{Api, Call, Reader, Writer};

/// Log-ins of each sort.
const LOG_INS: usize = 200;

#[tokio::main]
async fn main() {
    let mut config = Config::isolated(Secret::new("a secret for measuring, 32 bytes"), 10);
    config.limits = Limits::off();
    let system = System::in_memory(Clock::shifted(), config).await.expect("a system in memory");
    let api = Api::in_process(system.router());
    let email = Reader::new(&api).await.user["email"].as_str().expect("an address").to_owned();
    let name = Writer::new(&api).await.name;

    println!(
        "| log-in with a wrong password | known account, median ms | unknown account | difference |"
    );
    println!("| --- | ---: | ---: | ---: |");
    let forum = |name: &str| {
        let body = json!({ "username": name, "password": "Password#9" });
        api.post("/login").json(&body)
    };
    compare("`POST /login`", || forum(&name), || forum("nobody_at_all")).await;
    let media = |email: &str| {
        let body = json!({ "email": email, "password": "Password#9" });
        api.post("/api/auth/login").json(&body)
    };
    let nobody = "nobody@example.org";
    compare("`POST /api/auth/login`", || media(&email), || media(nobody)).await;
    let jobs = |email: &str| {
        api.post("/api/users/login").form(&[("email", email), ("password", "Password#9")])
    };
    compare("`POST /api/users/login`", || jobs(&email), || jobs(nobody)).await;
}

async fn compare(what: &str, known: impl Fn() -> Call, unknown: impl Fn() -> Call) {
    let (mut of_known, mut of_unknown) = (Vec::new(), Vec::new());
    for _ in 0..LOG_INS {
        of_known.push(time(known()).await);
        of_unknown.push(time(unknown()).await);
    }
    let (known, unknown) = (median(of_known), median(of_unknown));
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let difference = (ms(known) / ms(unknown) - 1.0) * 100.0;
    println!("| {what} | {:.2} | {:.2} | {difference:+.1} % |", ms(known), ms(unknown));
}

async fn time(call: Call) -> Duration {
    let started = Instant::now();
    let reply = call.send().await;
    assert!(reply.status >= 400, "{}", reply.text);
    started.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
