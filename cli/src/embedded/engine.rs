//! The engine: a database, the thread that works on it, and the signal that something was written.
//!
//! Calls into the database block behind one mutex, so they are queued to one thread, and the async
//! workers never wait on `SQLite`. The thread ends with the last clone of its [`Engine`] (a client
//! and a pump each hold one).
//!
//! Beside the database's own connection there is a second one, for what the database does not
//! offer: an index on its stream records, and their removal once they are worked off (see `stream`).

use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use dynoxide::Database;
use rusqlite::Connection;
use tokio::sync::{oneshot, watch};

use super::{
    Contention, Error, Faults, Meter,
    connector::{self, Between},
    directory::Directory,
    stream,
    stream::Source,
};

/// A DynamoDB engine in this process. Clones are cheap and share one database.
#[derive(Clone)]
pub struct Engine {
    shared: Arc<Shared>,
}

/// What the clones share.
///
/// Fields drop in order: the directory is given back when everything else is closed.
struct Shared {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<thread::JoinHandle<()>>,
    database: Database,
    written: Arc<watch::Sender<()>>,
    _directory: Option<Directory>,
}

type Job = Box<dyn FnOnce(&mut Core) + Send>;

/// What the engine's thread owns.
pub(super) struct Core {
    pub(super) database: Database,
    pub(super) side: Connection,
    /// The tables that have a stream, by name.
    pub(super) streams: HashMap<String, Source>,
    pub(super) written: Arc<watch::Sender<()>>,
}

impl Engine {
    /// Make an empty database in memory, independent of every other.
    ///
    /// Refuses: `Open` when `SQLite` cannot make it.
    pub fn memory() -> Result<Self, Error> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        // The leading slash makes the name known to the whole process, so that the second
        // connection finds it.
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        Self::start(&format!("file:/kindred-{n}?vfs=memdb"), None)
    }

    /// Open the database in `directory`, making both if they are missing.
    ///
    /// What was acknowledged survives the end of the process, however sudden. A power cut takes
    /// back the last second at most, by whole transactions.
    /// Refuses: `Directory`, `InUse` while another engine has it open, `Open` when the file is not
    /// such a database.
    pub fn open(directory: &Path) -> Result<Self, Error> {
        let (taken, location) = Directory::take(directory)?;
        Self::start(&location, Some(taken))
    }

    /// A client of this engine: no network, no credentials, no retries.
    pub fn client(&self) -> aws_sdk_dynamodb::Client {
        connector::client(self, Between::default())
    }

    /// A client like any other, and the meter of what its requests consume.
    pub fn metered_client(&self) -> (aws_sdk_dynamodb::Client, Meter) {
        let meter = Meter::default();
        let between = Between { meter: Some(meter.clone()), ..Between::default() };
        (connector::client(self, between), meter)
    }

    /// A client like any other, whose requests fail when `Faults` says so: for tests.
    pub fn faulty_client(&self) -> (aws_sdk_dynamodb::Client, Faults) {
        let faults = Faults::default();
        let between = Between { faults: Some(faults.clone()), ..Between::default() };
        (connector::client(self, between), faults)
    }

    /// A client like any other, whose transactions get in each other's way as on AWS: for tests.
    pub fn contended_client(&self) -> (aws_sdk_dynamodb::Client, Contention) {
        let contention = Contention::default();
        let between = Between { contention: Some(contention.clone()), ..Between::default() };
        (connector::client(self, between), contention)
    }

    /// A signal that changes after every write to a table with a stream.
    ///
    /// Writes before this call are taken as seen; several writes may show as one change.
    pub fn writes(&self) -> watch::Receiver<()> {
        self.shared.written.subscribe()
    }

    /// Delete the items whose time to live has passed, and return how many.
    ///
    /// Judged by the machine's clock. Reads every item of the tables with a TTL attribute, a page
    /// at a time; requests go first between pages.
    pub async fn sweep(&self) -> Result<usize, Error> {
        let engine = self.clone();
        let swept = tokio::task::spawn_blocking(move || {
            let swept = engine.shared.database.sweep_ttl();
            // One of the tables may have a stream; a signal too many costs a look.
            engine.shared.written.send_replace(());
            swept
        });
        let swept = swept.await.map_err(|_| Error::Stopped)?;
        swept.map_err(|cause| Error::failed("sweep expired items", &cause))
    }

    /// Run `job` on the engine's thread and wait for its result.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Core) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |core| {
            // Nobody waiting any more is no reason to undo the work.
            let _ = reply.send(job(core));
        });
        let jobs = self.shared.jobs.as_ref().ok_or(Error::Stopped)?;
        jobs.send(job).map_err(|_| Error::Stopped)?;
        answer.await.map_err(|_| Error::Stopped)
    }

    fn start(location: &str, directory: Option<Directory>) -> Result<Self, Error> {
        let unopened = |cause: String| Error::Open { location: location.to_owned(), cause };
        let database = Database::new(location).map_err(|cause| unopened(cause.to_string()))?;
        // Despite its name: acknowledge when the operating system has the write (see `directory`).
        let relaxed = database.disable_bulk_loading();
        relaxed.map_err(|cause| unopened(cause.to_string()))?;
        let side = side_connection(location).map_err(|cause| unopened(cause.to_string()))?;
        let written = Arc::new(watch::Sender::new(()));
        let mut core = Core {
            database: database.clone(),
            side,
            streams: HashMap::new(),
            written: Arc::clone(&written),
        };
        core.find_streams().map_err(|cause| unopened(cause.to_string()))?;

        let (jobs, queue) = mpsc::channel::<Job>();
        let thread = thread::Builder::new()
            .name("kindred-store".into())
            .spawn(move || queue.into_iter().for_each(|job| job(&mut core)))
            .map_err(|cause| unopened(cause.to_string()))?;
        let shared = Shared {
            jobs: Some(jobs),
            thread: Some(thread),
            database,
            written,
            _directory: directory,
        };
        Ok(Self { shared: Arc::new(shared) })
    }
}

impl Drop for Shared {
    /// Wait for the thread, so that the directory can be opened again at once.
    fn drop(&mut self) {
        drop(self.jobs.take());
        let thread = self.thread.take();
        if let Some(thread) = thread.filter(|t| t.thread().id() != thread::current().id()) {
            // A panic in the thread has been reported where it happened.
            let _ = thread.join();
        }
    }
}

fn side_connection(location: &str) -> rusqlite::Result<Connection> {
    let side = Connection::open(location)?;
    side.busy_timeout(Duration::from_secs(5))?;
    side.pragma_update(None, "synchronous", "NORMAL")?;
    side.execute_batch(stream::INDEX)?;
    Ok(side)
}
