//! Whether jobs and runners fit together: what each of them says of the other, the rows that follow from them, and the
//! events that tell how they came to be what they are.

use std::collections::{BTreeMap, BTreeSet};

use kindred::entity::agenda::{Deed, Task};
use kindred::entity::job::step::{Move, Step, TABLE};
use kindred::entity::job::{Job, Lease, Owned, Waiting};
use kindred::entity::runner::{Idle, Online, Runner, Stage};
use kindred::entity::transcript::{Content, Transcript};
use kindred::event::{
    JOB_DELETED, JOB_MODEL, JOB_SUBMITTED, RUNNER_CREATED, RUNNER_LOST, RUNNER_MODEL,
    RUNNER_REGISTERED, RUNNER_REVOKED, RUNNER_UNREGISTERED,
};
use kindred::{Event, Timestamp};

use super::Picture;

/// Everything that concerns jobs.
struct Jobs<'a> {
    picture: &'a Picture,
    jobs: BTreeMap<u64, Job>,
    runners: BTreeMap<u64, Runner>,
    transcripts: BTreeMap<u64, Transcript>,
}

/// What events tell of a job.
#[derive(Debug, Default, PartialEq)]
struct Told {
    step: Option<Step>,
    lease: Option<Lease>,
    n_leases: u64,
}

impl Picture {
    pub(super) fn jobs_and_runners_fit(&self) {
        let jobs = self.entities::<Job>().map(|job| (job.id, job)).collect();
        let runners = self.entities::<Runner>().map(|runner| (runner.id, runner)).collect();
        let transcripts = self.entities::<Transcript>().map(|text| (text.job, text)).collect();
        let jobs = Jobs { picture: self, jobs, runners, transcripts };

        jobs.each_is_what_its_step_says();
        jobs.each_runner_has_what_says_so();
        jobs.rows_follow();
        jobs.the_agenda_is_of_use();
        jobs.events_tell_where_each_job_stands();
        jobs.events_tell_where_each_runner_is();
    }
}

