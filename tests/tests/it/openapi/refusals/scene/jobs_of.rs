//! What those are refused who have to do with jobs.

use kindred::entity::job::JobOrder;
use kindred::entity::transcript::Speech;
use tests::{Call, Member, WAV};

use super::Scene;
use super::people::Person;

/// More ids than a request may name.
fn many() -> String {
    ["1"; 1_001].join(",")
}

impl Scene {
    pub(super) async fn jobs(&mut self) {
        let stranger = Person::new(&self.app).await;
        let owner = Person::with(&self.app, |user| user.activated = true).await;
        let administrator = self.app.administrator().await;
        self.submissions(&stranger, &owner).await;
        self.uploads(&stranger, &owner).await;
        self.lists_of_jobs(&owner, &administrator).await;
        self.jobs_that_are_seen(&stranger, &owner, &administrator).await;
        self.jobs_that_end(&stranger, &owner, &administrator).await;
        self.transcripts(&stranger, &owner).await;
    }

    async fn submissions(&mut self, stranger: &Person, owner: &Person) {
        self.meet("submit_job", |call| call.bearer(&stranger.token)).await;
        let long = "x".repeat(5_000);
        let parts = vec![("x", "x"); 101];
        let file = |fields: &[(&str, &str)]| {
            let fields: Vec<(String, String)> = fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect();
            move |call: Call| {
                let fields: Vec<_> =
                    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                call.bearer(&owner.token).file(("a.wav", WAV), &fields)
            }
        };
        self.meet("submit_job", |call| call.bearer(&owner.token)).await;
        self.meet("submit_job", |call| file(&[])(call).header("idempotency-key", "a b")).await;
        self.meet("submit_job", file(&[("model", "huge")])).await;
        self.meet("submit_job", file(&[("language", "Klingon")])).await;
        self.meet("submit_job", file(&[("model", &long)])).await;
        let named = |call: Call| call.bearer(&owner.token).file((&long, WAV), &[]);
        self.meet("submit_job", named).await;
        let text = |call: Call| call.bearer(&owner.token).file(("a.wav", b"text"), &[]);
        self.meet("submit_job", text).await;
        self.meet("submit_job", |call| call.bearer(&owner.token).multipart(&parts)).await;
        let broken = |call: Call| {
            call.bearer(&owner.token).body("multipart/form-data; boundary=x", b"--y".to_vec())
        };
        self.meet("submit_job", broken).await;
        let large = |call: Call| call.bearer(&owner.token).header("content-length", "2000000000");
        self.meet("submit_job", large).await;
    }

    async fn uploads(&mut self, stranger: &Person, owner: &Person) {
        self.meet("announce_upload", |call| call.bearer(&stranger.token)).await;
        let long = "x".repeat(1_025);
        let forms: [&[(&str, &str)]; 4] = [
            &[],
            &[("size", "0")],
            &[("size", "1"), ("fileName", &long)],
            &[("size", "1000000001")],
        ];
        for form in forms {
            self.meet("announce_upload", |call| call.bearer(&owner.token).form(form)).await;
        }
        let queue = self.app.system.queue();
        let upload = queue.announce_upload(owner.user.id, None, 1_000).await.expect("an upload");
        let submits = |id: String| {
            move |call: Call| call.bearer(&owner.token).form(&[("uploadId", id.as_str())])
        };
        self.meet("submit_job", submits("x".to_owned())).await;
        self.meet("submit_job", submits(upload.upload.id.clone())).await;
        let blob = self.app.app().blobs.put(&upload.upload.key, WAV.into()).await;
        blob.expect("it can be written");
        self.meet("submit_job", submits(upload.upload.id)).await;
    }

    async fn lists_of_jobs(&mut self, owner: &Person, administrator: &Member) {
        let all = self.app.api().get("/api/jobs/list?all=1").bearer(&owner.token);
        self.meet_by("list_jobs", all).await;
        for query in ["all=", "email=nobody@example.org", "limit=0", "limit=1&cursor=?"] {
            let path = format!("/api/jobs/list?{query}");
            let call = self.app.api().get(path).bearer(&administrator.token);
            self.meet_by("list_jobs", call).await;
        }
    }

    async fn jobs_that_are_seen(
        &mut self,
        stranger: &Person,
        owner: &Person,
        administrator: &Member,
    ) {
        let job = self.app.job_of(owner.user.id, JobOrder::default()).await;
        for (operation, path) in
            [("job_info", "/api/jobs/info"), ("wait_for_jobs", "/api/jobs/wait")]
        {
            for (query, token) in [
                (String::new(), &owner.token),
                ("?jobIds=x".to_owned(), &owner.token),
                (format!("?jobIds={}", many()), &owner.token),
                (format!("?jobIds={job}"), &stranger.token),
                ("?jobIds=1000000".to_owned(), &administrator.token),
            ] {
                let call = self.app.api().get(format!("{path}{query}")).bearer(token);
                self.meet_by(operation, call).await;
            }
        }
        let call = self.app.api().get("/api/jobs/wait?jobIds=1&timeout=21").bearer(&owner.token);
        self.meet_by("wait_for_jobs", call).await;
    }

    async fn jobs_that_end(&mut self, stranger: &Person, owner: &Person, administrator: &Member) {
        let waits = self.app.job_of(owner.user.id, JobOrder::default()).await.to_string();
        let ended = self.app.job_done(owner.user.id, Speech::default()).await.to_string();
        for (operation, wrong) in [("abort_jobs", &ended), ("delete_jobs", &waits)] {
            self.meet(operation, |call| call.bearer(&owner.token)).await;
            for (ids, token) in [
                ("x", &owner.token),
                (&*many(), &owner.token),
                (wrong, &owner.token),
                (wrong, &stranger.token),
                ("1000000", &administrator.token),
            ] {
                self.meet(operation, |call| call.bearer(token).form(&[("jobIds", ids)])).await;
            }
        }
    }

    async fn transcripts(&mut self, stranger: &Person, owner: &Person) {
        let id = owner.user.id;
        let waits = self.app.job_of(id, JobOrder::default()).await;
        let ended = self.app.job_done(id, Speech::default()).await;
        let aborted = self.app.job_of(id, JobOrder::default()).await;
        self.app.system.queue().abort(aborted, id).await.expect("it ends");
        for (query, token) in [
            (String::new(), &owner.token),
            (format!("?jobId={ended}&format=pdf"), &owner.token),
            (format!("?jobId={ended}&format=srt"), &owner.token),
            (format!("?jobId={waits}"), &owner.token),
            (format!("?jobId={aborted}"), &owner.token),
            (format!("?jobId={ended}"), &stranger.token),
            ("?jobId=1000000".to_owned(), &owner.token),
        ] {
            let path = format!("/api/jobs/downloadTranscript{query}");
            let call = self.app.api().get(path).bearer(token);
            self.meet_by("download_transcript", call).await;
        }
    }
}
