//! The lists of groups: whose taste is in them, and what brings them up to date.

use kindred::entity::kind::MediaKind;
use kindred::entity::recommendation::{Engine, Recipient, RecommendationList};
use kindred::store::Change;
use serde_json::json;
use tests::{Reader, TestApp};

/// A system with pairs of movies that are alike, two people, and a group of the first.
struct Club {
    app: TestApp,
    owner: Reader,
    guest: Reader,
    group: u64,
    /// Who likes the first of a pair is recommended the second.
    pairs: Vec<(u64, u64)>,
}

impl Club {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let (owner, guest) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
        let mut pairs = Vec::new();
        for n in 0..3 {
            let fields = json!({ "title": format!("Title{n}"), "director": format!("Name{n}") });
            let first = app.publish(MediaKind::Movie, fields.clone()).await;
            pairs.push((first, app.publish(MediaKind::Movie, fields).await));
        }
        let group = owner.founds("film_club").await;
        app.settle().await;
        Self { app, owner, guest, group, pairs }
    }

    /// With the guest as a member, and a pair that each of the two likes.
    async fn joined() -> Self {
        let club = Self::new().await;
        club.owner.rates("movie", club.pairs[0].0, 5).await;
        club.guest.rates("movie", club.pairs[1].0, 4).await;
        club.owner.admits(club.group, &club.guest).await;
        club.app.settle().await;
        club
    }

    /// What is recommended to the group, best first.
    async fn recommended(&self) -> Vec<u64> {
        self.app.settle().await;
        let list = self.owner.recommended_to_groups("movie").await;
        list.into_iter().map(|(content, _)| content).collect()
    }

    /// The group's list of movies as it is derived.
    async fn list(&self) -> Option<RecommendationList> {
        let place = RecommendationList::place(
            Recipient::Group(self.group),
            MediaKind::Movie,
            Engine::FromSimilarContent,
        );
        self.app.app().store.get(&place).await.expect("the store answers")
    }
}

#[tokio::test]
async fn a_group_of_one_gets_what_its_owner_gets() {
    let club = Club::new().await;

    club.owner.rates("movie", club.pairs[0].0, 5).await;

    assert_eq!(club.recommended().await, [club.pairs[0].1]);
    assert_eq!(club.owner.recommended("movie").await, [club.pairs[0].1]);
}

#[tokio::test]
async fn a_group_that_is_made_later_knows_what_its_owner_liked() {
    let club = Club::new().await;
    club.owner.rates("movie", club.pairs[0].0, 5).await;
    club.app.settle().await;

    let other = club.owner.founds("other").await;
    club.app.settle().await;

    let list = club.owner.recommended_to_groups("movie").await;
    assert_eq!(list, [(club.pairs[0].1, club.group)], "each content once, for the first of equals");
    let _ = club.owner.leaves(club.group).await.ok(204);
    assert_eq!(club.owner.recommended_to_groups("movie").await, [(club.pairs[0].1, other)]);
}

#[tokio::test]
async fn the_tastes_of_all_members_count() {
    let club = Club::joined().await;

    assert_eq!(club.recommended().await, [club.pairs[0].1, club.pairs[1].1]);
    let of_guest = club.guest.recommended_to_groups("movie").await;
    assert_eq!(of_guest, [(club.pairs[0].1, club.group), (club.pairs[1].1, club.group)]);
}

#[tokio::test]
async fn a_member_who_likes_something_more_changes_the_list_of_the_group() {
    let club = Club::joined().await;

    club.guest.rates("movie", club.pairs[2].0, 5).await;

    let expected = [club.pairs[0].1, club.pairs[2].1, club.pairs[1].1];
    assert_eq!(club.recommended().await, expected);
}

#[tokio::test]
async fn what_any_of_them_has_consumed_is_left_out() {
    let club = Club::joined().await;

    club.guest.rates("movie", club.pairs[0].1, 0).await;
    assert_eq!(club.recommended().await, [club.pairs[1].1]);

    let report = json!({ "additional_count": 1 });
    let _ = club.owner.reports("movie", club.pairs[1].1, &report).await.ok(201);
    assert_eq!(club.recommended().await, [0; 0]);
}

#[tokio::test]
async fn the_taste_of_somebody_who_is_only_invited_does_not_count() {
    let club = Club::new().await;
    club.owner.rates("movie", club.pairs[0].0, 5).await;
    club.guest.rates("movie", club.pairs[1].0, 5).await;

    let _ = club.owner.invites(club.group, &club.guest).await.ok(200);

    assert_eq!(club.recommended().await, [club.pairs[0].1]);
    assert_eq!(club.guest.recommended_to_groups("movie").await, []);
}

#[tokio::test]
async fn who_leaves_or_is_removed_takes_their_taste_along() {
    for by_owner in [true, false] {
        let club = Club::joined().await;
        // Seen by the guest only, and so left out until they are gone.
        club.guest.rates("movie", club.pairs[0].1, 1).await;
        assert_eq!(club.recommended().await, [club.pairs[1].1]);

        let reply = match by_owner {
            true => club.owner.dismisses(club.group, &club.guest).await,
            false => club.guest.leaves(club.group).await,
        };

        assert_eq!(reply.status, 204);
        assert_eq!(club.recommended().await, [club.pairs[0].1]);
    }
}

#[tokio::test]
async fn who_deletes_their_account_takes_their_taste_along() {
    let club = Club::joined().await;

    let _ = club.guest.delete(club.guest.path()).send().await.ok(201);

    assert_eq!(club.recommended().await, [club.pairs[0].1]);
}

#[tokio::test]
async fn a_deleted_group_loses_its_lists() {
    let club = Club::joined().await;
    assert!(club.list().await.is_some());

    let _ = club.owner.leaves(club.group).await.ok(204);
    club.app.settle().await;

    let derived = club.app.derived().await;
    assert!(derived.keys().all(|(partition, _)| !partition.starts_with("GROUP#")));
}

#[tokio::test]
async fn a_new_content_is_recommended_to_the_groups_of_those_who_know_its_like() {
    let club = Club::joined().await;

    let fields = json!({ "title": "Title1", "director": "Name1" });
    let new = club.app.publish(MediaKind::Movie, fields).await;

    assert_eq!(club.recommended().await, [club.pairs[0].1, club.pairs[1].1, new]);
}

#[tokio::test]
async fn a_deleted_content_disappears_from_the_lists_of_groups() {
    let club = Club::joined().await;

    club.app.withdraw(club.pairs[0].1).await;

    assert_eq!(club.recommended().await, [club.pairs[1].1]);
    let items = club.list().await.expect("a list").items;
    assert_eq!(items.len(), 1);
}

#[tokio::test]
async fn the_daily_pass_mends_the_lists_of_groups() {
    let club = Club::joined().await;
    let list = club.list().await.expect("a list");
    let gone = RecommendationList { recipient: Recipient::Group(club.group + 1), ..list.clone() };
    let gone = RecommendationList { version: 0, ..gone };
    // A group that was deleted while nobody listened, and one whose list was lost.
    let id = club.owner.founds("gone").await;
    let _ = club.owner.leaves(id).await.ok(204);
    club.app.settle().await;
    let change = Change::new().delete(&list).create(&gone);
    club.app.app().store.commit(change).await.expect("it can be written");

    club.app.derive_everything().await;

    assert_eq!(club.list().await.map(|list| list.items), Some(list.items));
    let derived = club.app.derived().await;
    let partitions = derived.keys().filter(|(partition, _)| partition.starts_with("GROUP#"));
    assert_eq!(partitions.count(), 1);
}
