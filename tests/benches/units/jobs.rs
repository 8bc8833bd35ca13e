//! What jobs and runners cost, from the submission of a job to its end.

use axum::http::Method;
use tests::{Call, Member, TestApp, Worker, speech};

use super::{Ledger, Row};

const SUBMIT: &str = "POST /api/jobs/submit";
const HEARTBEAT: &str = "POST /api/runners/heartbeat";
const RESULT: &str = "POST /api/runners/submitJobResult";

impl Ledger {
    pub(super) async fn jobs(&mut self) {
        let administrator = TestApp::of(self.system.clone()).administrator().await;
        self.a_life(&administrator).await;
        self.endings(&administrator).await;
        self.seeing(&administrator).await;
    }

    /// A job from its submission to its download, with a runner that waits for it.
    async fn a_life(&mut self, client: &Member) {
        let create = self.api.get("/api/runners/create").bearer(&client.token);
        let created = self.note("GET /api/runners/create", "", create).await;
        let runner = Worker::with(&self.api, &created.text_of("runnerToken"));
        let from = self.rows.len();
        self.note("POST /api/runners/register", "no job waits", runner.post("register")).await;
        self.note(HEARTBEAT, "no job waits", runner.post("heartbeat")).await;
        self.note(SUBMIT, "an idle runner gets it", submission(client, 1_000)).await;
        self.note(HEARTBEAT, "there is a job", runner.post("heartbeat")).await;
        self.note("POST /api/runners/retrieveJobInfo", "", runner.post("retrieveJobInfo")).await;
        let audio = self.api.get("/api/runners/retrieveJobAudio").bearer(&runner.token);
        self.note("GET /api/runners/retrieveJobAudio", "", audio).await;
        let progress = runner.post("heartbeat").form(&[("progress", "0.5")]);
        self.note(HEARTBEAT, "progress", progress).await;
        let result = runner.post("submitJobResult").form(&[("transcript", &"x".repeat(1_024))]);
        self.note(RESULT, "1 KB, no job waits", result).await;
        self.a_job_of(from);
        let path = "/api/jobs/downloadTranscript";
        let first = self.api.get(format!("{path}?jobId=1")).bearer(&client.token);
        self.note("GET /api/jobs/downloadTranscript", "1 KB, for the first time", first).await;
        let call = client.post("/api/jobs/delete").form(&[("jobIds", "1")]);
        self.note("POST /api/jobs/delete", "", call).await;
        self.note("POST /api/runners/unregister", "no job", runner.post("unregister")).await;
    }

    /// The sum of what belongs to one job, of the rows from there on.
    fn a_job_of(&mut self, from: usize) {
        let is_of_job =
            |row: &&Row| !row.case.starts_with("no job") && !row.what.contains("register");
        let units = self.rows[from..].iter().filter(is_of_job).map(|row| row.units);
        let units = units.reduce(|sum, units| sum + units).expect("there are rows");
        self.rows.push(Row { what: "a job", case: "from its submission to its result", units });
    }

    /// Jobs that end otherwise, and runners that leave.
    async fn endings(&mut self, client: &Member) {
        let submitted = self.note(SUBMIT, "no runner is idle", submission(client, 1_000)).await;
        let job = submitted.number_of("jobId").to_string();
        let runner = Worker::new(&self.api, client).await;
        self.note("POST /api/runners/register", "a job waits", runner.post("register")).await;
        runner.fetches().await;
        let abort = || client.post("/api/jobs/abort").form(&[("jobIds", &job)]);
        self.note("POST /api/jobs/abort", "its runner has begun", abort()).await;
        self.note(HEARTBEAT, "somebody wants the job to end", runner.post("heartbeat")).await;
        let error = runner.post("submitJobResult").form(&[("error_msg", "job was aborted")]);
        self.note(RESULT, "an error", error).await;

        let runner = Worker::online(&self.api, client).await;
        for _ in 0..2 {
            let _ = submission(client, 1_000).send().await.ok(200);
        }
        runner.fetches().await;
        let unregister = runner.post("unregister");
        self.note("POST /api/runners/unregister", "its job goes on elsewhere", unregister).await;
        let call = self.api.call(Method::DELETE, "/api/admin/runners/1").bearer(&client.token);
        self.note("DELETE /api/admin/runners/{id}", "", call).await;
    }

    /// What only reads, but for announcing an upload.
    async fn seeing(&mut self, client: &Member) {
        for _ in 0..100 {
            let _ = submission(client, 0).send().await.ok(200);
        }
        let get = |path: &str| self.api.get(path.to_owned()).bearer(&client.token);
        let list = get("/api/jobs/list");
        let info = get("/api/jobs/info?jobIds=5");
        let wait = get("/api/jobs/wait?jobIds=2");
        let runners = get("/api/admin/runners");
        self.note("GET /api/jobs/list", "100 jobs", list).await;
        self.note("GET /api/jobs/info", "one job that waits", info).await;
        self.note("GET /api/jobs/wait", "one that has ended", wait).await;
        self.note("GET /api/admin/runners", "4 runners", runners).await;
        let upload = client.post("/api/jobs/upload");
        let upload = upload.form(&[("fileName", "a.wav"), ("size", "100000000")]);
        self.note("POST /api/jobs/upload", "", upload).await;
    }
}

/// A job with so many bytes of audio.
fn submission(client: &Member, size_bytes: usize) -> Call {
    let head =
        "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n";
    let form = [head.as_bytes(), &speech(size_bytes), b"\r\n--part--\r\n"].concat();
    client.post("/api/jobs/submit").body("multipart/form-data; boundary=part", form)
}
