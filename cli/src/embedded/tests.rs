//! The embedded store as its callers see it, and guards on what it relies on in the database.

#![expect(clippy::disallowed_methods, reason = "the engine is tested as the SDK talks to it")]

mod bucket;
mod durability;
mod engine;
mod faults;
mod guards;
mod meter;
mod pump;
mod tables;

use aws_sdk_dynamodb::{Client, types::AttributeValue};

use super::{Engine, StreamMapping, tables as definitions};

const TEMPLATE: &str = include_str!("tests/template.yaml");

/// An engine with the tables of the template, named by their ids.
async fn store() -> (Engine, Client) {
    let engine = Engine::memory().expect("a memory database opens");
    let client = engine.client();
    make_tables(&client).await;
    (engine, client)
}

async fn make_tables(client: &Client) {
    let tables = definitions::read(TEMPLATE).expect("the template is well-formed");
    definitions::create(client, &tables, str::to_owned).await.expect("the tables can be made");
}

fn mapping() -> StreamMapping {
    definitions::read_mapping(TEMPLATE, "Recompute").expect("the template has a mapping")
}

fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

fn number(value: usize) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// Append event `n` to the object `MOVIE#1`.
async fn append(client: &Client, n: usize) {
    let put = client.put_item().table_name("Events");
    let put = put.item("PK", text("MOVIE#1")).item("SK", text(format!("{n:09}")));
    put.item("n", number(n)).send().await.expect("an event can be put");
}

async fn append_all(client: &Client, events: std::ops::Range<usize>) {
    for n in events {
        append(client, n).await;
    }
}
