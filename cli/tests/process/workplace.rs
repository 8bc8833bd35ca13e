//! People with jobs and runners, as a running server meets them: the forms and the answers of the public ones.

use std::path::Path;

use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use crate::server::{Server, serve};

/// Bytes that begin as audio does.
const AUDIO: &[u8] = b"RIFF\xff\xff\xff\x7fWAVEfmt \x10\0\0\0\x01\0\x01\0";

const EMAIL: &str = "ada@example.org";
const PASSWORD: &str = "Correct-Horse-7";

/// A server, and the session of its administrator; cheap to clone.
#[derive(Clone)]
pub(crate) struct Door {
    client: Client,
    base: String,
    token: String,
}

/// No answer, which comes of a server that is gone.
#[derive(Debug)]
pub(crate) struct NoAnswer;

/// What a runner has to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Told {
    Job,
    Stop,
    Nothing,
}

/// A server over this directory, which has an administrator and minds nothing.
pub(crate) fn start(data: &Path) -> Server {
    let accounts = json!([{ "email": EMAIL, "password": PASSWORD, "isAdmin": true }]);
    let data = data.to_str().expect("a path in UTF-8");
    let mut command = serve(&["--data", data, "--no-demo", "--no-throttle"]);
    Server::of(command.env("KINDRED_ACCOUNTS", accounts.to_string()))
}

impl Door {
    pub(crate) async fn of(server: &Server) -> Self {
        let session = server.log_in(EMAIL, PASSWORD).await;
        let token = session["access_token"].as_str().expect("a session").to_owned();
        Self { client: Client::new(), base: server.base.clone(), token }
    }

    /// The token of a new runner.
    pub(crate) async fn new_runner(&self) -> String {
        let created = self.asks("runners/create").await.expect("an answer");
        created["runnerToken"].as_str().expect("a token").to_owned()
    }

    /// Submit a job under this key, with audio or without; its id.
    pub(crate) async fn submits(&self, key: &str, has_audio: bool) -> Result<u64, NoAnswer> {
        let mut form =
            b"--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n"
                .to_vec();
        form.extend_from_slice(if has_audio { AUDIO } else { b"" });
        form.extend_from_slice(b"\r\n--part--\r\n");
        let call = self.call(Method::POST, "jobs/submit", &self.token);
        let call = call.header("Content-Type", "multipart/form-data; boundary=part");
        let answer = answered(call.header("Idempotency-Key", key).body(form)).await?;
        Ok(answer["jobId"].as_u64().expect("an id"))
    }

    /// Ask for the end of a job; whether it could still be asked for.
    pub(crate) async fn aborts(&self, job: u64) -> Result<bool, NoAnswer> {
        let call =
            form(self.call(Method::POST, "jobs/abort", &self.token), format!("jobIds={job}"));
        let answer = call.send().await.map_err(|_| NoAnswer)?;
        let status = answer.status().as_u16();
        answer.bytes().await.map_err(|_| NoAnswer)?;
        assert!([200, 400].contains(&status), "{status}");
        Ok(status == 200)
    }

    /// The ids of all jobs.
    pub(crate) async fn jobs(&self) -> Result<Vec<u64>, NoAnswer> {
        let answer = self.asks("jobs/list").await?;
        let ids = answer["jobIds"].as_array().expect("a list").iter();
        Ok(ids.map(|id| id.as_u64().expect("an id")).collect())
    }

    /// What is known of jobs, in the order of their ids.
    pub(crate) async fn looks_at(&self, jobs: &[u64]) -> Result<Vec<Value>, NoAnswer> {
        let mut found = Vec::new();
        for some in jobs.chunks(500) {
            let ids: Vec<_> = some.iter().map(u64::to_string).collect();
            let mut answer = self.asks(&format!("jobs/info?jobIds={}", ids.join(","))).await?;
            found.append(answer["jobs"].as_array_mut().expect("a list"));
        }
        Ok(found)
    }

    /// The transcript of a job.
    pub(crate) async fn transcript(&self, job: u64) -> Result<String, NoAnswer> {
        let answer = self.asks(&format!("jobs/downloadTranscript?jobId={job}")).await?;
        Ok(answer["transcript"].as_str().expect("a text").to_owned())
    }

    /// A runner comes online, unless it is.
    pub(crate) async fn registers(&self, runner: &str) -> Result<(), NoAnswer> {
        let answer = self.call(Method::POST, "runners/register", runner).send().await;
        answer.map_err(|_| NoAnswer)?.bytes().await.map(drop).map_err(|_| NoAnswer)
    }

    /// A runner gives a sign of life.
    pub(crate) async fn beats(&self, runner: &str) -> Result<Told, NoAnswer> {
        let call = self.call(Method::POST, "runners/heartbeat", runner);
        let answer = answered(form(call, "progress=0.5".to_owned())).await?;
        let told = [("abort", Told::Stop), ("jobAssigned", Told::Job), ("ack", Told::Nothing)];
        let told = told.into_iter().find(|(field, _)| answer.get(field).is_some());
        Ok(told.expect("something is told").1)
    }

    /// A runner fetches its work, the audio included; the job's id.
    pub(crate) async fn fetches(&self, runner: &str) -> Result<u64, NoAnswer> {
        let answer = answered(self.call(Method::POST, "runners/retrieveJobInfo", runner)).await?;
        let audio = self.call(Method::GET, "runners/retrieveJobAudio", runner).send().await;
        let audio = audio.map_err(|_| NoAnswer)?;
        assert_eq!(audio.status().as_u16(), 200);
        assert_eq!(audio.headers()["content-type"], "audio/basic");
        let audio = audio.bytes().await.map_err(|_| NoAnswer)?;
        assert!(audio.is_empty() || audio == AUDIO);
        Ok(answer["jobID"].as_u64().expect("an id"))
    }

    /// A runner brings a result: a transcript or an error.
    pub(crate) async fn brings(&self, runner: &str, result: &str) -> Result<(), NoAnswer> {
        let call = self.call(Method::POST, "runners/submitJobResult", runner);
        answered(form(call, result.to_owned())).await.map(drop)
    }

    async fn asks(&self, path: &str) -> Result<Value, NoAnswer> {
        answered(self.call(Method::GET, path, &self.token)).await
    }

    fn call(&self, method: Method, path: &str, token: &str) -> RequestBuilder {
        self.client.request(method, format!("{}/api/{path}", self.base)).bearer_auth(token)
    }
}

fn form(call: RequestBuilder, fields: String) -> RequestBuilder {
    call.header("Content-Type", "application/x-www-form-urlencoded").body(fields)
}

/// What is answered, which must not be a refusal.
async fn answered(call: RequestBuilder) -> Result<Value, NoAnswer> {
    let answer = call.send().await.map_err(|_| NoAnswer)?;
    let (status, url) = (answer.status().as_u16(), answer.url().path().to_owned());
    let answer: Value = answer.json().await.map_err(|_| NoAnswer)?;
    assert_eq!(status, 200, "{url}: {answer}");
    Ok(answer)
}
