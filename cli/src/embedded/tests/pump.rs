use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use aws_lambda_events::{
    dynamodb::{Event, EventRecord},
    streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse},
};
use serde_json::json;
use tokio::{sync::mpsc, time::timeout};

use super::*;
use crate::embedded::Pump;

/// A handler that fails where it is told to, and notes the numbers of each batch it receives.
#[derive(Clone, Default)]
struct Recorder {
    batches: Arc<Mutex<Vec<Vec<usize>>>>,
    /// How often each number still fails.
    failures: Arc<Mutex<HashMap<usize, u32>>>,
}

impl Recorder {
    /// Fail the events in `numbers` the next `times` they come.
    fn failing(numbers: &[usize], times: u32) -> Self {
        let failures = numbers.iter().map(|n| (*n, times)).collect();
        Self { failures: Arc::new(Mutex::new(failures)), ..Self::default() }
    }

    fn batches(&self) -> Vec<Vec<usize>> {
        self.batches.lock().expect("no test panics in a handler").clone()
    }

    /// Note the batch, and return the records that fail.
    fn receive(&self, event: &Event) -> Vec<EventRecord> {
        let numbers = event.records.iter().map(number_of).collect();
        self.batches.lock().expect("no test panics in a handler").push(numbers);
        let mut failures = self.failures.lock().expect("no test panics in a handler");
        let fails = |record: &&EventRecord| {
            let left = failures.entry(number_of(record)).or_default();
            let fails = *left > 0;
            *left = left.saturating_sub(1);
            fails
        };
        event.records.iter().filter(fails).cloned().collect()
    }

    /// A pump to this handler that reports the records that fail, as ours does.
    fn reporting(&self, engine: &Engine, mapping: StreamMapping) -> Pump {
        let recorder = self.clone();
        let handler = move |event: Event| {
            let failed = recorder.receive(&event).into_iter();
            let response = failures(failed.filter_map(|record| record.change.sequence_number));
            async { Ok::<_, Infallible>(response) }
        };
        Pump::new(engine, "Events", mapping, handler).retry_delay(Duration::ZERO)
    }

    /// A pump to this handler that gives up the whole batch when a record fails.
    fn throwing(&self, engine: &Engine, mapping: StreamMapping) -> Pump {
        let recorder = self.clone();
        let handler = move |event: Event| {
            let failed = recorder.receive(&event);
            let answer = match failed.first() {
                Some(first) => Err(format!("cannot do {}", number_of(first))),
                None => Ok(DynamoDbEventResponse::default()),
            };
            async { answer }
        };
        Pump::new(engine, "Events", mapping, handler).retry_delay(Duration::ZERO)
    }
}

/// The answer of a handler that failed at these sequence numbers.
fn failures(identifiers: impl IntoIterator<Item = String>) -> DynamoDbEventResponse {
    let mut response = DynamoDbEventResponse::default();
    for identifier in identifiers {
        let mut failure = DynamoDbBatchItemFailure::default();
        failure.item_identifier = Some(identifier);
        response.batch_item_failures.push(failure);
    }
    response
}

fn number_of(record: &EventRecord) -> usize {
    let image = serde_json::to_value(&record.change.new_image).expect("an image is JSON");
    let n = image["n"]["N"].as_str().and_then(|n| n.parse().ok());
    n.expect("every event of these tests has a number")
}

fn dead_numbers(pump: &Pump) -> Vec<String> {
    let letters = pump.dead_letters().into_iter();
    letters.map(|dead| dead.record["dynamodb"]["NewImage"]["n"]["N"].to_string()).collect()
}

#[tokio::test]
async fn records_arrive_in_order_in_batches_as_lambda_gives_them() {
    let (engine, client) = store().await;
    append_all(&client, 0..20).await;
    let recorder = Recorder::default();
    let pump = recorder.reporting(&engine, mapping());

    let n_records = pump.drain().await.expect("the stream can be read");

    assert_eq!(n_records, 20);
    let expected = [Vec::from_iter(0..8), Vec::from_iter(8..16), Vec::from_iter(16..20)];
    assert_eq!(recorder.batches(), expected);
    assert_eq!(pump.drain().await.expect("the stream can be read"), 0);
}

#[tokio::test]
async fn a_record_tells_where_it_is_from() {
    let (engine, client) = store().await;
    append(&client, 7).await;
    let records = engine.pending("Events", 1).await.expect("the stream can be read");
    let [record] = &records[..] else { panic!("one record: {records:?}") };

    assert_eq!(record.event_name, "INSERT");
    assert_eq!(record.event_source.as_deref(), Some("aws:dynamodb"));
    let arn = record.event_source_arn.as_deref().unwrap_or_default();
    assert!(arn.contains(":table/Events/stream/"), "{arn}");
    let keys = serde_json::to_value(&record.change.keys).expect("keys are JSON");
    assert_eq!(keys, json!({ "PK": { "S": "MOVIE#1" }, "SK": { "S": "000000007" } }));
    assert!(!record.event_id.is_empty());
    assert_eq!(record.change.sequence_number.as_ref().map(String::len), Some(21));
}

