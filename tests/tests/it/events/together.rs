//! State and events are written together or not at all.

use kindred::Kind;
use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::{Meta, Report};
use kindred::store::{Key, Table};
use serde_json::{Value, json};
use tests::{TestApp, described};

use super::Cinema;

const FIVE_STARS: Report = Report { rating: Some(5), additional_count: None, least_count: None };

/// All that is true and all that happened.
async fn all(app: &TestApp) -> (tests::Items, tests::Items) {
    (app.items(Table::State).await, app.items(Table::Events).await)
}

/// The record of somebody who has not yet met the movie.
async fn unmet(cinema: &Cinema) -> Meta {
    Meta::new(cinema.user, &cinema.app.content(cinema.movie).await.expect("a movie"))
}

#[tokio::test]
async fn a_rating_of_a_content_that_has_just_been_deleted_leaves_no_trace() {
    let cinema = Cinema::new().await;
    let app = cinema.app.app();
    let (meta, events) = unmet(&cinema).await.report(FIVE_STARS, app.ids.occurrence(None));
    cinema.app.withdraw(cinema.movie).await;
    let before = all(&cinema.app).await;

    let refusal = app.store.commit(meta.saving(None, &events)).await.expect_err("it is gone");

    assert_eq!(refusal.kind(), Kind::NotFound);
    assert_eq!(all(&cinema.app).await, before);
}

#[tokio::test]
async fn of_two_reports_on_the_same_version_the_second_leaves_no_trace() {
    let cinema = Cinema::new().await;
    let app = cinema.app.app();
    let unmet = unmet(&cinema).await;
    let first = unmet.clone().report(FIVE_STARS, app.ids.occurrence(None));
    let second = unmet.report(FIVE_STARS, app.ids.occurrence(None));
    app.store.commit(first.0.saving(None, &first.1)).await.expect("nobody was faster");
    let before = all(&cinema.app).await;

    let refusal = app.store.commit(second.0.saving(None, &second.1)).await;

    assert_eq!(refusal.expect_err("somebody was faster").kind(), Kind::Unavailable);
    assert_eq!(all(&cinema.app).await, before);
}

#[tokio::test]
async fn an_event_whose_id_is_taken_takes_its_change_back() {
    let cinema = Cinema::new().await;
    let app = cinema.app.app();
    let occurrence = app.ids.occurrence(None);
    let (meta, events) = unmet(&cinema).await.report(FIVE_STARS, occurrence);
    let place = Key::new(
        Table::Events,
        format!("CONTENT#{}", cinema.movie),
        format!("{:016}", occurrence.id),
    );
    cinema.app.put(place, json!({ "somebody": "else" })).await;
    let before = all_attributes(&cinema).await;

    let refusal = app.store.commit(meta.saving(None, &events)).await;

    assert_eq!(refusal.expect_err("the id is taken").kind(), Kind::Unavailable);
    assert_eq!(all_attributes(&cinema).await, before);
}

async fn all_attributes(cinema: &Cinema) -> Value {
    let (state, events) = all(&cinema.app).await;
    json!([state.into_iter().collect::<Vec<_>>(), events.into_iter().collect::<Vec<_>>()])
}

#[tokio::test]
async fn a_content_whose_identifier_is_taken_is_not_told_of() {
    let app = TestApp::new().await;
    app.publish(MediaKind::Book, json!({ "title": "First", "isbn": "1" })).await;
    let before = all(&app).await;
    let description = described(json!({ "title": "Second", "isbn": "1" }), vec![]);
    let occurrence = app.app().ids.occurrence(None);
    let (book, events) =
        Content::publish(MediaKind::Book, 99, description, occurrence).expect("a valid book");

    let refusal = app.app().store.commit(book.saving(None).events(&events)).await;

    assert_eq!(refusal.expect_err("the isbn is taken").kind(), Kind::Taken);
    assert_eq!(all(&app).await, before);
}

#[tokio::test]
async fn a_content_that_was_rated_meanwhile_is_neither_revised_nor_deleted_unseen() {
    let cinema = Cinema::new().await;
    let app = cinema.app.app();
    let seen = cinema.app.content(cinema.movie).await.expect("a movie");
    cinema.reports(json!({ "rating": 3 })).await;
    let before = all(&cinema.app).await;

    let description = described(json!({ "title": "Other" }), vec![]);
    let (after, events) =
        seen.clone().revise(description, app.ids.occurrence(None)).expect("a valid movie");
    let revised = app.store.commit(after.saving(Some(&seen)).events(&events)).await;
    let deleted = app.store.commit(seen.withdrawal(app.ids.occurrence(None))).await;

    assert_eq!(revised.expect_err("it is newer").kind(), Kind::Unavailable);
    assert_eq!(deleted.expect_err("it is newer").kind(), Kind::Unavailable);
    assert_eq!(all(&cinema.app).await, before);
}

#[tokio::test]
async fn an_identifier_is_free_again_once_its_content_is_deleted() {
    let app = TestApp::new().await;
    let book = || json!({ "title": "Book", "isbn": "1" });
    let first = app.publish(MediaKind::Book, book()).await;

    app.withdraw(first).await;
    let second = app.publish(MediaKind::Book, book()).await;

    assert!(second > first, "ids are never given twice");
}
