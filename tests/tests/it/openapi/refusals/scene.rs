//! Requests that are refused: each refusal of each operation once, a file for each reason to refuse.

mod additions;
mod bodies;
mod domains;
mod doors;
mod edits;
mod events;
mod forum;
mod groups;
mod jobs;
mod jobs_of;
mod limits;
mod links;
mod mail;
mod matching;
mod media;
mod people;
mod permissions;
mod profiles;
mod records;
mod runners;
mod sessions;
mod texts;

use std::collections::BTreeMap;

use axum::http::Method;
use tests::{Call, TestApp};

use super::super::operations::{Operation, operations};
use super::{Refusal, concerns};

/// A password that every door takes.
const FINE: &str = "Correct-Horse-7";
/// A password that every door would take, if not so many people had it.
const COMMON: &str = "Welcome123!!";

/// A system, and the refusals that were met, there and elsewhere.
struct Scene {
    app: TestApp,
    /// By operation; paths have the ids of the examples, which nothing here has.
    routes: BTreeMap<String, (Method, String)>,
    seen: Vec<Refusal>,
}

/// All refusals that were met.
pub(super) async fn play() -> Vec<Refusal> {
    let mut scene = Scene::new().await;
    scene.forum().await;
    scene.job_service().await;
    scene.links().await;
    scene.media_accounts().await;
    scene.catalogue().await;
    scene.people_of_near_taste().await;
    scene.additions().await;
    scene.episodes().await;
    scene.edits().await;
    scene.groups().await;
    scene.unreadable_bodies().await;
    scene.sessions().await;
    scene.permissions().await;
    scene.profiles().await;
    scene.texts().await;
    scene.records().await;
    scene.runners().await;
    scene.administration_of_events().await;
    scene.jobs().await;
    scene.closed_doors().await;
    scene.domains().await;
    scene.limits().await;
    scene.failing_mail().await;
    scene.seen
}

impl Scene {
    async fn new() -> Self {
        let route = |operation: &Operation| {
            let method = operation.method.parse().expect("a method");
            (operation.id().to_owned(), (method, operation.path_with(&[])))
        };
        let routes = operations().iter().map(route).collect();
        Self { app: TestApp::new().await, routes, seen: Vec::new() }
    }

    /// Meet what an operation answers to a call that is made complete so.
    async fn meet(&mut self, operation: &str, complete: impl FnOnce(Call) -> Call) {
        let call = complete(self.call(&self.app, operation));
        self.meet_by(operation, call).await;
    }

    /// The same in another system.
    async fn meet_in(
        &mut self,
        app: &TestApp,
        operation: &str,
        complete: impl FnOnce(Call) -> Call,
    ) {
        let call = complete(self.call(app, operation));
        self.meet_by(operation, call).await;
    }

    /// Meet what an operation answers to this call.
    async fn meet_by(&mut self, operation: &str, call: Call) {
        let reply = call.send().await;
        let refusal = (operation.to_owned(), reply.status.to_string(), reply.body.to_string());
        self.seen.push(refusal);
    }

    fn call(&self, app: &TestApp, operation: &str) -> Call {
        let (method, path) = &self.routes[operation];
        app.api().call(method.clone(), path)
    }
}

/// The names of the operations that are as wanted.
fn those(wanted: impl Fn(&Operation) -> bool) -> Vec<String> {
    let all = operations().into_iter().filter(|operation| concerns(operation) && wanted(operation));
    all.map(|operation| operation.id().to_owned()).collect()
}
