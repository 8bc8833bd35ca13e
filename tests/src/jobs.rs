//! Jobs, as those who submit them see them.

use kindred::entity::job::step::Step;
use kindred::entity::job::{Job, JobOrder};
use kindred::entity::transcript::{Content, Speech, Transcript};
use serde_json::Value;

use crate::{Call, Member, Reply, TestApp};

/// The beginning of a sound that is good enough to be let in.
pub const WAV: &[u8] =
    b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\0\0\0\0";

impl Call {
    /// With a form in parts: text fields, and a file of this name before them.
    pub fn file(self, (name, content): (&str, &[u8]), fields: &[(&str, &str)]) -> Self {
        let head = format!(
            "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        let field = |(name, value): &(&str, &str)| {
            format!("--part\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let fields: String = fields.iter().map(field).collect();
        let body = [head.as_bytes(), content, b"\r\n", fields.as_bytes(), b"--part--\r\n"].concat();
        self.body("multipart/form-data; boundary=part", body)
    }
}

impl Member {
    /// Submit a file.
    pub async fn submits(&self, file: (&str, &[u8]), fields: &[(&str, &str)]) -> Reply {
        self.post("/api/jobs/submit").file(file, fields).send().await
    }

    /// Submit an empty file, and return the id of the job.
    pub async fn has_job(&self) -> u64 {
        self.submits(("sample.mp3", b""), &[]).await.ok(200).number_of("jobId")
    }

    /// What is known of one of their jobs.
    pub async fn sees(&self, job: u64) -> Value {
        let info = self.get(format!("/api/jobs/info?jobIds={job}")).await.ok(200);
        info.body["jobs"][0].clone()
    }

    /// Where one of their jobs stands.
    pub async fn step_of(&self, job: u64) -> String {
        let step = self.sees(job).await["status"]["step"].as_str().map(str::to_owned);
        step.expect("a step")
    }

    /// Ask for the end of jobs.
    pub async fn aborts(&self, ids: &str) -> Reply {
        self.posts("/api/jobs/abort", &[("jobIds", ids)]).await
    }

    /// Delete jobs.
    pub async fn deletes(&self, ids: &str) -> Reply {
        self.posts("/api/jobs/delete", &[("jobIds", ids)]).await
    }

    /// Fetch a transcript.
    pub async fn downloads(&self, job: impl std::fmt::Display) -> Reply {
        self.get(format!("/api/jobs/downloadTranscript?jobId={job}")).await
    }
}

impl TestApp {
    /// A job that is done, with what was said.
    pub async fn job_done(&self, owner: u64, speech: Speech) -> u64 {
        let id = self.job_of(owner, JobOrder::default()).await;
        let before: Job = self.job(id).await.expect("a job");
        let mut job = before.clone();
        (job.step, job.finished_at) = (Step::Success, Some(self.app().clock.now()));
        let transcript = Transcript { job: id, content: Content::Here(speech) };
        let change = job.saving(Some(&before)).put(&transcript);
        self.app().store.commit(change).await.expect("it can be written");
        id
    }
}
