use aws_sdk_dynamodb::types::{KeysAndAttributes, Put, TransactWriteItem};

use super::*;
use crate::embedded::Units;

/// The put of an item of a little more than `kilobytes`, as part of a transaction.
fn item(table: &str, kilobytes: usize) -> TransactWriteItem {
    let put = Put::builder()
        .table_name(table)
        .item("PK", text("A"))
        .item("SK", text("B"));
    let put = put.item("filling", text("x".repeat(kilobytes * 1024)));
    TransactWriteItem::builder()
        .put(put.build().expect("table and item are set"))
        .build()
}

#[tokio::test]
async fn every_sort_of_request_is_metered_as_dynamodb_bills_it() {
    let (engine, _) = store().await;
    let (client, meter) = engine.metered_client();

    append(&client, 1).await;
    assert_eq!(
        meter.take(),
        Units {
            read: 0.0,
            write: 1.0
        },
        "up to 1 KB written"
    );

    let both = client
        .transact_write_items()
        .transact_items(item("State", 4));
    let both = both.transact_items(item("Derived", 1)).send().await;
    both.expect("a transaction can be written");
    assert_eq!(
        meter.take(),
        Units {
            read: 0.0,
            write: 14.0
        },
        "(5 + 2) KB, and twice as much"
    );

    let get = client
        .get_item()
        .table_name("State")
        .key("PK", text("A"))
        .key("SK", text("B"));
    get.clone()
        .consistent_read(true)
        .send()
        .await
        .expect("an item can be read");
    assert_eq!(
        meter.take(),
        Units {
            read: 2.0,
            write: 0.0
        },
        "more than 4 KB read"
    );
    get.send().await.expect("an item can be read");
    assert_eq!(
        meter.take(),
        Units {
            read: 1.0,
            write: 0.0
        },
        "half, as it need not be current"
    );

    let keys = KeysAndAttributes::builder().consistent_read(true);
    let keys = keys.keys(
        [("PK", "A"), ("SK", "B")]
            .map(|(k, v)| (k.to_owned(), text(v)))
            .into(),
    );
    let batch = client
        .batch_get_item()
        .request_items("State", keys.build().expect("keys are set"));
    batch.send().await.expect("a batch can be read");
    let query = client
        .query()
        .table_name("Derived")
        .key_condition_expression("PK = :pk");
    let query = query
        .expression_attribute_values(":pk", text("A"))
        .consistent_read(true);
    query.send().await.expect("a partition can be read");
    assert_eq!(
        meter.take(),
        Units {
            read: 3.0,
            write: 0.0
        },
        "2 in the batch, 1 in the query"
    );
    assert_eq!(meter.take(), Units::default(), "taking empties it");
}

#[tokio::test]
async fn an_ordinary_client_is_not_metered() {
    let (engine, client) = store().await;
    let (_, meter) = engine.metered_client();

    append(&client, 1).await;

    assert_eq!(meter.take(), Units::default());
}
