//! Where jobs are done: a server with an administrator and a client, in this process or by its URL.

use kindred::entity::job::JobOrder;
use kindred::queue::NewJob;
use tokio::sync::{Mutex, MutexGuard};

use crate::{Api, Member, TestApp, Worker};

/// Runners of two tests at one server would take one another's jobs.
static TURN: Mutex<()> = Mutex::const_new(());

/// A server with somebody who creates runners and somebody who submits jobs.
pub struct Workplace {
    /// HTTP to it.
    pub api: Api,
    /// Who creates runners.
    pub administrator: Member,
    /// Whose jobs they are.
    pub client: Member,
    _turn: Option<MutexGuard<'static, ()>>,
}

/// Bytes of every sort that begin as audio does.
pub fn speech(size_bytes: usize) -> Vec<u8> {
    let head = b"RIFF\xff\xff\xff\x7fWAVEfmt ".iter().copied();
    head.chain((0..=255).cycle()).take(size_bytes).collect()
}

impl Workplace {
    /// The server at `KINDRED_BASE_URL`, which must have the accounts `KINDRED_ADMIN_EMAIL` and `KINDRED_USER_EMAIL`
    /// (their passwords likewise), else a fresh system in this process.
    pub async fn any() -> Self {
        if std::env::var_os("KINDRED_BASE_URL").is_none() {
            return Self::over(&TestApp::new().await).await;
        }
        let turn = TURN.lock().await;
        let api = Api::any().await;
        Self {
            administrator: known(&api, "ADMIN").await,
            client: known(&api, "USER").await,
            _turn: Some(turn),
            api,
        }
    }

    /// A system in this process.
    pub async fn over(app: &TestApp) -> Self {
        Self {
            api: app.api(),
            administrator: app.administrator().await,
            client: Member::activated(app).await,
            _turn: None,
        }
    }

    /// A runner that is offline.
    pub async fn worker(&self) -> Worker {
        Worker::new(&self.api, &self.administrator).await
    }

    /// Submit a job with this audio.
    pub async fn submit(&self, audio: &[u8]) -> u64 {
        let head = "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"speech.ogg\"\r\n\r\n";
        let body = [head.as_bytes(), audio, b"\r\n--part--\r\n"].concat();
        let call = self.client.post("/api/jobs/submit");
        let call = call.body("multipart/form-data; boundary=part", body);
        call.send().await.ok(200).number_of("jobId")
    }

    /// Where a job stands, as `status.step` says it.
    pub async fn step(&self, job: u64) -> String {
        let info = self.client.get(format!("/api/jobs/info?jobIds={job}")).await.ok(200);
        info.body["jobs"][0]["status"]["step"].as_str().expect("a step").to_owned()
    }

    /// What was said in a job.
    pub async fn transcript(&self, job: u64) -> Option<String> {
        let reply = self.client.get(format!("/api/jobs/downloadTranscript?jobId={job}")).await;
        (reply.status == 200).then(|| reply.text_of("transcript"))
    }
}

impl TestApp {
    /// A job with this audio, submitted by somebody.
    pub async fn job_with(&self, member: &Member, audio: &[u8]) -> u64 {
        let owner = self.account_of(member).await.id;
        if audio.is_empty() {
            return self.job_of(owner, JobOrder::default()).await;
        }
        let queue = self.system.queue();
        let mut staged = queue.stage("audio").await.expect("it can be noted");
        let blobs = &self.app().blobs;
        blobs.put(&staged.key, audio.to_vec().into()).await.expect("it can be written");
        staged.size_bytes = audio.len() as u64;
        let order = JobOrder::default();
        let new = NewJob { owner, order, audio: Some(&staged), key: None };
        queue.submit(new).await.expect("it can be submitted")
    }
}

/// Somebody whom a server knows from its start.
async fn known(api: &Api, who: &str) -> Member {
    Member::logged_in(api, &setting(who, "EMAIL"), &setting(who, "PASSWORD")).await
}

/// What the tests are told of an account that a server knows from its start.
pub(crate) fn setting(who: &str, what: &str) -> String {
    let name = format!("KINDRED_{who}_{what}");
    std::env::var(&name).unwrap_or_else(|_| {
        panic!("with KINDRED_BASE_URL, {name} must be that of an account of KINDRED_ACCOUNTS")
    })
}
