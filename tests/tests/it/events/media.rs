//! What happens to contents, and how events lie in their table.

use std::collections::BTreeSet;

use kindred::Event;
use kindred::entity::kind::MediaKind;
use kindred::store::{Order, Range, Table};
use serde_json::{Value, json};
use tests::shapes::{fields, found};
use tests::{TestApp, described, titled};

use super::changes;

/// The only event.
#[track_caller]
fn one(events: &[Event]) -> Event {
    let [event] = events else { panic!("one event: {events:?}") };
    event.clone()
}

#[tokio::test]
async fn a_published_content_is_told_of_with_all_its_fields() {
    let cases = [
        (MediaKind::Book, "BookAddedEvent", json!({ "title": "Zed", "isbn": "1" })),
        (MediaKind::Game, "GameAddedEvent", json!({ "name": "Zed", "recommendations": 3 })),
        (MediaKind::Movie, "MovieAddedEvent", json!({ "title": "Zed", "year": "1999" })),
    ];
    for (kind, name, description) in cases {
        let app = TestApp::new().await;

        let id = app.publish(kind, description.clone()).await;

        let event = one(&app.events().await);
        assert_eq!((&*event.name, event.schema), (name, 1));
        assert_eq!((event.occured_by, event.object_id), (None, id));
        assert_eq!(event.occured_at, app.app().clock.now());
        // The fields of the kind and no others: no genres, no rating, no ids.
        let mut own = found(kind.name());
        let alias = format!("{kind}_id");
        let ids = ["content_id", "popularity_score", "rating", "rating_count", &alias];
        own.retain(|field| !ids.contains(&field.as_str()));
        let told = json!(event.fields);
        assert_eq!(fields(&told), own);
        for (field, value) in described(description, vec![]).fields {
            assert_eq!(told[field], value);
        }
    }
}

#[tokio::test]
async fn genres_of_a_published_content_are_told_beside_its_fields() {
    let app = TestApp::new().await;
    let genres = app.genres(MediaKind::Movie, &["Drama", "Action"]).await;
    let ids = format!("{},{}", genres[0].genre_id, genres[1].genre_id);
    let n_before = app.events().await.len();

    let content = described(json!({ "title": "Zed" }), genres);
    let id = app.publish_described(MediaKind::Movie, content).await;

    let events = app.events().await.split_off(n_before);
    let names: Vec<_> = events.iter().map(|event| (&*event.name, event.schema)).collect();
    assert_eq!(names, [("MovieAddedEvent", 1), ("ChangedEvent", 2)]);
    assert_eq!(changes(&events[1..], "movie"), [("genres", &*ids)]);
    assert!(events.iter().all(|event| (event.occured_by, event.object_id) == (None, id)));
}

#[tokio::test]
async fn what_is_unknown_of_a_published_content_is_null() {
    let app = TestApp::new().await;

    app.publish(MediaKind::Movie, json!({ "title": "Zed", "year": "" })).await;

    let event = one(&app.events().await);
    assert_eq!((&event.fields["year"], &event.fields["cover"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn a_revised_content_tells_of_each_attribute_that_changed() {
    let app = TestApp::new().await;
    let before = json!({ "title": "Zed", "year": "1999", "cover": "a", "language": "en" });
    let id = app.publish(MediaKind::Movie, before).await;

    let after = json!({ "title": "Zed", "year": "2000", "language": "fr" });
    let genres = app.genres(MediaKind::Movie, &["Action", "Drama"]).await;
    let ids = format!("{},{}", genres[0].genre_id, genres[1].genre_id);
    let n_before = app.events().await.len();
    app.revise(id, described(after, genres)).await;

    let events = app.events().await.split_off(n_before);
    let mut told = changes(&events, "movie");
    assert!(events.is_sorted_by(|a, b| a.id < b.id));
    told.sort_unstable();
    let expected = [("cover", "None"), ("genres", &*ids), ("language", "fr"), ("year", "2000")];
    assert_eq!(told, expected);
    assert!(events.iter().all(|event| (event.occured_by, event.object_id) == (None, id)));
}

#[tokio::test]
async fn a_number_is_told_as_decimal_text() {
    let app = TestApp::new().await;
    let id = app.publish(MediaKind::Book, json!({ "title": "Zed", "isbn": "1" })).await;

    let after = json!({ "title": "Zed", "isbn": "1", "year_of_publication": 1999 });
    app.revise(id, described(after, vec![])).await;

    let events = app.events().await.split_off(1);
    assert_eq!(changes(&events, "book"), [("year_of_publication", "1999")]);
}

#[tokio::test]
async fn a_content_described_as_it_is_tells_nothing() {
    let app = TestApp::new().await;
    let fields = json!({ "title": "Zed", "year": "1999" });
    let id = app.publish(MediaKind::Movie, fields.clone()).await;

    app.revise(id, described(fields, vec![])).await;

    assert_eq!(app.events().await.len(), 1);
}

#[tokio::test]
async fn a_withdrawn_content_is_told_of() {
    for kind in MediaKind::ALL {
        let app = TestApp::new().await;
        let id = app.publish(kind, titled(kind, "Zed", 1)).await;

        app.withdraw(id).await;

        let event = one(&app.events().await[1..]);
        assert_eq!((&*event.name, event.object_id), ("DeletionEvent", id));
        assert_eq!(json!(event.fields), json!({ "model_name": kind.name() }));
    }
}

#[tokio::test]
async fn an_event_lies_with_its_content_as_a_readable_item() {
    let app = TestApp::new().await;
    let id = app.publish(MediaKind::Movie, json!({ "title": "Zed" })).await;

    let items = app.items(Table::Events).await;

    let (place, item) = items.first_key_value().expect("one item");
    let event = one(&app.events().await);
    assert_eq!(place, &(format!("CONTENT#{id}"), format!("{:016}", event.id)));
    let base = ["day", "fields", "id", "name", "object_id", "occured_at", "occured_by", "schema"];
    let names: BTreeSet<&str> = item.keys().map(String::as_str).collect();
    assert_eq!(names, base.into_iter().chain(["type"]).collect());
    assert_eq!(item["occured_at"], json!("2026-01-01T00:00:00.000000"));
    assert_eq!(item["day"], json!(format!("2026-01-01#{}", id % 8)));
    assert!(item["fields"].is_object());
    assert!(event.id < 1 << 53);
}

#[tokio::test]
async fn the_history_of_a_content_is_read_in_order() {
    let app = TestApp::new().await;
    let id = app.publish(MediaKind::Movie, json!({ "title": "Zed" })).await;
    app.publish(MediaKind::Movie, json!({ "title": "Other" })).await;
    app.revise(id, described(json!({ "title": "Zee" }), vec![])).await;
    app.withdraw(id).await;

    let history = Range::of(Table::Events, Event::partition(id), Order::Ascending);
    let events: Vec<Event> = app.app().store.list_all(&history).await.expect("a list");

    let names: Vec<_> = events.iter().map(|event| event.name.as_str()).collect();
    assert_eq!(names, ["MovieAddedEvent", "ChangedEvent", "DeletionEvent"]);
}
