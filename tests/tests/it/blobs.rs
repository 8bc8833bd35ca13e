//! Blobs: written, read, linked to and lost.

mod faults;
mod links;
mod read;
mod write;

use std::time::Duration;

use axum::body::Bytes;
use futures_util::{Stream, stream};
use kindred::{Blobs, Error, Result};
use tests::TestApp;

/// A while in which no link ends.
const A_WHILE: Duration = Duration::from_secs(600);

/// The blobs of a system of their own.
async fn blobs() -> (TestApp, Blobs) {
    let app = TestApp::new().await;
    let blobs = app.app().blobs.clone();
    (app, blobs)
}

/// So many bytes, no two parts of which are the same.
fn bytes(n: usize) -> Bytes {
    (0..n).map(|position| (position / 7919) as u8).collect()
}

/// The content as it may come from a client: in chunks of this size.
fn chunks(content: &Bytes, size: usize) -> impl Stream<Item = Result<Bytes>> + Unpin + use<> {
    let chunks: Vec<_> = content.chunks(size).map(|chunk| Ok(content.slice_ref(chunk))).collect();
    stream::iter(chunks)
}

/// The same, but it breaks off.
fn broken(content: &Bytes) -> impl Stream<Item = Result<Bytes>> + Unpin + use<> {
    stream::iter([Ok(content.clone()), Err(Error::invalid("The client is gone"))])
}

/// The path and the query of a link, as the server sees them.
fn path(link: &str) -> &str {
    link.strip_prefix("http://localhost").expect("links lead to this machine")
}
