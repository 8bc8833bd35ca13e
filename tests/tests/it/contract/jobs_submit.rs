//! Submitting jobs: files of every sort and size, in forms of every shape.

use kindred::entity::job::step::Step;
use kindred::store::Table;
use serde_json::json;
use tests::shapes::fields;
use tests::{Call, Member, TestApp, WAV, Workplace};

const SUBMIT: &str = "/api/jobs/submit";

/// A body of these parts, each with its headers.
fn parts(parts: &[(&str, &str)]) -> Vec<u8> {
    let part = |(disposition, value): &(&str, &str)| {
        format!("--x\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{value}\r\n")
    };
    (parts.iter().map(part).collect::<String>() + "--x--\r\n").into_bytes()
}

fn form(call: Call, body: impl Into<Vec<u8>>) -> Call {
    call.body("multipart/form-data; boundary=x", body)
}

#[tokio::test]
async fn without_a_session_nobody_submits() {
    let workplace = Workplace::any().await;

    let call = workplace.api.post(SUBMIT).file(("a.wav", WAV), &[]);
    call.send().await.failed(401, "token");
    workplace.api.get("/api/jobs/list").send().await.failed(401, "token");
}

#[tokio::test]
async fn only_who_has_confirmed_an_address_submits_whatever_is_sent() {
    let workplace = Workplace::any().await;
    let stranger = Member::new(&workplace.api).await;

    stranger.submits(("a.wav", WAV), &[]).await.failed(403, "permission");
    stranger.post(SUBMIT).send().await.failed(403, "permission");
    stranger.posts("/api/jobs/upload", &[("size", "1")]).await.failed(403, "permission");
    let list = stranger.get("/api/jobs/list").await.ok(200);
    assert_eq!(list.body["jobIds"], json!([]));
}

#[tokio::test]
async fn a_job_is_what_was_submitted() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let wanted = [("model", "tiny.en"), ("language", "German"), ("unknown", "x")];

    let plain = client.submits(("", b""), &[("model", ""), ("language", "")]).await;

    let job = client.submits(("Grüße 1.wav", WAV), &wanted).await.ok(200);
    assert_eq!(fields(&job.body), ["jobId", "msg"].map(str::to_owned).into());
    let seen = client.sees(job.number_of("jobId")).await;
    assert_eq!((&seen["fileName"], &seen["model"]), (&json!("Grüße 1.wav"), &json!("tiny.en")));
    assert_eq!((&seen["language"], &seen["error_msg"]), (&json!("German"), &json!(null)));
    let seen = client.sees(plain.ok(200).number_of("jobId")).await;
    assert_eq!((&seen["fileName"], &seen["model"]), (&json!(""), &json!(null)));
    assert_eq!(seen["language"], json!(null));
}

#[tokio::test]
async fn fields_may_stand_before_the_file_and_of_repeated_ones_the_first_counts() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let body = parts(&[
        ("name=\"language\"", "en"),
        ("name=\"model\"", "base"),
        ("name=\"file\"", "a field"),
        ("name=\"other\"; filename=\"other.txt\"", "another file"),
        ("filename=\"a.wav\"; name=\"file\"", ""),
        ("name=\"model\"", "huge"),
        ("name=\"file\"; filename=\"second.txt\"", "no sound"),
    ]);

    let job = form(client.post(SUBMIT), body).send().await.ok(200).number_of("jobId");

    let seen = client.sees(job).await;
    assert_eq!((&seen["fileName"], &seen["model"]), (&json!("a.wav"), &json!("base")));
}

#[tokio::test]
async fn a_form_without_a_file_is_refused() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;

    for call in [
        client.post(SUBMIT),
        client.post(SUBMIT).json(&json!({ "file": "x", "uploadId": "x" })),
        client.post(SUBMIT).form(&[("file", "x")]),
        client.post(SUBMIT).multipart(&[("file", "x")]),
        client.post(SUBMIT).multipart(&[]),
        client.post(SUBMIT).body("application/octet-stream", WAV),
        client.post(SUBMIT).body("text/plain", "file=x"),
        client.post(format!("{SUBMIT}?file=x&uploadId=x")),
        form(client.post(SUBMIT), parts(&[("name=\"File\"; filename=\"a.wav\"", "")])),
    ] {
        call.send().await.failed(400, "invalidRequest");
    }
}

