//! A form in parts, as it comes in.
//!
//! The parser takes all that is there, and keeps what it cannot tell apart yet: boundaries, headers. Here it gets one
//! chunk at a time, and only so much before somebody takes something out, so that no form, however strange, fills the
//! memory.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use futures_util::{Stream, StreamExt, stream};
use kindred::http::form::{MOST_FIELDS, too_many_fields, unreadable};
use kindred::{Error, Result};
use multer::{Field, Multipart};

use crate::too_large;

/// Bytes that may come in before something is taken out.
const MOST_HELD_BYTES: u64 = 256 * 1_024;

/// Bytes that are read and thrown away after a refusal, so that the client gets to read it.
const PATIENCE_BYTES: u64 = 24 << 20;

/// Bytes that a text has at most.
const MOST_TEXT_BYTES: usize = 4_096;

/// The parts of a form, one after another.
pub(super) struct Parts {
    form: Multipart<'static>,
    leash: Leash,
    n_parts: usize,
}

/// A part of a form: its content, chunk by chunk.
pub(super) struct Part {
    field: Field<'static>,
    leash: Leash,
}

/// How many bytes may still come in before something is taken out.
#[derive(Clone)]
struct Leash(Arc<AtomicU64>);

impl Parts {
    /// The parts of a request of at most so many bytes.
    ///
    /// Refuses: `Invalid` 400 when it names no boundary.
    pub(super) fn of(request: Request, most_bytes: u64) -> Result<Self> {
        let content_type = request.headers().get(CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let boundary = multer::parse_boundary(content_type).map_err(|_| unreadable())?;
        let leash = Leash(Arc::new(AtomicU64::new(MOST_HELD_BYTES)));
        let chunks = leashed(request.into_body(), leash.clone(), most_bytes);
        Ok(Self { form: Multipart::new(chunks, boundary), leash, n_parts: 0 })
    }

    /// The next part; the one before must have been read to its end.
    ///
    /// Refuses: `Invalid` 400 when the form is broken, ends too early or has too many parts.
    pub(super) async fn next(&mut self) -> Result<Option<Part>> {
        self.leash.give(MOST_HELD_BYTES);
        let Some(field) = self.form.next_field().await.map_err(refusal)? else { return Ok(None) };
        self.leash.give(MOST_HELD_BYTES);
        self.n_parts += 1;
        if self.n_parts > MOST_FIELDS {
            return Err(too_many_fields());
        }
        Ok(Some(Part { field, leash: self.leash.clone() }))
    }

    /// Throw away what is left, unless it is much.
    pub(super) async fn drain(mut self) {
        self.leash.give(PATIENCE_BYTES);
        while let Ok(Some(_)) = self.form.next_field().await {}
    }
}

impl Part {
    /// The name of its field.
    pub(super) fn name(&self) -> Option<&str> {
        self.field.name()
    }

    /// The name of its file, if it is one.
    pub(super) fn file_name(&self) -> Option<String> {
        if let Some(name) = self.field.file_name() {
            return Some(name.to_owned());
        }
        // One that is no UTF-8 is kept as far as it can be read.
        let disposition = self.field.headers().get(CONTENT_DISPOSITION)?;
        let disposition = String::from_utf8_lossy(disposition.as_bytes());
        let (_, rest) = disposition.split_once("filename=\"")?;
        rest.split('"').next().map(str::to_owned)
    }

    /// Its content as a text.
    ///
    /// Refuses: `Invalid` 400 when it is long.
    pub(super) async fn text(mut self) -> Result<String> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.next().await.transpose()? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > MOST_TEXT_BYTES {
                let message = format!("A field of the form has more than {MOST_TEXT_BYTES} bytes");
                return Err(Error::invalid(message));
            }
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl Stream for Part {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(Pin::new(&mut self.field).poll_next(context));
        self.leash.give(MOST_HELD_BYTES);
        Poll::Ready(chunk.map(|chunk| chunk.map_err(refusal)))
    }
}

impl Leash {
    fn give(&self, bytes: u64) {
        self.0.store(bytes, Ordering::Relaxed);
    }

    fn take(&self, bytes: u64) {
        self.give(self.left().saturating_sub(bytes));
    }

    fn left(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The chunks of a body, each in a poll of its own.
fn leashed(
    body: Body,
    leash: Leash,
    most_bytes: u64,
) -> impl Stream<Item = Result<Bytes>> + Send + 'static {
    let mut chunks = body.into_data_stream();
    let (mut seen, mut has_given) = (0, false);
    stream::poll_fn(move |context| {
        // The parser asks until nothing is ready: it has to look at what it has first.
        if std::mem::take(&mut has_given) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if leash.left() == 0 {
            return Poll::Ready(Some(Err(unreadable())));
        }
        let chunk = ready!(chunks.poll_next_unpin(context));
        let chunk = chunk.map(|chunk| chunk.map_err(|_| ended_early()));
        if let Some(Ok(chunk)) = &chunk {
            has_given = true;
            seen += chunk.len() as u64;
            leash.take(chunk.len() as u64);
        }
        Poll::Ready(if seen > most_bytes { Some(Err(too_large())) } else { chunk })
    })
}

fn ended_early() -> Error {
    Error::invalid("The body ended too early")
}

/// What the parser says, in our words; our own refusals come back as they are.
fn refusal(error: multer::Error) -> Error {
    match error {
        multer::Error::StreamReadFailed(cause) => {
            cause.downcast::<Error>().map_or_else(|_| unreadable(), |refusal| *refusal)
        }
        _ => unreadable(),
    }
}
