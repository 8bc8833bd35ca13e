//! Reading blobs.

use aws_sdk_s3::Client;
use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::primitives::ByteStream;
use axum::body::Bytes;

use super::Blobs;
use super::failure::failed;
use crate::{Error, Result};

/// The first bytes of a blob, and how many there are in all.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// At most as many as were asked for.
    pub bytes: Bytes,
    /// All of the blob.
    pub size_bytes: u64,
}

impl Blobs {
    /// A blob, whole, if it is there.
    pub async fn get(&self, key: &str) -> Result<Option<Bytes>> {
        let found = self.find(key, None).await?;
        let Some(Found::Content(object)) = found else { return Ok(None) };
        Ok(Some(whole(object.body).await?))
    }

    /// The first bytes of a blob, if it is there.
    pub async fn beginning(&self, key: &str, most_bytes: u64) -> Result<Option<Beginning>> {
        // There is no range of no bytes, and none that ends beyond what S3 can count.
        let last = most_bytes.saturating_sub(1).min(i64::MAX as u64 - 1);
        let object = match self.find(key, Some(format!("bytes=0-{last}"))).await? {
            None => return Ok(None),
            Some(Found::Empty) => {
                return Ok(Some(Beginning { bytes: Bytes::new(), size_bytes: 0 }));
            }
            Some(Found::Content(object)) => object,
        };
        let size = object.content_range().and_then(|range| range.rsplit('/').next()?.parse().ok());
        let size_bytes = size.ok_or_else(|| Error::internal("S3 does not tell a blob's size"))?;
        let mut bytes = whole(object.body).await?;
        bytes.truncate(usize::try_from(most_bytes).unwrap_or(usize::MAX));
        Ok(Some(Beginning { bytes, size_bytes }))
    }

    async fn find(&self, key: &str, range: Option<String>) -> Result<Option<Found>> {
        let (client, bucket) = self.bucket()?;
        let request = Client::get_object(client).bucket(bucket).key(key).set_range(range);
        match request.send().await {
            Ok(object) => Ok(Some(Found::Content(Box::new(object)))),
            Err(error) => match error.code() {
                Some("NoSuchKey") => Ok(None),
                Some("InvalidRange") => Ok(Some(Found::Empty)),
                _ => Err(failed(error)),
            },
        }
    }
}

/// What is under a key.
enum Found {
    Content(Box<GetObjectOutput>),
    /// Nothing, of which no range can be given.
    Empty,
}

/// All that comes; who stops in the middle is as good as not there.
async fn whole(content: ByteStream) -> Result<Bytes> {
    let content = content.collect().await.map_err(|error| {
        tracing::warn!(%error, "a blob broke off while it was read");
        Error::unavailable("The store of files is busy, please try again")
    })?;
    Ok(content.into_bytes())
}
