//! Where a job is worked on: its question, prepared, and the threads that answer it.
//!
//! They are threads of its own, one fewer than there are cores, so that a request for matches in the same process does
//! not have to wait until a slice of some seconds is done.

use std::num::NonZero;
use std::ops::Range;
use std::sync::Arc;
use std::thread::available_parallelism;

use axum::body::Bytes;
use kindred::texts::{Limits, Prepared, Question};
use kindred::{Error, Result};
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde_json::{Map, Value};
use tokio::task::spawn_blocking;

/// A question and who answers it.
#[derive(Debug)]
pub(crate) struct Desk {
    prepared: Prepared,
    threads: ThreadPool,
}

/// Why a question will never be answered.
#[derive(Debug)]
pub(crate) struct Undoable(pub(crate) String);

impl Desk {
    /// For a question as it was sent.
    pub(crate) async fn of(question: Bytes) -> Result<Result<Self, Undoable>> {
        let cores = available_parallelism().map_or(1, NonZero::get);
        let threads = ThreadPoolBuilder::new().num_threads(cores.saturating_sub(1).max(1));
        let threads = threads.build().map_err(Error::internal)?;
        let prepared =
            spawn_blocking(move || prepared(&question)).await.map_err(Error::internal)?;
        Ok(prepared.map(|prepared| Self { prepared, threads }).map_err(Undoable::from))
    }

    /// The answers to some of its queries, each as a line of JSON; none when they have more than so many bytes.
    pub(crate) async fn answers(
        self: Arc<Self>,
        queries: Range<usize>,
        most_bytes: u64,
    ) -> Result<Option<Bytes>> {
        let work = move || self.threads.install(|| lines(&self.prepared, queries, most_bytes));
        spawn_blocking(work).await.map_err(Error::internal)?
    }
}

/// The rules were kept when it was submitted; but some texts get longer when they are processed, and rules may change.
fn prepared(question: &[u8]) -> Result<Prepared> {
    let body: Map<String, Value> = serde_json::from_slice(question).map_err(Error::internal)?;
    let prepared = Question::read(body, &Limits::JOB)?.prepared();
    Limits::JOB.allow(prepared.estimate)?;
    Ok(prepared)
}

fn lines(prepared: &Prepared, queries: Range<usize>, most_bytes: u64) -> Result<Option<Bytes>> {
    let mut lines = Vec::new();
    for found in prepared.matches(queries) {
        serde_json::to_writer(&mut lines, &found).map_err(Error::internal)?;
        lines.push(b'\n');
        if lines.len() as u64 > most_bytes {
            return Ok(None);
        }
    }
    Ok(Some(lines.into()))
}

impl From<Error> for Undoable {
    fn from(error: Error) -> Self {
        let details = error.details().join("; ");
        let message = error.message();
        Self(if details.is_empty() { message.to_owned() } else { format!("{message}: {details}") })
    }
}
