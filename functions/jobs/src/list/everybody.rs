//! The jobs of all users.
//!
//! Users are numbered from 1, so their numbers are the list; those who are gone are missing in it.

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::entity::user::User;
use kindred::http::params::id;
use kindred::{App, Error, Result};

use super::{JobList, Page, UserJobs, ids_of};

/// Users that are read at once; what one batch takes.
const FEW: u64 = 100;
/// Lists that are read at once.
const AT_ONCE: usize = 16;

/// One entry for each user, in the order of their ids, those without jobs included.
pub(super) async fn list(app: &App, page: Option<Page>) -> Result<JobList> {
    let last = app.store.last_id("user").await?;
    let limit = page.as_ref().map_or(usize::MAX, |page| page.limit);
    let mut next = 1 + page.and_then(|page| page.cursor).map_or(Ok(0), |text| parsed(&text))?;
    let mut jobs = Vec::new();
    while next <= last && jobs.len() < limit {
        let wanted = u64::try_from(limit - jobs.len()).unwrap_or(FEW).min(FEW);
        let until = last.min(next.saturating_add(wanted - 1));
        jobs.extend(between(app, next, until).await?);
        next = until + 1;
    }
    let is_whole = next > last;
    let cursor = jobs.last().filter(|_| !is_whole).map(|user: &UserJobs| user.user_id.to_string());
    Ok(JobList { msg: "Here you are", jobs: Some(jobs), cursor, ..JobList::default() })
}

/// The users with these ids and all between them.
async fn between(app: &App, from: u64, to: u64) -> Result<Vec<UserJobs>> {
    let keys: Vec<_> = (from..=to).map(User::place).collect();
    let users: Vec<User> = app.store.batch(&keys).await?;
    let one =
        async |user: User| Ok(UserJobs { user_id: user.id, job_ids: ids_of(app, user.id).await? });
    stream::iter(users).map(one).buffered(AT_ONCE).try_collect().await
}

fn parsed(cursor: &str) -> Result<u64> {
    let foreign = || Error::invalid("The cursor is not one that this list gave out");
    id(cursor).filter(|user| *user < u64::MAX).ok_or_else(foreign)
}
