//! What the queue promises, in the plainest words: no store, no transactions, everybody one after another.

use kindred::entity::job::ABORTED;
use kindred::entity::runner::Answer;

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

    pub(super) fn register(&mut self, nr: usize) -> Result<(), No> {
        if self.is_overdue(nr) {
            self.lose(nr);
        }
        let now = self.now;
        let runner = &mut self.runners[nr];
        if runner.online.is_some() {
            runner.refused = Some(now);
            return Err(No);
        }
        (runner.online, runner.refused) = (Some((now, now)), None);
        let had = runner.had.take();
        let goes_on = |job: &Job, time| job.place == Place::Waits && job.times == time;
        match had {
            Some((id, time)) if goes_on(self.job(id), time) => self.give(id, nr, Knows::Perhaps),
            _ => self.employ(nr),
        }
        Ok(())
    }

    pub(super) fn unregister(&mut self, nr: usize) -> Result<(), No> {
        let (_, heard) = self.runners[nr].online.ok_or(No)?;
        // Somebody else with the same token was refused just now, and says goodbye.
        let was_refused = self.runners[nr].refused.is_some_and(|at| self.now <= at + 10);
        if !(was_refused && self.now <= heard + 20) {
            self.lose(nr);
        }
        Ok(())
    }

    pub(super) fn revoke(&mut self, nr: usize) {
        if !self.runners[nr].is_revoked {
            self.lose(nr);
            (self.runners[nr].is_revoked, self.runners[nr].had) = (true, None);
        }
    }

    pub(super) fn heartbeat(&mut self, nr: usize, ratio: Option<f64>) -> Result<Answer, No> {
        if self.is_overdue(nr) {
            self.lose(nr);
        }
        let now = self.now;
        self.runners[nr].online.as_mut().ok_or(No)?.1 = now;
        if self.runners[nr].has.is_none() {
            self.employ(nr);
        }
        let Some(piece) = &mut self.runners[nr].has else { return Ok(Answer::Ack) };
        if let Some(ratio) = ratio.filter(|_| piece.knows >= Knows::Perhaps) {
            (piece.ratio, piece.knows) = (ratio, Knows::Everything);
        }
        if piece.knows == Knows::Everything && piece.stop {
            return Ok(Answer::Abort);
        }
        if piece.knows == Knows::Nothing {
            piece.knows = Knows::ThereIsOne;
        }
        Ok(Answer::JobAssigned)
    }

    pub(super) fn fetch(&mut self, nr: usize) -> Result<u64, No> {
        self.runners[nr].online.ok_or(No)?;
        let piece = self.runners[nr].has.as_mut().ok_or(No)?;
        piece.knows = Knows::Everything;
        Ok(piece.job)
    }

    /// `error` is none for a transcript.
    pub(super) fn finish(&mut self, nr: usize, error: Option<&str>) -> Result<(), No> {
        self.runners[nr].online.ok_or(No)?;
        if !self.is_at_work(nr) {
            return Ok(());
        }
        let piece = self.runners[nr].has.take().ok_or(No)?;
        if self.job(piece.job).place == Place::With(nr) {
            let done = Place::Done { downloaded: false };
            self.job(piece.job).place = error.map_or(done, |error| Place::Failed(error.to_owned()));
        }
        self.employ(nr);
        Ok(())
    }

    pub(super) fn sweep(&mut self) {
        for nr in 0..self.runners.len() {
            if self.is_overdue(nr) {
                self.lose(nr);
            }
        }
    }

    /// Who looks at all jobs notices that their runners are gone.
    pub(super) fn look(&mut self) {
        let with = |job: &Job| if let Place::With(nr) = job.place { Some(nr) } else { None };
        let mut gone: Vec<_> = self.jobs.iter().filter_map(with).collect();
        gone.retain(|nr| self.is_overdue(*nr));
        gone.sort_unstable();
        gone.into_iter().for_each(|nr| self.lose(nr));
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

    fn lose(&mut self, nr: usize) {
        let runner = &mut self.runners[nr];
        if runner.online.take().is_none() {
            return;
        }
        let piece = runner.has.take();
        let Some(Piece { job, time, knows, stop, .. }) = piece else {
            runner.had = None;
            return;
        };
        runner.had = (knows >= Knows::Perhaps).then_some((job, time));
        match self.job(job).place {
            Place::With(by) if by == nr && stop => self.fail(job),
            Place::With(by) if by == nr => {
                self.job(job).place = Place::Waits;
                self.place(job);
            }
            _ => {}
        }
    }
}
