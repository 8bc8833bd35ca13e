//! Every route of the system, called as somebody else: matching tells nothing of anybody without the consent of both.

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::json;
use tests::{Person, TestApp};

use super::Club;
use crate::openapi::operations::{Operation, operations};

/// The routes that show people of near taste.
const SHOWING: [&str; 2] = ["GET /api/match/users", "GET /api/match/users/{uuid}"];

/// Two people of the same taste, and whether they agree to be compared.
struct Couple {
    club: Club,
    shown: Person,
    looks: bool,
}

impl Couple {
    async fn new(looks: bool, shows: bool) -> Self {
        let club = Club::new().await;
        let shown = club.stranger(&[(0, 5), (1, 0)]).await;
        shown.reader.consents(shows).await;
        Self { club, shown, looks }
    }

    /// Somebody of the same taste, who looks.
    async fn looker(&self) -> Person {
        let looker = self.club.stranger(&[(0, 5), (1, 0)]).await;
        looker.reader.consents(self.looks).await;
        self.club.app.settle().await;
        looker
    }

    /// The operations whose answers have anything of the other one in them.
    async fn telling(&self) -> BTreeSet<String> {
        let mut telling = BTreeSet::new();
        let mut looker = self.looker().await;
        for operation in operations() {
            let method: Method = operation.method.parse().expect("a method");
            let call = self.club.app.api().call(method, self.path(&operation));
            let call = call.bearer(&looker.reader.token);
            let call = match operation.method.as_str() {
                "GET" => call,
                _ => call.json(&operation.request().unwrap_or_else(|| json!({}))),
            };
            let reply = call.send().await;

            assert!(reply.status < 500, "{}: {}", operation.name, reply.text);
            if self.is_told(&reply.text) {
                telling.insert(operation.name.clone());
            }
            if operation.method != "GET" && !self.is_as_before(&looker).await {
                looker = self.looker().await;
            }
        }
        telling
    }

    /// Whether they have not deleted their account, ended their session, or changed their mind.
    async fn is_as_before(&self, looker: &Person) -> bool {
        let reply = looker.reader.get("/api/match/consent").await;
        reply.status == 200 && reply.body["consent"] == json!(self.looks)
    }

    /// Its path with the ids of what there is: of the other one, and of what both have rated.
    fn path(&self, operation: &Operation) -> String {
        let Person { user, .. } = &self.shown;
        let path = operation.path_with(&[
            ("uuid", &user.uuid.to_string()),
            ("user_uuid", &user.uuid.to_string()),
            ("search_term", &user.author_name()),
            ("id", &user.id.to_string()),
            ("content_id", &self.club.movies[0].to_string()),
        ]);
        if operation.method == "GET" { path + "?kind=movie&limit=100" } else { path }
    }

    /// Whether a text has one of their names in it, or their uuid other than in the refusal of it.
    fn is_told(&self, text: &str) -> bool {
        let user = &self.shown.user;
        let names = [&user.display_name, &user.login_name, &user.email];
        let names = names.into_iter().flatten().any(|name| text.contains(name.as_str()));
        names || text.contains(&format!("\"uuid\":\"{}\"", user.uuid))
    }
}

#[tokio::test]
async fn no_route_tells_of_anybody_by_matching_without_the_consent_of_both() {
    let without = Couple::new(false, false).await.telling().await;
    assert!(SHOWING.iter().all(|route| !without.contains(*route)), "{without:?}");
    // What everybody may see of everybody: a name that was asked for by uuid, and the like.
    assert!(!without.is_empty() && without.iter().all(|route| !route.contains("/api/match")));

    for (looks, shows) in [(true, false), (false, true)] {
        let telling = Couple::new(looks, shows).await.telling().await;

        assert_eq!(telling, without, "looks: {looks}, shows: {shows}");
    }

    let both = Couple::new(true, true).await.telling().await;
    let more: Vec<_> = both.difference(&without).collect();
    assert_eq!(more, SHOWING, "and with it, just these do");
}

#[tokio::test]
async fn what_somebody_rated_is_told_by_nothing_else() {
    let club = Club::new().await;
    let alike = [(0, 5), (1, 0), (2, 3)];
    let (own, other) = (club.member(&alike).await, club.member(&alike).await);
    // Not in common, and so nobody's business even then.
    other.reader.rates("movie", club.movies[7], 1).await;
    club.app.settle().await;

    for path in ["/api/match/users".to_owned(), format!("/api/match/users/{}", other.user.uuid)] {
        let reply = own.reader.get(path).await.ok(200);

        assert!(
            reply.text.contains("Title 0") && !reply.text.contains("Title 7"),
            "{}",
            reply.text
        );
        let email = other.user.email.as_deref().expect("an address");
        assert!(!reply.text.contains(email), "{}", reply.text);
        assert!(!reply.text.contains("user_id"), "{}", reply.text);
    }
}

/// A process whose memory still has them, and a question for them by uuid.
#[tokio::test]
async fn nothing_is_told_of_those_who_have_withdrawn_while_they_are_still_in_memory() {
    let club = Club::new().await;
    let alike = [(0, 5), (1, 0)];
    let (own, other) = (club.member(&alike).await, club.member(&alike).await);
    club.app.settle().await;
    let elsewhere = TestApp::of(club.app.system.clone());
    let uuid = other.user.uuid.to_string();
    let texts = async || {
        let mut texts = String::new();
        for app in [&club.app, &elsewhere] {
            for path in ["/api/match/users", &format!("/api/match/users/{uuid}")] {
                let reply = app.api().get(path).bearer(&own.reader.token).send().await;
                texts.push_str(&reply.text.replace(&format!("uuid {uuid}"), ""));
            }
        }
        texts
    };
    assert_eq!(texts().await.matches(&uuid).count(), 4);

    other.reader.consents(false).await;

    let texts = texts().await;
    assert!(!texts.contains(&uuid) && !texts.contains(&other.user.author_name()), "{texts}");
}
