//! What is acknowledged survives `kill -9`: the test binary runs itself as a writer, and ends it.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

use aws_sdk_dynamodb::types::{Put, TransactWriteItem};

use super::*;

const DIRECTORY: &str = "KINDRED_TEST_DIRECTORY";
const FIRST: &str = "KINDRED_TEST_FIRST";

fn put(table: &str, n: usize) -> TransactWriteItem {
    let put = Put::builder().table_name(table).item("PK", text("X"));
    let put = put.item("SK", text(format!("{n:09}"))).item("n", number(n));
    TransactWriteItem::builder().put(put.build().expect("table and item are set")).build()
}

/// Writes until it is killed, when the test below starts it; by itself it does nothing.
#[tokio::test]
async fn the_writer_that_is_killed() {
    let (Ok(directory), Ok(first)) = (env::var(DIRECTORY), env::var(FIRST)) else {
        return;
    };
    let first: usize = first.parse().expect("the test passes a number");
    let client = Engine::open(Path::new(&directory)).expect("the directory is free").client();
    make_tables(&client).await;
    for n in first.. {
        let transaction = client.transact_write_items();
        let transaction = transaction.transact_items(put("State", n));
        transaction.transact_items(put("Events", n)).send().await.expect("both are new");
        let mut out = std::io::stdout();
        writeln!(out, "acknowledged {n}").and_then(|()| out.flush()).expect("somebody listens");
    }
}

/// Start the writer, kill it in the midst of its work; return the last number it acknowledged.
fn write_and_kill(directory: &Path, first: usize) -> usize {
    let (_, module) = module_path!().split_once("::").expect("the path begins with the crate");
    let mut writer = Command::new(env::current_exe().expect("a test runs from a file"))
        .args([&format!("{module}::the_writer_that_is_killed"), "--exact", "--nocapture"])
        .env(DIRECTORY, directory)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the test can start itself");
    let output = BufReader::new(writer.stdout.take().expect("it is piped"));
    let mut last = None;
    for line in output.lines().map(|line| line.expect("the writer writes text")) {
        if let Some(n) = line.rsplit("acknowledged ").next().and_then(|n| n.parse().ok()) {
            last = Some(n);
            if n == first + 100 {
                writer.kill().expect("the writer is running");
            }
        }
    }
    writer.wait().expect("the writer has ended");
    last.expect("the writer acknowledged something")
}

async fn numbers(client: &Client, table: &str) -> Vec<usize> {
    let query = client.query().table_name(table).key_condition_expression("PK = :pk");
    let found = query.expression_attribute_values(":pk", text("X")).send().await;
    let items = found.expect("a table can be queried").items.unwrap_or_default();
    let number = |value: &AttributeValue| value.as_n().ok().and_then(|n| n.parse().ok());
    items.iter().map(|item| number(&item["n"]).expect("it is a number")).collect()
}

#[tokio::test]
async fn what_is_acknowledged_survives_a_kill() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    let mut next = 0;

    for _ in 0..3 {
        let last = write_and_kill(directory.path(), next);

        let engine = Engine::open(directory.path()).expect("a killed writer holds no lock");
        let client = engine.client();
        let state = numbers(&client, "State").await;
        // At most one transaction was committed and not acknowledged yet.
        assert!(state == Vec::from_iter(0..=last) || state == Vec::from_iter(0..=last + 1));
        assert_eq!(numbers(&client, "Events").await, state, "both halves of each transaction");
        let records = engine.pending("Events", 1000).await.expect("the stream can be read");
        assert_eq!(records.len(), state.len(), "every event is in the stream");
        next = state.len();
    }
}
