use aws_sdk_dynamodb::types::{KeysAndAttributes, Put, TransactWriteItem};

use super::*;
use crate::embedded::{Meter, Units};

/// A metered client of a store in which one item has a little more than 4 KB, the other than 1 KB.
///
/// Returns what writing them in one transaction consumed, too.
async fn filled() -> (Client, Meter, Units) {
    let (engine, _) = store().await;
    let (client, meter) = engine.metered_client();
    let both = client.transact_write_items();
    let both = both.transact_items(item("State", 4)).transact_items(item("Derived", 1));
    both.send().await.expect("a transaction can be written");
    let units = meter.take();
    (client, meter, units)
}

fn item(table: &str, kilobytes: usize) -> TransactWriteItem {
    let put = Put::builder().table_name(table).item("PK", text("A")).item("SK", text("B"));
    let put = put.item("filling", text("x".repeat(kilobytes * 1024)));
    TransactWriteItem::builder().put(put.build().expect("table and item are set")).build()
}

fn read(read: f64) -> Units {
    Units { read, write: 0.0 }
}

fn written(write: f64) -> Units {
    Units { read: 0.0, write }
}

#[tokio::test]
async fn a_write_counts_each_kilobyte_and_a_transaction_twice() {
    let (client, meter, transaction) = filled().await;
    append(&client, 1).await;

    assert_eq!(transaction, written(14.0), "(5 + 2) KB, twice");
    assert_eq!(meter.take(), written(1.0));
    assert_eq!(meter.take(), Units::default(), "taking empties it");
}

#[tokio::test]
async fn a_read_counts_four_kilobytes_and_half_if_it_need_not_be_current() {
    let (client, meter, _) = filled().await;
    let get = client.get_item().table_name("State").key("PK", text("A")).key("SK", text("B"));

    get.clone().consistent_read(true).send().await.expect("an item can be read");
    let current = meter.take();
    get.send().await.expect("an item can be read");

    assert_eq!((current, meter.take()), (read(2.0), read(1.0)));
}

#[tokio::test]
async fn batches_and_queries_are_reads() {
    let (client, meter, _) = filled().await;
    let key = [("PK", "A"), ("SK", "B")].map(|(name, value)| (name.to_owned(), text(value)));
    let keys = KeysAndAttributes::builder().consistent_read(true).keys(key.into());

    let batch = client.batch_get_item().request_items("State", keys.build().expect("keys are set"));
    batch.send().await.expect("a batch can be read");
    let batch = meter.take();
    let query = client.query().table_name("Derived").key_condition_expression("PK = :pk");
    let query = query.expression_attribute_values(":pk", text("A")).consistent_read(true);
    query.send().await.expect("a partition can be read");

    assert_eq!((batch, meter.take()), (read(2.0), read(1.0)));
}

#[tokio::test]
async fn an_ordinary_client_is_not_metered() {
    let (engine, client) = store().await;
    let (_, meter) = engine.metered_client();

    append(&client, 1).await;

    assert_eq!(meter.take(), Units::default());
}
