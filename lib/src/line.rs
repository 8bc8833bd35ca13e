//! Heavy work apart from requests: a few at once, the others in a line that ends.
//!
//! Passwords are hashed on all cores but one, so that requests that need no hashing find one free, however many log in;
//! on a machine of one core, one at a time. What uses all cores by itself is done one by one. Whoever comes when the
//! line is full is told so at once: waiting longer than people wait would only cost memory. Work that somebody has left
//! is not begun; once begun it is finished, and until then counts.

use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;

use tokio::sync::Semaphore;

use crate::{Error, Result};

/// How many may wait where each takes a core for a part of a second.
const WAITING: usize = 64;

/// How many may wait where each takes all cores for a second or two.
const WAITING_FOR_ALL: usize = 8;

/// A limit that clones share.
#[derive(Clone, Debug)]
pub struct Line {
    /// For those whose work is being done.
    seats: Arc<Semaphore>,
    /// For those and all who wait.
    places: Arc<Semaphore>,
    /// What somebody is told who finds it full.
    full: &'static str,
}

impl Line {
    /// As many at once as leave a core of this machine free; `full` is what others are told.
    pub fn leaving_a_core(full: &'static str) -> Self {
        let cores = available_parallelism().map_or(1, NonZero::get);
        Self::new(cores.saturating_sub(1).max(1), WAITING, full)
    }

    /// One after another, for what uses all cores by itself; `full` is what others are told.
    pub fn one_by_one(full: &'static str) -> Self {
        Self::new(1, WAITING_FOR_ALL, full)
    }

    fn new(at_once: usize, waiting: usize, full: &'static str) -> Self {
        Self {
            seats: Arc::new(Semaphore::new(at_once)),
            places: Arc::new(Semaphore::new(at_once + waiting)),
            full,
        }
    }

    /// Do some work on a thread of its own when it is its turn; first come, first served.
    ///
    /// Refuses: `unavailable` when the line is full.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let full = |_| Error::unavailable(self.full);
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(full)?;
        let seat = Arc::clone(&self.seats).acquire_owned().await.map_err(Error::internal)?;
        let work = move || {
            // Given back when the work is done, even if nobody asks for its result any more.
            let _held = (seat, place);
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Barrier, mpsc};

    use futures_util::future::{join_all, poll_immediate};

    use super::*;
    use crate::error::Kind;

    /// Work that goes on until the sender is dropped.
    fn work() -> (mpsc::Sender<()>, impl FnOnce() + Send + 'static) {
        let (sender, receiver) = mpsc::channel();
        (sender, move || assert!(receiver.recv().is_err()))
    }

    #[tokio::test]
    async fn as_many_as_allowed_run_at_once_and_never_more() {
        const AT_ONCE: usize = 3;
        let line = Line::new(AT_ONCE, 60, "full");
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let together = Arc::new(Barrier::new(AT_ONCE));

        let runs = (0..20 * AT_ONCE).map(|_| {
            let (running, most) = (Arc::clone(&running), Arc::clone(&most));
            let together = Arc::clone(&together);
            line.run(move || {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                together.wait();
                running.fetch_sub(1, Ordering::SeqCst);
            })
        });
        let done = join_all(runs).await;

        assert!(done.iter().all(Result::is_ok));
        assert_eq!(most.load(Ordering::SeqCst), AT_ONCE);
    }

    #[tokio::test]
    async fn whoever_comes_when_the_line_is_full_is_told_at_once() {
        let line = Line::new(1, 2, "full");
        let (end, first) = work();
        let mut first = pin!(line.run(first));
        let (mut second, mut third) = (pin!(line.run(|| 2)), pin!(line.run(|| 3)));
        assert!(poll_immediate(&mut first).await.is_none());
        assert!(poll_immediate(&mut second).await.is_none());
        assert!(poll_immediate(&mut third).await.is_none());

        let fourth = poll_immediate(pin!(line.run(|| 4))).await.expect("an answer at once");
        drop(end);

        assert_eq!(fourth.expect_err("the line is full").kind(), Kind::Unavailable);
        first.await.expect("done");
        assert_eq!((second.await.expect("done"), third.await.expect("done")), (2, 3));
        assert_eq!(line.run(|| 5).await.expect("there is room again"), 5);
    }

    #[tokio::test]
    async fn whoever_leaves_the_line_makes_room() {
        let line = Line::new(1, 1, "full");
        let (end, first) = work();
        let mut first = pin!(line.run(first));
        let mut second = Box::pin(line.run(|| panic!("nobody waits for it")));
        assert!(poll_immediate(&mut first).await.is_none());
        assert!(poll_immediate(&mut second).await.is_none());

        drop(second);
        let mut third = pin!(line.run(|| 3));
        assert!(poll_immediate(&mut third).await.is_none());
        drop(end);

        first.await.expect("done");
        assert_eq!(third.await.expect("it had the place"), 3);
    }

    #[tokio::test]
    async fn work_that_was_begun_counts_until_it_ends() {
        let line = Line::new(1, 0, "full");
        let (end, first) = work();
        let mut first = Box::pin(line.run(first));
        assert!(poll_immediate(&mut first).await.is_none());

        drop(first);
        let meanwhile = line.run(|| ()).await;
        drop(end);

        assert_eq!(meanwhile.expect_err("still hashing").kind(), Kind::Unavailable);
    }
}