#[tokio::test]
async fn a_form_that_is_broken_anywhere_is_refused() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let file = parts(&[
        ("name=\"file\"; filename=\"a.mp3\"", "ID3\u{3}rest of it"),
        ("name=\"model\"", "base"),
    ]);

    // The last bytes end the form, but not the part before them.
    for end in 0..file.len() - 4 {
        let reply = form(client.post(SUBMIT), &file[..end]).send().await;
        reply.failed(400, "invalidRequest");
    }
    for (content_type, body) in [
        ("multipart/form-data", file.clone()),
        ("multipart/form-data; boundary=", file.clone()),
        ("multipart/form-data; boundary=y", file.clone()),
        ("multipart/form-data; boundary=x", b"--x\r\nno header\r\n\r\nx\r\n--x--\r\n".to_vec()),
        ("multipart/form-data; boundary=x", vec![b' '; 2_000_000]),
        ("multipart/form-data; boundary=x", [b"--x\r\n".to_vec(), vec![b'a'; 2_000_000]].concat()),
    ] {
        let call = client.post(SUBMIT).body(content_type, body);
        call.send().await.failed(400, "invalidRequest");
    }
    let many = vec![("x", "x"); 101];
    let _ = client.submits(("a.wav", WAV), &many[..99]).await.ok(200);
    client.submits(("a.wav", WAV), &many).await.failed(400, "invalidRequest");
}

#[tokio::test]
async fn names_and_fields_have_an_end() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let longest = "ä".repeat(1_024);

    let job = client.submits((&longest, b""), &[]).await.ok(200).number_of("jobId");
    assert_eq!(client.sees(job).await["fileName"], json!(longest));
    let longer = longest + "x";
    client.submits((&longer, WAV), &[]).await.failed(400, "invalidRequest");
    let long = "x".repeat(100_000);
    client.submits(("a.wav", WAV), &[("model", &long)]).await.failed(400, "invalidRequest");
    client.submits((&long, WAV), &[]).await.failed(400, "invalidRequest");
    client.submits(("a\0.wav", WAV), &[]).await.failed(400, "invalidRequest");
}

#[tokio::test]
async fn a_name_that_is_no_utf_8_is_kept_as_far_as_it_can_be_read() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let head = b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Gr\xfc\xdfe.wav\"\r\n\r\n";
    let body = [&head[..], b"\r\n--x--\r\n"].concat();

    let job = form(client.post(SUBMIT), body).send().await.ok(200).number_of("jobId");

    assert_eq!(client.sees(job).await["fileName"], json!("Gr\u{fffd}\u{fffd}e.wav"));
}

#[tokio::test]
async fn what_is_neither_audio_nor_video_is_refused_whatever_its_name_says() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;

    for content in [&b"Hello"[..], b"%PDF-1.7\n", b"PK\x03\x04", b"\0", &[0; 20_000]] {
        client.submits(("a.mp3", content), &[]).await.failed(415, "invalidRequest");
    }
    let large = b"Hello, world. ".repeat(400_000);
    client.submits(("a.mp3", &large), &[]).await.failed(415, "invalidRequest");
    let _ = client.submits(("a.txt", WAV), &[]).await.ok(200);
}

#[tokio::test]
async fn only_known_models_and_languages_are_taken() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;

    for field in
        [("model", "huge"), ("model", "Small"), ("language", "xx"), ("language", "english")]
    {
        client.submits(("a.wav", b""), &[field]).await.failed(400, "invalidRequest");
    }
    for language in ["yue", "Haitian Creole"] {
        let _ = client.submits(("a.wav", b""), &[("language", language)]).await.ok(200);
    }
}

