//! Groups of somebody who is gone, and what they were in those of others.

use std::time::Duration;

use kindred::entity::group::{Group, Membership};
use kindred::event::GROUP_MODEL;
use kindred_cli::embedded::Fault;
use tests::{Items, Person, TestApp, assert_sound, stream};

use super::everything;

/// More requests than any of the works below needs.
const PLENTY: usize = 1_000;

/// Two people who stay, each with a group, everything worked off.
struct Quarter {
    app: TestApp,
    stay: [Person; 2],
    groups: [u64; 2],
    before: (Items, Items),
}

impl Quarter {
    async fn over(app: TestApp) -> Self {
        let stay = [app.person().await, app.person().await];
        let mut groups = [0; 2];
        for (group, person) in groups.iter_mut().zip(&stay) {
            *group = person.reader.founds("stays").await;
        }
        stay[0].reader.admits(groups[0], &stay[1].reader).await;
        app.settle().await;
        let before = everything(&app).await;
        Self { app, stay, groups, before }
    }

    /// Somebody comes who is a member here and invited there, and has a group with a member and somebody invited.
    async fn guest(&self) -> Person {
        let guest = self.app.person().await;
        let [first, second] = &self.stay;
        first.reader.admits(self.groups[0], &guest.reader).await;
        let _ = second.reader.invites(self.groups[1], &guest.reader).await.ok(200);
        let own = guest.reader.founds("goes").await;
        guest.reader.admits(own, &first.reader).await;
        let _ = guest.reader.invites(own, &second.reader).await.ok(200);
        guest
    }

    async fn assert_as_before(&self, context: &str) {
        assert_sound(&self.app).await;
        assert_eq!(everything(&self.app).await, self.before, "{context}");
    }
}

#[tokio::test]
async fn groups_memberships_and_invitations_go_with_the_account() {
    let quarter = Quarter::over(TestApp::new().await).await;
    let guest = quarter.guest().await;
    quarter.app.settle().await;
    assert_ne!(everything(&quarter.app).await, quarter.before);

    quarter.app.delete_account(guest.user.id).await;
    quarter.app.settle().await;

    quarter.assert_as_before("after the events").await;
    let reader = &quarter.stay[0].reader;
    assert_eq!(reader.groups().await, [vec![], vec![], vec![quarter.groups[0]]]);
}

#[tokio::test]
async fn the_end_of_each_membership_is_told_as_by_the_user() {
    let quarter = Quarter::over(TestApp::new().await).await;
    let guest = quarter.guest().await;
    let seen = quarter.app.all_events().await.len();

    quarter.app.delete_account(guest.user.id).await;
    quarter.app.settle().await;

    let mut events = quarter.app.all_events().await.split_off(seen);
    events.retain(|event| event.text("model_name") == Some(GROUP_MODEL));
    assert!(events.iter().all(|event| event.occured_by == Some(guest.user.id)));
    let mut told: Vec<_> = events
        .iter()
        .map(|event| (&*event.name, event.object_id, event.text("attribute_name")))
        .collect();
    told.sort_unstable();
    let [first, second] = quarter.groups;
    let expected = [
        ("ChangedEvent", first, Some("members")),
        ("ChangedEvent", second, Some("invitations")),
        ("DeletionEvent", second + 1, None),
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn wherever_it_breaks_off_it_is_finished_when_the_batch_comes_again() {
    let (app, faults) = TestApp::faulty().await;
    let quarter = Quarter::over(app).await;
    for fault in Fault::ALL {
        for n in 0..PLENTY {
            let guest = quarter.guest().await;
            quarter.app.delete_account(guest.user.id).await;
            let event = quarter.app.all_events().await.pop().expect("an event");
            let batch = stream(&[event]);

            faults.arrange(n, fault);
            let broken_off = quarter.app.invoke_cascade(batch.clone()).await.is_err();
            let is_through = faults.cancel();
            assert_sound(&quarter.app).await;
            quarter.app.invoke_cascade(batch).await.expect("nothing fails any more");

            let context = format!("{fault:?} {n}");
            assert_ne!(broken_off, is_through, "{context}");
            quarter.app.settle().await;
            quarter.assert_as_before(&context).await;
            if is_through {
                break;
            }
        }
    }
}

#[tokio::test]
async fn an_invitation_that_was_under_way_when_the_account_went_goes_with_the_schedule() {
    let quarter = Quarter::over(TestApp::new().await).await;
    let guest = quarter.app.person().await;
    quarter.app.delete_account(guest.user.id).await;
    quarter.app.settle().await;

    let place = Group::place(quarter.groups[0]);
    let decide = |found: Option<Group>| {
        let occurrence = quarter.app.app().ids.occurrence(None);
        found.expect("a group").invite(guest.user.id, occurrence)
    };
    quarter.app.app().store.change(&place, decide).await.expect("there is room");
    quarter.app.settle().await;
    let shown = quarter.stay[0].reader.get(format!("/api/group/{}", quarter.groups[0])).await;
    let shown = shown.ok(200);
    assert_eq!(shown.body["group"]["invitations"], serde_json::json!([]), "nobody is shown");

    quarter.app.advance(Duration::from_secs(400));
    quarter.app.finish_erasures().await.expect("they are gone through");
    quarter.app.settle().await;

    assert_eq!(quarter.app.erasures().await, []);
    quarter.assert_as_before("after the schedule").await;
}

#[tokio::test]
async fn a_group_whose_owner_is_gone_is_as_good_as_gone() {
    let quarter = Quarter::over(TestApp::new().await).await;
    let [owner, member] = &quarter.stay;

    quarter.app.delete_account(owner.user.id).await;

    let path = format!("/api/group/{}", quarter.groups[0]);
    member.reader.get(&path).await.failed(404, "notInDatabase");
    quarter.app.settle().await;
    member.reader.get(&path).await.failed(404, "notInDatabase");
    assert_eq!(member.reader.groups().await, [vec![], vec![], vec![quarter.groups[1]]]);
}

#[tokio::test]
async fn a_membership_without_a_group_goes_too() {
    let quarter = Quarter::over(TestApp::new().await).await;
    let guest = quarter.app.person().await;
    let lost = Membership {
        user_id: guest.user.id,
        group_id: 99,
        name: "lost".to_owned(),
        standing: kindred::entity::group::Standing::Member,
    };
    quarter.app.app().store.put_all(&[lost], &[]).await.expect("it can be written");

    quarter.app.delete_account(guest.user.id).await;
    quarter.app.settle().await;

    quarter.assert_as_before("after the events").await;
}

#[tokio::test]
async fn people_of_the_same_group_who_go_at_once_leave_nothing() {
    let quarter = Quarter::over(TestApp::new().await).await;
    let guests = [quarter.guest().await, quarter.guest().await, quarter.guest().await];
    guests[0].reader.admits(quarter.groups[1] + 1, &guests[1].reader).await;
    let mut batches = Vec::new();
    for guest in &guests {
        quarter.app.delete_account(guest.user.id).await;
        let event = quarter.app.all_events().await.pop().expect("an event");
        batches.push(stream(&[event]));
    }

    let (first, second, third) = tokio::join!(
        quarter.app.invoke_cascade(batches[0].clone()),
        quarter.app.invoke_cascade(batches[1].clone()),
        quarter.app.invoke_cascade(batches[2].clone()),
    );

    assert!(first.is_ok() && second.is_ok() && third.is_ok());
    quarter.app.settle().await;
    quarter.assert_as_before("after all three").await;
}
