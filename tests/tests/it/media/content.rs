//! One content: read, edited, deleted.

use kindred::Event;
use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::ids::EVENTS_OF_ONE_CHANGE;
use kindred::store::Table;
use serde_json::{Value, json};
use tests::{Editorial, Reader, Reply, TestApp, described, titled};

use super::{entry, ids};

/// A system with a moderator and a reader.
async fn editorial() -> (TestApp, Editorial) {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    (app, editorial)
}

/// A serie and an episode of it.
async fn serie(app: &TestApp) -> (u64, u64) {
    let serie = app.publish(MediaKind::Serie, json!({ "title": "Dekalog" })).await;
    (serie, episode(app, serie, 1).await)
}

async fn episode(app: &TestApp, serie: u64, number: u64) -> u64 {
    let fields = json!({
        "title": format!("No. {number}"), "serie_id": serie, "season_number": 1, "episode_number": number,
    });
    app.publish(MediaKind::Episode, fields).await
}

async fn edit(moderator: &Reader, path: impl Into<String>, body: Value) -> Reply {
    moderator.patch(path).json(&body).send().await
}

/// The attributes that events tell of, and their values.
fn told(events: &[Event]) -> Vec<(&str, &str)> {
    let told = |event| Some((Event::text(event, "attribute_name")?, event.text("new_value")?));
    events.iter().filter_map(told).collect()
}

#[tokio::test]
async fn a_content_is_read_as_lists_show_it_and_that_is_no_look() {
    let (app, Editorial { reader, .. }) = editorial().await;
    for kind in MediaKind::ALL {
        let genres = app.genres(kind, &["Drama"]).await;
        let fields = titled(kind, "Zed", 1);
        let id = app.publish_described(kind, described(fields, genres)).await;
        app.add_ratings(id, 9, 2).await;
        app.settle().await;
        let before = (app.items(Table::State).await, app.all_events().await.len());

        let reply = reader.get(format!("/api/{kind}/{id}")).await.ok(200);

        assert_eq!(reply.body["status"], json!(true));
        assert!(!reply.text_of("message").is_empty());
        let listed = reader.get(format!("/api/{kind}")).await.ok(200);
        assert_eq!(reply.body["content"], entry(&listed, id));
        assert_eq!((app.items(Table::State).await, app.all_events().await.len()), before);
    }
}

#[tokio::test]
async fn an_episode_is_read_edited_and_deleted_below_series() {
    let (app, Editorial { reader, moderator, .. }) = editorial().await;
    let (serie, first) = serie(&app).await;
    let second = episode(&app, serie, 2).await;
    let path = format!("/api/serie/{first}");

    let _ =
        edit(&moderator, &path, json!({ "episode_number": 3, "serie_id": serie })).await.ok(201);

    let shown = reader.get(&path).await.ok(200).body["content"].clone();
    let expected = json!({
        "content_id": first, "episode_id": first, "imdbid": null, "title": "No. 1", "year": null,
        "season_number": 1, "episode_number": 3, "serie_id": serie, "rating": null, "rating_count": 0,
    });
    assert_eq!(shown, expected);
    let episodes = format!("/api/serie/{serie}/episodes");
    assert_eq!(ids(&reader.get(&episodes).await.ok(200)), [second, first]);
    let elsewhere = edit(&moderator, &path, json!({ "serie_id": serie + 5 })).await;
    assert_eq!(elsewhere.wrong_fields(), ["serie_id"]);
    assert_eq!(edit(&moderator, &path, json!({ "genres": [] })).await.wrong_fields(), ["genres"]);
    reader.get(format!("/api/movie/{first}")).await.failed(404, "notInDatabase");

    let _ = moderator.delete(&path).send().await.ok(201);

    reader.get(&path).await.failed(404, "notInDatabase");
    assert_eq!(ids(&reader.get(&episodes).await.ok(200)), [second]);
    let event = app.all_events().await.pop().expect("an event");
    assert_eq!(event.text("model_name"), Some("episode"));
    app.settle().await;
}

#[tokio::test]
async fn what_is_not_there_or_of_another_kind_is_not_found() {
    let (app, Editorial { moderator, .. }) = editorial().await;
    let book = app.publish(MediaKind::Book, titled(MediaKind::Book, "Zed", 1)).await;

    for id in ["0", "999", "-1", "+1", "1.0", "x", "99999999999999999999", &book.to_string()] {
        let path = format!("/api/movie/{id}");
        moderator.get(&path).await.failed(404, "notInDatabase");
        edit(&moderator, &path, json!({})).await.failed(404, "notInDatabase");
        moderator.delete(&path).send().await.failed(404, "notInDatabase");
    }
    assert!(app.content(book).await.is_some());
}

