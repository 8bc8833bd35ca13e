//! Writing and deleting blobs.

use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use axum::body::Bytes;
use axum::http::StatusCode;
use futures_util::{Stream, StreamExt};

use super::Blobs;
use super::failure::failed;
use crate::{Error, Result};

/// What goes to S3 at once; at most 10,000 of these are one blob.
pub const PART_SIZE_BYTES: usize = 8 << 20;

impl Blobs {
    /// Write a blob.
    pub async fn put(&self, key: &str, content: Bytes) -> Result<()> {
        let (client, bucket) = self.bucket()?;
        let request = client.put_object().bucket(bucket).key(key).body(content.into());
        request.send().await.map_err(failed)?;
        Ok(())
    }

    /// Write a blob as it comes in, and return its size; if this fails, there is none.
    ///
    /// (Unless S3 did it all and only its last answer was lost.) Memory: one part of some megabytes, whatever the size.
    ///
    /// Refuses: what the stream refuses; `Invalid` 413 beyond `most_bytes`.
    pub async fn put_stream<S>(&self, key: &str, content: S, most_bytes: u64) -> Result<u64>
    where
        S: Stream<Item = Result<Bytes>> + Unpin,
    {
        let mut parts = Parts { content, rest: Bytes::new(), size_bytes: 0, most_bytes };
        let first = parts.next().await?;
        if first.len() < PART_SIZE_BYTES {
            self.put(key, first).await?;
            return Ok(parts.size_bytes);
        }
        let upload = self.begin(key).await?;
        let sent = upload.send(first, &mut parts).await;
        if sent.is_err() {
            upload.abort().await;
        }
        sent?;
        Ok(parts.size_bytes)
    }

    /// Delete a blob; it may be gone already.
    pub async fn delete(&self, key: &str) -> Result<()> {
        let (client, bucket) = self.bucket()?;
        client.delete_object().bucket(bucket).key(key).send().await.map_err(failed)?;
        Ok(())
    }

    async fn begin<'a>(&'a self, key: &'a str) -> Result<Upload<'a>> {
        let (client, bucket) = self.bucket()?;
        let begun = client.create_multipart_upload().bucket(bucket).key(key).send().await;
        let id = begun.map_err(failed)?.upload_id;
        let id = id.ok_or_else(|| Error::internal("S3 began an upload without an id"))?;
        Ok(Upload { client, bucket, key, id })
    }
}

/// An upload in several parts; nothing is there before it is complete.
struct Upload<'a> {
    client: &'a aws_sdk_s3::Client,
    bucket: &'a str,
    key: &'a str,
    id: String,
}

impl Upload<'_> {
    /// Send all parts, and complete it.
    async fn send<S>(&self, first: Bytes, parts: &mut Parts<S>) -> Result<()>
    where
        S: Stream<Item = Result<Bytes>> + Unpin,
    {
        let mut done = CompletedMultipartUpload::builder();
        let mut part = first;
        for number in 1.. {
            let is_last = part.len() < PART_SIZE_BYTES;
            done = done.parts(self.send_part(number, part).await?);
            if is_last {
                break;
            }
            part = parts.next().await?;
            if part.is_empty() {
                break;
            }
        }
        let request = self.client.complete_multipart_upload().bucket(self.bucket).key(self.key);
        let request = request.upload_id(&self.id).multipart_upload(done.build());
        request.send().await.map_err(failed)?;
        Ok(())
    }

    async fn send_part(&self, number: i32, part: Bytes) -> Result<CompletedPart> {
        let request = self.client.upload_part().bucket(self.bucket).key(self.key);
        let request = request.upload_id(&self.id).part_number(number).body(part.into());
        let sent = request.send().await.map_err(failed)?;
        Ok(CompletedPart::builder().part_number(number).set_e_tag(sent.e_tag).build())
    }

    /// Let go of what was sent. Should this fail, the bucket's own rule does it within a day.
    async fn abort(&self) {
        let request = self.client.abort_multipart_upload().bucket(self.bucket).key(self.key);
        if let Err(error) = request.upload_id(&self.id).send().await {
            tracing::warn!(%error, "an unfinished upload is left in the bucket");
        }
    }
}

/// A stream, cut into parts of one size.
struct Parts<S> {
    content: S,
    /// What came with the last part and belongs to the next.
    rest: Bytes,
    /// What has come so far.
    size_bytes: u64,
    most_bytes: u64,
}

impl<S: Stream<Item = Result<Bytes>> + Unpin> Parts<S> {
    /// The next part; it is shorter than the others, perhaps empty, at the end only.
    async fn next(&mut self) -> Result<Bytes> {
        let mut part = Vec::new();
        loop {
            let room = PART_SIZE_BYTES - part.len();
            part.extend_from_slice(&self.rest.split_to(room.min(self.rest.len())));
            if part.len() == PART_SIZE_BYTES {
                break;
            }
            let Some(chunk) = self.content.next().await else { break };
            self.rest = chunk?;
            self.size_bytes += self.rest.len() as u64;
            if self.size_bytes > self.most_bytes {
                return Err(too_large(self.most_bytes));
            }
        }
        Ok(part.into())
    }
}

fn too_large(most_bytes: u64) -> Error {
    Error::invalid(format!("The content has more than {most_bytes} bytes"))
        .with_status(StatusCode::PAYLOAD_TOO_LARGE)
}
