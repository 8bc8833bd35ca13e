//! Many at once.

use kindred::entity::kind::MediaKind;
use serde_json::json;
use tests::{Editorial, Sandbox, TestApp};
use tokio::task::JoinSet;

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_take_a_name_at_once_one_gets_it() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let token = &editorial.moderator.token;
    let body = json!({ "profilename": "The One" });

    let calls = (0..20).map(|_| app.api().post("/api/profile").bearer(token).json(&body).send());
    let replies = calls.collect::<JoinSet<_>>().join_all().await;

    let made = replies.iter().filter(|reply| reply.status == 201).count();
    assert_eq!(made, 1);
    for reply in replies.iter().filter(|reply| reply.status != 201) {
        reply.failed(400, "taken");
        assert_eq!(reply.body["errors"].as_array().map(Vec::len), Some(1), "{}", reply.text);
    }
    let page = editorial.moderator.get("/api/profile").await.ok(200);
    assert_eq!(page.body["number_of_elements"], json!(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn liking_many_times_at_once_is_liking_once() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let genre = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
    let path = profile.at(format!("genre/{genre}"));

    let calls = (0..20).map(|_| editorial.moderator.put(&path).send());
    let replies = calls.collect::<JoinSet<_>>().join_all().await;

    for reply in replies {
        let _ = reply.ok(201);
    }
    let genres = profile.get("genre").await.ok(200);
    assert_eq!(genres.body["content"].as_array().map(Vec::len), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_added_while_a_profile_goes_leaves_nothing_behind() {
    for _ in 0..10 {
        let app = TestApp::new().await;
        let editorial = Editorial::over(&app).await;
        let profile = Sandbox::new(&editorial.moderator, "One").await;
        let twins = app.twins(1).await;
        let delete = editorial.moderator.delete(profile.path()).send();
        let adding: JoinSet<_> = twins
            .iter()
            .map(|(_, ids)| {
                let path = profile.at(format!("content/{}/meta", ids[0]));
                editorial.moderator.put(path).json(&tests::deeds()).send()
            })
            .collect();

        let (gone, added) = tokio::join!(delete, adding.join_all());
        app.settle().await;

        let _ = gone.ok(201);
        for reply in added {
            assert!([201, 404].contains(&reply.status), "{}", reply.text);
        }
        let left = app.items(kindred::store::Table::State).await;
        let left: Vec<_> =
            left.into_keys().filter(|(pk, sk)| (pk.clone() + sk).contains("PERSONA#")).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}
