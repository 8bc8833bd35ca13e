//! The runner that people have: what it sends, what it takes, and when it gives up.
//!
//! It is simulated as it is, with its quirks, because it will not change: it takes a job when a field is *there*, exits
//! at the first answer that it does not expect, and compares one text. Only its pauses are left out.

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use serde_json::Value;

/// What it compares to learn that it has to register again.
const NOT_REGISTERED: &str = "This runner is not currently registered as online!";

/// Heartbeats that may fail one after the other: 50 seconds of one each 10 seconds.
const PATIENCE: u32 = 5;

/// How it ends.
#[derive(Clone, Debug, PartialEq)]
pub enum Exit {
    /// It was not let in, and has said goodbye.
    Refused(String),
    /// It was answered something that it does not know.
    Unexpected(String),
    /// Its heartbeats have failed for too long.
    Lonely,
    /// An abort that came when it worked on nothing has hit its next job, and itself.
    Stumbled,
}

/// A process of the public runner that was let in.
pub struct PublicRunner {
    base: String,
    token: String,
    client: Client,
    /// Set by an abort, and looked at when there is progress.
    stop: bool,
    failures: u32,
    processing: bool,
}

/// A job that it has fetched.
#[derive(Clone, Debug, PartialEq)]
pub struct Fetched {
    /// Its id.
    pub id: u64,
    /// What the information said besides.
    pub info: Value,
    /// Its audio.
    pub audio: Vec<u8>,
}

impl PublicRunner {
    /// Start a process with this token.
    pub async fn start(base: &str, token: &str) -> Result<Self, Exit> {
        let client = Client::builder().redirect(Policy::none()).build().expect("a client");
        let (base, token) = (base.trim_end_matches('/').to_owned(), token.to_owned());
        let runner = Self { base, token, client, stop: false, failures: 0, processing: false };
        runner.register().await.map(|()| runner)
    }

    async fn register(&self) -> Result<(), Exit> {
        let reply = self.post("register", None).await;
        let (status, body) = json(reply).await;
        match body.filter(|_| status == 200) {
            Some(body) if body["runnerID"].is_u64() => Ok(()),
            other => {
                self.unregister().await;
                Err(Exit::Refused(format!("{status} {other:?}")))
            }
        }
    }

    /// Say goodbye; whatever is answered is only logged.
    pub async fn unregister(&self) {
        let _ = self.post("unregister", None).await;
    }

    /// One heartbeat; a job that comes with it is fetched, unless there is one already.
    pub async fn beat(&mut self, progress_ratio: Option<f64>) -> Result<Option<Fetched>, Exit> {
        let form = progress_ratio.map(|ratio| vec![("progress", format!("{ratio}"))]);
        let (status, body) = json(self.post("heartbeat", form).await).await;
        let body = body.unwrap_or_default();
        // Compared before the status.
        if body["error"] == NOT_REGISTERED {
            self.register().await?;
            return Ok(None);
        }
        if status != 200 || !body.is_object() {
            self.failures += 1;
            return if self.failures < PATIENCE { Ok(None) } else { Err(Exit::Lonely) };
        }
        self.failures = 0;
        if body["abort"].as_bool().unwrap_or(!body["abort"].is_null()) {
            self.stop = true;
        } else if body.get("jobAssigned").is_some() && !self.processing {
            return self.fetch().await.map(Some);
        }
        Ok(None)
    }

    async fn fetch(&mut self) -> Result<Fetched, Exit> {
        let (status, info) = json(self.post("retrieveJobInfo", None).await).await;
        let info = info.filter(|_| status == 200);
        let info = info.ok_or_else(|| Exit::Unexpected(format!("info {status}")))?;
        for field in ["model", "language"] {
            let value = info.get(field);
            if !value.is_some_and(|value| value.is_null() || value.is_string()) {
                return Err(Exit::Unexpected(format!("info {info}")));
            }
        }
        let id = info["jobID"].as_u64();
        let id = id.ok_or_else(|| Exit::Unexpected(format!("info {info}")))?;
        let audio = self.audio().await?;
        self.processing = true;
        Ok(Fetched { id, info, audio })
    }

