//! The schedule: what requests wrote that were still under way, and the end of erasures.

use std::time::Duration;

use kindred::Kind;
use kindred::entity::article::{Article, Draft};
use kindred::entity::erasure::Erasure;
use kindred::entity::meta::{Meta, Report};
use kindred::store::Change;
use serde_json::{Value, json};
use tests::Person;

use super::{Town, everything};

impl Town {
    /// What a request writes that knew the account before it was gone.
    async fn write_late(&self, guest: &Person) {
        let app = self.app.app();
        let id = app.store.next_id("article").await.expect("an id");
        let draft = Draft { title: Some("Late".to_owned()), text: Some("Too late.".to_owned()) };
        let written = draft.complete().expect("title and text");
        let article = Article::new(id, written, &guest.user, app.clock.now());
        app.store.commit(article.saving()).await.expect("it can be written");
        let content = self.app.content(1).await.expect("a content");
        let meta = Meta::new(guest.user.id, &content);
        let report = Report { rating: Some(5), additional_count: None, least_count: None };
        let (meta, events) = meta.report(report, app.ids.occurrence(Some(guest.user.id)));
        app.store.commit(meta.saving(None, &events)).await.expect("it can be written");
        self.put_like(guest.user.id).await;
    }
}

#[tokio::test]
async fn what_is_written_after_the_account_was_gone_goes_with_the_schedule() {
    let town = Town::new().await;
    let guest = town.guest(2, 4).await;
    town.app.delete_account(guest.user.id).await;
    town.app.settle().await;

    town.write_late(&guest).await;
    town.app.settle().await;
    let late = everything(&town.app).await;
    town.app.finish_erasures().await.expect("it is gone through");
    town.app.settle().await;

    assert_ne!(late.0, town.before.0, "nobody hears of it");
    town.assert_as_before(&everything(&town.app).await, "after the schedule");
}

#[tokio::test]
async fn an_erasure_stays_until_no_request_can_be_under_way() {
    let town = Town::new().await;
    let guest = town.guest(1, 1).await;
    town.app.delete_account(guest.user.id).await;
    town.app.settle().await;

    town.app.advance(Duration::from_secs(300));
    town.app.finish_erasures().await.expect("it is gone through");
    assert_eq!(town.app.erasures().await.len(), 1, "five minutes are not over");

    town.write_late(&guest).await;
    town.app.advance(Duration::from_micros(1));
    town.app.finish_erasures().await.expect("it is gone through");

    assert_eq!(town.app.erasures().await, []);
    town.app.settle().await;
    town.assert_as_before(&everything(&town.app).await, "after the schedule");
}

#[tokio::test]
async fn the_schedule_alone_is_enough() {
    let town = Town::new().await;
    let guest = town.guest(3, 9).await;
    town.app.delete_account(guest.user.id).await;

    town.app.advance(Duration::from_secs(900));
    let payload = json!({ "detail-type": "Scheduled Event", "source": "aws.events", "detail": {} });
    let answer = town.app.invoke_cascade(payload).await.expect("it is gone through");

    assert_eq!(answer, Value::Null);
    assert_eq!(town.app.erasures().await, []);
    town.app.settle().await;
    town.assert_as_before(&everything(&town.app).await, "after the schedule");
}

#[tokio::test]
async fn an_erasure_that_nobody_understands_is_told_of_and_holds_up_no_other() {
    let town = Town::new().await;
    let guest = town.guest(1, 2).await;
    town.app.delete_account(guest.user.id).await;
    let unknown = Erasure::of("planet", 3, town.app.app().ids.occurrence(None));
    let change = Change::new().put(&unknown);
    town.app.app().store.commit(change).await.expect("it can be written");
    town.app.advance(Duration::from_secs(900));

    let failure = town.app.finish_erasures().await.expect_err("who removes what a planet owned?");

    assert_eq!(failure.kind(), Kind::Internal);
    assert_eq!(town.app.erasures().await, [unknown]);
    town.app.settle().await;
    town.assert_as_before(&everything(&town.app).await, "after the schedule");
}

#[tokio::test]
async fn with_nothing_to_do_the_schedule_does_nothing() {
    let town = Town::new().await;
    let events = town.app.all_events().await.len();

    town.app.finish_erasures().await.expect("it is gone through");

    assert_eq!(town.app.all_events().await.len(), events);
    town.assert_as_before(&everything(&town.app).await, "after the schedule");
}
