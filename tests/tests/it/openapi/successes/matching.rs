//! What somebody wants matched.

use tests::{Reader, Reply};

use super::{Operation, Stage};

impl Stage {
    /// Send the operation's examples as somebody who has a job of matching that is done.
    pub(super) async fn play_matching_job(&self, operation: &Operation) -> Reply {
        let reader = Reader::new(&self.app.api()).await;
        let submit = super::operations().into_iter().find(|it| it.id() == "submit_matching_job");
        let body = submit.and_then(|submit| submit.request()).expect("an example");
        let job = reader.post("/api/match/jobs").json(&body).send().await.ok(201);
        self.app.settle().await;
        let uuid = job.body["content"]["uuid"].as_str().expect("a uuid");
        let method = operation.method.parse().expect("a method");
        let call = self.app.api().call(method, operation.path_with(&[("uuid", uuid)]));
        let call = call.bearer(&reader.token);
        match operation.request() {
            Some(body) => call.json(&body).send().await,
            None => call.send().await,
        }
    }
}
