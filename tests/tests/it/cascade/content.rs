//! What hung on a content that is deleted: everything that anybody did with it, and the episodes of a serie.

use std::time::Duration;

use kindred::Event;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use kindred::event::META_MODEL;
use kindred::store::Table;
use kindred_cli::embedded::{Fault, Faults};
use serde_json::{Value, json};
use tests::{Person, TestApp, assert_sound, described, stream};

use super::{Town, everything, fields};

/// More requests than any of the works below needs.
const PLENTY: usize = 1_000;

/// A town in which two people stay, with a genre of each kind.
async fn inhabited(app: TestApp) -> (Town, [Person; 2]) {
    let mut town = Town::over(app).await;
    let people = [town.app.person().await, town.app.person().await];
    for kind in MediaKind::ALL {
        town.app.genres(kind, &["Drama"]).await;
    }
    town.app.settle().await;
    town.before = everything(&town.app).await;
    (town, people)
}

async fn fragile() -> (Town, [Person; 2], Faults) {
    let (app, faults) = TestApp::faulty().await;
    let (town, people) = inhabited(app).await;
    (town, people, faults)
}

/// Publish something that is like the others of its kind, and what it consists of; the first is the whole.
async fn publish(town: &Town, kind: MediaKind) -> Vec<u64> {
    let genres = if kind.differences().has_genres() {
        town.app.genres(kind, &["Drama"]).await
    } else {
        Vec::new()
    };
    let whole = town.app.publish_described(kind, described(fields(kind, 77), genres)).await;
    let mut all = vec![whole];
    if kind.parts().is_some() {
        for number in 1..=2 {
            let episode = json!({ "title": "One", "serie_id": whole, "episode_number": number });
            all.push(town.app.publish(MediaKind::Episode, episode).await);
        }
    }
    all
}

/// The first looks, rates and flags, the second looks or uses only.
async fn meet(kind: MediaKind, contents: &[u64], [first, second]: &[Person; 2]) {
    for (n, id) in contents.iter().enumerate() {
        let path = format!("/api/{kind}/{id}");
        let _ = first.reader.get(format!("{path}/meta")).await.ok(200);
        first.reader.rates(kind.name(), *id, 5).await;
        if n == 0 {
            let flag = format!("{path}/bad_recommendation");
            let _ = first.reader.posts(flag, &json!({})).await.ok(201);
            let _ = second.reader.get(format!("{path}/meta")).await.ok(200);
        } else {
            let report = json!({ "additional_count": 2 });
            let _ = second.reader.reports(kind.name(), *id, &report).await.ok(201);
        }
    }
}

/// Delete a content as a moderator does and return the batch that tells of it.
async fn delete(town: &Town, id: u64) -> Value {
    let content = town.app.content(id).await.expect("it is there");
    let change = content.withdrawal(town.app.app().ids.occurrence(Some(1)));
    town.app.app().store.commit(change).await.expect("it can be written");
    let event = town.app.all_events().await.pop().expect("an event");
    assert_eq!((&*event.name, event.object_id), ("DeletionEvent", id));
    stream(&[event])
}

/// What is left in people's partitions of these contents.
async fn left(app: &TestApp, contents: &[u64]) -> Vec<String> {
    let is_of = |sort: &str| contents.iter().any(|id| sort.ends_with(&format!("#{id:016}")));
    let items = app.items(Table::State).await.into_keys();
    let own = items.filter(|(pk, sk)| pk.starts_with("USER#") && is_of(sk));
    own.map(|(_, sk)| sk).collect()
}

#[tokio::test]
async fn after_a_deletion_all_is_as_if_the_content_had_never_been() {
    let (town, people) = inhabited(TestApp::new().await).await;
    for kind in MediaKind::ALL {
        let contents = publish(&town, kind).await;
        meet(kind, &contents, &people).await;
        town.app.settle().await;
        let meanwhile = everything(&town.app).await;
        assert!(meanwhile.0.len() > town.before.0.len() && meanwhile.1.len() > town.before.1.len());

        delete(&town, contents[0]).await;
        town.app.settle().await;

        town.assert_as_before(&everything(&town.app).await, kind.name());
    }
}

