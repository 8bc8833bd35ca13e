//! What profiles have done with contents.

use kindred::entity::kind::MediaKind;
use kindred::store::Table;
use serde_json::{Value, json};
use tests::shapes::{META, fields};
use tests::{Editorial, Sandbox, TestApp, deeds, shown_deeds, titled};

#[tokio::test]
async fn what_a_profile_has_done_is_listed_with_the_content_for_every_kind() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;

    for (kind, ids) in app.twins(2).await {
        for id in &ids {
            profile.meets(*id).await;
        }

        let page = profile.get(format!("{kind}/meta")).await.ok(200).body;

        let entries = page["content"].as_array().expect("a list");
        assert_eq!(entries.len(), 2, "{kind}");
        for (entry, id) in entries.iter().zip(ids) {
            let names = META.iter().copied().chain([kind.name()]).map(str::to_owned);
            assert_eq!(fields(entry), names.collect(), "{kind}");
            let mut said = entry.clone();
            let content = said.as_object_mut().expect("an object").remove(kind.name());
            assert_eq!(said, shown_deeds(), "{kind}");
            let content = content.expect("the content");
            assert_eq!(content["content_id"], json!(id), "{kind}");
            assert_eq!(content.get("genres"), None, "{kind}: the bare shape");
        }
    }
}

#[tokio::test]
async fn what_is_said_again_replaces_what_was_said() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let movie = app.publish(MediaKind::Movie, json!({ "title": "Dune" })).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    profile.meets(movie).await;
    let mut other = deeds();
    other["rating"] = json!(0);
    other["count"] = json!(0);
    other["last_rating_date"] = json!("1999-12-31T23:59:59.9999999-12:00");

    let _ = profile.has(movie, &other).await.ok(201);

    let page = profile.get("movie/meta").await.ok(200).body;
    let entry = &page["content"][0];
    assert_eq!((&entry["rating"], &entry["count"]), (&json!(0), &json!(0)));
    assert_eq!(entry["last_rating_date"], json!("2000-01-01T11:59:59.999999"));
    assert_eq!((&page["number_of_elements"], &page["total_pages"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn a_content_counts_nothing_of_it_and_no_event_tells_of_it() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let movie = app.publish(MediaKind::Movie, json!({ "title": "Dune" })).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let before = (app.content(movie).await, app.items(Table::Events).await);

    profile.meets(movie).await;

    assert_eq!((app.content(movie).await, app.items(Table::Events).await), before);
}

#[tokio::test]
async fn a_content_that_was_deleted_is_left_out_of_its_page() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let twins = app.twins(3).await;
    for (_, ids) in &twins {
        profile.meets(ids[0]).await;
        profile.meets(ids[1]).await;
    }
    let launch = profile.launch().await;
    for (_, ids) in &twins {
        app.withdraw(ids[0]).await;
        app.withdraw(ids[2]).await;
    }

    for (kind, ids) in &twins {
        for list in [format!("{kind}/meta"), format!("history/{launch}/{kind}/meta")] {
            let page = profile.get(&list).await.ok(200).body;
            assert_eq!(page["number_of_elements"], json!(1), "{list}");
            assert_eq!(page["content"][0][kind.name()]["content_id"], json!(ids[1]), "{list}");
        }
        let results = profile.get(format!("history/{launch}/{kind}/result")).await.ok(200).body;
        assert_eq!(results["content"], json!([]), "{kind}");
    }
}

#[tokio::test]
async fn an_episode_cannot_be_met_nor_what_is_not_there() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let serie = app.publish(MediaKind::Serie, titled(MediaKind::Serie, "Dekalog", "")).await;
    let episode = json!({ "title": "Dekalog, jeden", "serie_id": serie });
    let episode = app.publish(MediaKind::Episode, episode).await;

    for odd in [&*episode.to_string(), "0", "999999999999", "99999999999999999999", "x", "-1"] {
        let path = profile.at(format!("content/{odd}/meta"));
        let reply = editorial.moderator.put(path).json(&deeds()).send().await;
        reply.failed(404, "notInDatabase");
    }
}

#[tokio::test]
async fn pages_of_what_a_profile_has_done_are_of_24_and_lenient() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let mut ids = Vec::new();
    for nr in 0..25 {
        let title = json!({ "title": format!("Movie {nr}") });
        ids.push(app.publish(MediaKind::Movie, title).await);
        profile.meets(ids[nr]).await;
    }
    let page = async |number: &str| {
        let reply = profile.get(format!("movie/meta?page={number}")).await.ok(200);
        assert_eq!(reply.body["total_pages"], json!(2), "{number}");
        let content = reply.body["content"].as_array().expect("a list").clone();
        let id = |entry: &Value| entry["movie"]["content_id"].as_u64().expect("an id");
        content.iter().map(id).collect::<Vec<_>>()
    };

    for first in ["1", "x", "1.5", ""] {
        assert_eq!(page(first).await, ids[..24], "{first}");
    }
    assert_eq!(page("2").await, ids[24..]);
    for empty in ["0", "-1", "3", "99999999999999999999"] {
        assert_eq!(page(empty).await, [0; 0], "{empty}");
    }
}
