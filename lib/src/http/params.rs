//! Parameters in the path and in the query.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::entity::genre::Genre;
use crate::entity::kind::MediaKind;
use crate::{Error, Result, Store};

/// Parameters of the path, percent-decoded.
///
/// Refuses: `Invalid` 400 when the path is not UTF-8.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    #[expect(clippy::disallowed_types, reason = "this is the wrapper that refuses in our words")]
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| Error::invalid("The path cannot be understood"))
    }
}

/// The id that a segment names: plain decimal digits, nothing else; none beyond 64 bits.
pub fn id(segment: &str) -> Option<u64> {
    segment.bytes().all(|byte| byte.is_ascii_digit()).then(|| segment.parse().ok()).flatten()
}

/// The genre that a segment names, whatever its kind.
///
/// Refuses: `NotFound` 404.
pub async fn genre(store: &Store, segment: &str) -> Result<Genre> {
    let unknown = || Genre::unknown(&segment);
    let id = id(segment).ok_or_else(unknown)?;
    Genre::by_id(store, id).await?.ok_or_else(unknown)
}

/// The parameters of the query; of a repeated one the first counts.
#[derive(Clone, Debug, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// The value of a parameter, if it is there.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect()))
    }
}

/// The kind of media that the parameter `kind` names, if it is there; otherwise what is wrong with it.
pub fn kind(query: &Query) -> Result<Option<MediaKind>, String> {
    let Some(name) = query.get("kind").filter(|name| !name.is_empty()) else { return Ok(None) };
    MediaKind::named(name).map(Some).ok_or_else(|| format!("there is no kind '{name}'"))
}

/// How many somebody wants by the parameter `limit`, or as many as usual; otherwise what is wrong with it.
pub fn limit(query: &Query, usual: usize, most: usize) -> Result<usize, String> {
    query.get("limit").map_or(Ok(usual), |text| at_most(most, id(text)))
}

/// How many somebody wants, at most so many; otherwise what is wrong with it.
pub fn at_most(most: usize, wanted: Option<u64>) -> Result<usize, String> {
    let wanted = wanted.and_then(|wanted| usize::try_from(wanted).ok());
    let wanted = wanted.filter(|wanted| (1..=most).contains(wanted));
    wanted.ok_or_else(|| format!("not a whole number from 1 to {most}"))
}

/// An integer as lists take it: blanks around it and a `+` are tolerated, too large is the largest.
pub fn integer(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let limit = if text.starts_with('-') { i64::MIN } else { i64::MAX };
    Some(text.parse().unwrap_or(limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_digits_name_a_thing() {
        assert_eq!(id("42"), Some(42));
        for odd in ["", "-1", "+1", "1.0", " 1", "abc", "99999999999999999999", "４２"] {
            assert_eq!(id(odd), None, "{odd}");
        }
    }

    #[test]
    fn page_numbers_tolerate_what_people_write() {
        assert_eq!(integer(" +2 "), Some(2));
        assert_eq!(integer("-3"), Some(-3));
        assert_eq!(integer("99999999999999999999"), Some(i64::MAX));
        for odd in ["", "abc", "1.5", "+", "--1"] {
            assert_eq!(integer(odd), None, "{odd}");
        }
    }
}
