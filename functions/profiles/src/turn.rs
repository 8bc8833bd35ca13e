//! A turn: read, decide, write; when somebody was faster, again.

use kindred::store::{ATTEMPTS, Change, outrun};
use kindred::{App, Result};

/// Commit what `decide` makes of what it reads; it may run several times, and reads anew each time.
pub(crate) async fn turn<T, F: Future<Output = Result<(Change, T)>>>(
    app: &App,
    decide: impl Fn() -> F,
) -> Result<T> {
    for attempt in 0..ATTEMPTS {
        let (change, outcome) = decide().await?;
        if app.store.attempt(change, attempt).await? {
            return Ok(outcome);
        }
    }
    Err(outrun())
}
