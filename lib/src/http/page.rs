//! Pages of lists, each API in its own way.

use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::params::{Query, id, integer};
use crate::store::Cursor;
use crate::{Error, Result};

/// Entries on a page of the forum.
pub const FORUM_PAGE: usize = 10;
/// Entries on a page of the media API.
pub const MEDIA_PAGE: usize = 24;

/// How many entries a page shall have: the parameter `limit`, if it is there.
///
/// Refuses: `Invalid` 400 when it is no number from 1 to `most`.
pub fn limit(query: &Query, most: usize) -> Result<Option<usize>> {
    let Some(text) = query.get("limit") else { return Ok(None) };
    let number = id(text).and_then(|number| usize::try_from(number).ok());
    let refused = || Error::invalid(format!("limit must be a number from 1 to {most}"));
    number.filter(|number| (1..=most).contains(number)).ok_or_else(refused).map(Some)
}

/// Where in a forum list to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForumPage {
    /// After so many entries; costs more the deeper.
    Offset(u64),
    /// After this place; costs the same everywhere.
    After(Cursor),
}

/// How a forum list is asked for a page, for the documentation.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ForumPaging {
    /// The number of the page, 1 being the newest ten; what is not a whole number above 1 means 1. A page costs the
    /// more the deeper it lies, because all before it is skipped.
    #[param(minimum = 1, default = 1, nullable = false, example = 1)]
    pub page: Option<u64>,
    /// Where the page before ended: its `cursor`. It goes before `page`, costs the same however deep, and the list does
    /// not shift under it when articles are added.
    #[param(nullable = false)]
    pub cursor: Option<String>,
}

impl ForumPage {
    /// Read `cursor`, else `page`; anything that is not a page number above 1 is page 1.
    ///
    /// Refuses: `Invalid` 400 for a cursor that no list gave out.
    pub fn read(query: &Query) -> Result<Self> {
        if let Some(cursor) = query.get("cursor").filter(|text| !text.is_empty()) {
            return Cursor::parse(cursor).map(Self::After);
        }
        let number = query.get("page").and_then(integer).unwrap_or(1).max(1);
        Ok(Self::Offset((number.unsigned_abs() - 1).saturating_mul(FORUM_PAGE as u64)))
    }
}

/// How a media list is asked for a page, for the documentation.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MediaPaging {
    /// The number of the page of 24, from 1; pages below 1 and beyond the end are empty.
    #[param(default = 1, nullable = false, example = 1)]
    pub page: Option<i64>,
}

/// A page number of the media API; zero and below are pages without entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaPage(i64);

impl MediaPage {
    /// The first page.
    pub fn first() -> Self {
        Self(1)
    }

    /// Read `page`; what is no integer is page 1.
    pub fn lenient(query: &Query) -> Self {
        Self(query.get("page").and_then(integer).unwrap_or(1))
    }

    /// Read `page`.
    ///
    /// Refuses: `Invalid` 400 when it is no integer.
    pub fn strict(query: &Query) -> Result<Self> {
        let Some(text) = query.get("page") else { return Ok(Self(1)) };
        integer(text)
            .map(Self)
            .ok_or_else(|| Error::invalid_field("page", format_args!("'{text}' is not an integer")))
    }

    /// How many entries lie before this page; none for a page that does not exist.
    pub fn offset(self) -> Option<u64> {
        let before = u64::try_from(self.0).ok()?.checked_sub(1)?;
        Some(before.saturating_mul(MEDIA_PAGE as u64))
    }

    /// The entries of this page out of a list at hand.
    pub fn of<T>(self, items: Vec<T>) -> Vec<T> {
        let skip = self.offset().and_then(|offset| usize::try_from(offset).ok());
        let skip = skip.unwrap_or(usize::MAX);
        items.into_iter().skip(skip).take(MEDIA_PAGE).collect()
    }
}

/// A page as the media API answers it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Paged<T> {
    /// Always true.
    #[schema(example = true)]
    pub status: bool,
    /// For a person.
    #[schema(example = "Here you are")]
    pub message: String,
    /// The entries, at most 24.
    pub content: Vec<T>,
    /// How many entries this page has.
    #[schema(example = 1)]
    pub number_of_elements: usize,
    /// The number of the page, as it was asked for.
    #[schema(example = 1)]
    pub page: i64,
    /// How many pages there are; 0 when there is nothing.
    #[schema(example = 3)]
    pub total_pages: u64,
}

impl<T> Paged<T> {
    /// The page with these entries out of so many in all.
    pub fn new(page: MediaPage, total: u64, content: Vec<T>) -> Self {
        Self {
            status: true,
            message: "Here you are".to_owned(),
            number_of_elements: content.len(),
            content,
            page: page.0,
            total_pages: total.div_ceil(MEDIA_PAGE as u64),
        }
    }
}
