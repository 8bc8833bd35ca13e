//! A consent that is taken back holds at once, whatever is still derived.

use tests::{TestApp, stream};

use super::{Club, detail, list, near, uuids};

#[tokio::test]
async fn it_takes_the_consent_of_both() {
    let club = Club::new().await;
    let alike = [(0, 5), (1, 0)];
    let (own, other) = (club.member(&alike).await, club.stranger(&alike).await);
    club.app.settle().await;
    assert_eq!(near(&own).await, uuids(&[]));
    assert_eq!(detail(&own, &other).await.0, 404);
    assert_eq!(other.reader.get("/api/match/users").await.status, 403);
    assert_eq!(detail(&other, &own).await.0, 403);
    assert_eq!(club.opinions(&other).await, None, "nothing is derived without it");

    other.reader.consents(true).await;
    club.app.settle().await;

    assert_eq!(near(&own).await, uuids(&[&other]));
    assert_eq!(near(&other).await, uuids(&[&own]));
}

#[tokio::test]
async fn nobody_is_shown_from_the_moment_on_at_which_they_take_it_back() {
    let club = Club::new().await;
    let alike = [(0, 5), (1, 0)];
    let own = club.member(&alike).await;
    let (first, second) = (club.member(&alike).await, club.member(&alike).await);
    club.app.settle().await;
    let elsewhere = TestApp::of(club.app.system.clone());
    let ask = || elsewhere.api().get("/api/match/users?limit=1").bearer(&own.reader.token);
    assert_eq!(near(&own).await, uuids(&[&first, &second]));
    assert!(ask().send().await.text.contains(&first.user.uuid.to_string()));

    first.reader.consents(false).await;

    // Nothing has been worked off: what is derived still has them.
    assert!(club.opinions(&first).await.is_some());
    assert_eq!(near(&own).await, uuids(&[&second]));
    let reply = ask().send().await.ok(200);
    assert!(!reply.text.contains(&first.user.uuid.to_string()), "in another process, too");
    assert!(reply.text.contains(&second.user.uuid.to_string()), "somebody else takes the place");
    assert_eq!(detail(&own, &first).await.0, 404);
    assert_eq!(first.reader.get("/api/match/users").await.status, 403);
    club.app.settle().await;
    assert_eq!(club.opinions(&first).await, None);
    assert_eq!(near(&own).await, uuids(&[&second]));
}

#[tokio::test]
async fn whoever_is_gone_is_not_shown_from_that_moment_on() {
    let club = Club::new().await;
    let alike = [(0, 5), (1, 0)];
    let (own, other) = (club.member(&alike).await, club.member(&alike).await);
    club.app.settle().await;
    assert_eq!(near(&own).await, uuids(&[&other]));

    club.app.delete_account(other.user.id).await;

    assert_eq!(near(&own).await, uuids(&[]));
    assert_eq!(detail(&own, &other).await.0, 404);
    club.app.settle().await;
    assert_eq!(club.opinions(&other).await, None);
    assert_eq!(near(&own).await, uuids(&[]));
}

#[tokio::test]
async fn whoever_comes_back_is_shown_as_they_are_then() {
    let club = Club::new().await;
    let (own, other) = (club.member(&[(0, 5), (1, 0)]).await, club.member(&[(0, 5)]).await);
    club.app.settle().await;
    assert_eq!(list(&own, "").await[0]["overlap"], 1);

    other.reader.consents(false).await;
    club.app.settle().await;
    other.reader.rates("movie", club.movies[1], 0).await;
    club.app.settle().await;
    assert_eq!(club.opinions(&other).await, None, "what they do meanwhile is nobody's business");
    other.reader.consents(true).await;
    club.app.settle().await;

    assert_eq!(list(&own, "").await[0]["overlap"], 2);
}

/// Two runs at once, of the consent and of its end: what is true counts.
#[tokio::test]
async fn a_consent_that_comes_and_goes_at_once_leaves_nothing() {
    let club = Club::new().await;
    club.app.settle().await;
    for _ in 0..20 {
        let person = club.stranger(&[(0, 5)]).await;
        let batch = async |is_given: bool| {
            let before = club.app.all_events().await.len();
            person.reader.consents(is_given).await;
            stream(&club.app.all_events().await[before..])
        };
        let given = batch(true).await;
        let under_way = club.app.invoke_recompute(given);
        let taken_back = async {
            let taken_back = batch(false).await;
            club.app.invoke_recompute(taken_back).await
        };
        let (given, taken_back) = tokio::join!(under_way, taken_back);
        given.and(taken_back).expect("both are worked off");

        assert_eq!(club.opinions(&person).await, None);
    }
}
