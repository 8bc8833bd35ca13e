//! Creating runners, seeing them, taking their tokens away.

use std::time::Duration;

use axum::http::Method;
use kindred::entity::job::step::Step;
use kindred::event::{RUNNER_CREATED, RUNNER_REVOKED};
use serde_json::{Value, json};
use tests::{Member, Reply, Worker};

use super::Hall;

impl Hall {
    async fn list(&self, query: &str) -> Reply {
        self.administrator.get(format!("/api/admin/runners{query}")).await.ok(200)
    }

    async fn revoke(&self, id: impl std::fmt::Display) -> Reply {
        let path = format!("/api/admin/runners/{id}");
        self.app.api().delete(path).bearer(&self.administrator.token).send().await
    }

    async fn told(&self, name: &str) -> usize {
        let events = self.app.all_events().await;
        events.into_iter().filter(|event| event.name == name).count()
    }
}

fn ids(page: &Reply) -> Vec<u64> {
    let runners = page.body["runners"].as_array().expect("a list");
    runners.iter().map(|runner| runner["runnerId"].as_u64().expect("an id")).collect()
}

#[tokio::test]
async fn a_new_runner_is_a_token_and_nothing_else() {
    let hall = Hall::new().await;

    let reply = hall.administrator.get("/api/runners/create").await.ok(200);

    let token = reply.text_of("runnerToken");
    assert_eq!(reply.body, json!({ "runnerToken": token }));
    assert_eq!(token.len(), 43);
    let is_known = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    assert!(token.chars().all(is_known), "{token}");
    let stored = hall.app.items(kindred::store::Table::State).await;
    assert!(!json!(stored.values().collect::<Vec<_>>()).to_string().contains(&token));
}

#[tokio::test]
async fn asking_for_the_headers_of_a_new_runner_makes_none() {
    let hall = Hall::new().await;

    let call = hall.app.api().call(Method::HEAD, "/api/runners/create");
    let reply = call.bearer(&hall.administrator.token).send().await.ok(200);

    assert!(reply.text.is_empty());
    assert_eq!(hall.told(RUNNER_CREATED).await, 0);
    assert_eq!(hall.list("").await.body["runners"], json!([]));
}

#[tokio::test]
async fn only_administrators_create_runners() {
    let hall = Hall::new().await;
    let member = Member::new(&hall.app.api()).await;
    let worker = hall.online().await;
    let get = |token: &str| hall.app.api().get("/api/runners/create").bearer(token).send();

    hall.app.api().get("/api/runners/create").send().await.failed(401, "token");
    get(&member.token).await.failed(403, "permission");
    get(&worker.token).await.failed(422, "token");

    assert_eq!(hall.told(RUNNER_CREATED).await, 1);
}

#[tokio::test]
async fn the_list_tells_who_is_there_and_what_they_do() {
    let hall = Hall::new().await;
    let (busy, job) = hall.busy().await;
    hall.app.advance(Duration::from_secs(5));
    assert_eq!(busy.told(Some("0.5")).await, "jobAssigned");
    let _offline = hall.worker().await;
    let revoked = hall.online().await;
    let _ = hall.revoke(hall.app.runner(&revoked).await.id).await.ok(200);

    let list = hall.list("").await;

    let created = |seconds| format!("2026-01-01T00:00:0{seconds}.000000");
    let row = |id: u64, seconds: u8, online: bool, revoked: bool| {
        json!({
            "runnerId": id,
            "createdAt": created(seconds),
            "createdBy": hall.owner,
            "online": online,
            "since": if online { json!(created(0)) } else { Value::Null },
            "lastSeen": if online { json!(created(5)) } else { Value::Null },
            "jobId": if online { json!(job) } else { Value::Null },
            "revoked": revoked,
        })
    };
    let runners = json!([row(3, 5, false, true), row(2, 5, false, false), row(1, 0, true, false)]);
    assert_eq!(list.body, json!({ "msg": "Here you are", "runners": runners }));
}

#[tokio::test]
async fn a_runner_that_is_overdue_is_not_there() {
    let hall = Hall::new().await;
    let _ = hall.busy().await;

    hall.app.advance(Duration::from_secs(61));

    let runner = &hall.list("").await.body["runners"][0];
    assert_eq!((&runner["online"], &runner["jobId"]), (&json!(false), &Value::Null));
}

#[tokio::test]
async fn the_list_has_pages() {
    let hall = Hall::new().await;
    for _ in 0..7 {
        let _ = hall.worker().await;
    }
    // One that failed has used up a number.
    let _ = hall.app.app().store.next_id("runner").await.expect("an id");
    let _ = hall.worker().await;

    let mut pages = Vec::new();
    let mut query = "?limit=3".to_owned();
    loop {
        let page = hall.list(&query).await;
        pages.push(ids(&page));
        let Some(cursor) = page.body["cursor"].as_str() else { break };
        query = format!("?limit=3&cursor={cursor}");
    }

    assert_eq!(pages, [vec![9, 7, 6], vec![5, 4, 3], vec![2, 1]]);
    assert_eq!(ids(&hall.list("").await), [9, 7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(ids(&hall.list("?limit=100&cursor=").await).len(), 8);
}

#[tokio::test]
async fn pages_of_other_sizes_and_from_elsewhere_are_refused() {
    let hall = Hall::new().await;
    let _ = hall.worker().await;

    for query in ["limit=0", "limit=101", "limit=-1", "limit=", "limit=x", "limit=1.0"] {
        let path = format!("/api/admin/runners?{query}");
        hall.administrator.get(path).await.failed(400, "invalidRequest");
    }
    for cursor in ["x", "MA", "LTE", "YWJj", "%FF", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"] {
        let path = format!("/api/admin/runners?cursor={cursor}");
        hall.administrator.get(path).await.failed(400, "invalidRequest");
    }
}

#[tokio::test]
async fn revoking_an_id_that_no_runner_has_is_refused() {
    let hall = Hall::new().await;
    let _ = hall.worker().await;

    for id in ["0", "2", "x", "-1", "1.0", "%FF", "99999999999999999999"] {
        let reply = hall.revoke(id).await;
        assert!((400..=404).contains(&reply.status), "{id}: {}", reply.text);
        reply.failed(reply.status, if id == "%FF" { "invalidRequest" } else { "notInDatabase" });
    }

    assert_eq!(hall.told(RUNNER_REVOKED).await, 0);
}

#[tokio::test]
async fn revoking_twice_is_revoking_once() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;
    let id = hall.app.runner(&worker).await.id;

    let _ = hall.revoke(id).await.ok(200);
    let _ = hall.revoke(id).await.ok(200);

    assert_eq!(hall.told(RUNNER_REVOKED).await, 1);
    assert_eq!(hall.step(job).await, Step::PendingRunner);
    let _: Worker = hall.online().await;
    assert_eq!(hall.step(job).await, Step::RunnerAssigned);
}
