//! What the store relies on in the database's insides, which its documentation does not promise.
//!
//! When one of these fails after an update of the database, `stream` and `dispatch` have to follow.

use rusqlite::{Connection, StatementStatus, ToSql, params};

use super::*;

/// The database's own statement for the number of the next record.
const NEXT_NUMBER: &str = "SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 \
     FROM _stream_records WHERE table_name = ?1";
/// The database's own statement to read a shard.
const READ_SHARD: &str = "SELECT event_name, keys_json, new_image, old_image, sequence_number, \
     created_at, user_identity, event_id FROM _stream_records \
     WHERE table_name = ?1 AND shard_id = ?2 AND CAST(sequence_number AS INTEGER) > ?3 \
     ORDER BY CAST(sequence_number AS INTEGER) ASC LIMIT ?4";
/// Look into the database through the engine's second connection.
async fn look<T: Send + 'static>(
    engine: &Engine,
    job: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
) -> T {
    let seen = engine.ask(move |core| job(&core.side)).await.expect("the engine runs");
    seen.expect("the statement is valid")
}

/// How many steps the virtual machine of `SQLite` takes to answer.
fn steps(side: &Connection, sql: &str, values: &[&dyn ToSql]) -> rusqlite::Result<i32> {
    let mut statement = side.prepare(sql)?;
    let n_rows = statement.query_map(values, |_| Ok(()))?.count();
    assert!(n_rows > 0, "there is something to find");
    Ok(statement.get_status(StatementStatus::VmStep))
}

async fn shard(engine: &Engine) -> String {
    look(engine, |side| {
        side.query_row("SELECT shard_id FROM _stream_records", [], |row| row.get(0))
    })
    .await
}

async fn n_records(engine: &Engine) -> usize {
    let sql = "SELECT COUNT(*) FROM _stream_records";
    look(engine, move |side| side.query_row(sql, [], |row| row.get(0))).await
}

#[tokio::test]
async fn a_write_and_a_read_of_the_stream_cost_the_same_however_long_it_is() {
    let (engine, client) = store().await;
    append_all(&client, 0..20).await;
    let shard = shard(&engine).await;
    let work = move |side: &Connection| {
        let next = steps(side, NEXT_NUMBER, params!["Events"])?;
        let read = steps(side, READ_SHARD, params!["Events", shard, 0, 10])?;
        Ok([next, read])
    };

    let short = look(&engine, work.clone()).await;
    // As the database would write them, in one statement: 20,000 puts take a while.
    let longer = look(&engine, |side| {
        side.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
             INSERT INTO _stream_records
                 (table_name, event_name, keys_json, sequence_number, shard_id, created_at)
             SELECT table_name, event_name, keys_json, CAST(sequence_number AS INTEGER) + i,
                 shard_id, created_at
             FROM n, (SELECT * FROM _stream_records ORDER BY id DESC LIMIT 1)",
            [],
        )
    });
    assert_eq!(longer.await, 20_000);
    let long = look(&engine, work).await;

    for (short, long) in short.into_iter().zip(long) {
        assert!(long <= 3 * short, "{long} steps, {short} when the stream was short");
    }
    assert!(long[0] < 100, "{} steps before each write", long[0]);
}

#[tokio::test]
async fn the_statements_of_the_stream_use_our_index() {
    let (engine, client) = store().await;
    append(&client, 1).await;

    for sql in [NEXT_NUMBER, READ_SHARD] {
        let plan = look(&engine, move |side| {
            let mut statement = side.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
            // The plan is the same whatever the parameters, so they stay unset.
            let plan = statement.raw_query().mapped(|row| row.get::<_, String>(3));
            plan.collect::<rusqlite::Result<Vec<_>>>()
        });
        let plan = plan.await.join("; ");
        assert!(plan.contains("INDEX _kindred_stream "), "{sql}: {plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{sql}: {plan}");
    }
}

#[tokio::test]
async fn a_write_leaves_a_row_of_the_columns_we_know() {
    let (engine, client) = store().await;
    append(&client, 1).await;

    let row = look(&engine, |side| {
        let sql = "SELECT table_name, typeof(sequence_number), shard_id FROM _stream_records";
        side.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    });

    let (table, kind, shard): (String, String, String) = row.await;
    assert_eq!((table.as_str(), kind.as_str()), ("Events", "text"));
    assert!(!shard.is_empty());
}

#[tokio::test]
async fn trimming_removes_exactly_what_is_up_to_the_sequence_number() {
    let (engine, client) = store().await;
    append_all(&client, 0..10).await;
    let records = engine.pending("Events", 10).await.expect("the stream can be read");
    let fourth = records[3].change.sequence_number.clone().expect("records are numbered");

    let n_trimmed = engine.trim("Events", &fourth).await.expect("the stream can be trimmed");

    assert_eq!(n_trimmed, 4);
    let left = engine.pending("Events", 10).await.expect("the stream can be read");
    assert_eq!(left, records[4..]);
}

#[tokio::test]
async fn a_token_is_not_kept_so_a_transaction_costs_the_same_however_many_went_before() {
    let (_engine, client) = store().await;
    // Were the first token kept, the second request would be refused for having another content.
    for n in 0..2 {
        let add = aws_sdk_dynamodb::types::Update::builder()
            .table_name("State")
            .key("PK", text("COUNTER"))
            .key("SK", text("COUNTER"))
            .update_expression("ADD counted :n")
            .expression_attribute_values(":n", number(n + 1));
        let add = add.build().expect("table, key and expression are set");
        let add = aws_sdk_dynamodb::types::TransactWriteItem::builder().update(add).build();
        let request =
            client.transact_write_items().client_request_token("same").transact_items(add);
        request.send().await.expect("the token is new to the database");
    }

    let get = client.get_item().table_name("State").key("PK", text("COUNTER"));
    let found = get.key("SK", text("COUNTER")).send().await.expect("an item can be read");
    assert_eq!(found.item.expect("it is there")["counted"], number(3));
}

#[tokio::test]
async fn a_table_made_again_starts_with_an_empty_stream() {
    let (engine, client) = store().await;
    append(&client, 1).await;

    client.delete_table().table_name("Events").send().await.expect("a table can be deleted");
    make_tables(&client).await;

    assert_eq!(n_records(&engine).await, 0);
}
