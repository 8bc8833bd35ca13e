//! From a submission to a content.

use kindred::entity::kind::MediaKind;
use kindred::store::Table;
use serde_json::{Value, json};
use tests::submissions::{minimal, whole};
use tests::{TestApp, fresh, titled};

use super::Desk;

#[tokio::test]
async fn a_submission_is_published_as_it_stands_and_the_moderator_did_it() {
    for kind in MediaKind::ALL {
        let desk = Desk::new().await;
        let body = whole(kind, "Zed");

        let id = desk.publish(kind, &body).await;

        let content = desk.app.content(id).await.expect("a content");
        let [event] = &desk.told_of(id).await[..] else { panic!("one event") };
        assert_eq!(event.name, kind.added_event());
        assert_eq!(event.occured_by, Some(desk.app.id_of(&desk.moderator).await));
        assert_eq!(event.fields, content.fields);
        for field in kind.differences().fields {
            assert_eq!(content.fields[field.name], body[field.name], "{kind}: {}", field.name);
        }
        assert_eq!((content.rating(), content.rating_count), (None, 0));
    }
}

/// The places of everything that has to do with additions.
async fn of_additions(app: &TestApp) -> Vec<(String, String)> {
    let places = app.items(Table::State).await.into_keys();
    let is_counter = |pk: &str| pk.starts_with("COUNTER");
    places
        .filter(|(pk, sk)| !is_counter(pk) && (pk.contains("ADDITION") || sk.contains("ADDITION")))
        .collect()
}

#[tokio::test]
async fn nothing_is_left_of_a_submission_that_is_decided() {
    for kind in MediaKind::ALL {
        let desk = Desk::new().await;
        for publishes in [true, false] {
            let id = desk.reader.submits(kind, &whole(kind, "Zed")).await;
            assert!(!of_additions(&desk.app).await.is_empty());

            let reply = match publishes {
                true => desk.moderator.publishes(kind, id).await,
                false => desk.moderator.declines(kind, id).await,
            };

            assert_eq!(reply.status, 201, "{}", reply.text);
            assert_eq!(of_additions(&desk.app).await, []);
        }
    }
}

#[tokio::test]
async fn what_is_declined_is_told_nowhere() {
    let desk = Desk::new().await;
    let id = desk.reader.submits(MediaKind::Movie, &minimal(MediaKind::Movie, "Zed")).await;

    let _ = desk.moderator.declines(MediaKind::Movie, id).await.ok(201);

    assert_eq!(desk.app.events().await, []);
}

#[tokio::test]
async fn what_the_catalogue_has_already_is_not_published_and_still_awaits() {
    for kind in MediaKind::ALL {
        let Some(unique) = kind.differences().unique else { continue };
        let desk = Desk::new().await;
        let there = desk.app.publish(kind, titled(kind, "Zed", 1)).await;
        let mut body = minimal(kind, "Zed");
        body[unique] = desk.app.content(there).await.expect("a content").fields[unique].clone();
        let id = desk.reader.submits(kind, &body).await;

        let reply = desk.moderator.publishes(kind, id).await;

        reply.failed(400, "taken");
        let error = format!("{unique}: another {kind} of the catalogue has the same");
        assert_eq!(reply.body["errors"], json!([error]));
        assert!(desk.addition(kind, id).await.is_some());
        // Once the other is gone, it can be.
        desk.app.withdraw(there).await;
        let _ = desk.moderator.publishes(kind, id).await.ok(201);
    }
}

#[tokio::test]
async fn the_same_can_be_submitted_again_once_it_is_decided() {
    for kind in MediaKind::ALL {
        let desk = Desk::new().await;
        let body = minimal(kind, "Zed");
        for _ in 0..2 {
            let id = desk.reader.submits(kind, &body).await;
            let _ = desk.moderator.declines(kind, id).await.ok(201);
        }
        let id = desk.reader.submits(kind, &body).await;
        let _ = desk.moderator.publishes(kind, id).await.ok(201);
        desk.reader.submits(kind, &body).await;
    }
}

#[tokio::test]
async fn what_nobody_can_submit_stays_unknown() {
    let desk = Desk::new().await;
    for (kind, name, value) in [
        (MediaKind::Game, "recommendations", json!(1_000_000)),
        (MediaKind::Serie, "plot_outline", json!("Ten films")),
        (MediaKind::Movie, "rating_count", json!(1_000_000)),
    ] {
        let mut body = minimal(kind, &fresh("Zed"));
        body[name] = value;

        let id = desk.publish(kind, &body).await;

        let content = desk.app.content(id).await.expect("a content");
        assert_eq!(content.fields.get(name).unwrap_or(&Value::Null), &Value::Null);
        assert_eq!(content.rating_count, 0);
    }
}

#[tokio::test]
async fn a_submission_has_so_many_bytes_and_no_more() {
    let desk = Desk::new().await;
    let episode =
        |chars: usize| json!({ "title": "\u{1}".repeat(512), "imdbid": "x".repeat(chars) });
    let mut body = minimal(MediaKind::Serie, "Zed");
    // Each of them is a little more than 3 KB of JSON.
    body["episodes"] = json!(vec![episode(1); 90]);
    let id = desk.reader.submits(MediaKind::Serie, &body).await;
    let _ = desk.moderator.publishes(MediaKind::Serie, id).await.ok(201);

    body["episodes"] = json!(vec![episode(255); 90]);
    let reply = desk.reader.posts("/api/serie", &body).await;

    assert_eq!(reply.wrong_fields(), ["submission"]);
}

#[tokio::test]
async fn a_submission_is_found_and_recommended_once_it_is_published() {
    let desk = Desk::new().await;
    for title in ["Same Words", "Same Words Again"] {
        desk.publish(MediaKind::Movie, &minimal(MediaKind::Movie, title)).await;
    }
    desk.app.settle().await;

    let popular = desk.reader.get("/api/movie").await.ok(200);

    assert_eq!(popular.body["number_of_elements"], json!(2));
}
