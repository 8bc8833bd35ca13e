//! Progress of any sort, and forms that are none.

use kindred::entity::job::step::Step;
use proptest::prelude::*;
use proptest::test_runner::Config;
use tests::Worker;

use super::Hall;

impl Hall {
    async fn progress(&self, worker: &Worker) -> f64 {
        self.app.runner(worker).await.work().expect("work").progress_ratio
    }
}

#[tokio::test]
async fn progress_is_between_nothing_and_everything() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;

    for (text, ratio) in [
        ("0.6616666666666666", 0.661_666_666_666_666_6),
        ("1", 1.0),
        (" 0.25 ", 0.25),
        ("-0.5", 0.0),
        ("17", 1.0),
        ("1e308", 1.0),
        ("1e999", 1.0),
        ("inf", 1.0),
        ("-Infinity", 0.0),
        ("5e-324", 0.0),
        ("1e-200", 0.0),
        ("+.5", 0.5),
    ] {
        assert_eq!(worker.told(Some(text)).await, "jobAssigned", "{text}");
        assert_eq!(hall.progress(&worker).await, ratio, "{text}");
    }
    let seen = hall.app.system.queue().look(&[job]).await.expect("the store answers");
    assert_eq!(seen[0].progress_ratio, Some(0.5));
}

#[tokio::test]
async fn progress_that_is_no_number_counts_as_absent() {
    let hall = Hall::new().await;
    let (worker, _) = hall.busy().await;
    assert_eq!(worker.told(Some("0.5")).await, "jobAssigned");

    let long = "9".repeat(100_000) + "x";
    for text in ["", " ", "NaN", "-nan", "half", "0,7", "0x1", "1/2", "0.7%", "٠.٧", "\0", &long]
    {
        assert_eq!(worker.told(Some(text)).await, "jobAssigned", "{text}");
        assert_eq!(hall.progress(&worker).await, 0.5, "{text}");
    }
}

#[tokio::test]
async fn heartbeats_come_in_every_form() {
    let hall = Hall::new().await;
    let (worker, _) = hall.busy().await;
    let beat = || worker.post("heartbeat");

    for call in [
        beat(),
        beat().body("application/x-www-form-urlencoded", ""),
        beat().body("application/octet-stream", ""),
        beat().body("application/octet-stream", b"\xff\xfe".to_vec()),
        beat().body("multipart/form-data", ""),
        beat().body("application/json", "{"),
        beat().bytes("progress=1"),
        beat().multipart(&[("progress", "x")]),
    ] {
        let _ = call.send().await.ok(200);
        assert_eq!(hall.progress(&worker).await, 0.0);
    }

    let _ = beat().multipart(&[("progress", "0.5")]).send().await.ok(200);
    assert_eq!(hall.progress(&worker).await, 0.5);
}

#[tokio::test]
async fn a_body_that_ends_too_early_is_refused_and_the_work_goes_on() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;
    let whole = "--part\r\nContent-Disposition: form-data; name=\"transcript\"\r\n\r\nHello.\r\n--part--\r\n";

    for end in 1..whole.len() - 4 {
        let body = &whole[..end];
        let call = worker.post("submitJobResult");
        let call = call.body("multipart/form-data; boundary=part", body);
        let reply = call.send().await;
        assert_eq!((reply.status, hall.step(job).await), (400, Step::RunnerInProgress), "{body:?}");
    }
}

#[test]
fn no_bytes_make_a_runners_form_fail() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (_hall, worker) = runtime.block_on(async {
        let hall = Hall::new().await;
        let worker = hall.online().await;
        (hall, worker)
    });
    let types = [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/octet-stream",
    ];
    let pieces = prop::sample::select(vec![
        "--x",
        "--x--",
        "\r\n",
        "Content-Disposition: form-data; name=\"transcript\"",
        "Content-Disposition: form-data; name=\"progress\"",
        "transcript=",
        "error_msg=no",
        "segments=[{",
        "progress=0.5",
        "&",
        "%FF",
    ]);
    let piece = prop_oneof![
        3 => pieces.prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..20),
    ];
    let body = prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat());
    let paths = prop::sample::select(vec!["heartbeat", "submitJobResult", "retrieveJobInfo"]);
    let inputs = (paths, prop::sample::select(types.to_vec()), body);
    let few = Config { cases: 256, failure_persistence: None, ..Config::default() };

    proptest!(few, |((path, content_type, body) in inputs)| {
        let call = worker.post(path).body(content_type, body);
        let reply = runtime.block_on(call.send());

        prop_assert!(matches!(reply.status, 200 | 400), "{}: {}", reply.status, reply.text);
        prop_assert!(reply.body.is_object(), "{}", reply.text);
        prop_assert_eq!(reply.status == 400, reply.body["error"].is_string(), "{}", reply.text);
    });
}
