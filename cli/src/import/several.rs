//! Several things at once, but not too many.

use std::future::Future;

use kindred::{Error, Result};
use tokio::task::JoinSet;

/// Requests to the store that are under way at once.
const IN_FLIGHT: usize = 16;

/// Run the tasks, at most [`IN_FLIGHT`] at a time; the results are in the order of the tasks.
///
/// The first failure ends them all, some of them half way: every task has to be one that can be done again.
pub(crate) async fn several<T, F>(tasks: impl IntoIterator<Item = F>) -> Result<Vec<T>>
where
    T: Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
{
    let mut flying = JoinSet::new();
    let mut landed = Vec::new();
    for (position, task) in tasks.into_iter().enumerate() {
        if flying.len() >= IN_FLIGHT {
            landed.extend(next(&mut flying).await?);
        }
        flying.spawn(async move { (position, task.await) });
    }
    while let Some(result) = next(&mut flying).await? {
        landed.push(result);
    }
    landed.sort_unstable_by_key(|(position, _)| *position);
    Ok(landed.into_iter().map(|(_, result)| result).collect())
}

async fn next<T: 'static>(flying: &mut JoinSet<(usize, Result<T>)>) -> Result<Option<(usize, T)>> {
    let Some(joined) = flying.join_next().await else { return Ok(None) };
    let (position, result) = joined.map_err(Error::internal)?;
    Ok(Some((position, result?)))
}
