//! Blobs: what is too large for an item of the store, in a bucket of S3.
//!
//! A blob is written whole and never changed; who knows its key may read it by a link that ends. Which blobs somebody
//! still needs is for the entities to say, not for this module: it lists nothing.
//!
//! Small ones pass through the process; large ones go by [`UploadLink`] from the client into the bucket, or part by
//! part through [`put_stream`](Blobs::put_stream), so that memory does not grow with them. Links are signed for the
//! machine's clock, not for [`Clock`](crate::Clock): it is S3 that judges whether they have ended.

mod client;
mod failure;
mod link;
mod read;
mod write;

use aws_sdk_s3::Client;

pub use client::{configured, connect};
pub use link::UploadLink;
pub use read::Beginning;
pub use write::PART_SIZE_BYTES;

use crate::config::BUCKET;
use crate::{Error, Result};

/// The bucket and the connection to it; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Blobs {
    bucket: Option<(Client, String)>,
}

impl Blobs {
    /// Over this bucket.
    pub fn new(client: Client, bucket: impl Into<String>) -> Self {
        Self { bucket: Some((client, bucket.into())) }
    }

    /// Nowhere: for functions that have nothing to do with blobs. Every use is our own mistake.
    pub fn none() -> Self {
        Self::default()
    }

    /// The connection, and the name of the bucket.
    fn bucket(&self) -> Result<(&Client, &str)> {
        let bucket = self.bucket.as_ref().map(|(client, name)| (client, name.as_str()));
        bucket.ok_or_else(|| Error::internal(format!("There is no bucket: {BUCKET} is not set")))
    }
}
