//! What a runner brings: transcripts, errors, nonsense.

use kindred::entity::job::step::Step;
use kindred::entity::transcript::Segment;
use tests::Worker;

use super::Hall;

impl Hall {
    /// What becomes of a job whose runner brings this.
    async fn after(&self, worker: &Worker, form: &[(&str, &str)]) -> (Step, Option<String>) {
        let job = self.submit().await;
        assert_eq!(worker.fetches().await, job);
        let reply = worker.submits(form).await.ok(200);
        assert!(!reply.text_of("msg").is_empty());
        (self.step(job).await, self.transcript(job).await)
    }
}

#[tokio::test]
async fn an_error_wins_over_a_transcript_unless_it_is_empty() {
    let hall = Hall::new().await;
    let worker = hall.online().await;
    let said = |text: &str| (Step::Success, Some(text.to_owned()));

    for (form, wanted) in [
        (&[("transcript", "Hello.")][..], said("Hello.")),
        (&[("transcript", "")], said("")),
        (&[("error_msg", ""), ("transcript", "Hello.")], said("Hello.")),
        (&[("transcript", "Hello."), ("error_msg", "no")], (Step::Failed, None)),
        (&[("error_msg", "no"), ("segments", "?")], (Step::Failed, None)),
        (&[("transcript", "one"), ("transcript", "two"), ("x", "y")], said("one")),
    ] {
        assert_eq!(hall.after(&worker, form).await, wanted, "{form:?}");
    }
}

#[tokio::test]
async fn a_form_with_neither_is_refused_and_the_work_goes_on() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;

    worker.posts("submitJobResult").await.failed(400, "invalidRequest");
    for form in [&[][..], &[("error_msg", "")], &[("segments", "[]")], &[("Transcript", "x")]] {
        worker.submits(form).await.failed(400, "invalidRequest");
    }
    let json = worker.post("submitJobResult").body("application/json", r#"{"transcript": "x"}"#);
    json.send().await.failed(400, "invalidRequest");
    let query = hall.app.api().post("/api/runners/submitJobResult?transcript=x");
    query.bearer(&worker.token).send().await.failed(400, "invalidRequest");

    assert_eq!(hall.step(job).await, Step::RunnerInProgress);
    assert_eq!(worker.told(None).await, "jobAssigned");
}

#[tokio::test]
async fn a_result_without_work_is_dropped_and_nobody_is_told() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;
    let result = [("transcript", "Hello.")];

    for _ in 0..3 {
        let _ = worker.submits(&result).await.ok(200);
    }

    assert_eq!(hall.transcript(job).await.as_deref(), Some("Hello."));
    let next = hall.submit().await;
    let _ = worker.submits(&result).await.ok(200);
    assert_eq!(hall.step(next).await, Step::RunnerAssigned, "it was not fetched");
}

#[tokio::test]
async fn both_kinds_of_forms_carry_every_character() {
    let hall = Hall::new().await;
    let worker = hall.online().await;
    let text = "Grüße,\r\n\t„日本語“ & = % + \u{0} 🦀";

    assert_eq!(hall.after(&worker, &[("transcript", text)]).await.1.as_deref(), Some(text));

    let job = hall.submit().await;
    worker.fetches().await;
    let call = worker.post("submitJobResult").multipart(&[("transcript", text)]);
    let _ = call.send().await.ok(200);
    assert_eq!(hall.transcript(job).await.as_deref(), Some(text));
}

#[tokio::test]
async fn bytes_that_are_no_text_are_read_as_unknown_characters() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;

    let body = b"transcript=a%FFb%C3%28%ED%A0%80%zz%".to_vec();
    let call = worker.post("submitJobResult").body("application/x-www-form-urlencoded", body);
    let _ = call.send().await.ok(200);

    let text = hall.transcript(job).await.expect("a transcript");
    assert!(text.starts_with("a\u{fffd}b\u{fffd}("), "{text}");
}

#[tokio::test]
async fn parts_are_kept_with_their_times() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;
    let json =
        r#"[{"start": 0, "end": 1.25, "text": "Grüße"}, {"start": 1.25, "end": 1.25, "text": ""}]"#;

    let _ = worker.submits(&[("transcript", "Grüße"), ("segments", json)]).await.ok(200);

    let speech = hall.app.system.queue().transcript(job).await.expect("the store answers");
    let part = |start, end, text: &str| Segment { start, end, text: text.to_owned() };
    assert_eq!(speech.expect("it").segments, [part(0.0, 1.25, "Grüße"), part(1.25, 1.25, "")]);
}

#[tokio::test]
async fn parts_that_are_none_are_refused_and_the_work_goes_on() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;

    for json in [
        "",
        "{}",
        "[1]",
        r#"[{"start": 2, "end": 1, "text": ""}]"#,
        r#"[{"start": -1, "end": 1, "text": ""}]"#,
        r#"[{"start": 0, "end": 1e999, "text": ""}]"#,
        r#"[{"start": 0, "end": 1e300, "text": ""}]"#,
        r#"[{"start": NaN, "end": NaN, "text": ""}]"#,
        r#"[{"start": 0, "end": 1, "text": null}]"#,
        &"[".repeat(100_000),
    ] {
        let form = [("transcript", "x"), ("segments", json)];
        worker.submits(&form).await.failed(400, "invalidRequest");
    }

    assert_eq!(hall.step(job).await, Step::RunnerInProgress);
}

#[tokio::test]
async fn an_error_of_many_lines_is_kept_and_one_that_is_endless_by_its_end() {
    let hall = Hall::new().await;
    let worker = hall.online().await;
    let endless = "é".repeat(200_000) + "\nthe reason";

    for error in ["one\ntwo\n", "\n", &endless] {
        let job = hall.submit().await;
        worker.fetches().await;
        let _ = worker.submits(&[("error_msg", error)]).await.ok(200);

        let kept = hall.job(job).await.error.expect("an error");
        assert!(error.ends_with(&kept) && kept.len() <= 64 * 1_024, "{} bytes", kept.len());
    }
}

#[tokio::test]
async fn a_transcript_of_three_million_bytes_is_taken() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;
    // Three bytes for each byte on the way.
    let text = "é".repeat(1_500_000);

    let _ = worker.submits(&[("transcript", &text)]).await.ok(200);

    assert!(hall.transcript(job).await.as_deref() == Some(&*text), "another text");
    assert_eq!(worker.told(None).await, "ack");
}
