//! Blobs: what is too large for an item of the store, in a bucket of S3.
//!
//! A blob is written whole and never changed; who knows its key may read it by a link that ends. Which blobs somebody
//! still needs is for the entities to say, not for this module.

use std::time::Duration;

use aws_sdk_s3::Client;
use axum::body::Bytes;
use futures_util::Stream;

use crate::{Error, Result};

/// The bucket and the connection to it; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Blobs {
    bucket: Option<(Client, String)>,
}

/// The first bytes of a blob, and how many there are in all.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// At most as many as were asked for.
    pub bytes: Bytes,
    /// All of the blob.
    pub size_bytes: u64,
}

/// Where and how a client may put one blob by itself.
#[derive(Clone, Debug)]
pub struct UploadLink {
    /// Where to `PUT` it.
    pub url: String,
    /// What has to be sent as headers, exactly.
    pub headers: Vec<(String, String)>,
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

    /// Write a blob.
    pub async fn put(&self, _key: &str, _content: Bytes) -> Result<()> {
        Err(Error::internal("no bucket"))
    }

    /// Write a blob as it comes in, and return its size; if this fails, there is none.
    ///
    /// Memory: one part of some megabytes, whatever the size.
    ///
    /// Refuses: what the stream refuses; `Invalid` 413 beyond `most_bytes`.
    pub async fn put_stream<S>(&self, _key: &str, _content: S, _most_bytes: u64) -> Result<u64>
    where
        S: Stream<Item = Result<Bytes>> + Unpin,
    {
        Err(Error::internal("no bucket"))
    }

    /// A blob, whole, if it is there.
    pub async fn get(&self, _key: &str) -> Result<Option<Bytes>> {
        Err(Error::internal("no bucket"))
    }

    /// The first bytes of a blob, if it is there.
    pub async fn beginning(&self, _key: &str, _most_bytes: u64) -> Result<Option<Beginning>> {
        Err(Error::internal("no bucket"))
    }

    /// Delete a blob; it may be gone already.
    pub async fn delete(&self, _key: &str) -> Result<()> {
        Err(Error::internal("no bucket"))
    }

    /// A link by which anybody can read a blob for a while; it is answered with this content type.
    pub async fn link_to_get(
        &self,
        _key: &str,
        _content_type: &str,
        _valid: Duration,
    ) -> Result<String> {
        Err(Error::internal("no bucket"))
    }

    /// A link by which anybody can write a blob for a while, of exactly this size and content type.
    pub async fn link_to_put(
        &self,
        _key: &str,
        _size_bytes: u64,
        _content_type: &str,
        _valid: Duration,
    ) -> Result<UploadLink> {
        Err(Error::internal("no bucket"))
    }
}
