//! The media API over a catalogue that the tests fill.

mod bad_recommendation;
mod cold_start;
mod content;
mod crowd;
mod genre_editing;
mod genres;
mod groups;
mod history;
mod meta;
mod older_clients;
mod popular;
mod rating;
mod recommended;
mod search;
mod similar;
mod withdrawal;

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::{Reply, TestApp};

/// The ids on a page, in order.
#[track_caller]
fn ids(reply: &Reply) -> Vec<u64> {
    let content = reply.body["content"].as_array().expect("a list");
    content.iter().map(|item| item["content_id"].as_u64().expect("an id")).collect()
}

/// The entry of a page for this content.
#[track_caller]
fn entry(reply: &Reply, id: u64) -> Value {
    let content = reply.body["content"].as_array().expect("a list");
    let found = content.iter().find(|item| item["content_id"] == json!(id));
    found.unwrap_or_else(|| panic!("{id} is not in {}", reply.text)).clone()
}

/// Publish movies with these titles and return their ids.
async fn movies(app: &TestApp, titles: &[&str]) -> Vec<u64> {
    let mut ids = Vec::new();
    for title in titles {
        ids.push(app.publish(MediaKind::Movie, json!({ "title": title })).await);
    }
    ids
}
