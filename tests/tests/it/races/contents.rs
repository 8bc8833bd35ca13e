//! Contents that are edited or deleted while people rate them.

use std::time::Duration;

use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use serde_json::json;
use tests::{Editorial, Reader, TestApp, assert_sound};

use super::{at_once, winner};
use crate::cascade::everything;

/// How long until nobody can be under way any more who knew the content.
const PATIENCE: Duration = Duration::from_secs(301);

/// A system with a moderator and five readers.
async fn cinema() -> (TestApp, Reader, Vec<Reader>) {
    let app = TestApp::new().await;
    let Editorial { moderator, reader, .. } = Editorial::over(&app).await;
    let mut readers = vec![reader];
    for _ in 0..4 {
        readers.push(Reader::new(&app.api()).await);
    }
    (app, moderator, readers)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_edit_and_no_rating_is_lost_when_they_meet() {
    let (app, moderator, readers) = cinema().await;
    let fields = ["year", "cover", "director", "language", "writer"];
    for round in 0..10 {
        let movie = app.publish(MediaKind::Movie, json!({ "title": "Zed" })).await;
        let (path, value) = (format!("/api/movie/{movie}"), round.to_string());
        let rating = |reader: &Reader| {
            reader.patch(format!("{path}/meta")).json(&json!({ "rating": round % 6 }))
        };
        let edits = fields.map(|name| moderator.patch(&path).json(&json!({ name: value })));

        let calls = edits.into_iter().zip(&readers).flat_map(|(edit, who)| [edit, rating(who)]);
        let replies = at_once(calls).await;

        let content = app.content(movie).await.expect("it is there");
        for (name, edit) in fields.iter().zip(replies.iter().step_by(2)) {
            assert!([201, 503].contains(&edit.status), "{}", edit.text);
            assert_eq!(content.fields[*name] == json!(value), edit.status == 201, "{name}");
        }
        let mut n_rated = 0;
        for reader in &readers {
            let place = Meta::place(app.id_of(reader).await, MediaKind::Movie, movie);
            let meta: Option<Meta> = app.app().store.get(&place).await.expect("the store answers");
            n_rated += u64::from(meta.is_some());
        }
        let ratings = replies.iter().skip(1).step_by(2).filter(|reply| reply.status == 201);
        assert_eq!(ratings.count() as u64, n_rated);
        let shown = moderator.get(&path).await.ok(200);
        assert_eq!(shown.body["content"]["rating_count"], json!(n_rated));
        let mean = f64::from(round % 6);
        assert_eq!(shown.body["content"]["rating"].as_f64(), (n_rated > 0).then_some(mean));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_a_content_that_people_meet_while_it_is_deleted() {
    let (app, moderator, readers) = cinema().await;
    app.publish(MediaKind::Movie, json!({ "title": "Stays" })).await;
    app.settle().await;
    let before = everything(&app).await;
    for round in 0..20 {
        let movie = app.publish(MediaKind::Movie, json!({ "title": "Zed" })).await;
        let path = format!("/api/movie/{movie}");
        let mut calls = Vec::new();
        for reader in &readers {
            let meta = format!("{path}/meta");
            calls.push(reader.patch(&meta).json(&json!({ "rating": 4 })));
            calls.push(app.api().get(&meta).bearer(&reader.token));
        }
        calls.push(moderator.patch(&path).json(&json!({ "title": "Zee" })));
        // Now among the first, now among the last.
        calls.insert((round * 3) % calls.len(), moderator.delete(&path));

        let replies = at_once(calls).await;

        for reply in &replies {
            assert!(reply.status < 500, "{}: {}", reply.status, reply.text);
        }
        assert_eq!(app.content(movie).await, None, "no edit brings it back");
        // The event may be worked off before the last of them has written.
        app.settle().await;
        app.advance(PATIENCE);
        app.finish_erasures().await.expect("they are gone through");
        app.settle().await;
        assert_eq!(app.erasures().await, []);
        assert_eq!(everything(&app).await, before, "round {round}");
        assert_sound(&app).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_content_or_a_genre_that_is_deleted_many_times_at_once_goes_once() {
    let (app, moderator, _) = cinema().await;
    let movie = app.publish(MediaKind::Movie, json!({ "title": "Zed" })).await;
    let genre = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;

    for path in [format!("/api/movie/{movie}"), format!("/api/movie/genres/{genre}")] {
        let replies = at_once((0..10).map(|_| moderator.delete(&path))).await;

        winner(&replies, |reply| reply.failed(404, "notInDatabase"));
    }
    let events = app.all_events().await;
    assert_eq!(events.iter().filter(|event| event.name == "DeletionEvent").count(), 2);
    app.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn likes_that_meet_the_end_of_their_genre_go_with_it() {
    let (app, moderator, readers) = cinema().await;
    let before = everything(&app).await;
    for round in 0..10 {
        let genre = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
        let like = format!("/api/user/genre/{genre}");
        let mut calls: Vec<_> = readers.iter().map(|reader| reader.put(&like)).collect();
        calls.extend(readers.iter().map(|reader| reader.delete(&like)));
        calls.insert(round, moderator.delete(format!("/api/movie/genres/{genre}")));

        let replies = at_once(calls).await;

        assert!(replies.iter().all(|reply| reply.status < 500));
        assert_sound(&app).await;
        app.settle().await;
        app.advance(PATIENCE);
        app.finish_erasures().await.expect("they are gone through");
        assert_eq!(everything(&app).await.0, before.0, "round {round}");
    }
    app.settle().await;
}