#[tokio::test]
async fn an_edit_changes_what_it_names_and_tells_of_each_attribute() {
    let (app, Editorial { moderator, .. }) = editorial().await;
    let by = app.id_of(&moderator).await;
    let fields = json!({ "title": "Zed", "year": "1999", "cover": "a", "imdbid": "tt1" });
    let genres = app.genres(MediaKind::Movie, &["Action", "Drama"]).await;
    let id = app.publish_described(MediaKind::Movie, described(fields, genres.clone())).await;
    app.add_ratings(id, 9, 2).await;
    let n_before = app.events().await.len();
    let before = app.content(id).await.expect("it is there");

    let body = json!({
        "year": "2000", "cover": null, "tmdbid": "17", "imdbid": "tt1", "genres": [genres[1].genre_id],
    });
    let reply = edit(&moderator, format!("/api/movie/{id}"), body).await.ok(201);

    assert_eq!(reply.body, json!({ "status": true, "message": reply.text_of("message") }));
    let mut fields = before.fields.clone();
    fields
        .extend(described(json!({ "year": "2000", "cover": null, "tmdbid": "17" }), vec![]).fields);
    let genres = genres[1..].to_vec();
    let expected =
        Content { fields, genres: genres.clone(), version: before.version + 1, ..before };
    assert_eq!(app.content(id).await, Some(expected));
    let mut events = app.events().await.split_off(n_before);
    events.retain(|event| event.name == "ChangedEvent");
    let mut changes = told(&events);
    changes.sort_unstable();
    let drama = genres[0].genre_id.to_string();
    assert_eq!(
        changes,
        [("cover", "None"), ("genres", &*drama), ("tmdbid", "17"), ("year", "2000")]
    );
    for event in &events {
        assert_eq!((event.occured_by, event.object_id), (Some(by), id));
        assert_eq!(event.text("model_name"), Some("movie"));
    }
}

#[tokio::test]
async fn an_edit_that_changes_nothing_tells_nothing() {
    let (app, Editorial { moderator, .. }) = editorial().await;
    let id = app.publish(MediaKind::Movie, json!({ "title": "Zed" })).await;

    for body in [json!({}), json!({ "title": "Zed", "year": null, "genres": [] })] {
        let _ = edit(&moderator, format!("/api/movie/{id}"), body).await.ok(201);
    }

    assert_eq!(app.events().await.len(), 1);
}

#[tokio::test]
async fn a_genre_of_another_kind_stands_for_that_of_its_name() {
    let (app, Editorial { moderator, reader, .. }) = editorial().await;
    let movie = app.publish(MediaKind::Movie, json!({ "title": "Zed" })).await;
    let drama = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
    let others = app.genres(MediaKind::Game, &["drama", "Puzzle"]).await;

    let ids = json!([others[1].genre_id, others[0].genre_id, drama, others[0].genre_id]);
    let _ = edit(&moderator, format!("/api/movie/{movie}"), json!({ "genres": ids })).await.ok(201);

    let shown = reader.get(format!("/api/movie/{movie}")).await.ok(200);
    let genres = shown.body["content"]["genres"].as_array().expect("genres");
    let names: Vec<_> = genres.iter().map(|genre| &genre["name"]).collect();
    assert_eq!(names, ["Puzzle", "Drama"]);
    assert_eq!(genres[1]["genre_id"], json!(drama));
}

#[tokio::test]
async fn what_breaks_a_rule_is_named_and_nothing_is_changed() {
    let (app, Editorial { moderator, .. }) = editorial().await;
    let book = app.publish(MediaKind::Book, titled(MediaKind::Book, "Zed", 1)).await;
    let movie = app.publish(MediaKind::Movie, json!({ "title": "Zed" })).await;
    let puzzle = app.genres(MediaKind::Game, &["Puzzle"]).await[0].genre_id;
    let before = app.items(Table::State).await;

    let many: Vec<u64> = (0..101).collect();
    for (path, body, wrong) in [
        (format!("/api/movie/{movie}"), json!({ "title": null }), "title"),
        (format!("/api/movie/{movie}"), json!({ "title": "" }), "title"),
        (format!("/api/movie/{movie}"), json!({ "title": "x".repeat(256) }), "title"),
        (format!("/api/movie/{movie}"), json!({ "year": 1999 }), "year"),
        (format!("/api/movie/{movie}"), json!({ "avatar": "x" }), "avatar"),
        (format!("/api/movie/{movie}"), json!({ "content_id": movie }), "content_id"),
        (format!("/api/movie/{movie}"), json!({ "genres": [puzzle], "year": 1999 }), "year"),
        (format!("/api/movie/{movie}"), json!({ "genres": "Drama" }), "genres"),
        (format!("/api/movie/{movie}"), json!({ "genres": ["1"] }), "genres"),
        (format!("/api/movie/{movie}"), json!({ "genres": many }), "genres"),
        (format!("/api/book/{book}"), json!({ "isbn": null }), "isbn"),
        (format!("/api/book/{book}"), json!({ "genres": [puzzle] }), "genres"),
        (format!("/api/book/{book}"), json!({ "year_of_publication": 3e9 }), "year_of_publication"),
    ] {
        let reply = edit(&moderator, path, body.clone()).await;
        assert_eq!(reply.wrong_fields(), [wrong], "{body}");
    }
    for id in [
        json!(0),
        json!(-1),
        json!(999),
        serde_json::from_str("99999999999999999999").expect("a number"),
    ] {
        let reply =
            edit(&moderator, format!("/api/movie/{movie}"), json!({ "genres": [id] })).await;
        reply.failed(404, "notInDatabase");
    }
    assert_eq!(app.items(Table::State).await, before);
}

