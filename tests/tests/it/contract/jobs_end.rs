//! The end of jobs: aborted, deleted.

use kindred::entity::job::ABORTED;
use serde_json::json;
use tests::Workplace;
use tests::shapes::fields;

#[tokio::test]
async fn an_aborted_job_has_failed_and_says_why() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let (first, second) = (client.has_job().await, client.has_job().await);

    let reply = client.aborts(&format!("{first},{second}")).await.ok(200);

    assert_eq!(fields(&reply.body), ["msg".to_owned()].into());
    for job in [first, second] {
        let seen = client.sees(job).await;
        assert_eq!(seen["status"], json!({ "step": "failed" }));
        assert_eq!(seen["error_msg"], json!(ABORTED));
    }
    client.aborts(&first.to_string()).await.failed(400, "invalidRequest");
    let transcript = client.downloads(first).await;
    transcript.failed(400, "operation");
    assert_eq!(transcript.text_of("msg"), ABORTED);
}

#[tokio::test]
async fn all_are_touched_or_none() {
    let workplace = Workplace::any().await;
    let (client, administrator) = (&workplace.client, &workplace.administrator);
    let (own, ended) = (client.has_job().await, client.has_job().await);
    let foreign = administrator.has_job().await;
    let _ = client.aborts(&ended.to_string()).await.ok(200);

    client.aborts(&format!("{own},{foreign}")).await.failed(403, "permission");
    client.aborts(&format!("{own},9000000000000")).await.failed(403, "permission");
    client.aborts(&format!("{own},{ended}")).await.failed(400, "invalidRequest");
    client.deletes(&format!("{ended},{own}")).await.failed(400, "invalidRequest");
    client.deletes(&format!("{ended},{foreign}")).await.failed(403, "permission");
    administrator.aborts(&format!("{own},9000000000000")).await.failed(404, "notInDatabase");
    administrator.deletes(&format!("{ended},9000000000000")).await.failed(404, "notInDatabase");

    assert_ne!(client.step_of(own).await, "failed");
    assert_eq!(client.step_of(ended).await, "failed");
}

#[tokio::test]
async fn administrators_end_the_jobs_of_others() {
    let workplace = Workplace::any().await;
    let (client, administrator) = (&workplace.client, &workplace.administrator);
    let job = client.has_job().await.to_string();

    administrator.deletes(&job).await.failed(400, "invalidRequest");
    let _ = administrator.aborts(&job).await.ok(200);
    let _ = administrator.deletes(&job).await.ok(200);

    client.get(format!("/api/jobs/info?jobIds={job}")).await.failed(403, "permission");
    administrator.get(format!("/api/jobs/info?jobIds={job}")).await.failed(404, "notInDatabase");
}

#[tokio::test]
async fn a_deleted_job_is_gone() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let job = client.has_job().await;
    let _ = client.aborts(&job.to_string()).await.ok(200);

    let reply = client.deletes(&format!("{job},{job}")).await.ok(200);

    assert_eq!(fields(&reply.body), ["msg".to_owned()].into());
    let list = client.get("/api/jobs/list").await.ok(200);
    assert!(!list.body["jobIds"].as_array().expect("a list").contains(&json!(job)));
    client.downloads(job).await.failed(404, "notInDatabase");
    client.deletes(&job.to_string()).await.failed(403, "permission");
}
