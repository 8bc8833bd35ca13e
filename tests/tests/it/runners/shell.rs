//! The runner of the README does what the README says.

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use kindred::entity::job::ABORTED;
use kindred::entity::job::step::Step;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::Hall;

/// For what takes no time, on a machine that does something else.
const PATIENCE: Duration = Duration::from_secs(60);

/// The script as it stands in the README.
fn script() -> String {
    let readme = include_str!("../../../../README.md");
    let (_, section) = readme.split_once("## A runner in ten lines").expect("the section");
    let lines = section.lines().skip_while(|line| !line.starts_with("    "));
    let lines = lines.take_while(|line| line.starts_with("    ") || line.is_empty());
    lines.map(|line| line.strip_prefix("    ").unwrap_or_default().to_owned() + "\n").collect()
}

/// A system behind a port that tells of each request that it has answered.
struct Served {
    hall: Hall,
    base: String,
    answered: Arc<Notify>,
}

impl Served {
    async fn new() -> Self {
        let hall = Hall::new().await;
        let answered = Arc::new(Notify::new());
        let told = answered.clone();
        let tell = from_fn(move |request: Request, next: Next| {
            let told = told.clone();
            async move {
                let response = next.run(request).await;
                told.notify_one();
                response
            }
        });
        let base = tests::serve(hall.app.system.router().layer(tell)).await;
        Self { hall, base, answered }
    }

    /// The script, with a command that makes text of audio.
    async fn run(&self, transcribe: &str) -> Running {
        let place = tempfile::tempdir().expect("a directory");
        let mut command = Command::new("bash");
        command.args(["-c", &script()]).current_dir(place.path()).kill_on_drop(true);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.env("KINDRED", &self.base).env("RUNNER_TOKEN", self.hall.worker().await.token);
        command.env("TRANSCRIBE", transcribe).env("PAUSE", "0.05");
        Running { process: command.spawn().expect("bash is there"), _place: place }
    }

    /// Wait until a job is there.
    async fn until(&self, job: u64, step: Step) {
        let waiting = async {
            while self.hall.step(job).await != step {
                self.answered.notified().await;
            }
        };
        timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("job {job} is not {step:?}"));
    }
}

/// The script at work, in a place of its own.
struct Running {
    process: Child,
    _place: TempDir,
}

impl Running {
    fn assert_goes_on(&mut self) {
        let ended = self.process.try_wait().expect("it can be looked at");
        assert!(ended.is_none(), "it has ended: {ended:?}");
    }
}

#[test]
fn it_has_ten_lines() {
    let script = script();

    assert_eq!(script.trim_end().lines().count(), 10, "{script}");
}

#[tokio::test]
async fn it_does_jobs_until_it_is_stopped() {
    let served = Served::new().await;
    let hall = &served.hall;
    let jobs = [hall.submit().await, hall.submit().await];

    let mut runner = served.run("printf 'Grüße & 100%% %s' \"$(wc -c)\"").await;

    for job in jobs {
        served.until(job, Step::Success).await;
        assert_eq!(hall.transcript(job).await.as_deref(), Some("Grüße & 100% 0"));
    }
    runner.assert_goes_on();
}

#[tokio::test]
async fn a_command_that_fails_ends_the_job_and_not_the_runner() {
    let served = Served::new().await;
    let jobs = [served.hall.submit().await, served.hall.submit().await];

    let mut runner = served.run("false").await;

    for job in jobs {
        served.until(job, Step::Failed).await;
    }
    runner.assert_goes_on();
}

#[tokio::test]
async fn an_abort_ends_the_command_and_not_the_runner() {
    let served = Served::new().await;
    let job = served.hall.submit().await;

    let mut runner = served.run("sleep 600").await;
    served.until(job, Step::RunnerInProgress).await;
    served.hall.abort(job).await;

    served.until(job, Step::Failed).await;
    assert_eq!(served.hall.job(job).await.error.as_deref(), Some(ABORTED));
    runner.assert_goes_on();
}
