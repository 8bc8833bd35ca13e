//! Who may call what: the table of routes is whole, and every route keeps to it.
//!
//! What is called stands in the table only, so a route that is added is asked the same questions.

mod visitor;

use std::collections::{BTreeMap, BTreeSet};

use axum::http::Method;
use kindred::auth::access::Access::{
    Activated, Administrator, AdministratorWith, Anyone, Consenting, Permitted, PermittedFirst,
    Runner, Session, TokenInBody,
};
use kindred::auth::access::{Access, ROUTES, of};
use kindred::entity::kind::MediaKind;
use kindred::entity::role;
use kindred::http::dialect::Dialect;
use serde_json::{Value, json};
use tests::{PASSWORD, Reply, TestApp};

use crate::openapi::operations::operations;
use visitor::{Account, Visitor, Who};

/// A route, perhaps with a parameter with which only administrators may call it.
#[derive(Debug)]
struct Ask {
    method: Method,
    path: String,
    access: Access,
    parameter: Option<&'static str>,
    /// What it takes: where a body is looked at before the roles of who sends it, it has to be a good one.
    body: Value,
}

#[test]
fn the_table_has_exactly_the_operations_that_are_documented() {
    let documented = operations().into_iter().map(|operation| (operation.method, operation.path));
    let documented: BTreeSet<_> = documented.collect();

    let table: Vec<_> = routes().map(|(method, path, _)| (method.to_owned(), path)).collect();

    assert_eq!(table.len(), documented.len(), "a route stands there twice");
    assert_eq!(table.into_iter().collect::<BTreeSet<_>>(), documented);
}

#[test]
fn every_operation_is_documented_with_its_permission() {
    for operation in operations() {
        let access = of(&operation.method, &operation.path).expect("a row of the table");
        let wanted = match access {
            Anyone | TokenInBody => Value::Null,
            Session | Activated | Consenting | Administrator | AdministratorWith(_) => {
                json!([{ "bearer": [] }])
            }
            Runner => json!([{ "runner": [] }]),
            Permitted(permission) | PermittedFirst(permission) => {
                json!([{ "bearer": [permission.name()] }])
            }
        };

        assert_eq!(operation.body["security"], wanted, "{}", operation.name);
    }
}

#[tokio::test]
async fn every_route_lets_past_whom_the_table_lets_past() {
    let app = TestApp::new().await;

    for ask in asks() {
        for who in Who::all() {
            let visitor = Visitor::new(&app, &who).await;

            let reply = ask.send(&app, &visitor).await;

            assert_eq!(refusal(&reply), ask.refusal(&who), "{who:?}: {ask:?}: {}", reply.text);
        }
    }
}

/// A role that was taken away, a role that was granted: what the token says of it counts for nothing.
#[tokio::test]
async fn what_an_account_may_do_is_decided_by_the_store_with_every_request() {
    let app = TestApp::new().await;
    let is_asked = |ask: &Ask| {
        ask.access.permission().is_some() || ask.parameter.is_some() || ask.access == Administrator
    };

    for ask in asks().filter(is_asked) {
        for (before, after) in Account::changes() {
            let visitor = Visitor::new(&app, &Who::Holder(before.clone())).await;
            visitor.becomes(&app, &after).await;

            let reply = ask.send(&app, &visitor).await;

            let wanted = ask.refusal(&Who::Holder(after.clone()));
            assert_eq!(refusal(&reply), wanted, "{before:?}, {after:?}: {ask:?}: {}", reply.text);
        }
    }
}

#[tokio::test]
async fn no_role_makes_an_administrator_and_no_administrator_has_a_role_by_that() {
    let app = TestApp::new().await;

    for account in Account::all() {
        let visitor = Visitor::new(&app, &Who::Holder(account.clone())).await;
        let token = visitor.token.expect("a session");
        let get = |path: &str| app.api().get(path).bearer(&token).send();

        let jobs = get("/api/users/info").await.ok(200);
        let media = get(&format!("/api/user/{}", visitor.uuid)).await.ok(200);

        assert_eq!(jobs.body["isAdmin"], json!(account.is_admin), "{account:?}");
        let role = &media.body["user"]["role"];
        assert_eq!(role["name"], json!(account.roles.first()), "{account:?}");
        assert_eq!(role["permissions"] == json!([]), account.roles.is_empty(), "{account:?}");
    }
}

