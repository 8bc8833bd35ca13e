//! The form of a submission, read as it comes in: what is in its file goes into the bucket and is never here as a
//! whole.

use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use futures_util::{StreamExt, stream};
use kindred::http::Form;
use kindred::queue::{Queue, Staged};
use kindred::{App, Error, Result};

use super::no_sound;
use super::parts::{Part, Parts};
use super::sound::{BEGINNING_BYTES, is_sound};
use crate::{MOST_AUDIO_BYTES, too_large};

/// Bytes that a form may have beside its file.
const MOST_OTHER_BYTES: u64 = 1 << 20;

/// What somebody submits.
#[derive(Debug)]
pub(super) struct Submission {
    /// What is to be transcribed.
    pub(super) source: Source,
    /// The field `model`.
    pub(super) model: Option<String>,
    /// The field `language`.
    pub(super) language: Option<String>,
}

/// What is to be transcribed.
#[derive(Debug)]
pub(super) enum Source {
    /// A file of the form.
    File {
        /// Its name, as it was sent.
        name: String,
        /// Where it is; none when it was empty or is not kept.
        audio: Option<Staged>,
    },
    /// What was uploaded under this id.
    Upload(String),
}

/// What has come in so far; of a repeated field the first counts.
#[derive(Default)]
struct Fields {
    file: Option<(String, Option<Staged>)>,
    upload: Option<String>,
    model: Option<String>,
    language: Option<String>,
}

impl Submission {
    /// Read it; the file is in the bucket then, if it is to be kept. When this fails, nothing is left there.
    ///
    /// Refuses: `Invalid` 400 without a file, and for a broken form; 413 for a file that is too large; 415 for one that
    /// is neither audio nor video.
    pub(super) async fn read(app: &App, request: Request, keep: bool) -> Result<Self> {
        let announced = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
        let announced = announced.and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
        if announced > MOST_AUDIO_BYTES + MOST_OTHER_BYTES {
            return Err(too_large());
        }
        if !is_multipart(&request) {
            return Fields::from(&Form::from_request(request, app).await?).complete();
        }
        let mut fields = Fields::default();
        let mut parts = Parts::of(request, MOST_AUDIO_BYTES + MOST_OTHER_BYTES)?;
        match fields.take(app, &mut parts, keep).await {
            Ok(()) => fields.complete(),
            Err(refusal) => {
                if let Some((_, Some(staged))) = &fields.file {
                    app.queue().discard(staged).await;
                }
                parts.drain().await;
                Err(refusal)
            }
        }
    }

    /// Let go of the file: no job comes of this.
    pub(super) async fn discard(&self, queue: &Queue) {
        if let Source::File { audio: Some(staged), .. } = &self.source {
            queue.discard(staged).await;
        }
    }
}

impl Fields {
    async fn take(&mut self, app: &App, parts: &mut Parts, keep: bool) -> Result<()> {
        while let Some(part) = parts.next().await? {
            let name = part.name().unwrap_or_default().to_owned();
            match (&*name, part.file_name()) {
                ("file", Some(file_name)) if self.file.is_none() => {
                    let staged = if keep { store(app, part).await? } else { skip(part).await? };
                    self.file = Some((file_name, staged));
                }
                (_, Some(_)) => drop(skip(part).await?),
                (name, None) => match self.slot(name) {
                    Some(slot) if slot.is_none() => *slot = Some(part.text().await?),
                    _ => drop(skip(part).await?),
                },
            }
        }
        Ok(())
    }

    fn slot(&mut self, name: &str) -> Option<&mut Option<String>> {
        match name {
            "uploadId" => Some(&mut self.upload),
            "model" => Some(&mut self.model),
            "language" => Some(&mut self.language),
            _ => None,
        }
    }

    fn complete(self) -> Result<Submission> {
        let Self { file, upload, model, language } = self;
        let source = match (file, upload) {
            (Some((name, audio)), _) => Source::File { name, audio },
            (None, Some(id)) => Source::Upload(id),
            (None, None) => return Err(Error::invalid("The form has no file")),
        };
        Ok(Submission { source, model, language })
    }
}

impl From<&Form> for Fields {
    fn from(form: &Form) -> Self {
        let field = |name| form.get(name).map(str::to_owned);
        let (upload, model, language) = (field("uploadId"), field("model"), field("language"));
        Self { file: None, upload, model, language }
    }
}

fn is_multipart(request: &Request) -> bool {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("multipart/form-data")
}

/// Put a file into the bucket, unless it is empty.
async fn store(app: &App, mut part: Part) -> Result<Option<Staged>> {
    let mut beginning = Vec::new();
    let mut chunks = Vec::new();
    while beginning.len() < BEGINNING_BYTES
        && let Some(chunk) = part.next().await.transpose()?
    {
        let missing = BEGINNING_BYTES - beginning.len();
        beginning.extend_from_slice(&chunk[..missing.min(chunk.len())]);
        chunks.push(chunk);
    }
    if beginning.is_empty() {
        return Ok(None);
    }
    if !is_sound(&beginning) {
        return Err(no_sound());
    }
    let queue = app.queue();
    let mut staged = queue.stage("audio").await?;
    let content = stream::iter(chunks).map(Ok).chain(part);
    match app.blobs.put_stream(&staged.key, content, MOST_AUDIO_BYTES).await {
        Ok(size_bytes) => {
            staged.size_bytes = size_bytes;
            Ok(Some(staged))
        }
        Err(refusal) => {
            queue.discard(&staged).await;
            let is_too_large = refusal.status() == too_large().status();
            Err(if is_too_large { too_large() } else { refusal })
        }
    }
}

async fn skip(mut part: Part) -> Result<Option<Staged>> {
    while part.next().await.transpose()?.is_some() {}
    Ok(None)
}
