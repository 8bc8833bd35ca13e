//! Jobs with their transcripts, until there is text enough.

use kindred::entity::job::{Job, Owned};
use kindred::entity::user::User;
use kindred::store::{Cursor, Entity};
use kindred::{App, Result};

use super::shapes::JobExport;

/// Jobs that are read at once.
const FEW: usize = 8;

/// Jobs until there are so many bytes of text, and where the rest begins. There is always one, so that an export goes
/// on.
pub(super) async fn jobs(
    app: &App,
    user: &User,
    mut after: Option<Cursor>,
    enough_bytes: usize,
) -> Result<(Vec<JobExport>, Option<Cursor>)> {
    let queue = app.queue();
    let mut jobs = Vec::new();
    let mut bytes = 0;
    loop {
        let rows = app.store.list::<Owned>(&Owned::by(user.id), after.as_ref(), FEW).await?;
        let keys: Vec<_> = rows.items.iter().map(|row| Job::place(row.job)).collect();
        let few: Vec<Job> = app.store.batch(&keys).await?;
        for job in few {
            if bytes > enough_bytes {
                return Ok((jobs, after));
            }
            let transcript = queue.transcript(job.id).await?.map(|speech| speech.text);
            bytes += transcript.as_ref().map_or(0, String::len);
            bytes += job.error.as_ref().map_or(0, String::len);
            after = Some(Cursor::after(Owned { owner: user.id, job: job.id }.key().sort));
            jobs.push(JobExport::new(job, transcript));
        }
        after = rows.next;
        if after.is_none() {
            return Ok((jobs, None));
        }
    }
}
