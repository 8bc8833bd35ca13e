//! What the queue promises, in the plainest words: no store, no transactions, everybody one after another.

mod runners;

use kindred::entity::job::ABORTED;

/// Seconds after which a silent runner is gone.
const PATIENCE: u64 = 60;

/// Seconds for which a key stands for its job.
const DAY: u64 = 86_400;

/// Everything, at a second.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) now: u64,
    /// The first is job 1.
    pub(super) jobs: Vec<Job>,
    pub(super) runners: Vec<Runner>,
    /// User, key, job, and when.
    keys: Vec<(usize, u8, u64, u64)>,
}

#[derive(Debug)]
pub(super) struct Job {
    owner: usize,
    pub(super) place: Place,
    /// How often it was given to a runner.
    times: u64,
}

/// Where a job is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Place {
    Waits,
    With(usize),
    Done { downloaded: bool },
    Failed(String),
    Gone,
}

#[derive(Debug, Default)]
pub(super) struct Runner {
    pub(super) is_revoked: bool,
    /// When it came, and was heard of last.
    pub(super) online: Option<(u64, u64)>,
    pub(super) has: Option<Piece>,
    /// The job that it had when it went, and which time that was.
    had: Option<(u64, u64)>,
    refused: Option<u64>,
}

/// A job in the hands of a runner.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) job: u64,
    time: u64,
    pub(super) knows: Knows,
    pub(super) ratio: f64,
    stop: bool,
}

/// What a runner knows of its job.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(super) enum Knows {
    Nothing,
    ThereIsOne,
    /// What it knew before it was gone, unless it has forgotten.
    Perhaps,
    Everything,
}

/// That somebody is told no.
#[derive(Debug, PartialEq)]
pub(super) struct No;

impl Model {
    pub(super) fn new(n_runners: usize) -> Self {
        let runners = (0..n_runners).map(|_| Runner::default()).collect();
        Self { now: 0, jobs: Vec::new(), runners, keys: Vec::new() }
    }

    pub(super) fn submit(&mut self, owner: usize, key: Option<u8>) -> u64 {
        let is_it = |known: &&(usize, u8, u64, u64)| {
            Some(known.1) == key && known.0 == owner && self.now < known.3 + DAY
        };
        if let Some(known) = self.keys.iter().find(is_it) {
            return known.2;
        }
        self.jobs.push(Job { owner, place: Place::Waits, times: 0 });
        let id = self.jobs.len() as u64;
        self.keys.extend(key.map(|key| (owner, key, id, self.now)));
        self.place(id);
        id
    }

    pub(super) fn abort(&mut self, id: u64) {
        match self.job(id).place.clone() {
            Place::Waits => self.fail(id),
            Place::With(runner) if self.knows(runner) => self.stop(runner),
            Place::With(runner) => {
                self.fail(id);
                self.free(runner);
            }
            _ => {}
        }
    }

    pub(super) fn delete(&mut self, id: u64) {
        if matches!(self.job(id).place, Place::Done { .. } | Place::Failed(_)) {
            self.job(id).place = Place::Gone;
        }
    }

    pub(super) fn erase(&mut self, owner: usize) {
        let theirs = |id: &u64| self.jobs[*id as usize - 1].owner == owner;
        for id in (1..=self.jobs.len() as u64).filter(theirs).collect::<Vec<_>>() {
            let place = std::mem::replace(&mut self.job(id).place, Place::Gone);
            match place {
                Place::With(runner) if self.knows(runner) => self.stop(runner),
                Place::With(runner) => self.free(runner),
                _ => {}
            }
        }
    }

    pub(super) fn download(&mut self, id: u64) {
        if let Place::Done { downloaded } = &mut self.job(id).place {
            *downloaded = true;
        }
    }

    /// Whether what it brings counts.
    pub(super) fn is_at_work(&self, nr: usize) -> bool {
        self.runners[nr].has.as_ref().is_some_and(|piece| piece.knows >= Knows::Perhaps)
    }

    fn job(&mut self, id: u64) -> &mut Job {
        &mut self.jobs[id as usize - 1]
    }

    fn knows(&self, nr: usize) -> bool {
        self.runners[nr].has.as_ref().is_some_and(|piece| piece.knows > Knows::Nothing)
    }

    fn is_overdue(&self, nr: usize) -> bool {
        self.runners[nr].online.is_some_and(|(_, heard)| self.now > heard + PATIENCE)
    }

    fn fail(&mut self, id: u64) {
        self.job(id).place = Place::Failed(ABORTED.to_owned());
    }

    fn stop(&mut self, nr: usize) {
        self.runners[nr].has.iter_mut().for_each(|piece| piece.stop = true);
    }

    fn free(&mut self, nr: usize) {
        self.runners[nr].has = None;
        self.employ(nr);
    }

    fn give(&mut self, id: u64, nr: usize, knows: Knows) {
        let job = self.job(id);
        job.times += 1;
        job.place = Place::With(nr);
        let time = job.times;
        self.runners[nr].has = Some(Piece { job: id, time, knows, ratio: 0.0, stop: false });
    }

    /// The oldest job that waits goes to this runner, unless it is silent.
    fn employ(&mut self, nr: usize) {
        let oldest = self.jobs.iter().position(|job| job.place == Place::Waits);
        if let Some(position) = oldest.filter(|_| !self.is_overdue(nr)) {
            self.give(position as u64 + 1, nr, Knows::Nothing);
        }
    }

    /// This job goes to the runner that has been there for longest and does nothing.
    fn place(&mut self, id: u64) {
        let is_idle =
            |nr: &usize| self.runners[*nr].online.is_some() && self.runners[*nr].has.is_none();
        let idle = (0..self.runners.len()).filter(is_idle).filter(|nr| !self.is_overdue(*nr));
        let came = |nr: &usize| self.runners[*nr].online.map(|(came, _)| came);
        // Of several, the first.
        if let Some(nr) = idle.min_by_key(came) {
            self.give(id, nr, Knows::Nothing);
        }
    }
}
