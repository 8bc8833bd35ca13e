//! What a process keeps of opinions, and what a request costs.

use kindred::entity::kind::MediaKind;
use kindred::store::{Key, Table};
use kindred_cli::embedded::Units;
use serde_json::Value;
use tests::{Anything, Person, TestApp};

use super::{Club, near, uuids};

/// A list as another process shows it.
async fn afresh(club: &Club, person: &Person, query: &str) -> Value {
    let other = TestApp::of(club.app.system.clone());
    let path = format!("/api/match/users?{query}");
    other.api().get(path).bearer(&person.reader.token).send().await.ok(200).body
}

#[tokio::test]
async fn a_process_that_follows_shows_what_one_that_has_just_read_all_does() {
    let club = Club::new().await;
    let own = club.member(&[(0, 5), (1, 0), (2, 5)]).await;
    let mut others = Vec::new();
    for n in 0..6 {
        others.push(club.member(&[(n % 3, 5), (3 + n % 2, 5)]).await);
        club.app.settle().await;
        match n {
            3 => others[0].reader.consents(false).await,
            4 => others[1].reader.rates("movie", club.movies[1], 0).await,
            5 => club.app.delete_account(others[2].user.id).await,
            _ => {}
        }
        club.app.settle().await;

        for query in ["", "kind=movie"] {
            let path = format!("/api/match/users?{query}");
            let followed = own.reader.get(path).await.ok(200).body;
            assert_eq!(followed, afresh(&club, &own, query).await, "{n} {query}");
        }
    }
}

#[tokio::test]
async fn whoever_finds_a_gap_in_the_ledger_reads_all_again() {
    let club = Club::new().await;
    let own = club.member(&[(0, 5)]).await;
    club.app.settle().await;
    assert_eq!(near(&own).await, uuids(&[]));

    let first = club.member(&[(0, 5)]).await;
    club.app.settle().await;
    // As when they have expired.
    let entries = club.app.derived().await.into_keys();
    let entries = entries.filter(|(pk, _)| pk.starts_with("LEDGER#"));
    let entries: Vec<_> = entries.map(|(pk, sk)| Key::new(Table::Derived, pk, sk)).collect();
    club.app.app().store.put_all::<Anything>(&[], &entries).await.expect("they are removed");
    let second = club.member(&[(0, 5)]).await;
    club.app.settle().await;

    assert_eq!(near(&own).await, uuids(&[&first, &second]));
}

#[tokio::test]
async fn what_is_dropped_and_derived_again_is_read_again() {
    let club = Club::new().await;
    let own = club.member(&[(0, 5)]).await;
    let (first, second) = (club.member(&[(0, 5)]).await, club.member(&[(0, 5)]).await);
    club.app.settle().await;
    assert_eq!(near(&own).await, uuids(&[&first, &second]));

    club.app.forget_derived().await;
    assert_eq!(near(&own).await, uuids(&[]));
    club.app.derive_everything().await;

    assert_eq!(near(&own).await, uuids(&[&first, &second]));
}

#[tokio::test]
async fn a_request_costs_the_same_however_many_people_there_are() {
    let (app, meter) = TestApp::metered().await;
    let club = Club::over(app).await;
    let own = club.member(&[(0, 5), (1, 0)]).await;
    for _ in 0..2 {
        club.member(&[(0, 5), (1, 0)]).await;
    }
    club.app.settle().await;
    let asking = async || {
        let query = "/api/match/users?kind=movie&limit=2";
        let _ = own.reader.get(query).await.ok(200);
        meter.take();
        let _ = own.reader.get(query).await.ok(200);
        meter.take()
    };
    let few = asking().await;

    for _ in 0..40 {
        club.member(&[(0, 5), (1, 0)]).await;
    }
    club.app.settle().await;

    // Who asks, their consent, the ledger; two people and their consents; two contents.
    assert_eq!(few, Units { read: 9.0, write: 0.0 });
    assert_eq!(asking().await, few);
}

#[tokio::test]
async fn a_change_costs_what_has_changed() {
    let (app, meter) = TestApp::metered().await;
    let club = Club::over(app).await;
    let own = club.member(&[(0, 5)]).await;
    let other = club.member(&[(0, 5)]).await;
    for _ in 0..20 {
        club.member(&[(7, 5)]).await;
    }
    club.app.settle().await;
    assert_eq!(near(&own).await, uuids(&[&other]));

    other.reader.rates("movie", club.movies[1], 3).await;
    club.app.settle().await;
    meter.take();
    let _ = own.reader.get("/api/match/users?kind=movie").await.ok(200);

    // Beside what is shown: the entry and the opinions of one person.
    assert_eq!(meter.take(), Units { read: 8.0, write: 0.0 });
    assert_eq!(club.opinions(&other).await.map(|it| it.kind), Some(MediaKind::Movie));
}
