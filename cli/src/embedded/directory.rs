//! The directory a durable database lives in: for one engine at a time, and flushed once a second.
//!
//! A write is acknowledged when the operating system has it, which outlives the process. Only a
//! power cut can take it back, and waiting for the disk at each write would make writes ten times
//! slower. So a thread waits for the disk instead: a power cut costs at most the last second, and
//! never leaves half a transaction.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use super::Error;

const FLUSH_INTERVAL: Duration = Duration::from_secs(1);

/// A directory that is ours until this is dropped.
pub(super) struct Directory {
    _flusher: mpsc::Sender<()>,
    _lock: File,
}

impl Directory {
    /// Make the directory if it is missing, and take it; return it with the database's location.
    ///
    /// Refuses: `Directory`, and `InUse` while somebody else has it.
    pub(super) fn take(path: &Path) -> Result<(Self, String), Error> {
        let unusable = |cause| Error::Directory { directory: path.to_owned(), cause };
        fs::create_dir_all(path).map_err(unusable)?;
        let lock = File::create(path.join("kindred.lock")).map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::InUse(path.to_owned())),
            Err(TryLockError::Error(cause)) => return Err(unusable(cause)),
        }
        let location = path.join("kindred.sqlite").into_os_string().into_string();
        let location =
            location.map_err(|_| unusable(io::Error::other("its name is not valid UTF-8")))?;
        let log = PathBuf::from(format!("{location}-wal"));
        let flusher = start_flushing(log).map_err(unusable)?;
        Ok((Self { _flusher: flusher, _lock: lock }, location))
    }
}

/// Flush the file at `path` every second, until what is returned is dropped.
fn start_flushing(path: PathBuf) -> io::Result<mpsc::Sender<()>> {
    let (alive, ended) = mpsc::channel();
    thread::Builder::new().name("kindred-flush".into()).spawn(move || {
        while ended.recv_timeout(FLUSH_INTERVAL) == Err(RecvTimeoutError::Timeout) {
            if let Err(error) = flush(&path) {
                tracing::error!(%error, "what was written cannot be brought to the disk");
            }
        }
    })?;
    Ok(alive)
}

/// Wait until the disk has the file. One that is not there has nothing in it.
fn flush(path: &Path) -> io::Result<()> {
    // Some systems only flush for who may write.
    match OpenOptions::new().write(true).open(path) {
        Ok(file) => file.sync_data(),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_flushed_and_a_missing_one_is_no_failure() {
        let file = tempfile::NamedTempFile::new().expect("a file can be made");

        assert!(flush(file.path()).is_ok());
        assert!(flush(&file.path().join("in a file")).is_err());
        assert!(flush(Path::new("/missing/wal")).is_ok());
    }
}