/// The table with every kind of media in place of `{kind}`, but where that is documented as a parameter; genres have a
/// route where a kind has them.
fn routes() -> impl Iterator<Item = (&'static str, String, Access)> {
    let documented: BTreeSet<_> = operations().into_iter().map(|it| it.path).collect();
    ROUTES.iter().flat_map(move |(method, pattern, access)| {
        if documented.contains(*pattern) {
            return vec![(*method, (*pattern).to_owned(), *access)];
        }
        let kinds = MediaKind::ALL.iter().map(|kind| kind.differences());
        let kinds = kinds.filter(|kind| kind.has_genres() || !pattern.contains("/genres"));
        let paths: BTreeSet<_> = kinds.map(|kind| pattern.replace("{kind}", kind.name)).collect();
        paths.into_iter().map(|path| (*method, path, *access)).collect()
    })
}

/// Every route as it is, and with each parameter that is for administrators.
fn asks() -> impl Iterator<Item = Ask> {
    let examples: BTreeMap<_, _> = operations()
        .into_iter()
        .filter_map(|operation| Some((operation.name.clone(), operation.request()?)))
        .collect();
    routes().flat_map(move |(method, path, access)| {
        let parameters = match access {
            AdministratorWith(parameters) => parameters,
            _ => &[],
        };
        let all = [None].into_iter().chain(parameters.iter().copied().map(Some));
        let example = examples.get(&format!("{method} {path}"));
        let body = example.filter(|_| matches!(access, Permitted(_))).cloned();
        let body = body.unwrap_or_else(|| json!({}));
        all.map(move |parameter| {
            let method = method.parse().expect("a method");
            Ask { method, path: path.clone(), access, parameter, body: body.clone() }
        })
    })
}

impl Ask {
    /// The status with which the table refuses somebody; none when they are let past.
    fn refusal(&self, who: &Who) -> Option<u16> {
        let is_media = Dialect::of_path(&self.path) == Dialect::Media;
        match (self.access, who) {
            (Anyone, _) => None,
            // No session of anybody is the token of a runner.
            (Runner, _) => Some(400),
            (_, Who::Nobody) => Some(401),
            (PermittedFirst(_), Who::Gone) => Some(403),
            (_, Who::Gone) => Some(if is_media { 404 } else { 401 }),
            (Session | TokenInBody, Who::Holder(_)) => None,
            // Nobody who calls has confirmed their address, or agreed to be compared.
            (Activated | Consenting, Who::Holder(_)) => Some(403),
            (Administrator, Who::Holder(account)) => (!account.is_admin).then_some(403),
            (AdministratorWith(_), Who::Holder(account)) => {
                (self.parameter.is_some() && !account.is_admin).then_some(403)
            }
            (Permitted(permission) | PermittedFirst(permission), Who::Holder(account)) => {
                let roles: Vec<_> = account.roles.iter().map(|role| (*role).to_owned()).collect();
                (!role::permissions(&roles).contains(&permission)).then_some(403)
            }
        }
    }

    /// Call it with nothing but what the question of permission takes: own ids, and the own password.
    async fn send(&self, app: &TestApp, visitor: &Visitor) -> Reply {
        let somebody = "somebody@example.org";
        let path = self.path.replace("{uuid}", &visitor.uuid).replace("{search_term}", "a");
        let path = match path.contains("/content/{content_id}") {
            // Contents are looked for before roles are.
            true => {
                let movie = app.publish(MediaKind::Movie, json!({ "title": "Dune" })).await;
                path.replace("{content_id}", &movie.to_string())
            }
            false => path,
        };
        let path = path.split('/').map(|part| if part.starts_with('{') { "1" } else { part });
        let mut path = path.collect::<Vec<_>>().join("/");
        let mut form = vec![("password", PASSWORD)];
        match self.parameter {
            Some(parameter) if self.method == Method::GET => {
                path = format!("{path}?{parameter}={somebody}");
            }
            parameter => form.extend(parameter.map(|parameter| (parameter, somebody))),
        }
        let call = app.api().call(self.method.clone(), path);
        let call = match (self.access, &visitor.token) {
            (TokenInBody, Some(token)) => call.json(&json!({ "access-token": token })),
            (AdministratorWith(_), _) => call.form(&form),
            _ => call.json(&self.body),
        };
        match (self.access, &visitor.token) {
            (TokenInBody, _) | (_, None) => call.send().await,
            (_, Some(token)) => call.bearer(token).send().await,
        }
    }
}

/// The status of a refusal that is about who asks; whatever else a reply says, they were let past.
fn refusal(reply: &Reply) -> Option<u16> {
    assert!(reply.status < 500, "{}", reply.text);
    let is_gone = reply.text.contains("This account does not exist any more");
    let is_no_runner = reply.status == 400 && reply.body["errorType"] == json!("token");
    (matches!(reply.status, 401 | 403 | 422) || is_gone || is_no_runner).then_some(reply.status)
}
