//! Series: more episodes than one transaction takes.

use std::collections::BTreeSet;

use kindred::entity::addition::Addition;
use kindred::entity::kind::MediaKind;
use kindred_cli::embedded::Fault;
use serde_json::{Value, json};
use tests::submissions::minimal;
use tests::{TestApp, fresh};

use super::Desk;

const KIND: MediaKind = MediaKind::Serie;

/// A serie with so many episodes.
pub(crate) fn serie(title: &str, n_episodes: usize) -> Value {
    let mut body = minimal(KIND, title);
    let episode = |n: usize| json!({ "title": format!("{title} {n}"), "episode_number": n });
    body["episodes"] = (1..=n_episodes).map(episode).collect::<Vec<_>>().into();
    body
}

/// The serie of this title is published once, with each of so many episodes once, and each is told once.
pub(crate) async fn assert_published(app: &TestApp, title: &str, n_episodes: usize) {
    let events = app.events().await;
    let named = |event: &&kindred::Event| {
        event
            .text("title")
            .is_some_and(|other| other == title || other.starts_with(&format!("{title} ")))
    };
    let told: Vec<_> = events.iter().filter(named).collect();
    let [whole] =
        told.iter().filter(|event| event.name == "SerieAddedEvent").collect::<Vec<_>>()[..]
    else {
        panic!("one serie: {told:?}");
    };
    let parts: Vec<_> = told.iter().filter(|event| event.name == "EpisodeAddedEvent").collect();
    let numbers: BTreeSet<_> =
        parts.iter().filter_map(|event| event.fields["episode_number"].as_u64()).collect();
    assert_eq!((parts.len(), numbers.len()), (n_episodes, n_episodes));
    for event in parts {
        assert_eq!(event.fields["serie_id"], json!(whole.object_id));
        assert!(event.occured_by.is_some());
        let content = app.content(event.object_id).await.expect("an episode");
        assert_eq!(content.fields, event.fields);
    }
}

async fn shown(desk: &Desk, serie: u64) -> usize {
    let reply = desk.reader.get(format!("/api/serie/{serie}/episodes")).await.ok(200);
    reply.body["content"].as_array().expect("a list").len()
}

/// Let publishing break off after its first transaction; returns the submission.
async fn half_published(desk: &Desk, faults: &kindred_cli::embedded::Faults, title: &str) -> u64 {
    let id = desk.reader.submits(KIND, &serie(title, 60)).await;
    for n in 0..100 {
        faults.arrange(n, Fault::Unsent);
        desk.moderator.publishes(KIND, id).await.failed(500, "internal");
        faults.cancel();
        if desk.addition(KIND, id).await.expect("it is there").published.is_some() {
            return id;
        }
    }
    panic!("it never gets half way");
}

#[tokio::test]
async fn a_serie_comes_with_all_of_its_episodes() {
    let desk = Desk::new().await;
    for n in [0, 1, 24, 25, 26, 50, 51] {
        let title = fresh("Zed");

        let id = desk.publish(KIND, &serie(&title, n)).await;

        assert_published(&desk.app, &title, n).await;
        if n > 0 {
            assert_eq!(shown(&desk, id).await, n);
        }
    }
}

#[tokio::test]
async fn a_serie_has_as_many_episodes_as_may_be_submitted() {
    let desk = Desk::new().await;

    let id = desk.publish(KIND, &serie("Zed", 500)).await;

    assert_published(&desk.app, "Zed", 500).await;
    assert_eq!(shown(&desk, id).await, 500);
    let more = desk.reader.posts("/api/serie", &serie("Zed", 501)).await;
    assert_eq!(more.wrong_fields(), ["episodes"]);
}

#[tokio::test]
async fn each_episode_that_is_wrong_is_named() {
    let desk = Desk::new().await;
    let mut body = serie("Zed", 3);
    body["episodes"][0]["title"] = json!(null);
    body["episodes"][2]["year"] = json!("1999");

    let reply = desk.reader.posts("/api/serie", &body).await;

    assert_eq!(reply.wrong_fields(), ["episodes[0].title", "episodes[2].year"]);
    for odd in [json!("One"), json!({}), json!(["One"]), json!([null])] {
        body["episodes"] = odd;
        let reply = desk.reader.posts("/api/serie", &body).await;
        assert_eq!(reply.wrong_fields(), ["episodes"]);
    }
}

/// Wherever it breaks off: asked for again, it goes on where it was, and nothing comes twice.
#[tokio::test]
async fn a_serie_whose_publication_breaks_off_is_published_once() {
    let (app, faults) = TestApp::faulty().await;
    let desk = Desk::over(app).await;
    for fault in Fault::ALL {
        for n in 0.. {
            let title = fresh("Zed");
            let id = desk.reader.submits(KIND, &serie(&title, 60)).await;

            faults.arrange(n, fault);
            let reply = desk.moderator.publishes(KIND, id).await;
            let is_through = faults.cancel();

            if desk.addition(KIND, id).await.is_some() {
                reply.failed(500, "internal");
                let _ = desk.moderator.publishes(KIND, id).await.ok(201);
            }
            assert_published(&desk.app, &title, 60).await;
            desk.moderator.publishes(KIND, id).await.failed(404, "notInDatabase");
            if is_through {
                assert_eq!(reply.status, 201);
                break;
            }
        }
    }
}

#[tokio::test]
async fn what_is_half_published_is_published_to_the_end_and_not_declined() {
    let (app, faults) = TestApp::faulty().await;
    let desk = Desk::over(app).await;
    let id = half_published(&desk, &faults, "Zed").await;
    let Addition { published, episodes, .. } = desk.addition(KIND, id).await.expect("it is there");
    assert_eq!(episodes.len(), 35);

    desk.moderator.declines(KIND, id).await.failed(400, "operation");
    let reply = desk.moderator.publishes(KIND, id).await.ok(201);

    assert_eq!(Some(reply.number_of("content_id")), published);
    assert_published(&desk.app, "Zed", 60).await;
}

#[tokio::test]
async fn what_is_half_published_and_deleted_gets_no_more_episodes_and_can_be_declined() {
    let (app, faults) = TestApp::faulty().await;
    let desk = Desk::over(app).await;
    let id = half_published(&desk, &faults, "Zed").await;
    let content = desk.addition(KIND, id).await.and_then(|addition| addition.published);
    desk.app.withdraw(content.expect("half published")).await;
    let n_events = desk.app.events().await.len();

    desk.moderator.publishes(KIND, id).await.failed(400, "operation");

    assert_eq!(desk.app.events().await.len(), n_events);
    let _ = desk.moderator.declines(KIND, id).await.ok(201);
    assert!(desk.addition(KIND, id).await.is_none());
}

#[tokio::test]
async fn an_episode_that_is_added_is_told_with_its_serie_and_the_moderator() {
    let desk = Desk::new().await;
    let serie = desk.publish(KIND, &serie("Zed", 0)).await;
    let path = format!("/api/serie/{serie}/episodes");

    let reply = desk.moderator.posts(path, &json!({ "title": "One", "year": 1988 })).await.ok(201);

    let [event] = &desk.told_of(reply.number_of("content_id")).await[..] else {
        panic!("one event")
    };
    assert_eq!(event.name, "EpisodeAddedEvent");
    assert_eq!(event.fields["serie_id"], json!(serie));
    assert_eq!(event.occured_by, Some(desk.app.id_of(&desk.moderator).await));
}