#[tokio::test]
async fn what_is_unique_stays_so_and_is_free_again_after_an_edit() {
    let (app, Editorial { moderator, .. }) = editorial().await;
    for kind in MediaKind::ALL {
        let Some(unique) = kind.differences().unique else { continue };
        let [first, second] = [1, 2].map(|n| titled(kind, "Zed", n));
        let one = app.publish(kind, first.clone()).await;
        let two = app.publish(kind, second).await;
        let change = json!({ unique: first[unique] });

        let clash = edit(&moderator, format!("/api/{kind}/{two}"), change.clone()).await;
        clash.failed(400, "taken");
        assert!(clash.body["errors"][0].as_str().is_some_and(|text| text.starts_with(unique)));
        let _ = edit(&moderator, format!("/api/{kind}/{one}"), json!({ unique: "Another" }))
            .await
            .ok(201);
        let _ = edit(&moderator, format!("/api/{kind}/{two}"), change).await.ok(201);
        let _ = moderator.delete(format!("/api/{kind}/{one}")).send().await.ok(201);
        let mut third = titled(kind, "Zed", 3);
        third[unique] = json!("Another");
        app.publish(kind, third).await;
    }
    app.settle().await;
}

#[tokio::test]
async fn a_deleted_content_is_gone_with_the_answer() {
    let (app, Editorial { moderator, reader, .. }) = editorial().await;
    let by = app.id_of(&moderator).await;
    for kind in MediaKind::ALL {
        let id = app.publish(kind, titled(kind, "Zed", 1)).await;
        reader.rates(kind.name(), id, 4).await;
        app.settle().await;
        let path = format!("/api/{kind}/{id}");

        let reply = moderator.delete(&path).send().await.ok(201);

        assert_eq!(reply.body, json!({ "status": true, "message": reply.text_of("message") }));
        reader.get(&path).await.failed(404, "notInDatabase");
        reader.get(format!("{path}/meta")).await.failed(404, "notInDatabase");
        reader.reports(kind.name(), id, &json!({ "rating": 1 })).await.failed(404, "notInDatabase");
        edit(&moderator, &path, json!({})).await.failed(404, "notInDatabase");
        moderator.delete(&path).send().await.failed(404, "notInDatabase");
        for list in [format!("/api/{kind}"), format!("/api/{kind}/search/zed")] {
            assert_eq!(reader.get(list).await.ok(200).body["content"], json!([]));
        }
        let event = app.all_events().await.pop().expect("an event");
        assert_eq!(
            (&*event.name, event.object_id, event.occured_by),
            ("DeletionEvent", id, Some(by))
        );
        assert_eq!(json!(event.fields), json!({ "model_name": kind.name() }));
        app.settle().await;
    }
}

/// The order in which refusals come: the session, the body, the account, its roles, the content.
#[tokio::test]
async fn only_who_may_edits_and_deletes_and_is_told_why_not_in_order() {
    let (app, Editorial { moderator, reader, .. }) = editorial().await;
    let gone = Reader::gone(&app.api()).await;
    let movie = app.publish(MediaKind::Movie, json!({ "title": "Zed" })).await;
    let before = app.content(movie).await;
    let path = |id: u64| format!("/api/movie/{id}");

    for id in [movie, 999] {
        app.api().patch(path(id)).body("text/plain", "?").send().await.failed(401, "token");
        let broken = app.api().patch(path(id)).bearer("x").body("text/plain", "?").send().await;
        broken.failed(422, "token");
        for who in [&gone, &reader, &moderator] {
            let reply = who.patch(path(id)).body("application/json", "[]").send().await;
            reply.failed(400, "invalidRequest");
        }
        edit(&gone, path(id), json!({ "title": "Zee" })).await.failed(404, "notInDatabase");
        edit(&reader, path(id), json!({ "title": "Zee" })).await.failed(403, "permission");
        gone.delete(path(id)).send().await.failed(404, "notInDatabase");
        reader.delete(path(id)).send().await.failed(403, "permission");
        app.api().delete(path(id)).send().await.failed(401, "token");
        app.api().delete(path(id)).bearer("x").send().await.failed(422, "token");
    }
    edit(&moderator, path(999), json!({ "avatar": 1 })).await.failed(404, "notInDatabase");

    assert_eq!(app.content(movie).await, before);
}

#[test]
fn an_edit_never_needs_more_events_than_it_has_ids() {
    for kind in MediaKind::WITH_EPISODES {
        let attributes = kind.differences().fields.len() + 1;
        assert!(attributes as u64 <= EVENTS_OF_ONE_CHANGE, "{kind} has {attributes} attributes");
    }
}
