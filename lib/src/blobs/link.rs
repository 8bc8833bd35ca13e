//! Links by which others read and write blobs without us.

use std::time::Duration;

use aws_sdk_s3::presigning::PresigningConfig;

use super::Blobs;
use super::failure::failed;
use crate::{Error, Result};

/// Where and how a client may put one blob by itself.
#[derive(Clone, Debug)]
pub struct UploadLink {
    /// Where to `PUT` it.
    pub url: String,
    /// What has to be sent as headers, exactly.
    pub headers: Vec<(String, String)>,
}

impl Blobs {
    /// A link by which anybody can read a blob for a while; it is answered with this content type.
    ///
    /// A while is a week at most, and no longer than the credentials of a function: some hours.
    pub async fn link_to_get(
        &self,
        key: &str,
        content_type: &str,
        valid: Duration,
    ) -> Result<String> {
        let (client, bucket) = self.bucket()?;
        let request = client.get_object().bucket(bucket).key(key);
        let request = request.response_content_type(content_type);
        let signed = request.presigned(lasting(valid)?).await.map_err(failed)?;
        Ok(signed.uri().to_owned())
    }

    /// A link by which anybody can write a blob for a while, of exactly this size and content type.
    pub async fn link_to_put(
        &self,
        key: &str,
        size_bytes: u64,
        content_type: &str,
        valid: Duration,
    ) -> Result<UploadLink> {
        let (client, bucket) = self.bucket()?;
        let size = i64::try_from(size_bytes).map_err(Error::internal)?;
        let request = client.put_object().bucket(bucket).key(key);
        // Both are signed, so S3 refuses anything else.
        let request = request.content_length(size).content_type(content_type);
        let signed = request.presigned(lasting(valid)?).await.map_err(failed)?;
        let headers = signed.headers().map(|(name, value)| (name.to_owned(), value.to_owned()));
        Ok(UploadLink { url: signed.uri().to_owned(), headers: headers.collect() })
    }
}

fn lasting(valid: Duration) -> Result<PresigningConfig> {
    PresigningConfig::expires_in(valid).map_err(Error::internal)
}