impl Jobs<'_> {
    fn each_is_what_its_step_says(&self) {
        for job in self.jobs.values() {
            let is = (job.lease.is_some(), job.error.is_some(), job.finished_at.is_some());
            let step = job.step;
            let has_failed = step == Step::Failed;
            assert_eq!(is, (step.is_leased(), has_failed, step.is_final()), "{job:?}");
            assert!(!job.abort_requested || step.is_leased(), "{job:?}");
        }
        let done = |job: &&Job| matches!(job.step, Step::Success | Step::Downloaded);
        let done: BTreeSet<_> = self.jobs.values().filter(done).map(|job| job.id).collect();
        assert_eq!(self.transcripts.keys().copied().collect::<BTreeSet<_>>(), done, "transcripts");
    }

    /// So no job is with two of them.
    fn each_runner_has_what_says_so(&self) {
        let mut leases = BTreeMap::new();
        for runner in self.runners.values() {
            let Some(work) = runner.work() else { continue };
            assert!(runner.revoked_at.is_none(), "{runner:?}");
            let Some(job) = self.jobs.get(&work.job) else {
                // It knows of a job that is gone, and has to be told.
                assert!(work.abort && work.stage != Stage::Assigned, "{runner:?}");
                continue;
            };
            leases.insert(job.id, Lease { runner: runner.id, number: work.lease });
            let has_begun = work.stage.may_be_under_way();
            assert_eq!(job.step == Step::RunnerInProgress, has_begun, "{job:?} {runner:?}");
            assert_eq!(job.abort_requested, work.abort, "{job:?} {runner:?}");
        }
        let leased = |job: &Job| Some((job.id, job.lease?));
        let leased: BTreeMap<_, _> = self.jobs.values().filter_map(leased).collect();
        assert_eq!(leases, leased, "what runners have, and what says that they have it");
    }

    fn rows_follow(&self) {
        let waits = |job: &&Job| job.step == Step::PendingRunner;
        let waiting: Vec<_> = self.jobs.values().filter(waits).map(|job| job.id).collect();
        let rows: Vec<_> = self.picture.entities::<Waiting>().map(|row| row.job).collect();
        assert_eq!(rows, waiting, "the queue, oldest first");

        let owned: BTreeSet<_> = self.jobs.values().map(|job| (job.owner, job.id)).collect();
        let rows = self.picture.entities::<Owned>().map(|row| (row.owner, row.job));
        assert_eq!(rows.collect::<BTreeSet<_>>(), owned, "the lists of users");

        let online = self.runners.values().filter_map(|r| Some((r.id, r.online.as_ref()?)));
        let (mut there, mut idle) = (Vec::new(), Vec::new());
        for (id, presence) in online {
            there.push(id);
            idle.extend(presence.work.is_none().then_some((presence.since, id)));
        }
        idle.sort_unstable();
        let rows: Vec<_> = self.picture.entities::<Online>().map(|row| row.runner).collect();
        assert_eq!(rows, there, "runners online");
        let rows: Vec<(Timestamp, u64)> =
            self.picture.entities::<Idle>().map(|row| (row.since, row.runner)).collect();
        assert_eq!(rows, idle, "idle runners, who came first first");
    }

    fn the_agenda_is_of_use(&self) {
        let in_transcript = |transcript: &Transcript| match &transcript.content {
            Content::Here(_) => None,
            Content::Blob(key) => Some(key.clone()),
        };
        let audio = self.jobs.values().filter_map(|job| Some(job.audio.as_ref()?.key.clone()));
        let texts = self.transcripts.values().filter_map(in_transcript);
        let referred: BTreeSet<_> = audio.chain(texts).collect();
        let mut removals = BTreeSet::new();
        for Task { due_at, deed } in self.picture.entities::<Task>() {
            match deed {
                Deed::RemoveBlob(key) => assert!(!referred.contains(&key), "{key} is needed"),
                Deed::RemoveJob(job) => assert!(removals.insert((job, due_at)), "twice: {job}"),
                Deed::RemoveMatchingJob { .. } => {}
            }
        }
        let wanted = self.jobs.values().filter_map(|job| Some((job.id, job.removed_at?)));
        assert_eq!(removals, wanted.collect(), "jobs that will be deleted");
    }

    fn events_tell_where_each_job_stands(&self) {
        let mut told: BTreeMap<u64, Told> = BTreeMap::new();
        for event in self.about(JOB_MODEL) {
            let before = told.remove(&event.object_id);
            let after = replayed(before, event).unwrap_or_else(|| {
                let events = self.about(JOB_MODEL).filter(|e| e.object_id == event.object_id);
                panic!("no way leads to {event:?}: {:#?}", events.collect::<Vec<_>>());
            });
            told.insert(event.object_id, after);
        }
        for job in self.jobs.values() {
            // A test may put a job into the table itself.
            let told = told.remove(&job.id);
            let told = told.unwrap_or(Told { step: Some(Step::NotQueued), ..Told::default() });
            let is = Told { step: Some(job.step), lease: job.lease, n_leases: job.n_leases };
            assert_eq!(told, is, "events, and {job:?}");
        }
        assert!(told.values().all(|told| told.step.is_none()), "jobs without a trace: {told:?}");
    }

    fn events_tell_where_each_runner_is(&self) {
        let mut online: BTreeMap<u64, bool> = BTreeMap::new();
        let mut revoked = BTreeSet::new();
        for event in self.about(RUNNER_MODEL) {
            let id = event.object_id;
            let was = online.get(&id).copied();
            let (fits, is) = match event.name.as_str() {
                RUNNER_CREATED => (was.is_none(), false),
                RUNNER_REGISTERED => (was == Some(false), true),
                RUNNER_UNREGISTERED | RUNNER_LOST => (was == Some(true), false),
                RUNNER_REVOKED => (was.is_some() && revoked.insert(id), false),
                other => panic!("a runner does not do {other}"),
            };
            let goes_on = event.name == RUNNER_REVOKED || !revoked.contains(&id);
            assert!(fits && goes_on, "was online: {was:?}; {event:?}");
            online.insert(id, is);
        }
        let is = self.runners.values().map(|runner| (runner.id, runner.online.is_some()));
        assert_eq!(online, is.collect(), "who is online by the events, and is");
        let is = self.runners.values().filter(|runner| runner.revoked_at.is_some());
        assert_eq!(revoked, is.map(|runner| runner.id).collect(), "who is revoked");
    }

    fn about(&self, model: &str) -> impl Iterator<Item = &Event> {
        self.picture.events.iter().filter(move |event| event.text("model_name") == Some(model))
    }
}

/// What is told of a job after this event; none when it cannot have happened then.
fn replayed(before: Option<Told>, event: &Event) -> Option<Told> {
    if event.name == JOB_SUBMITTED {
        let waits = Told { step: Some(Step::PendingRunner), ..Told::default() };
        return before.is_none().then_some(waits);
    }
    let put = Told { step: Some(Step::NotQueued), ..Told::default() };
    let Told { step, lease, n_leases } = before.unwrap_or(put);
    let step = step?;
    let number = |field: &str| event.fields.get(field).and_then(serde_json::Value::as_u64);
    let named = number("runner").zip(number("lease"));
    let named = named.map(|(runner, number)| Lease { runner, number });
    if event.name == JOB_DELETED {
        return (named == lease).then(Told::default);
    }
    let way = TABLE.iter().find(|(from, by, _)| (*from, by.event_name()) == (step, &event.name));
    let (_, by, step) = *way?;
    let (fits, n_leases) = match by {
        Move::Assign | Move::Resume => (named?.number == n_leases + 1, n_leases + 1),
        _ => (named == lease, n_leases),
    };
    let lease = named.filter(|_| step.is_leased());
    fits.then_some(Told { step: Some(step), lease, n_leases })
}
