//! Lists of jobs.

use serde_json::{Value, json};
use tests::shapes::fields;
use tests::{Reply, Workplace};

fn ids(reply: &Reply) -> Vec<u64> {
    let ids = reply.body["jobIds"].as_array().expect("a list");
    ids.iter().map(|id| id.as_u64().expect("an id")).collect()
}

#[tokio::test]
async fn ones_own_jobs_are_listed_in_their_order() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let before = ids(&client.get("/api/jobs/list").await.ok(200));

    let (first, second) = (client.has_job().await, client.has_job().await);

    let reply = client.get("/api/jobs/list").await.ok(200);
    assert_eq!(fields(&reply.body), ["jobIds", "msg"].map(str::to_owned).into());
    assert_eq!(ids(&reply), [before, vec![first, second]].concat());
    assert!(first < second);
}

#[tokio::test]
async fn only_administrators_list_the_jobs_of_others() {
    let workplace = Workplace::any().await;
    let (client, administrator) = (&workplace.client, &workplace.administrator);
    let job = client.has_job().await;
    let own = administrator.has_job().await;

    for query in
        ["all=1", "all=", "email=", &format!("email={}", client.email), "email=a@b.de&all=1"]
    {
        client.get(format!("/api/jobs/list?{query}")).await.failed(403, "permission");
    }
    let theirs = administrator.get(format!("/api/jobs/list?email={}", client.email)).await.ok(200);
    let ours = administrator.get("/api/jobs/list").await.ok(200);

    assert!(ids(&theirs).contains(&job) && !ids(&theirs).contains(&own));
    assert!(ids(&ours).contains(&own) && !ids(&ours).contains(&job));
    for query in ["email=", "email=nobody@example.org", "all=&email=nobody@example.org"] {
        administrator.get(format!("/api/jobs/list?{query}")).await.failed(400, "notInDatabase");
    }
    administrator.get("/api/jobs/list?all=").await.failed(400, "invalidRequest");
}

#[tokio::test]
async fn all_lists_every_user_with_and_without_jobs() {
    let workplace = Workplace::any().await;
    let (client, administrator) = (&workplace.client, &workplace.administrator);
    let job = client.has_job().await;
    let _ = tests::Member::new(&workplace.api).await;

    let reply = administrator.get("/api/jobs/list?all=True").await.ok(200);

    assert_eq!(fields(&reply.body), ["jobs", "msg"].map(str::to_owned).into());
    let users = reply.body["jobs"].as_array().expect("a list");
    assert!(users.is_sorted_by_key(|user| user["userId"].as_u64()));
    assert!(users.iter().any(|user| user["jobIds"] == json!([])));
    let has_job =
        |user: &&Value| user["jobIds"].as_array().is_some_and(|ids| ids.contains(&json!(job)));
    assert_eq!(users.iter().filter(has_job).count(), 1);
    for user in users {
        assert_eq!(fields(user), ["jobIds", "userId"].map(str::to_owned).into());
    }
}

#[tokio::test]
async fn a_list_comes_in_pages_for_whoever_wants_them() {
    let workplace = Workplace::any().await;
    let (client, administrator) = (&workplace.client, &workplace.administrator);
    for _ in 0..3 {
        client.has_job().await;
    }
    for (member, what) in [(client, ""), (administrator, "all=1&")] {
        let whole = member.get(format!("/api/jobs/list?{what}")).await.ok(200);
        let list = if what.is_empty() { "jobIds" } else { "jobs" };
        let mut found = Vec::new();
        let mut cursor = String::new();
        loop {
            let path = format!("/api/jobs/list?{what}limit=1{cursor}");
            let page = member.get(path).await.ok(200);
            let items = page.body[list].as_array().expect("a list").clone();
            assert!(items.len() <= 1);
            found.extend(items);
            match page.body.get("cursor") {
                Some(next) => cursor = format!("&cursor={}", next.as_str().expect("a text")),
                None => break,
            }
        }
        assert_eq!(Value::Array(found), whole.body[list]);
    }
    for query in ["limit=0", "limit=1001", "limit=x", "limit=", "limit=1&cursor=?"] {
        client.get(format!("/api/jobs/list?{query}")).await.failed(400, "invalidRequest");
    }
}