#[tokio::test]
async fn a_submission_under_a_key_makes_one_job() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let key = &tests::fresh("key");
    let submit = async |key: &str, content: &[u8]| {
        let call = client.post(SUBMIT).header("Idempotency-Key", key);
        call.file(("a.wav", content), &[]).send().await
    };

    let first = submit(key, WAV).await.ok(200).number_of("jobId");
    let again = submit(key, WAV).await.ok(200).number_of("jobId");
    let empty = submit(key, b"").await.ok(200).number_of("jobId");
    let other = submit(&(key.clone() + "x"), WAV).await.ok(200).number_of("jobId");

    assert_eq!((again, empty), (first, first));
    assert!(other > first);
    let no_file = client.post(SUBMIT).header("Idempotency-Key", key).multipart(&[("x", "x")]);
    no_file.send().await.failed(400, "invalidRequest");
    let _ = submit(&"k".repeat(255), b"").await.ok(200);
    for bad in ["", "a b", &"k".repeat(256)] {
        submit(bad, WAV).await.failed(400, "invalidRequest");
    }
}

#[tokio::test]
async fn a_key_is_its_owners() {
    let workplace = Workplace::any().await;
    let (client, administrator) = (&workplace.client, &workplace.administrator);
    let key = &tests::fresh("key");
    let submit = async |member: &Member| {
        let call = member.post(SUBMIT).header("Idempotency-Key", key);
        call.file(("a.wav", b""), &[]).send().await.ok(200).number_of("jobId")
    };

    let (own, other) = (submit(client).await, submit(administrator).await);

    assert_ne!(own, other);
    assert_eq!((submit(client).await, submit(administrator).await), (own, other));
}

#[tokio::test]
async fn several_megabytes_arrive_as_they_are() {
    let app = &TestApp::new().await;
    let workplace = Workplace::over(app).await;
    let mut audio = WAV.to_vec();
    audio.extend((0..20_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8));
    // Nearly the boundary.
    audio.extend_from_slice(b"\r\n--par\r\n--\r\n\r\n-\r");

    let reply = workplace.client.submits(("a.wav", &audio), &[("model", "base")]).await.ok(200);

    let job = app.job(reply.number_of("jobId")).await.expect("a job");
    assert_eq!((job.step, job.order.model.as_deref()), (Step::PendingRunner, Some("base")));
    let stored = job.audio.expect("audio");
    assert_eq!(stored.size_bytes, audio.len() as u64);
    let blob = app.app().blobs.get(&stored.key).await.expect("the bucket answers");
    assert!(blob.as_deref() == Some(&audio[..]), "other bytes");
}

#[tokio::test]
async fn two_submissions_under_a_key_at_once_make_one_job_and_leave_one_file() {
    let app = &TestApp::new().await;
    let workplace = Workplace::over(app).await;
    let submit = async || {
        let call = workplace.client.post(SUBMIT).header("Idempotency-Key", "at-once");
        call.file(("a.wav", WAV), &[]).send().await.ok(200).number_of("jobId")
    };

    let (first, second, third) = tokio::join!(submit(), submit(), submit());

    assert_eq!((first, second), (third, third));
    let agenda = app.items(Table::State).await.into_keys().filter(|(pk, _)| pk == "AGENDA");
    assert_eq!(agenda.count(), 0, "a file waits to be removed");
}

#[tokio::test]
async fn a_refused_submission_leaves_no_file() {
    let app = &TestApp::new().await;
    let workplace = Workplace::over(app).await;
    let client = &workplace.client;

    client.submits(("a.wav", WAV), &[("model", "huge")]).await.failed(400, "invalidRequest");
    let body = parts(&[("name=\"file\"; filename=\"a.mp3\"", "ID3\u{3} and so on")]);
    form(client.post(SUBMIT), &body[..body.len() - 9]).send().await.failed(400, "invalidRequest");
    let mut two = parts(&[
        ("name=\"file\"; filename=\"a.mp3\"", "ID3\u{3} and so on"),
        ("name=\"model\"", "x"),
    ]);
    two.truncate(two.len() - 9);
    form(client.post(SUBMIT), two).send().await.failed(400, "invalidRequest");

    let agenda = app.items(Table::State).await.into_keys().filter(|(pk, _)| pk == "AGENDA");
    assert_eq!(agenda.count(), 0, "a file waits to be removed");
}
