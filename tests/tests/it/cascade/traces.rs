//! What is left of somebody who is gone.

use kindred::entity::kind::MediaKind;
use kindred::store::{Key, Table};
use serde_json::{Map, Value, json};
use tests::TestApp;

use super::{Town, everything};

#[tokio::test]
async fn after_a_deletion_all_is_as_if_the_account_had_never_been() {
    let town = Town::new().await;
    let guest = town.guest(25, town.contents.len()).await;
    town.app.settle().await;
    let meanwhile = everything(&town.app).await;
    assert!(meanwhile.0.len() > town.before.0.len() && meanwhile.1.len() > town.before.1.len());
    let popular = |derived: &tests::Items| {
        derived[&("KIND#movie".to_owned(), "POPULARITY".to_owned())].clone()
    };
    assert_ne!(popular(&meanwhile.1), popular(&town.before.1), "the votes counted");

    town.app.delete_account(guest.user.id).await;
    town.app.settle().await;

    town.assert_as_before(&everything(&town.app).await, "after the events");
}

#[tokio::test]
async fn no_item_mentions_the_account_but_events_by_its_id_and_the_erasure() {
    let town = Town::new().await;
    let guest = town.guest(3, 9).await;
    town.app.settle().await;
    town.app.delete_account(guest.user.id).await;
    town.app.settle().await;

    let email = guest.user.email.expect("an address");
    let names = [
        guest.user.login_name.expect("a name"),
        guest.user.display_name.expect("a name"),
        guest.user.uuid.to_string(),
        email.to_lowercase(),
        email,
    ];
    let id = guest.user.id;
    let mut by_id = Vec::new();
    for table in [Table::State, Table::Events, Table::Derived] {
        for (place, item) in town.app.items(table).await {
            let text = format!("{place:?} {}", json!(item));
            for name in &names {
                assert!(!text.to_lowercase().contains(&name.to_lowercase()), "{name}: {text}");
            }
            if is_of(id, &place.0, &item) {
                by_id.push((table, place));
            }
        }
    }
    assert!(by_id.iter().all(|(table, _)| *table == Table::Events), "{by_id:?}");
    let erasures: Vec<_> =
        town.app.erasures().await.into_iter().map(|erasure| erasure.id).collect();
    assert_eq!(erasures, [id]);
}

/// Whether an item says by its partition or a field that it is of this user.
fn is_of(id: u64, partition: &str, item: &Map<String, Value>) -> bool {
    let own = format!("USER#{id}");
    // The owner of such a name is a content.
    let is_claim =
        MediaKind::ALL.iter().any(|kind| partition.starts_with(&format!("UNIQUE#{kind}#")));
    let mut fields = ["user_id", "occured_by", if is_claim { "" } else { "owner" }].into_iter();
    partition == own
        || partition.starts_with(&(own + "#"))
        || fields.any(|field| item.get(field) == Some(&json!(id)))
}

#[tokio::test]
async fn the_end_of_each_interaction_is_told_as_by_the_user() {
    let town = Town::new().await;
    let guest = town.guest(0, 9).await;

    town.app.delete_account(guest.user.id).await;
    town.app.settle().await;

    let mut forgotten = town.forgotten().await;
    forgotten.sort_unstable();
    let expected: Vec<_> = (1..=9).map(|content| (Some(guest.user.id), content)).collect();
    assert_eq!(forgotten, expected);
}

#[tokio::test]
async fn an_interaction_with_a_content_that_is_gone_goes_too() {
    let town = Town::new().await;
    let guest = town.guest(0, 9).await;
    town.app.settle().await;
    for (_, content) in &town.contents {
        town.app.withdraw(*content).await;
    }

    town.app.delete_account(guest.user.id).await;
    town.app.settle().await;

    let partition = format!("USER#{}", guest.user.id);
    let left = town.app.items(Table::State).await.into_keys().filter(|(pk, _)| *pk == partition);
    assert_eq!(left.count(), 0);
}

#[tokio::test]
async fn more_than_is_read_at_once_goes_too() {
    let app = TestApp::new().await;
    let guest = app.person().await;
    for n in 0..450 {
        let place =
            Key::new(Table::State, format!("USER#{}", guest.user.id), format!("LIKE#{n:016}"));
        app.put(place, json!({ "genre_id": n })).await;
    }

    app.delete_account(guest.user.id).await;
    app.settle().await;

    let left = app.items(Table::State).await.into_keys().filter(|(pk, _)| pk.starts_with("USER#"));
    assert_eq!(left.count(), 0);
}
