//! What runners do, and that they are lost.

use kindred::entity::runner::Answer;

use super::{Job, Knows, Model, No, Piece, Place};

impl Model {
    pub(crate) fn register(&mut self, nr: usize) -> Result<(), No> {
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

    pub(crate) fn unregister(&mut self, nr: usize) -> Result<(), No> {
        let (_, heard) = self.runners[nr].online.ok_or(No)?;
        // Somebody else with the same token was refused just now, and says goodbye.
        let was_refused = self.runners[nr].refused.is_some_and(|at| self.now <= at + 10);
        if was_refused && self.now <= heard + 20 {
            // It says so once.
            self.runners[nr].refused = None;
        } else {
            self.lose(nr);
        }
        Ok(())
    }

    pub(crate) fn revoke(&mut self, nr: usize) {
        if !self.runners[nr].is_revoked {
            self.lose(nr);
            (self.runners[nr].is_revoked, self.runners[nr].had) = (true, None);
        }
    }

    pub(crate) fn heartbeat(&mut self, nr: usize, ratio: Option<f64>) -> Result<Answer, No> {
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

    pub(crate) fn fetch(&mut self, nr: usize) -> Result<u64, No> {
        self.runners[nr].online.ok_or(No)?;
        let piece = self.runners[nr].has.as_mut().ok_or(No)?;
        piece.knows = Knows::Everything;
        Ok(piece.job)
    }

    /// `error` is none for a transcript.
    pub(crate) fn finish(&mut self, nr: usize, error: Option<&str>) -> Result<(), No> {
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

    pub(crate) fn sweep(&mut self) {
        for nr in 0..self.runners.len() {
            if self.is_overdue(nr) {
                self.lose(nr);
            }
        }
    }

    /// Who looks at all jobs notices that their runners are gone.
    pub(crate) fn look(&mut self) {
        let with = |job: &Job| if let Place::With(nr) = job.place { Some(nr) } else { None };
        let mut gone: Vec<_> = self.jobs.iter().filter_map(with).collect();
        gone.retain(|nr| self.is_overdue(*nr));
        gone.sort_unstable();
        gone.into_iter().for_each(|nr| self.lose(nr));
    }

    pub(super) fn lose(&mut self, nr: usize) {
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
