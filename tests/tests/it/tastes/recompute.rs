//! What is derived for comparing tastes: only of those who agree, and whatever breaks off.

use kindred::entity::kind::MediaKind;
use kindred_cli::embedded::Fault;
use tests::{TestApp, stream};

use super::Club;
use crate::recompute::comparable;

/// The places where anything of opinions lies that is new or changed.
fn touched(before: &tests::Items, after: &tests::Items) -> Vec<String> {
    let is_theirs = |(pk, sk): &(String, String)| {
        pk.starts_with("OPINIONS#") || pk.starts_with("LEDGER#") || sk == "OPINIONS"
    };
    let changed = after.iter().filter(|(place, item)| before.get(*place) != Some(item));
    let changed = changed.map(|(place, _)| place).filter(|place| is_theirs(place));
    changed.map(|(pk, _)| pk.clone()).collect()
}

#[tokio::test]
async fn what_nobody_agreed_to_writes_nothing_and_a_rating_what_it_changes() {
    let club = Club::new().await;
    let (member, stranger) = (club.member(&[(0, 5)]).await, club.stranger(&[(0, 5)]).await);
    club.app.settle().await;
    let before = club.app.derived().await;

    stranger.reader.rates("movie", club.movies[1], 5).await;
    let _ = member.reader.get(format!("/api/movie/{}/meta", club.movies[1])).await.ok(200);
    club.app.settle().await;
    assert_eq!(touched(&before, &club.app.derived().await), [""; 0]);

    member.reader.rates("movie", club.movies[0], 4).await;
    club.app.settle().await;
    let shard = format!("OPINIONS#movie#{}", member.user.id % 8);
    let expected = ["KIND#movie", "LEDGER#movie", &shard];
    assert_eq!(touched(&before, &club.app.derived().await), expected);
}

#[tokio::test]
async fn a_full_pass_makes_what_is_missing_and_removes_what_should_not_be_there() {
    let club = Club::new().await;
    let (member, stranger) = (club.member(&[(0, 5)]).await, club.stranger(&[(0, 5)]).await);
    let gone = club.member(&[(0, 5)]).await;
    club.app.settle().await;
    let right = comparable(club.app.derived().await);
    let opinions = club.opinions(&member).await.expect("opinions");
    let of = |person: &tests::Person| kindred::entity::opinions::Opinions {
        user_id: person.user.id,
        ..opinions.clone()
    };
    let store = &club.app.app().store;
    let wrong = kindred::entity::opinions::Opinions { all: Vec::new(), ..opinions.clone() };
    store.put_all(&[of(&stranger), wrong], &[]).await.expect("it can be written");
    let place = kindred::entity::opinions::Opinions::place(gone.user.id, MediaKind::Movie);
    store.put_all::<tests::Anything>(&[], &[place]).await.expect("it can be written");

    club.app.derive_everything().await;

    assert_eq!(comparable(club.app.derived().await), right);
}

#[tokio::test]
async fn wherever_a_batch_breaks_off_it_is_made_up_for_when_it_comes_again() {
    let (app, faults) = TestApp::faulty().await;
    let club = Club::over(app).await;
    let person = club.member(&[(0, 5)]).await;
    club.app.settle().await;

    for fault in Fault::ALL {
        for n in 0.. {
            let before = club.app.all_events().await.len();
            let is_given = n % 2 == 1;
            person.reader.consents(is_given).await;
            let batch = stream(&club.app.all_events().await[before..]);
            faults.arrange(n, fault);
            let first = club.app.invoke_recompute(batch.clone()).await;
            if faults.cancel() {
                first.expect("nothing has failed");
                person.reader.consents(true).await;
                club.app.settle().await;
                break;
            }
            club.app.invoke_recompute(batch).await.expect("it is worked off");

            assert_eq!(club.opinions(&person).await.is_some(), is_given, "{fault:?} {n}");
        }
    }
}
