//! What is known of jobs, and waiting for more.

use serde_json::json;
use tests::shapes::fields;
use tests::{Member, Workplace};

/// An id that no job has.
const UNKNOWN: &str = "9000000000000";

#[tokio::test]
async fn jobs_are_told_in_the_order_of_the_request() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let (first, second) = (client.has_job().await, client.has_job().await);

    let path = format!("/api/jobs/info?jobIds={second},%20%2B{first}%20,{second}");
    let reply = client.get(path).await.ok(200);

    assert_eq!(fields(&reply.body), ["jobs", "msg"].map(str::to_owned).into());
    let jobs = reply.body["jobs"].as_array().expect("a list");
    let told: Vec<_> = jobs.iter().map(|job| job["jobId"].as_u64()).collect();
    assert_eq!(told, [second, first, second].map(Some));
    let all = ["fileName", "jobId", "language", "model", "status"].map(str::to_owned);
    assert_eq!(fields(&jobs[0]), all.into());
    assert_eq!(jobs[0]["fileName"], json!("sample.mp3"));
}

#[tokio::test]
async fn the_first_failure_of_a_list_counts() {
    let workplace = Workplace::any().await;
    let (client, administrator) = (&workplace.client, &workplace.administrator);
    let own = client.has_job().await;
    let foreign = administrator.has_job().await;
    let info = async |member: &Member, ids: String| {
        member.get(format!("/api/jobs/info?jobIds={ids}")).await
    };

    for ids in
        [format!("{foreign}"), UNKNOWN.to_owned(), format!("{own},{foreign}"), "-1".to_owned()]
    {
        info(client, ids).await.failed(403, "permission");
    }
    for ids in [UNKNOWN.to_owned(), format!("{own},{UNKNOWN}"), "0".to_owned(), "9".repeat(40)] {
        info(administrator, ids).await.failed(404, "notInDatabase");
    }
    let both = info(administrator, format!("{own},{foreign}")).await.ok(200);
    assert_eq!(both.body["jobs"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_list_that_is_none_is_refused_everywhere() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let many = ["1"; 1_001].join(",");

    for ids in ["", "abc", "1,", "1,,2", "2.0", "1;2", "%00", "%FF", &many] {
        for path in ["info", "wait"] {
            let reply = client.get(format!("/api/jobs/{path}?jobIds={ids}")).await;
            reply.failed(400, "invalidRequest");
        }
        client.aborts(ids).await.failed(400, "invalidRequest");
        client.deletes(ids).await.failed(400, "invalidRequest");
    }
    for path in ["info", "wait"] {
        client.get(format!("/api/jobs/{path}")).await.failed(400, "invalidRequest");
    }
    for path in ["abort", "delete"] {
        let path = format!("/api/jobs/{path}");
        client.post(&path).send().await.failed(400, "invalidRequest");
        client
            .post(&path)
            .json(&json!({ "jobIds": "1" }))
            .send()
            .await
            .failed(400, "invalidRequest");
        client.post(format!("{path}?jobIds=1")).send().await.failed(400, "invalidRequest");
    }
}

#[tokio::test]
async fn digits_of_other_scripts_are_digits() {
    let workplace = Workplace::any().await;
    let job = workplace.client.has_job().await;
    let digit = |digit| char::from_u32(u32::from(digit) - u32::from('0') + 0x660);
    let arabic: Option<String> = job.to_string().chars().map(digit).collect();
    let arabic = arabic.expect("digits");

    let _ = workplace.client.aborts(&format!("0_0{arabic}")).await.ok(200);

    assert_eq!(workplace.client.step_of(job).await, "failed");
}

#[tokio::test]
async fn waiting_ends_when_a_job_changes_and_not_before() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let job = client.has_job().await;
    let wait = async |rest: &str| client.get(format!("/api/jobs/wait?jobIds={job}{rest}")).await;

    let first = wait("").await.ok(200);
    let since = first.text_of("since");
    assert_eq!(fields(&first.body), ["jobs", "msg", "since"].map(str::to_owned).into());
    let same = wait(&format!("&since={since}&timeout=0")).await.ok(200);
    assert_eq!(same.text_of("since"), since);
    let awaited = format!("&since={since}");
    let (changed, aborted) =
        tokio::join!(wait(&awaited), async { client.aborts(&job.to_string()).await });

    let _ = aborted.ok(200);
    let changed = changed.ok(200);
    assert_eq!(changed.body["jobs"][0]["status"]["step"], json!("failed"));
    assert_ne!(changed.text_of("since"), since);
    for timeout in ["21", "-1", "x", ""] {
        wait(&format!("&timeout={timeout}")).await.failed(400, "invalidRequest");
    }
}
