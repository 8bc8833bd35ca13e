//! What somebody asks of their jobs.

use kindred::entity::job::JobOrder;
use kindred::entity::transcript::Speech;
use tests::{Reply, WAV};

use super::{Operation, Stage};

impl Stage {
    /// Send the operation's examples as somebody who has a job that is fit for it.
    pub(super) async fn play_job(&self, operation: &Operation) -> Reply {
        let member = self.app.administrator().await;
        let owner = self.app.account_of(&member).await.id;
        let job = match operation.id() {
            "delete_jobs" | "download_transcript" => {
                self.app.job_done(owner, Speech::default()).await
            }
            _ => self.app.job_of(owner, JobOrder::default()).await,
        };
        let job = job.to_string();
        let mut query = Vec::new();
        for parameter in operation.parameters() {
            let name = parameter["name"].as_str().expect("a name");
            match (name, &parameter["example"]) {
                ("jobId" | "jobIds", _) => query.push(format!("{name}={job}")),
                (_, example) if !example.is_null() => query.push(format!("{name}={example}")),
                _ => {}
            }
        }
        let method = operation.method.parse().expect("a method");
        let path = format!("{}?{}", operation.path, query.join("&"));
        let call = self.app.api().call(method, path).bearer(&member.token);
        if operation.id() == "submit_job" {
            let form = operation.example("multipart/form-data").expect("an example");
            let text = |field: &str| form[field].as_str().expect("a text").to_owned();
            let (model, language) = (text("model"), text("language"));
            let fields = [("model", &*model), ("language", &*language)];
            return call.file(("interview.wav", WAV), &fields).send().await;
        }
        let Some(form) = operation.form() else { return call.send().await };
        let field = |(name, example): (&String, &serde_json::Value)| match name.as_str() {
            "jobIds" => (name.clone(), job.clone()),
            _ => (name.clone(), example.to_string().replace('"', "")),
        };
        let fields: Vec<_> = form.as_object().expect("fields").iter().map(field).collect();
        call.form(&fields).send().await
    }
}
