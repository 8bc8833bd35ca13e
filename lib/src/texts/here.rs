//! Little work on the thread that asks for it.
//!
//! What is found by rayon is found by the threads of a pool, and whoever asks waits for them: for as long as they are
//! busy with somebody else's large work. So a thread that answers requests has a pool that is nothing but itself.

use rayon::{ThreadPool, ThreadPoolBuilder};

thread_local! {
    /// None where the thread belongs to a pool already.
    static HERE: Option<ThreadPool> =
        ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().ok();
}

/// Do some work on this thread alone, however parallel it may be.
pub fn on_this_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    HERE.with(|here| match here {
        Some(pool) => pool.install(work),
        None => work(),
    })
}

#[cfg(test)]
mod tests {
    use std::thread::current;

    use rayon::prelude::*;

    use super::*;

    #[test]
    fn nobody_else_does_it() {
        let own = current().id();

        let ids: Vec<_> =
            on_this_thread(|| (0..1_000).into_par_iter().map(|_| current().id()).collect());

        assert!(ids.iter().all(|id| *id == own));
        assert_eq!(on_this_thread(|| current().id()), own, "and it can be done again");
    }
}
