//! The launches of a profile.

use std::time::Duration;

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::{Editorial, Sandbox, TestApp};

#[tokio::test]
async fn launches_are_listed_newest_first_in_pages_of_24() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let mut launches = Vec::new();
    for _ in 0..25 {
        app.advance(Duration::from_secs(1));
        let launched = profile.launched().await;
        let mut launch = launched["history"].clone();
        launch["profile"] = launched["profile"].clone();
        launches.insert(0, launch);
    }
    let page = async |number: i64| {
        let page = profile.get(format!("history?page={number}")).await.ok(200).body;
        assert_eq!((&page["page"], &page["total_pages"]), (&json!(number), &json!(2)));
        page["content"].clone()
    };

    assert_eq!(page(1).await, json!(launches[..24]));
    assert_eq!(page(2).await, json!(launches[24..]));
    for empty in [0, -1, 3] {
        assert_eq!(page(empty).await, json!([]), "{empty}");
    }
}

#[tokio::test]
async fn a_launch_of_another_profile_is_forbidden_and_one_that_is_none_not_found() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let stranger = Editorial::another_moderator(&app).await;
    let one = Sandbox::new(&editorial.moderator, "One").await;
    let two = Sandbox::new(&editorial.moderator, "Two").await;
    let other = Sandbox::new(&stranger, "One").await;
    let (own, launches) = (one.launch().await, [two.launch().await, other.launch().await]);
    let kinds = MediaKind::ALL.iter();
    let lists = kinds.flat_map(|kind| [format!("{kind}/meta"), format!("{kind}/result")]);

    for list in lists.chain(["genres".to_owned()]) {
        let _ = one.get(format!("history/{own}/{list}")).await.ok(200);
        for launch in launches {
            one.get(format!("history/{launch}/{list}")).await.failed(403, "permission");
        }
        for odd in ["0", "999999999999", "99999999999999999999", "x", "-1"] {
            one.get(format!("history/{odd}/{list}")).await.failed(404, "notInDatabase");
        }
        let foreign = stranger.get(one.at(format!("history/{own}/{list}"))).await;
        foreign.failed(404, "notInDatabase");
    }
}

#[tokio::test]
async fn a_launch_of_a_profile_that_is_gone_is_not_found() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let gone = Sandbox::new(&editorial.moderator, "Two").await;
    let launch = gone.launch().await;
    let _ = editorial.moderator.delete(gone.path()).send().await.ok(201);
    app.settle().await;

    let reply = profile.get(format!("history/{launch}/genres")).await;

    reply.failed(404, "notInDatabase");
}

#[tokio::test]
async fn pages_of_the_history_are_strict() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let launch = profile.launch().await;
    let kinds = MediaKind::ALL.iter();
    let lists = kinds.flat_map(|kind| [format!("/{kind}/meta"), format!("/{kind}/result")]);
    let lists = lists.chain(["/genres".to_owned()]).map(|list| format!("/{launch}{list}"));

    for list in lists.chain([String::new()]) {
        for odd in ["x", "1.5", ""] {
            let reply = profile.get(format!("history{list}?page={odd}")).await;
            assert_eq!(reply.wrong_fields(), ["page"], "{list}");
        }
        for empty in ["0", "-1", "9999999"] {
            let page = profile.get(format!("history{list}?page={empty}")).await.ok(200);
            assert_eq!(page.body["content"], json!([] as [Value; 0]), "{list}");
        }
    }
}
