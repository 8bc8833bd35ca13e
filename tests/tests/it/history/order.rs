//! The order of ids, over shards and midnights; and pages that end before a request takes too long.

use kindred::event::Occurrence;
use kindred::ids::first_id;
use kindred::{Event, Timestamp};
use serde_json::Value;

use super::{Archive, shown};

fn at(text: &str) -> Timestamp {
    Timestamp::from_iso_8601(text).expect("a time")
}

/// Somebody's first look at a content.
fn look(id: u64, at: Timestamp, content: u64) -> Event {
    Event::meta_added(Occurrence { id, at, by: Some(1) }, content, None, 1, 0)
}

impl Archive {
    async fn write(&self, events: &[Event]) {
        self.app.app().store.put_all(events, &[]).await.expect("they can be written");
    }
}

fn ids(events: &[Value]) -> Vec<u64> {
    events.iter().map(|event| event["id"].as_u64().expect("an id")).collect()
}

#[tokio::test]
async fn around_midnight_the_order_is_that_of_ids() {
    let archive = Archive::new().await;
    let midnight = first_id(at("2025-12-31"));
    // Who writes much at once runs ahead of the clock; and two instances do not have the same time.
    let events = [
        look(midnight - 5, at("2025-12-30T23:59:59.999999"), 1),
        look(midnight - 3, at("2025-12-31T00:00:00.000001"), 2),
        look(midnight + 1, at("2025-12-30T23:59:59.999999"), 3),
        look(midnight + 2, at("2025-12-31T00:00:00"), 4),
        look(midnight + 9_000, at("2025-12-30T23:59:59"), 13),
        look(midnight + 90_000, at("2025-12-31T00:00:10"), 3),
    ];
    archive.write(&events).await;
    let all: Vec<_> = events.iter().map(shown).collect();
    let told = |wanted: &dyn Fn(&Event) -> bool| -> Vec<_> {
        events.iter().filter(|event| wanted(event)).map(shown).collect()
    };

    for limit in 1..8 {
        let both = format!("since=2025-12-30&until=2025-12-31T12:00&limit={limit}");
        let mut reversed = archive.listed(&format!("{both}&order=desc")).await;
        reversed.reverse();
        assert_eq!(archive.listed(&both).await, all);
        assert_eq!(reversed, all);
        let first = format!("since=2025-12-29&until=2025-12-30T23:59:59.999999&limit={limit}");
        let day = |event: &Event| event.occured_at < at("2025-12-31");
        assert_eq!(archive.listed(&first).await, told(&day));
        let second = format!("since=2025-12-31&until=2026-01-01&type=MetaAddedEvent&limit={limit}");
        let day = |event: &Event| event.occured_at >= at("2025-12-31");
        assert_eq!(archive.listed(&second).await, told(&day));
    }
}

#[tokio::test]
async fn what_was_recorded_later_stands_on_the_day_of_its_record() {
    let archive = Archive::new().await;
    let (then, now) = (at("2020-05-05"), at("2025-12-30T10:00"));
    let event = look(first_id(now), then, 1).recorded_at(now);
    archive.write(std::slice::from_ref(&event)).await;

    let listed = archive.listed("since=2025-12-30&until=2025-12-31").await;

    assert_eq!(listed, [shown(&event)]);
    assert_eq!(archive.listed("since=2020-05-04&until=2020-05-06").await, [Value::Null; 0]);
}

#[tokio::test]
async fn a_page_reads_a_bounded_part_of_much() {
    let archive = Archive::new().await;
    let start = first_id(at("2025-12-30T10:00"));
    let mut events: Vec<_> =
        (0..3_000).map(|n| look(start + n, at("2025-12-30T10:00"), n % 16)).collect();
    events[2_999] = Event { occured_by: Some(2), ..events[2_999].clone() };
    archive.write(&events).await;

    for query in ["since=2025-12-30&until=2025-12-31&by=2", "object=7&by=2"] {
        let pages = archive.pages(query).await;
        let found: Vec<_> = pages.iter().map(Vec::len).collect();
        match query.contains("object") {
            true => assert_eq!(found, [1]),
            false => assert_eq!(found, [0, 1]),
        }
        assert_eq!(pages.concat(), [shown(&events[2_999])]);
    }
    let whole = archive.listed("since=2025-12-30&until=2025-12-31&limit=100").await;
    assert_eq!(ids(&whole), events.iter().map(|event| event.id).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_page_looks_at_a_bounded_number_of_days() {
    let archive = Archive::new().await;
    let early = look(first_id(at("2025-03-01T10:00")), at("2025-03-01T10:00"), 1);
    let late = look(first_id(at("2025-12-01T10:00")), at("2025-12-01T10:00"), 1);
    archive.write(&[early.clone(), late.clone()]).await;
    let (early, late) = (shown(&early), shown(&late));

    let ascending = archive.pages("since=2025-01-01&until=2025-12-31").await;
    let descending = archive.pages("since=2025-01-01&until=2025-12-31&order=desc").await;

    assert_eq!(ascending.concat(), [early.clone(), late.clone()]);
    assert_eq!(descending.concat(), [late, early]);
    assert!((12..=14).contains(&ascending.len()), "{} pages", ascending.len());
    assert_eq!(archive.page("since=0&until=9999-12-31").await.body["events"], Value::Array(vec![]));
}
