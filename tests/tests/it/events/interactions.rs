//! What users do with contents.

use std::time::Duration;

use kindred::event::META_MODEL;
use serde_json::json;

use super::{Cinema, changes};

#[tokio::test]
async fn the_first_look_adds_a_meta() {
    let mut cinema = Cinema::new().await;

    cinema.looks().await;

    let events = cinema.news().await;
    let [event] = &events[..] else { panic!("one event: {events:?}") };
    assert_eq!((&*event.name, event.schema), ("MetaAddedEvent", 1));
    assert_eq!((event.occured_by, event.object_id), (Some(cinema.user), cinema.movie));
    assert_eq!(event.occured_at, cinema.app.app().clock.now());
    let fields = json!({ "rating": null, "review_see_count": 1, "count": 0 });
    assert_eq!(json!(event.fields), fields);
}

#[tokio::test]
async fn a_later_look_changes_the_count_of_looks_and_nothing_else() {
    let mut cinema = Cinema::new().await;
    cinema.looks().await;
    cinema.news().await;

    cinema.looks().await;

    let events = cinema.news().await;
    assert_eq!(changes(&events, META_MODEL), [("review_see_count", "2")]);
    assert_eq!((events[0].occured_by, events[0].object_id), (Some(cinema.user), cinema.movie));
}

#[tokio::test]
async fn the_first_report_adds_a_meta_whatever_it_says() {
    let cases = [
        (json!({}), json!({ "rating": null, "review_see_count": 0, "count": 0 })),
        (json!({ "rating": 0 }), json!({ "rating": 0, "review_see_count": 0, "count": 0 })),
        (
            json!({ "rating": 4, "additional_count": 1.5 }),
            json!({ "rating": 4, "review_see_count": 0, "count": 2 }),
        ),
    ];
    for (report, fields) in cases {
        let mut cinema = Cinema::new().await;

        cinema.reports(report).await;

        let events = cinema.news().await;
        let [event] = &events[..] else { panic!("one event: {events:?}") };
        assert_eq!((&*event.name, json!(event.fields)), ("MetaAddedEvent", fields));
    }
}

#[tokio::test]
async fn a_new_rating_changes_rating_and_date() {
    let mut cinema = Cinema::new().await;
    cinema.looks().await;
    cinema.news().await;
    cinema.app.advance(Duration::from_micros(5));

    cinema.reports(json!({ "rating": 3 })).await;

    let events = cinema.news().await;
    let date = "2026-01-01 00:00:00.000005";
    assert_eq!(changes(&events, META_MODEL), [("rating", "3"), ("last_rating_date", date)]);
}

#[tokio::test]
async fn a_rating_that_is_withdrawn_is_told_with_its_date() {
    let mut cinema = Cinema::new().await;
    cinema.reports(json!({ "rating": 0 })).await;
    cinema.news().await;

    let path = format!("/api/movie/{}/meta/rating", cinema.movie);
    let _ = cinema.reader.delete(&*path).send().await.ok(201);
    let _ = cinema.reader.delete(&*path).send().await.ok(400);

    let events = cinema.news().await;
    assert_eq!(changes(&events, META_MODEL), [("rating", "None"), ("last_rating_date", "None")]);
    assert_eq!((events[0].occured_by, events[0].object_id), (Some(cinema.user), cinema.movie));
}

#[tokio::test]
async fn the_same_rating_again_changes_its_date_alone_even_within_a_microsecond() {
    let mut cinema = Cinema::new().await;
    cinema.reports(json!({ "rating": 3 })).await;
    cinema.news().await;

    cinema.reports(json!({ "rating": 3 })).await;

    let events = cinema.news().await;
    let date = "2026-01-01 00:00:00.000000";
    assert_eq!(changes(&events, META_MODEL), [("last_rating_date", date)]);
}

#[tokio::test]
async fn a_use_changes_count_and_date() {
    let mut cinema = Cinema::new().await;
    cinema.looks().await;
    cinema.news().await;

    cinema.reports(json!({ "additional_count": 2.5 })).await;

    let events = cinema.news().await;
    let date = "2026-01-01 00:00:00.000000";
    assert_eq!(changes(&events, META_MODEL), [("count", "3"), ("last_count_increment", date)]);
}

#[tokio::test]
async fn a_use_of_zero_changes_the_date_alone() {
    let mut cinema = Cinema::new().await;
    cinema.looks().await;
    cinema.news().await;

    cinema.reports(json!({ "additional_count": 0 })).await;

    let events = cinema.news().await;
    let date = "2026-01-01 00:00:00.000000";
    assert_eq!(changes(&events, META_MODEL), [("last_count_increment", date)]);
}

#[tokio::test]
async fn a_report_of_both_changes_all_four_in_order() {
    let mut cinema = Cinema::new().await;
    cinema.looks().await;
    cinema.news().await;

    cinema.reports(json!({ "rating": 0, "additional_count": 1 })).await;

    let events = cinema.news().await;
    let names: Vec<_> = changes(&events, META_MODEL).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["rating", "last_rating_date", "count", "last_count_increment"]);
    assert!(events.is_sorted_by(|a, b| a.id < b.id));
    assert!(events.iter().all(|event| event.occured_by == Some(cinema.user)));
}

#[tokio::test]
async fn an_empty_report_on_a_record_tells_nothing() {
    let mut cinema = Cinema::new().await;
    cinema.reports(json!({ "rating": 4, "additional_count": 1 })).await;
    cinema.news().await;

    // In the same microsecond as the report before.
    cinema.reports(json!({})).await;

    assert_eq!(cinema.news().await, []);
}

#[tokio::test]
async fn what_is_not_reported_is_not_told_even_within_the_microsecond_of_the_last_report() {
    let mut cinema = Cinema::new().await;
    cinema.reports(json!({ "rating": 4 })).await;
    cinema.news().await;

    cinema.reports(json!({ "additional_count": 1 })).await;

    let events = cinema.news().await;
    let names: Vec<_> = changes(&events, META_MODEL).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["count", "last_count_increment"]);
}

#[tokio::test]
async fn lists_searches_and_refusals_tell_nothing() {
    let mut cinema = Cinema::new().await;

    for path in ["/api/movie", "/api/movie/user", "/api/movie/search/f", "/api/movie/genres"] {
        let _ = cinema.reader.get(path).await.ok(200);
    }
    let _ = cinema.reader.reports("movie", cinema.movie, &json!({ "rating": 9 })).await.ok(400);
    let _ = cinema.reader.get("/api/movie/99/meta").await.ok(404);

    assert_eq!(cinema.news().await, []);
}

#[tokio::test]
async fn ids_grow_with_time_and_from_user_to_user() {
    let mut cinema = Cinema::new().await;
    let other = tests::Reader::new(&cinema.app.api()).await;
    let path = format!("/api/movie/{}/meta", cinema.movie);

    for _ in 0..5 {
        cinema.looks().await;
        let _ = other.get(&path).await.ok(200);
        cinema.app.advance(Duration::from_millis(3));
    }

    let events = cinema.news().await;
    let by: Vec<_> = events.iter().map(|event| event.occured_by).collect();
    let other = Some(cinema.app.id_of(&other).await);
    assert_eq!(by, [Some(cinema.user), other].repeat(5));
    assert!(events.is_sorted_by(|a, b| a.id < b.id && a.occured_at <= b.occured_at));
}