#[tokio::test]
async fn a_reported_failure_is_the_checkpoint_and_what_is_behind_it_comes_again() {
    let (engine, client) = store().await;
    append_all(&client, 0..6).await;
    let recorder = Recorder::failing(&[2], 1);
    let mapping = StreamMapping { bisect: false, ..mapping() };
    let pump = recorder.reporting(&engine, mapping);

    let n_records = pump.drain().await.expect("the stream can be read");

    assert_eq!(n_records, 6);
    assert_eq!(recorder.batches(), [Vec::from_iter(0..6), Vec::from_iter(2..6)]);
    assert_eq!(pump.dead_letters(), []);
}

#[tokio::test]
async fn with_bisecting_the_rest_behind_the_checkpoint_comes_in_halves() {
    let (engine, client) = store().await;
    append_all(&client, 0..6).await;
    let recorder = Recorder::failing(&[2, 4], 1);
    let pump = recorder.reporting(&engine, mapping());

    pump.drain().await.expect("the stream can be read");

    assert_eq!(recorder.batches(), [vec![0, 1, 2, 3, 4, 5], vec![2, 3], vec![4, 5]]);
}

#[tokio::test]
async fn only_the_poison_record_becomes_a_dead_letter() {
    let (engine, client) = store().await;
    append_all(&client, 0..10).await;
    let recorder = Recorder::failing(&[3, 5], u32::MAX);
    let pump = recorder.reporting(&engine, mapping());

    let n_records = pump.drain().await.expect("the stream can be read");

    assert_eq!(n_records, 10);
    assert_eq!(dead_numbers(&pump), ["\"3\"", "\"5\""]);
    let batches = recorder.batches();
    let n_alone = batches.iter().filter(|batch| **batch == [3]).count();
    assert_eq!(n_alone, 4, "once and three retries: {batches:?}");
    assert!(batches.contains(&vec![8, 9]), "the stream goes on: {batches:?}");
}

#[tokio::test]
async fn an_error_fails_the_whole_batch_and_is_halved_down_to_its_cause() {
    let (engine, client) = store().await;
    append_all(&client, 0..8).await;
    let recorder = Recorder::failing(&[5], u32::MAX);
    let pump = recorder.throwing(&engine, mapping());

    pump.drain().await.expect("the stream can be read");

    let expected = [
        vec![0, 1, 2, 3, 4, 5, 6, 7],
        vec![0, 1, 2, 3],
        vec![4, 5, 6, 7],
        vec![4, 5],
        vec![4],
        vec![5],
        vec![5],
        vec![5],
        vec![5],
        vec![6, 7],
    ];
    assert_eq!(recorder.batches(), expected);
    let [dead] = &pump.dead_letters()[..] else { panic!("one dead letter") };
    assert_eq!(dead.error, "cannot do 5");
    assert_eq!(dead.record["dynamodb"]["SequenceNumber"], dead.sequence_number);
}

#[tokio::test]
async fn without_bisecting_a_batch_out_of_retries_is_dead_as_a_whole() {
    let (engine, client) = store().await;
    append_all(&client, 0..3).await;
    let recorder = Recorder::failing(&[1], u32::MAX);
    let mapping = StreamMapping { bisect: false, maximum_retries: Some(1), ..mapping() };
    let pump = recorder.throwing(&engine, mapping);

    pump.drain().await.expect("the stream can be read");

    assert_eq!(recorder.batches(), [vec![0, 1, 2], vec![0, 1, 2]]);
    assert_eq!(dead_numbers(&pump), ["\"0\"", "\"1\"", "\"2\""]);
}

#[tokio::test]
async fn a_failure_that_passes_leaves_no_dead_letter() {
    let (engine, client) = store().await;
    append_all(&client, 0..1).await;
    let recorder = Recorder::failing(&[0], 3);
    let pump = recorder.throwing(&engine, mapping());

    pump.drain().await.expect("the stream can be read");

    assert_eq!(recorder.batches().len(), 4);
    assert_eq!(pump.dead_letters(), []);
}

#[tokio::test]
async fn retries_are_counted_anew_behind_a_record_that_succeeded() {
    let (engine, client) = store().await;
    append_all(&client, 0..3).await;
    let recorder = Recorder::default();
    let failures = [(0, 1), (1, 2), (2, 3)];
    recorder.failures.lock().expect("nobody holds it yet").extend(failures);
    let mapping = StreamMapping { bisect: false, maximum_retries: Some(1), ..mapping() };
    let pump = recorder.reporting(&engine, mapping);

    pump.drain().await.expect("the stream can be read");

    assert_eq!(recorder.batches(), [vec![0, 1, 2], vec![0, 1, 2], vec![1, 2], vec![2]]);
    assert_eq!(pump.dead_letters(), []);
}

#[tokio::test]
async fn an_empty_or_unknown_identifier_fails_the_whole_batch() {
    for identifier in ["", "100000000000000000001"] {
        let (engine, client) = store().await;
        append_all(&client, 0..2).await;
        let mapping = StreamMapping { bisect: false, maximum_retries: Some(0), ..mapping() };
        let pump = Pump::new(&engine, "Events", mapping, move |_| {
            let response = failures([identifier.to_owned()]);
            async { Ok::<_, Infallible>(response) }
        });

        pump.drain().await.expect("the stream can be read");

        assert_eq!(dead_numbers(&pump), ["\"0\"", "\"1\""]);
    }
}

