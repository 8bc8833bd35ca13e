//! Forms: `multipart/form-data` and `application/x-www-form-urlencoded`, as the job service takes its fields.
//!
//! Anything else, JSON among it, is a form without fields: the first one that is needed is then missing. Files in a
//! form are passed over.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use futures_util::stream;
use multer::Multipart;

use super::body::{MOST_BYTES, read};
use crate::{App, Error, Result};

/// The largest form that may be large, in bytes. One Lambda invocation takes no more than any other body has.
pub const MOST_LARGE_BYTES: usize = 64 * 1024 * 1024;

/// Fields that a form has at most.
pub const MOST_FIELDS: usize = 100;

/// The text fields of a form; of a repeated one the first counts.
///
/// Refuses: `Invalid` 400 for a broken multipart body or too many fields, 413 for a body that is too large.
#[derive(Clone, Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// The value of a field, if it is there.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value of a field that has to be there.
    ///
    /// Refuses: `Invalid` 400 with the name of the field.
    pub fn required(&self, name: &str) -> Result<&str> {
        self.get(name).ok_or_else(|| Error::invalid(format!("The form has no field {name}")))
    }
}

/// A form that may be large.
///
/// Refuses: as [`Form`], but 413 only beyond [`MOST_LARGE_BYTES`].
#[derive(Clone, Debug, Default)]
pub struct LargeForm(pub Form);

impl FromRequest<App> for Form {
    type Rejection = Error;

    async fn from_request(request: Request, _: &App) -> Result<Self> {
        parsed(request, MOST_BYTES).await
    }
}

impl FromRequest<App> for LargeForm {
    type Rejection = Error;

    async fn from_request(request: Request, _: &App) -> Result<Self> {
        parsed(request, MOST_LARGE_BYTES).await.map(Self)
    }
}

async fn parsed(request: Request, most_bytes: usize) -> Result<Form> {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let content_type = content_type.to_owned();
    let bytes = read(request.into_body(), most_bytes).await?;
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    // Some clients announce parts and send none: an empty body has no boundary, and no fields.
    let fields = if bytes.is_empty() {
        Vec::new()
    } else if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        form_urlencoded::parse(&bytes).into_owned().take(MOST_FIELDS + 1).collect()
    } else if essence.eq_ignore_ascii_case("multipart/form-data") {
        multipart(&content_type, bytes).await.map_err(|_| unreadable())?
    } else {
        Vec::new()
    };
    if fields.len() > MOST_FIELDS {
        return Err(too_many_fields());
    }
    Ok(Form(fields))
}

async fn multipart(content_type: &str, bytes: Bytes) -> multer::Result<Vec<(String, String)>> {
    let boundary = multer::parse_boundary(content_type)?;
    let whole = stream::iter([Ok::<_, std::convert::Infallible>(bytes)]);
    let mut form = Multipart::new(whole, boundary);
    let mut fields = Vec::new();
    while let Some(field) = form.next_field().await? {
        if fields.len() > MOST_FIELDS {
            break;
        }
        let (Some(name), None) = (field.name().map(str::to_owned), field.file_name()) else {
            continue;
        };
        fields.push((name, String::from_utf8_lossy(&field.bytes().await?).into_owned()));
    }
    Ok(fields)
}

/// The refusal of a form that is broken.
pub fn unreadable() -> Error {
    Error::invalid("The form cannot be read: is its boundary the one of the header?")
}

/// The refusal of a form with more than [`MOST_FIELDS`].
pub fn too_many_fields() -> Error {
    Error::invalid(format!("The form has more than {MOST_FIELDS} fields"))
}
