//! The log says what happened, and nothing of people: no password, token, address, name, origin or body.
//!
//! Every route of accounts is called in every way that can be thought of, as the log listens; then everything that was
//! sent or answered and is nobody's business is looked for in it.

mod listening;
mod person;
mod scenes;

use std::collections::BTreeSet;
use std::net::IpAddr;

use kindred::http::ClientAddress;
use serde_json::Value;

use listening::Log;
use scenes::Scenes;

/// The client from which everything is sent.
const CLIENT: [u8; 4] = [203, 0, 113, 77];

/// A method and a path of accounts, as the description has it.
struct Operation {
    id: String,
    method: String,
    path: String,
}

fn operations() -> Vec<Operation> {
    let description = accounts::router().into_openapi();
    let description = serde_json::to_value(description).expect("a description is JSON");
    let mut all = Vec::new();
    for (path, item) in description["paths"].as_object().expect("paths") {
        for (method, body) in item.as_object().expect("operations") {
            let id = body["operationId"].as_str().expect("an operationId").to_owned();
            all.push(Operation { id, method: method.to_uppercase(), path: path.clone() });
        }
    }
    all
}

/// Every line is of these levels; whatever was sent is in none of them.
async fn assert_discreet(levels: &str, expected: &[&str]) {
    let log = Log::listen(levels);
    let mut scenes = Scenes::new();

    scenes.good_input().await;
    scenes.bad_input().await;
    scenes.too_much().await;
    scenes.failing_mail().await;
    scenes.failing_store().await;
    scenes.strange_paths().await;
    scenes.accounts_of_the_configuration().await;

    let text = log.text();
    for operation in operations() {
        let (method, path) = (&operation.method, &operation.path);
        let line = format!(r#""message":"request","method":"{method}","route":"{path}""#);
        assert!(text.contains(&line), "nobody has called {method} {path}");
    }
    for message in expected {
        assert!(text.contains(message), "not logged: {message}");
    }
    let heard = text.to_lowercase();
    // A log to look for mistakes is long and says most of it again and again: its words are few.
    let words: BTreeSet<&str> = heard.split(|char| !is_of_a_word(char)).collect();
    for secret in scenes.secrets() {
        assert!(secret.chars().all(is_of_a_word), "it would not be found: {secret}");
        let secret = secret.to_lowercase();
        if words.iter().any(|word| word.contains(&secret)) {
            let line = heard.lines().find(|line| line.contains(&secret)).unwrap_or_default();
            panic!("{secret} is in the log: {line}");
        }
    }
}

/// What is expected to be in a log of any level, so that it is known to have listened.
const EXPECTED: [&str; 5] = [
    r#""status":429"#,
    "request failed",
    "a mail was not sent",
    "it answered 550 5.1.1",
    "an account of the configuration could not be made",
];

#[tokio::test]
async fn a_log_as_functions_write_it_says_nothing_of_people() {
    assert_discreet("info", &EXPECTED).await;
}

/// Of what we use, the store's client for instance, all that it says to those who look for mistakes.
#[tokio::test]
async fn a_log_to_look_for_mistakes_says_nothing_of_people_either() {
    let levels =
        "debug,kindred=trace,kindred_cli=trace,accounts=trace,cascade=trace,recompute=trace";
    let expected: Vec<_> = EXPECTED.into_iter().chain(["request refused"]).collect();

    assert_discreet(levels, &expected).await;
}

/// Whether a character can stand in what is looked for.
fn is_of_a_word(char: char) -> bool {
    char.is_alphanumeric() || "-_.@%".contains(char)
}

/// Where everything comes from, as the throttle sees it.
fn client() -> String {
    ClientAddress::from(IpAddr::from(CLIENT)).to_string()
}

/// All texts in a JSON value.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
