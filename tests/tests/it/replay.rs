//! The history is complete: folding the events of a thing gives the thing as it is stored.

mod difference;
mod fold;
mod served;
mod world;

use std::time::Duration;

use kindred::entity::kind::{Field, Holds, MediaKind};
use kindred::entity::meta::Meta;
use kindred::event::META_MODEL;
use kindred::{Event, Timestamp};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tests::{Reader, TestApp, described, run};
use uuid::Uuid;

/// Something a user does with one of two movies.
#[derive(Clone, Debug)]
enum Step {
    Look,
    Report(Option<u8>, Option<f64>),
    Withdraw,
}

/// A history: who, with which movie, what, and how many microseconds after the last.
fn histories() -> impl Strategy<Value = Vec<(usize, usize, Step, u64)>> {
    let rating = prop::option::of(0_u8..=5);
    let count = prop::option::of((0_u8..=9).prop_map(|tenths| f64::from(tenths) * 0.5));
    let step = prop_oneof![
        Just(Step::Look),
        Just(Step::Withdraw),
        (rating, count).prop_map(|(rating, count)| Step::Report(rating, count)),
    ];
    // Often no time passes at all.
    let pause = prop_oneof![Just(0), 1_u64..5_000_000];
    prop::collection::vec((0_usize..2, 0_usize..2, step, pause), 1..16)
}

impl Step {
    async fn take(&self, reader: &Reader, movie: u64) {
        match self {
            Self::Look => {
                let _ = reader.get(format!("/api/movie/{movie}/meta")).await.ok(200);
            }
            Self::Report(rating, count) => {
                let mut report = Map::new();
                report.extend(rating.map(|rating| ("rating".to_owned(), json!(rating))));
                report.extend(count.map(|count| ("additional_count".to_owned(), json!(count))));
                let _ = reader.reports("movie", movie, &report.into()).await.ok(201);
            }
            // There may be nothing to withdraw.
            Self::Withdraw => {
                let _ = reader.delete(format!("/api/movie/{movie}/meta/rating")).send().await;
            }
        }
    }
}

/// A record as its events tell it.
fn replayed(events: &[&Event], mut meta: Meta) -> Meta {
    for event in events {
        match event.name.as_str() {
            "MetaAddedEvent" => add(&mut meta, event),
            _ => change(&mut meta, event),
        }
    }
    meta
}

fn add(meta: &mut Meta, event: &Event) {
    let number = |field: &str| event.fields[field].as_u64();
    let at = |happened: bool| happened.then_some(event.occured_at);
    meta.rating = number("rating").and_then(|rating| u8::try_from(rating).ok());
    meta.last_rating_date = at(meta.rating.is_some());
    meta.review_see_count = number("review_see_count").expect("a number");
    meta.last_review_see_date = at(meta.review_see_count > 0);
    meta.count = number("count").expect("a number");
    meta.last_count_increment = at(meta.count > 0);
}

fn change(meta: &mut Meta, event: &Event) {
    assert_eq!(event.text("model_name"), Some(META_MODEL));
    let value = event.text("new_value").expect("a value");
    let number = || value.parse().expect("a number");
    let date = || value.replace(' ', "T").parse::<Timestamp>().expect("a date");
    match event.text("attribute_name").expect("an attribute") {
        "rating" => meta.rating = value.parse().ok(),
        "last_rating_date" => meta.last_rating_date = (value != "None").then(date),
        "review_see_count" => {
            meta.review_see_count = number();
            // A look is told by its count alone; its date is that of the event.
            meta.last_review_see_date = Some(event.occured_at);
        }
        "count" => meta.count = number(),
        "last_count_increment" => meta.last_count_increment = Some(date()),
        other => panic!("{other} is no attribute of a record"),
    }
}

/// What a record and its history say, the one date apart that a history does not always tell: a first report of
/// `additional_count` 0 leaves a date but no trace in its `MetaAddedEvent`.
fn comparable(meta: &Meta, events: &[&Event]) -> Meta {
    let told =
        events.iter().any(|event| event.text("attribute_name") == Some("last_count_increment"));
    let date = meta.last_count_increment.filter(|_| told || meta.count > 0);
    Meta { version: 0, last_count_increment: date, ..meta.clone() }
}