    /// Redirects are followed; to another origin without the token.
    async fn audio(&self) -> Result<Vec<u8>, Exit> {
        let mut url: Url =
            format!("{}/api/runners/retrieveJobAudio", self.base).parse().expect("a URL");
        let origin = url.origin();
        for _ in 0..10 {
            let mut request = self.client.get(url.clone());
            if url.origin() == origin {
                request = request.header(AUTHORIZATION, format!("Bearer {}", self.token));
            }
            let reply =
                request.send().await.map_err(|error| Exit::Unexpected(error.to_string()))?;
            if reply.status().is_redirection() {
                let location = reply.headers().get(LOCATION).and_then(|value| value.to_str().ok());
                let location =
                    location.ok_or_else(|| Exit::Unexpected("no location".to_owned()))?;
                url = url.join(location).map_err(|error| Exit::Unexpected(error.to_string()))?;
                continue;
            }
            let (status, of) = (reply.status(), content_type(&reply));
            if status != StatusCode::OK || of != "audio/basic" {
                return Err(Exit::Unexpected(format!("audio {status} {of}")));
            }
            let bytes = reply.bytes().await.map_err(|error| Exit::Unexpected(error.to_string()))?;
            return Ok(bytes.to_vec());
        }
        Err(Exit::Unexpected("too many redirects".to_owned()))
    }

    /// Progress within its own process: whether it shall go on.
    pub fn goes_on(&self) -> bool {
        !self.stop
    }

    /// Bring the result of the job, or that it was aborted.
    pub async fn finish(&mut self, result: Result<String, String>) -> Result<(), Exit> {
        let aborted = std::mem::take(&mut self.stop);
        let form = match result {
            _ if aborted => ("error_msg", "job was aborted".to_owned()),
            Ok(transcript) => ("transcript", transcript),
            Err(error) => ("error_msg", error),
        };
        let (status, _) = json(self.post("submitJobResult", Some(vec![form])).await).await;
        self.processing = false;
        if status == 200 { Ok(()) } else { Err(Exit::Unexpected(format!("result {status}"))) }
    }

    /// Wait for a job and do it: heartbeats until there is one, some with progress, then what is made of its audio.
    pub async fn works(
        &mut self,
        transcribe: impl FnOnce(&[u8]) -> Result<String, String>,
    ) -> Result<Fetched, Exit> {
        let job = loop {
            if let Some(job) = self.beat(None).await? {
                break job;
            }
        };
        if self.stop {
            self.finish(Err(String::new())).await?;
            return Err(Exit::Stumbled);
        }
        // Full precision, as it computes them.
        for step in 0..3 {
            self.beat(Some(f64::from(step) / 3.0 * 0.992_5)).await?;
            if self.stop {
                break;
            }
        }
        self.finish(transcribe(&job.audio)).await?;
        Ok(job)
    }

    async fn post(
        &self,
        path: &str,
        form: Option<Vec<(&str, String)>>,
    ) -> reqwest::Result<Response> {
        let request = self.client.post(format!("{}/api/runners/{path}", self.base));
        let request = request.header(AUTHORIZATION, format!("Bearer {}", self.token));
        let request = match form {
            None => request.header(CONTENT_TYPE, "application/octet-stream").body(""),
            Some(fields) => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                form.extend_pairs(fields);
                let content_type = "application/x-www-form-urlencoded";
                request.header(CONTENT_TYPE, content_type).body(form.finish())
            }
        };
        request.send().await
    }
}

/// The status and what is JSON by its type; nothing of a connection that failed.
async fn json(reply: reqwest::Result<Response>) -> (u16, Option<Value>) {
    // It does not catch this, and dies.
    let reply = reply.expect("the server answers");
    let status = reply.status().as_u16();
    let is_json = content_type(&reply).split(';').next() == Some("application/json");
    let body = reply.text().await.ok().and_then(|text| serde_json::from_str(&text).ok());
    (status, body.filter(|_| is_json))
}

fn content_type(reply: &Response) -> String {
    let value = reply.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}
