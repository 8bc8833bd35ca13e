//! S3 in the process: the bucket behind `kindred serve` and the tests.
//!
//! [`Bucket`] runs an S3 server (`s3s` over files, by `s3s-fs`) that checks signatures and their ends as AWS does.
//! There are two ways in: an `aws_sdk_s3::Client` without a network, and a router for links that clients follow.
//! Nothing is opened before the first request, for most systems of the tests have no blobs.
//!
//! Keys are paths: they have at most 120 characters, and none is the beginning of another's path. What was acknowledged
//! survives the end of the process; unlike items, nobody waits for the disk here, not even later.

mod access;
mod connector;
mod directory;
mod files;
mod http;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;

use self::files::Files;
use super::{Error, Faults};

pub use access::Access;

/// The name of the one bucket.
pub const BUCKET: &str = "kindred-blobs";

/// A bucket in this process. Clones are cheap and share it.
#[derive(Clone)]
pub struct Bucket {
    shared: Arc<Shared>,
}

struct Shared {
    place: Place,
    access: Access,
    opened: OnceCell<Opened>,
}

/// Where the files lie.
enum Place {
    Kept(PathBuf),
    Temporary,
}

struct Opened {
    service: S3Service,
    root: PathBuf,
    /// Removes the directory when it is dropped.
    _temporary: Option<TempDir>,
}

impl Bucket {
    /// The bucket of a data directory; its files come when they are needed.
    ///
    /// No other may use them at the same time, so an [`Engine`](super::Engine) must have the directory open.
    pub fn kept(data: &Path, access: Access) -> Self {
        Self::new(Place::Kept(data.join("blobs")), access)
    }

    /// A bucket that is forgotten with its last clone and client.
    pub fn temporary(access: Access) -> Self {
        Self::new(Place::Temporary, access)
    }

    fn new(place: Place, access: Access) -> Self {
        Self { shared: Arc::new(Shared { place, access, opened: OnceCell::new() }) }
    }

    /// A client of this bucket: no network, no retries.
    pub fn client(&self) -> aws_sdk_s3::Client {
        connector::client(self, None)
    }

    /// A client like any other, whose requests fail when `Faults` says so: for tests.
    pub fn faulty_client(&self) -> (aws_sdk_s3::Client, Faults) {
        let faults = Faults::default();
        (connector::client(self, Some(faults.clone())), faults)
    }

    /// Delete all blobs. What is being written meanwhile fails.
    pub async fn empty(&self) -> Result<(), Error> {
        let root = self.opened().await?.root.clone();
        blocking(move || directory::clear(&root).map_err(unusable(&root))).await
    }

    /// Answer one request.
    async fn answer(&self, request: s3s::HttpRequest) -> Result<s3s::HttpResponse, Error> {
        let answer = self.opened().await?.service.call(request).await;
        let answer =
            answer.map_err(|cause| Error::failed("answer a request", &format!("{cause:?}")))?;
        if answer.status().is_server_error() {
            // Why stands in the body, which is for whoever asked.
            tracing::error!(status = answer.status().as_u16(), "the embedded S3 failed");
        }
        Ok(answer)
    }

    /// Where the files lie.
    #[cfg(test)]
    pub(super) async fn root(&self) -> PathBuf {
        self.opened().await.expect("it can be opened").root.clone()
    }

    async fn opened(&self) -> Result<&Opened, Error> {
        let Shared { place, access, opened } = &*self.shared;
        opened.get_or_try_init(|| Opened::new(place, access)).await
    }
}

impl Opened {
    async fn new(place: &Place, access: &Access) -> Result<Self, Error> {
        let (root, temporary) = match place {
            Place::Kept(root) => (root.clone(), None),
            Place::Temporary => {
                let temporary = tempfile::Builder::new().prefix("kindred-blobs-").tempdir();
                let temporary = temporary.map_err(unusable(&std::env::temp_dir()))?;
                (temporary.path().to_owned(), Some(temporary))
            }
        };
        let files = {
            let root = root.clone();
            blocking(move || {
                directory::tidy(&root).map_err(unusable(&root))?;
                Files::new(&root)
            })
        };
        let mut service = S3ServiceBuilder::new(files.await?);
        service.set_auth(SimpleAuth::from_single(access.key_id(), access.secret()));
        Ok(Self { service: service.build(), root, _temporary: temporary })
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    spawn_blocking(work).await.map_err(|_| Error::Stopped)?
}

fn unusable(directory: &Path) -> impl FnOnce(io::Error) -> Error {
    let directory = directory.to_owned();
    move |cause| Error::Directory { directory, cause }
}