async fn interactions_are_replayed(history: Vec<(usize, usize, Step, u64)>) {
    let app = TestApp::new().await;
    let readers = [Reader::new(&app.api()).await, Reader::new(&app.api()).await];
    let users = [app.id_of(&readers[0]).await, app.id_of(&readers[1]).await];
    let mut movies = Vec::new();
    for title in ["One", "Two"] {
        movies.push(app.publish(MediaKind::Movie, json!({ "title": title })).await);
    }

    for (who, what, step, pause) in &history {
        app.advance(Duration::from_micros(*pause));
        step.take(&readers[*who], movies[*what]).await;
    }

    let events = app.events().await;
    for (user, movie) in
        users.into_iter().flat_map(|user| movies.iter().map(move |movie| (user, *movie)))
    {
        let own: Vec<_> = events
            .iter()
            .filter(|event| (event.occured_by, event.object_id) == (Some(user), movie))
            .collect();
        let place = Meta::place(user, MediaKind::Movie, movie);
        let stored: Option<Meta> = app.app().store.get(&place).await.expect("the store answers");
        assert_eq!(stored.is_some(), !own.is_empty());
        let Some(stored) = stored else { continue };
        let content = app.content(movie).await.expect("a movie");
        let replayed = replayed(&own, Meta::new(user, &content));
        assert_eq!(comparable(&replayed, &own), comparable(&stored, &own), "{own:?}");
    }
}

/// Descriptions of one content of a kind, one after the other.
fn descriptions() -> impl Strategy<Value = (MediaKind, Vec<Map<String, Value>>)> {
    prop::sample::select(MediaKind::ALL.to_vec())
        .prop_flat_map(|kind| (Just(kind), prop::collection::vec(fields(kind), 1..6)))
}

fn fields(kind: MediaKind) -> impl Strategy<Value = Map<String, Value>> {
    let required = [Some(kind.differences().title), kind.differences().unique];
    let field = move |field: &Field| {
        let some = match field.holds {
            Holds::Integer => any::<i32>().prop_map(Value::from).boxed(),
            Holds::SmallInteger => any::<i16>().prop_map(Value::from).boxed(),
            Holds::Text(_) | Holds::Reference(_) => text().prop_map(Value::from).boxed(),
            Holds::Uuid => any::<u128>().prop_map(|bits| json!(Uuid::from_u128(bits))).boxed(),
        };
        let value = match required.contains(&Some(field.name)) {
            true => some,
            false => prop_oneof![some, Just(Value::Null)].boxed(),
        };
        (Just(field.name.to_owned()), value)
    };
    let fields: Vec<_> = kind.differences().fields.iter().map(field).collect();
    fields.prop_map(|fields| fields.into_iter().collect())
}

/// Contract: an unknown value is told as `None`, so a text of this form cannot be told from it.
fn text() -> impl Strategy<Value = String> {
    let text = prop_oneof![Just("same".to_owned()), Just("7".to_owned()), "\\PC{1,13}"];
    text.prop_filter("reserved", |text| text != "None")
}

/// The fields of a content as its events tell them.
fn told(kind: MediaKind, events: &[Event]) -> Map<String, Value> {
    let mut fields = events[0].fields.clone();
    for event in &events[1..] {
        assert_eq!(event.text("model_name"), Some(kind.name()));
        let name = event.text("attribute_name").expect("an attribute");
        let text = event.text("new_value").expect("a value");
        let field = kind.differences().fields.iter().find(|field| field.name == name);
        let value = match (text, field.expect("a field").holds) {
            ("None", _) => Value::Null,
            (number, Holds::Integer | Holds::SmallInteger) => {
                json!(number.parse::<i32>().expect("a number"))
            }
            (text, Holds::Text(_) | Holds::Reference(_) | Holds::Uuid) => json!(text),
        };
        fields.insert(name.to_owned(), value);
    }
    fields
}

async fn descriptions_are_replayed(kind: MediaKind, descriptions: Vec<Map<String, Value>>) {
    let app = TestApp::new().await;
    let mut descriptions = descriptions.into_iter().map(|fields| described(fields.into(), vec![]));
    let first = descriptions.next().expect("at least one");
    let id = app.publish_described(kind, first).await;

    for description in descriptions {
        app.revise(id, description).await;
    }

    let stored = app.content(id).await.expect("it is there");
    assert_eq!(told(kind, &app.events().await), stored.fields);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_events_of_a_user_and_a_content_are_their_record(history in histories()) {
        run(interactions_are_replayed(history));
    }

    #[test]
    fn the_events_of_a_content_are_its_fields((kind, descriptions) in descriptions()) {
        run(descriptions_are_replayed(kind, descriptions));
    }
}
