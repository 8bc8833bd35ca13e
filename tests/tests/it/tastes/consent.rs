//! The consent itself: a fact of the account, told by events.

use kindred::event::CONSENT;
use kindred::store::Table;

use super::Club;

#[tokio::test]
async fn each_change_of_mind_is_told_once_and_nothing_else_is() {
    let club = Club::new().await;
    let person = club.stranger(&[]).await;

    for is_given in [false, true, true, false, false, true] {
        person.reader.consents(is_given).await;
    }

    let told = club.app.all_events().await.into_iter();
    let told: Vec<_> = told
        .filter(|event| event.text("attribute_name") == Some(CONSENT))
        .map(|event| {
            assert_eq!((event.object_id, event.occured_by), (person.user.id, Some(person.user.id)));
            event.text("new_value").map(str::to_owned)
        })
        .collect();
    assert_eq!(told, ["true", "false", "true"].map(|text| Some(text.to_owned())));
}

#[tokio::test]
async fn it_goes_with_the_account() {
    let club = Club::new().await;
    let person = club.member(&[(0, 5)]).await;
    club.app.settle().await;
    let left = async |table: Table| {
        let own = format!("USER#{}", person.user.id);
        let items = club.app.items(table).await.into_keys();
        items.filter(|(pk, sk)| *pk == own || *sk == own).collect::<Vec<_>>()
    };
    assert!(left(Table::State).await.iter().any(|(_, sk)| sk == "CONSENT"));
    assert!(left(Table::Derived).await.iter().any(|(pk, _)| pk.starts_with("OPINIONS#movie")));

    club.app.delete_account(person.user.id).await;
    club.app.settle().await;

    assert_eq!(left(Table::State).await, []);
    assert_eq!(left(Table::Derived).await, []);
}
