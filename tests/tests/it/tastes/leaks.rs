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
            for path in self.paths(&operation) {
                let method: Method = operation.method.parse().expect("a method");
                let body = operation.request().unwrap_or_else(|| json!({}));
                let call = self.club.app.api().call(method, path).bearer(&looker.reader.token);
                let call = if operation.method == "GET" { call } else { call.json(&body) };
                let reply = call.send().await;

                assert!(reply.status < 500, "{}: {}", operation.name, reply.text);
                if self.is_told(&reply.text) {
                    telling.insert(operation.name.clone());
                }
            }
            if operation.method != "GET" {
                // Perhaps they have deleted their account, or changed their mind.
                looker = self.looker().await;
            }
        }
        telling
    }

    /// Its path with the ids of what there is: of the other one, and of what both have rated.
    fn paths(&self, operation: &Operation) -> Vec<String> {
        let uuid = self.shown.user.uuid.to_string();
        let (name, id) = (self.shown.user.author_name(), self.shown.user.id.to_string());
        let contents = self.club.movies[..2].iter().map(u64::to_string);
        let path = |content: String| {
            operation.path_with(&[
                ("uuid", &uuid),
                ("user_uuid", &uuid),
                ("search_term", &name),
                ("id", &id),
                ("content_id", &content),
            ])
        };
        let paths: BTreeSet<_> = contents.map(path).collect();
        let queries = ["", "?kind=movie", "?limit=100", "?page=1"];
        paths.iter().flat_map(|path| queries.map(|query| format!("{path}{query}"))).collect()
    }

    /// Whether a text has their uuid or one of their names in it, and did not get it with the question.
    fn is_told(&self, text: &str) -> bool {
        let user = &self.shown.user;
        let names = [&user.display_name, &user.login_name, &user.email];
        let names = names.into_iter().flatten().any(|name| text.contains(name.as_str()));
        // A refusal repeats what was asked for.
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
