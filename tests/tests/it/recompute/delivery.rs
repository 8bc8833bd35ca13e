//! How events arrive: twice, broken, on a schedule, while the store fails.

use kindred::entity::kind::MediaKind;
use kindred::store::{Key, Table};
use serde_json::json;
use tests::{Reader, TestApp, stream};

use super::comparable;

/// Movies that all are alike, and a reader who likes the first.
async fn cinema(n: usize) -> (TestApp, Reader, Vec<u64>) {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let mut movies = Vec::new();
    for _ in 0..n {
        movies.push(app.publish(MediaKind::Movie, json!({ "title": "The Same" })).await);
    }
    reader.rates("movie", movies[0], 5).await;
    (app, reader, movies)
}

#[tokio::test]
async fn the_same_batch_twice_gives_the_same() {
    let (app, _reader, _) = cinema(3).await;
    let batch = stream(&app.events().await);

    app.invoke_recompute(batch.clone()).await.expect("it is worked off");
    let once = comparable(app.derived().await);
    app.invoke_recompute(batch).await.expect("it is worked off again");

    assert!(!once.is_empty());
    assert_eq!(comparable(app.derived().await), once);
}

#[tokio::test]
async fn a_record_that_is_no_event_ends_with_the_dead_letters_and_holds_nobody_up() {
    let (app, reader, movies) = cinema(3).await;
    app.put(Key::new(Table::Events, "CONTENT#1", "poison"), json!({ "name": 1 })).await;
    reader.rates("movie", movies[1], 4).await;

    app.system.pump.drain().await.expect("the stream can be read");

    assert_eq!(reader.recommended("movie").await, [movies[2]]);
    let dead = app.system.pump.dead_letters();
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].record["dynamodb"]["Keys"]["SK"]["S"], json!("poison"));
}

#[tokio::test]
async fn a_record_that_is_no_event_is_the_only_one_that_is_reported() {
    let (app, _reader, _) = cinema(2).await;
    let mut batch = stream(&app.events().await);
    batch["Records"][1]["dynamodb"]["NewImage"] = json!({ "name": { "N": "1" } });
    let number = batch["Records"][1]["dynamodb"]["SequenceNumber"].clone();

    let answer = app.invoke_recompute(batch).await.expect("the others are worked off");

    assert_eq!(answer["batchItemFailures"], json!([{ "itemIdentifier": number }]));
    assert!(!app.derived().await.is_empty());
}

#[tokio::test]
async fn records_that_are_no_insertions_are_passed_over() {
    let (app, _reader, _) = cinema(2).await;
    let mut batch = stream(&app.events().await);
    let records = batch["Records"].as_array_mut().expect("records");
    for (record, name) in records.iter_mut().zip(["MODIFY", "REMOVE"].into_iter().cycle()) {
        record["eventName"] = json!(name);
    }

    let answer = app.invoke_recompute(batch).await.expect("nothing to do");

    assert_eq!(answer["batchItemFailures"], json!([]));
    assert!(app.derived().await.is_empty());
}

#[tokio::test]
async fn the_schedule_derives_everything() {
    let (app, reader, movies) = cinema(2).await;

    let payload = json!({ "detail-type": "Scheduled Event", "source": "aws.events", "detail": {} });
    let answer = app.invoke_recompute(payload).await.expect("it can be derived");

    assert_eq!(answer, json!({ "left": false }));
    assert_eq!(reader.recommended("movie").await, [movies[1]]);
}

#[tokio::test]
async fn the_schedule_clears_what_was_deleted_while_nobody_listened() {
    let (app, _reader, movies) = cinema(3).await;
    app.settle().await;

    app.withdraw(movies[1]).await;
    app.derive_everything().await;

    let scheduled = comparable(app.derived().await);
    app.forget_derived().await;
    app.derive_everything().await;
    assert_eq!(comparable(app.derived().await), scheduled);
}

#[tokio::test]
async fn a_payload_of_neither_sort_is_refused() {
    let app = TestApp::new().await;

    let refusal = app.invoke_recompute(json!({ "hello": "world" })).await;

    assert_eq!(refusal.expect_err("it is neither").kind(), kindred::Kind::Invalid);
}

#[tokio::test]
async fn when_the_store_fails_so_does_the_batch() {
    let (app, _reader, _) = cinema(2).await;
    let batch = stream(&app.events().await);
    let table = app.app().config.tables.derived.clone();
    let gone = app.system.engine.client().delete_table().table_name(table).send().await;
    gone.expect("it can be deleted");

    let failure = app.invoke_recompute(batch).await;

    assert_eq!(failure.expect_err("the table is gone").kind(), kindred::Kind::Internal);
}

/// Delete a content that is in the lists of two users; the batch of it fails at the first, and comes again.
async fn withdraw_with_a_failure_half_way(app: &TestApp, known: u64, gone: u64) {
    let (ann, bob) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    for reader in [&ann, &bob] {
        reader.rates("movie", known, 5).await;
    }
    app.settle().await;
    let seen = app.events().await.len();
    app.withdraw(gone).await;
    let batch = stream(&app.events().await[seen..]);

    // What is derived for Ann cannot be read for a while, and Bob comes after her.
    let partition = format!("USER#{}", app.id_of(&ann).await);
    let list = Key::new(Table::Derived, partition, "movie#FromSimilarContent");
    app.put(list.clone(), json!({ "user_id": "unreadable" })).await;
    app.invoke_recompute(batch.clone()).await.expect_err("a list cannot be read");
    app.app().store.put_all::<tests::Anything>(&[], &[list]).await.expect("it can be removed");
    app.invoke_recompute(batch).await.expect("it is worked off");

    assert_eq!(bob.recommended("movie").await, [0; 0]);
}

#[tokio::test]
async fn a_batch_that_failed_half_way_is_worked_off_whole_when_it_comes_again() {
    let (app, _reader, movies) = cinema(2).await;

    withdraw_with_a_failure_half_way(&app, movies[0], movies[1]).await;

    let incremental = comparable(app.derived().await);
    app.forget_derived().await;
    app.derive_everything().await;
    assert_eq!(incremental, comparable(app.derived().await));
}

#[tokio::test]
async fn in_a_large_catalogue_too_a_batch_that_failed_half_way_is_worked_off_whole() {
    let app = TestApp::new().await;
    // Beyond the first hundred a content can go without moving the statistics, which would make all others due.
    let mut movies = Vec::new();
    for n in 0..104 {
        let title = format!("Title{}", n / 2);
        movies.push(app.publish(MediaKind::Movie, json!({ "title": title })).await);
    }

    withdraw_with_a_failure_half_way(&app, movies[102], movies[103]).await;

    let incremental = comparable(app.derived().await);
    app.forget_derived().await;
    app.derive_everything().await;
    assert_eq!(incremental, comparable(app.derived().await));
}

#[tokio::test]
async fn what_came_was_used_and_went_within_one_batch_is_derived_as_in_a_full_run() {
    let (app, reader, movies) = cinema(1).await;
    let _ = reader.reports("movie", movies[0], &json!({ "additional_count": 1 })).await.ok(201);
    app.withdraw(movies[0]).await;

    app.settle().await;

    let incremental = comparable(app.derived().await);
    app.forget_derived().await;
    app.derive_everything().await;
    assert_eq!(incremental, comparable(app.derived().await));
}