/// Somebody whose only list is of one content, which goes before recompute has seen them meet it.
#[tokio::test]
async fn no_list_is_left_when_a_content_goes_before_anything_is_derived_of_it() {
    let (town, people) = inhabited(TestApp::new().await).await;
    let contents = publish(&town, MediaKind::Track).await;
    meet(MediaKind::Track, &contents, &people).await;

    delete(&town, contents[0]).await;
    town.app.settle().await;

    town.assert_as_before(&everything(&town.app).await, "at once");
}

#[tokio::test]
async fn nothing_is_derived_from_an_episode_and_nothing_is_left_of_it() {
    let (town, people) = inhabited(TestApp::new().await).await;
    let contents = publish(&town, MediaKind::Serie).await;
    town.app.settle().await;
    let before = everything(&town.app).await;

    let episode = json!({ "title": "Three", "serie_id": contents[0] });
    let episode = town.app.publish(MediaKind::Episode, episode).await;
    for person in &people {
        person.reader.rates("serie", episode, 5).await;
    }
    town.app.settle().await;
    assert_eq!(everything(&town.app).await.1, before.1, "nothing is derived");
    delete(&town, episode).await;
    town.app.settle().await;

    assert_eq!(everything(&town.app).await, before);
}

#[tokio::test]
async fn what_somebody_said_of_it_who_never_met_it_goes_too_and_their_list_is_as_it_was() {
    let (mut town, [person, _]) = inhabited(TestApp::new().await).await;
    let movie = |n: i64| {
        let mut movie = fields(MediaKind::Movie, n);
        movie["director"] = json!("Ann Director");
        movie
    };
    let met = town.app.publish(MediaKind::Movie, movie(70)).await;
    town.app.publish(MediaKind::Movie, movie(71)).await;
    person.reader.rates("movie", met, 5).await;
    town.app.settle().await;
    town.before = everything(&town.app).await;

    let content = town.app.publish(MediaKind::Movie, movie(72)).await;
    let path = format!("/api/movie/{content}/bad_recommendation");
    let why = json!({ "director": ["Ann Director"] });
    let _ = person.reader.posts(path, &why).await.ok(201);
    town.app.settle().await;
    assert_sound(&town.app).await;
    delete(&town, content).await;
    town.app.settle().await;

    town.assert_as_before(&everything(&town.app).await, "after the flag is gone");
}

#[tokio::test]
async fn each_end_is_told_of_as_by_whoever_it_belonged_to() {
    let (town, people) = inhabited(TestApp::new().await).await;
    let contents = publish(&town, MediaKind::Serie).await;
    meet(MediaKind::Serie, &contents, &people).await;
    town.app.settle().await;

    delete(&town, contents[0]).await;
    town.app.settle().await;

    let mut forgotten = town.forgotten().await;
    forgotten.sort_unstable();
    let ids = people.each_ref().map(|person| Some(person.user.id));
    let expected: Vec<_> =
        ids.into_iter().flat_map(|by| contents.iter().map(move |id| (by, *id))).collect();
    assert_eq!(forgotten, expected);
    let is_end = |event: &Event| {
        let model = event.text("model_name");
        event.name == "DeletionEvent" && model.is_some_and(|model| model != META_MODEL)
    };
    let gone: Vec<_> = town.app.all_events().await.into_iter().filter(is_end).collect();
    let by = |event: &Event| (event.object_id, event.occured_by);
    let mut told: Vec<_> = gone.iter().map(by).collect();
    told.sort_unstable();
    assert_eq!(told, contents.iter().map(|id| (*id, Some(1))).collect::<Vec<_>>());
    let models: Vec<_> = gone.iter().filter_map(|event| event.text("model_name")).collect();
    assert_eq!(models, ["serie", "episode", "episode"]);
}

#[tokio::test]
async fn a_content_that_is_there_loses_nothing_whatever_an_event_says() {
    let (town, people) = inhabited(TestApp::new().await).await;
    let contents = publish(&town, MediaKind::Serie).await;
    meet(MediaKind::Serie, &contents, &people).await;
    let before = everything(&town.app).await;
    let ids = &town.app.app().ids;
    let events =
        contents.iter().map(|id| Event::deleted(ids.occurrence(None), MediaKind::Serie, *id));

    let batch = stream(&events.collect::<Vec<_>>());
    town.app.invoke_cascade(batch).await.expect("it is passed over");

    assert_eq!(everything(&town.app).await, before);
}

