use std::time::Duration;

use aws_sdk_dynamodb::{
    config::{BehaviorVersion, Credentials, Region},
    error::ProvideErrorMetadata,
    operation::transact_write_items::TransactWriteItemsError,
    types::{ConditionCheck, Put, TransactWriteItem},
};
use aws_smithy_http_client::Builder;
use tokio::{net::TcpListener, time::timeout};

use super::*;
use crate::embedded::{Access, Bucket, Error, http};

/// The put of an item that must not be there yet, as part of a transaction.
fn new_item(table: &str, pk: &str) -> TransactWriteItem {
    let put = Put::builder().table_name(table).item("PK", text(pk)).item("SK", text("STATE"));
    let put = put.condition_expression("attribute_not_exists(PK)");
    TransactWriteItem::builder().put(put.build().expect("table and item are set")).build()
}

async fn exists(client: &Client, table: &str, pk: &str) -> bool {
    let get = client.get_item().table_name(table).key("PK", text(pk)).key("SK", text("STATE"));
    get.send().await.expect("an item can be asked for").item.is_some()
}

#[tokio::test]
async fn an_item_written_is_read_back_and_engines_do_not_share() {
    let (_engine, client) = store().await;
    let (_other, other) = store().await;

    let put = client.transact_write_items().transact_items(new_item("State", "USER#1"));
    put.send().await.expect("a new item can be put");

    assert!(exists(&client, "State", "USER#1").await);
    assert!(!exists(&other, "State", "USER#1").await);
}

#[tokio::test]
async fn the_index_lists_a_day_in_order() {
    let (_engine, client) = store().await;
    for id in [12, 3, 7] {
        let put = client.put_item().table_name("Events").item("PK", text("X"));
        let put = put.item("SK", text(format!("{id:09}"))).item("day", text("2026-11-21"));
        put.item("id", number(id)).send().await.expect("an event can be put");
    }

    let day = client.query().table_name("Events").index_name("ByDay");
    let day = day.key_condition_expression("#d = :d AND id > :after");
    let day = day.expression_attribute_names("#d", "day");
    let day = day.expression_attribute_values(":d", text("2026-11-21"));
    let found = day.expression_attribute_values(":after", number(3)).send().await;

    let items = found.expect("the index can be queried").items.unwrap_or_default();
    let ids: Vec<_> = items.iter().map(|item| item["id"].clone()).collect();
    assert_eq!(ids, [number(7), number(12)]);
}

#[tokio::test]
async fn a_failed_condition_is_that_sdk_error() {
    let (_engine, client) = store().await;
    let put = client.put_item().table_name("State").item("PK", text("A")).item("SK", text("B"));
    let put = put.condition_expression("attribute_exists(PK)");

    let refusal = put.send().await.expect_err("the item is not there").into_service_error();

    assert!(refusal.is_conditional_check_failed_exception(), "{refusal:?}");
}

#[tokio::test]
async fn a_cancelled_transaction_names_the_reason_at_its_position_and_changes_nothing() {
    let (_engine, client) = store().await;
    let first = client.transact_write_items().transact_items(new_item("State", "USER#1"));
    first.send().await.expect("a new item can be put");
    let check = ConditionCheck::builder().table_name("State").key("PK", text("NO"));
    let check = check.key("SK", text("STATE")).condition_expression("attribute_exists(PK)");
    let check = check.build().expect("table, key and condition are set");

    let transaction = client
        .transact_write_items()
        .transact_items(new_item("State", "USER#2"))
        .transact_items(new_item("State", "USER#1"))
        .transact_items(TransactWriteItem::builder().condition_check(check).build());
    let refusal = transaction.send().await.expect_err("two conditions fail").into_service_error();

    let TransactWriteItemsError::TransactionCanceledException(cancelled) = refusal else {
        panic!("another error: {refusal:?}");
    };
    let codes: Vec<_> =
        cancelled.cancellation_reasons().iter().map(|r| r.code().unwrap_or_default()).collect();
    assert_eq!(codes, ["None", "ConditionalCheckFailed", "ConditionalCheckFailed"]);
    assert!(!exists(&client, "State", "USER#2").await);
}

