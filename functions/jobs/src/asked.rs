//! The jobs that a request is about, and whether whoever asks may have to do with them.

use std::collections::{BTreeSet, HashMap};

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::entity::job::Job;
use kindred::entity::user::User;
use kindred::queue::Seen;
use kindred::{App, Error, Result};

use crate::ids::JobId;

/// Jobs that are changed at once.
const AT_ONCE: usize = 8;

/// These jobs, in this order, those that are named twice twice.
///
/// Contract: the first failure of the list counts. Nobody but administrators learns whether somebody else's job exists.
///
/// Refuses: `NotFound` 404 to administrators, `Forbidden` 403 to everybody else; what `check` refuses.
pub(crate) async fn find(
    app: &App,
    caller: &User,
    ids: &[JobId],
    check: impl Fn(&Job) -> Result<()>,
) -> Result<Vec<Seen>> {
    let known: Vec<u64> =
        ids.iter().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let seen = app.queue().look(&known).await?;
    let seen: HashMap<u64, Seen> = seen.into_iter().map(|seen| (seen.job.id, seen)).collect();
    let one = |id: &JobId| {
        let seen = id.and_then(|id| seen.get(&id));
        let seen = seen.ok_or_else(|| unknown(caller))?;
        permitted(caller, &seen.job)?;
        check(&seen.job)?;
        Ok(seen.clone())
    };
    ids.iter().map(one).collect()
}

/// Whether the caller may have to do with a job.
///
/// Refuses: `Forbidden` 403.
pub(crate) fn permitted(caller: &User, job: &Job) -> Result<()> {
    if caller.is_admin || job.owner == caller.id { Ok(()) } else { Err(foreign()) }
}

/// Do something with each of these jobs once, several at once; the first failure ends it.
pub(crate) async fn each<F: Future<Output = Result<()>>>(
    jobs: Vec<Seen>,
    task: impl Fn(u64) -> F,
) -> Result<()> {
    let ids: BTreeSet<u64> = jobs.iter().map(|seen| seen.job.id).collect();
    let tasks: Vec<F> = ids.into_iter().map(task).collect();
    stream::iter(tasks).buffer_unordered(AT_ONCE).try_collect().await
}

fn unknown(caller: &User) -> Error {
    if caller.is_admin { Error::not_found("There is no job with this id") } else { foreign() }
}

fn foreign() -> Error {
    Error::forbidden("This is not a job of yours")
}