#[tokio::test]
async fn a_batch_that_breaks_off_anywhere_is_finished_when_it_comes_again() {
    let (town, people, faults) = fragile().await;
    for fault in Fault::ALL {
        for n in 0..PLENTY {
            let contents = publish(&town, MediaKind::Serie).await;
            meet(MediaKind::Serie, &contents, &people).await;
            let batch = delete(&town, contents[0]).await;

            faults.arrange(n, fault);
            let broken_off = town.app.invoke_cascade(batch.clone()).await.is_err();
            let is_through = faults.cancel();
            town.app.invoke_cascade(batch).await.expect("nothing fails any more");

            let context = format!("{fault:?} {n}");
            assert_ne!(broken_off, is_through, "{context}");
            assert_eq!(left(&town.app, &contents[..1]).await, [] as [&str; 0], "{context}");
            for id in &contents {
                assert_eq!(town.app.content(*id).await, None, "{context}");
            }
            town.app.settle().await;
            town.assert_as_before(&everything(&town.app).await, &context);
            if is_through {
                break;
            }
        }
    }
}

#[tokio::test]
async fn the_schedule_alone_is_enough_wherever_it_breaks_off() {
    let (town, people, faults) = fragile().await;
    for fault in Fault::ALL {
        for n in 0..PLENTY {
            let contents = publish(&town, MediaKind::Serie).await;
            meet(MediaKind::Serie, &contents, &people).await;
            delete(&town, contents[0]).await;

            town.app.advance(Duration::from_secs(400));
            faults.arrange(n, fault);
            let broken_off = town.app.finish_erasures().await.is_err();
            let is_through = faults.cancel();
            // The episodes get erasures of their own, with a time of their own.
            for _ in 0..2 {
                town.app.finish_erasures().await.expect("nothing fails any more");
                town.app.advance(Duration::from_secs(400));
            }

            let context = format!("{fault:?} {n}");
            assert_ne!(broken_off, is_through, "{context}");
            assert_eq!(town.app.erasures().await, [], "{context}");
            assert_eq!(left(&town.app, &contents).await, [] as [&str; 0], "{context}");
            town.app.settle().await;
            town.assert_as_before(&everything(&town.app).await, &context);
            if is_through {
                break;
            }
        }
    }
}

#[tokio::test]
async fn what_is_written_after_the_content_was_gone_goes_with_the_schedule() {
    let (town, [person, _]) = inhabited(TestApp::new().await).await;
    let id = publish(&town, MediaKind::Movie).await[0];
    let content = town.app.content(id).await.expect("it is there");
    delete(&town, id).await;
    town.app.settle().await;

    // A look, by a request that had read the content before.
    let app = town.app.app();
    let meta = Meta::new(person.user.id, &content);
    let (meta, event) = meta.view(app.ids.occurrence(Some(person.user.id)));
    app.store.commit(meta.saving(None, &[event])).await.expect("it can be written");
    town.app.settle().await;
    assert_eq!(left(&town.app, &[id]).await.len(), 1, "nobody hears of it");
    town.app.advance(Duration::from_secs(301));
    town.app.finish_erasures().await.expect("it is gone through");

    assert_eq!(town.app.erasures().await, []);
    town.app.settle().await;
    town.assert_as_before(&everything(&town.app).await, "after the schedule");
}

#[tokio::test]
async fn two_at_once_do_no_more_than_one() {
    let (town, people) = inhabited(TestApp::new().await).await;
    let contents = publish(&town, MediaKind::Serie).await;
    meet(MediaKind::Serie, &contents, &people).await;
    town.app.settle().await;
    let batch = delete(&town, contents[0]).await;

    let (first, second, third) = tokio::join!(
        town.app.invoke_cascade(batch.clone()),
        town.app.invoke_cascade(batch),
        town.app.finish_erasures(),
    );

    assert!(first.is_ok() && second.is_ok() && third.is_ok());
    town.app.settle().await;
    assert_eq!(town.forgotten().await.len(), 6, "each is told once");
    town.assert_as_before(&everything(&town.app).await, "after all three");
}