#[tokio::test]
async fn an_unreadable_value_is_refused_as_invalid() {
    let (_engine, client) = store().await;
    let put = client.put_item().table_name("State").item("PK", text("A")).item("SK", text("B"));

    let refusal = put.item("n", AttributeValue::N("three".into())).send().await;

    let refusal = refusal.expect_err("three is no number").into_service_error();
    assert_eq!(refusal.code(), Some("ValidationException"));
    let message = refusal.message().unwrap_or_default();
    assert!(message.contains("cannot be converted to a numeric value"), "{message}");
}

#[tokio::test]
async fn only_a_successful_write_to_a_table_with_a_stream_gives_the_signal() {
    let (engine, client) = store().await;
    let mut writes = engine.writes();

    let state = client.transact_write_items().transact_items(new_item("State", "USER#1"));
    state.send().await.expect("a new item can be put");
    let failed = client.transact_write_items();
    let failed = failed.transact_items(new_item("Events", "A"));
    let failed = failed.transact_items(new_item("State", "USER#1"));
    failed.send().await.expect_err("one is there");
    assert!(!writes.has_changed().expect("the engine is there"));

    let event = client.transact_write_items();
    let event = event.transact_items(new_item("State", "USER#2"));
    event.transact_items(new_item("Events", "A")).send().await.expect("both are new");
    assert!(writes.has_changed().expect("the engine is there"));
    writes.mark_unchanged();
    append(&client, 1).await;
    assert!(writes.has_changed().expect("the engine is there"));
}

#[tokio::test]
async fn the_engine_ends_with_its_last_clone() {
    let (engine, client) = store().await;
    let mut writes = engine.writes();

    drop(engine);
    append(&client, 1).await;
    assert!(writes.changed().await.is_ok(), "the client holds the engine");

    drop(client);
    assert!(writes.changed().await.is_err(), "nobody holds the engine");
}

#[tokio::test]
async fn a_sweep_deletes_what_has_expired() {
    let (engine, client) = store().await;
    for (pk, expires_at) in [("OLD", 1_000_000_000), ("NEW", 9_000_000_000)] {
        let put = client.put_item().table_name("State").item("PK", text(pk));
        let put = put.item("SK", text("STATE")).item("expires_at", number(expires_at));
        put.send().await.expect("an item can be put");
    }

    let n_deleted = engine.sweep().await.expect("a sweep can run");

    assert_eq!(n_deleted, 1);
    assert!(!exists(&client, "State", "OLD").await);
    assert!(exists(&client, "State", "NEW").await);
}

#[tokio::test]
async fn a_second_engine_on_a_directory_is_refused_until_the_first_ends() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    let path = directory.path().join("data");
    let first = Engine::open(&path).expect("an empty directory will do");
    make_tables(&first.client()).await;
    append(&first.client(), 1).await;

    let refusal = Engine::open(&path).err().expect("it is in use");
    assert!(matches!(refusal, Error::InUse(_)), "{refusal}");
    drop(first);

    let client = Engine::open(&path).expect("it is free again").client();
    let found = client.scan().table_name("Events").send().await.expect("a table can be read");
    assert_eq!(found.count(), 1);
}

#[test]
fn a_directory_that_cannot_be_made_is_named() {
    let file = tempfile::NamedTempFile::new().expect("a file can be made");
    let path = file.path().join("data");

    let refusal = Engine::open(&path).err().expect("a file is no directory");

    let message = refusal.to_string();
    assert!(message.starts_with(&format!("cannot use {} as", path.display())), "{message}");
}

#[tokio::test]
async fn the_port_serves_the_same_store() {
    let (engine, client) = store().await;
    let mut writes = engine.writes();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let bucket = Bucket::temporary(Access::new("id", "secret", "http://localhost"));
    let router = http::router(engine, &bucket);
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("local"))
        .credentials_provider(Credentials::new("any", "any", None, None, "test"))
        .endpoint_url(format!("http://{address}"))
        .http_client(Builder::new().build_http());
    let remote = Client::from_conf(config.build());

    append(&remote, 1).await;
    let changed = timeout(Duration::from_secs(10), writes.changed()).await;
    let again = remote.put_item().table_name("Missing").item("PK", text("A"));
    let again = again.item("SK", text("B")).send().await;

    assert!(matches!(changed, Ok(Ok(()))), "a write over the port gives the signal");
    let refusal = again.expect_err("there is no such table").into_service_error();
    assert!(refusal.is_resource_not_found_exception(), "{refusal:?}");
    let found = client.scan().table_name("Events").send().await.expect("a table can be read");
    assert_eq!(found.count(), 1);
    server.abort();
}