#[tokio::test]
async fn reported_failures_count_only_if_the_mapping_asks_for_them() {
    let (engine, client) = store().await;
    append_all(&client, 0..2).await;
    let recorder = Recorder::failing(&[0], 1);
    let pump = recorder.reporting(&engine, StreamMapping { reports_failures: false, ..mapping() });

    pump.drain().await.expect("the stream can be read");

    assert_eq!(recorder.batches(), [[0, 1]]);
}

#[tokio::test]
async fn a_panic_of_the_handler_fails_the_batch() {
    let (engine, client) = store().await;
    append(&client, 0).await;
    let mapping = StreamMapping { maximum_retries: Some(0), ..mapping() };
    let pump = Pump::new(&engine, "Events", mapping, |event: Event| async move {
        assert!(event.records.is_empty(), "no records, please");
        Ok::<_, Infallible>(DynamoDbEventResponse::default())
    });

    pump.drain().await.expect("the stream can be read");

    let errors: Vec<_> = pump.dead_letters().into_iter().map(|dead| dead.error).collect();
    assert_eq!(errors, ["the handler panicked: no records, please"]);
}

#[tokio::test]
async fn drains_at_the_same_time_deliver_each_record_once() {
    let (engine, client) = store().await;
    append_all(&client, 0..40).await;
    let recorder = Recorder::default();
    let pump = recorder.reporting(&engine, mapping());

    let (first, second) = tokio::join!(pump.drain(), pump.drain());

    let n_records = first.expect("it can be read") + second.expect("it can be read");
    assert_eq!(n_records, 40);
    assert_eq!(recorder.batches().concat(), Vec::from_iter(0..40));
}

#[tokio::test]
async fn a_write_wakes_the_running_pump() {
    let (engine, client) = store().await;
    let (seen, mut arrivals) = mpsc::unbounded_channel();
    let pump = Pump::new(&engine, "Events", mapping(), move |event: Event| {
        let numbers: Vec<_> = event.records.iter().map(number_of).collect();
        let sent = seen.send(numbers);
        async { sent.map(|()| DynamoDbEventResponse::default()) }
    });
    let running = tokio::spawn(async move { pump.run().await });

    for n in 0..3 {
        append(&client, n).await;
        let arrival = timeout(Duration::from_secs(10), arrivals.recv()).await;
        assert_eq!(arrival, Ok(Some(vec![n])));
    }
    running.abort();
}

#[tokio::test]
async fn a_new_pump_goes_on_where_the_last_one_was_after_a_restart() {
    let directory = tempfile::tempdir().expect("a directory can be made");
    let recorder = Recorder::default();
    {
        let engine = Engine::open(directory.path()).expect("an empty directory will do");
        let client = engine.client();
        make_tables(&client).await;
        append_all(&client, 0..3).await;
        recorder.reporting(&engine, mapping()).drain().await.expect("the stream can be read");
        append_all(&client, 3..6).await;
        // A pump that ends with the process, in the midst of a batch.
        let (entered, mut handling) = mpsc::unbounded_channel();
        let interrupted = Pump::new(&engine, "Events", mapping(), move |_| {
            entered.send(()).expect("the test is waiting");
            std::future::pending::<Result<DynamoDbEventResponse, Infallible>>()
        });
        tokio::select! {
            drained = interrupted.drain() => panic!("the handler never answers: {drained:?}"),
            entered = handling.recv() => assert_eq!(entered, Some(())),
        }
    }

    let engine = Engine::open(directory.path()).expect("the first engine has ended");
    recorder.reporting(&engine, mapping()).drain().await.expect("the stream can be read");

    assert_eq!(recorder.batches(), [[0, 1, 2], [3, 4, 5]]);
}

#[tokio::test]
async fn a_held_pump_delivers_nothing_until_it_is_let_go() {
    let (engine, client) = store().await;
    append_all(&client, 0..3).await;
    let recorder = Recorder::default();
    let pump = recorder.reporting(&engine, mapping());
    let held = pump.hold().await;
    let mut draining = std::pin::pin!(pump.drain());

    tokio::select! {
        biased;
        drained = &mut draining => panic!("it was held: {drained:?}"),
        // What has happened in the store by then would have been delivered.
        () = append(&client, 3) => {}
    }
    assert!(recorder.batches().is_empty());
    drop(held);

    assert_eq!(draining.await.expect("the stream can be read"), 4);
}

#[tokio::test]
async fn dead_letters_can_be_forgotten() {
    let (engine, client) = store().await;
    append(&client, 1).await;
    let pump = Recorder::failing(&[1], u32::MAX).reporting(&engine, mapping());
    pump.drain().await.expect("the stream can be read");
    assert_eq!(dead_numbers(&pump), ["\"1\""]);

    pump.forget_dead_letters();

    assert_eq!(pump.dead_letters(), []);
}
