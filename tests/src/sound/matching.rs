//! Whether jobs of matching fit together with the rows that follow from them, with the agenda and with their events.

use std::collections::{BTreeMap, BTreeSet};

use kindred::entity::agenda::{Deed, Task};
use kindred::entity::matching_job::{MatchingJob, Open, State};
use kindred::event::{
    MATCHING_DELETED, MATCHING_DONE, MATCHING_FAILED, MATCHING_MODEL, MATCHING_SUBMITTED,
};
use uuid::Uuid;

use super::Picture;

impl Picture {
    pub(super) fn jobs_of_matching_fit(&self) {
        let jobs: Vec<MatchingJob> = self.entities().collect();
        for job in &jobs {
            let is = (job.result.is_some(), job.error.is_some(), job.finished_at.is_some());
            let ended = job.has_ended();
            assert_eq!(
                is,
                (job.state == State::Done, job.state == State::Failed, ended),
                "{job:?}"
            );
            assert_eq!(job.question.is_some(), !ended, "{job:?}");
            assert!(job.parts.is_empty() || !ended, "{job:?}");
        }
        let open = jobs.iter().filter(|job| !job.has_ended()).map(|job| (job.uuid, job.owner));
        let rows = self.entities::<Open>().map(|row| (row.uuid, row.owner));
        assert_eq!(rows.collect::<BTreeSet<_>>(), open.collect(), "jobs that have not ended");
        self.the_agenda_knows_jobs_of_matching(&jobs);
        self.events_tell_of_jobs_of_matching(&jobs);
    }

    fn the_agenda_knows_jobs_of_matching(&self, jobs: &[MatchingJob]) {
        let referred: BTreeSet<_> = jobs.iter().flat_map(MatchingJob::blobs).collect();
        let mut removals = BTreeSet::new();
        for Task { due_at, deed } in self.entities::<Task>() {
            match deed {
                Deed::RemoveBlob(key) => assert!(!referred.contains(&key), "{key} is needed"),
                Deed::RemoveJob(_) => {}
                Deed::RemoveMatchingJob { uuid, .. } => {
                    assert!(removals.insert((uuid, due_at)), "twice: {uuid}");
                }
            }
        }
        let wanted = jobs.iter().filter_map(|job| Some((job.uuid, job.removed_at()?)));
        assert_eq!(removals, wanted.collect(), "jobs of matching that will be deleted");
    }

    fn events_tell_of_jobs_of_matching(&self, jobs: &[MatchingJob]) {
        let mut told: BTreeMap<Uuid, &str> = BTreeMap::new();
        let all = self.events.iter();
        for event in all.filter(|event| event.text("model_name") == Some(MATCHING_MODEL)) {
            let uuid = event.text("uuid").and_then(|text| text.parse().ok()).expect("a uuid");
            let before = told.insert(uuid, &event.name);
            let fits = match (before, event.name.as_str()) {
                (None, MATCHING_SUBMITTED)
                | (Some(MATCHING_SUBMITTED), MATCHING_DONE | MATCHING_FAILED) => true,
                (Some(before), MATCHING_DELETED) => before != MATCHING_DELETED,
                _ => false,
            };
            assert!(fits, "{before:?} before {event:?}");
        }
        told.retain(|_, name| *name != MATCHING_DELETED);
        let name = |job: &MatchingJob| match job.state {
            State::Pending | State::Running => MATCHING_SUBMITTED,
            State::Done => MATCHING_DONE,
            State::Failed => MATCHING_FAILED,
        };
        let is = jobs.iter().map(|job| (job.uuid, name(job))).collect();
        assert_eq!(told, is, "events, and jobs of matching");
    }
}
