//! The lines of an export, as `kindred export` writes and `kindred import jsonl` reads them: one JSON object each.
//!
//! The first line is a [`Header`], the last an [`End`]; between them stand the [`ContentLine`]s and after those the
//! [`InteractionLine`]s. Contents and people go by keys that mean the same in every store: the key of the data set that
//! they came from, or one that begins with `kindred:`. There are no names, no addresses and no passwords in it.

use kindred::Timestamp;
use kindred::entity::kind::MediaKind;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The version of these shapes. A reader refuses what is newer.
pub(crate) const VERSION: u64 = 1;

/// Any line but the first.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Line {
    Content(ContentLine),
    Interaction(InteractionLine),
    End(End),
}

/// The first line.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Header {
    /// Always `kindred`.
    #[serde(rename = "type")]
    pub(crate) noun: String,
    pub(crate) version: u64,
}

/// A content of the catalogue.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContentLine {
    pub(crate) kind: MediaKind,
    pub(crate) key: String,
    /// The key of the serie that an episode belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) serie: Option<String>,
    /// The fields of its kind; null where unknown.
    pub(crate) fields: Map<String, Value>,
    #[serde(default)]
    pub(crate) genres: Vec<String>,
    /// The sum of the ratings that are not among the interactions.
    #[serde(default)]
    pub(crate) rating_sum: u64,
    /// How many those are.
    #[serde(default)]
    pub(crate) rating_count: u64,
}

/// What one person did with one content.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InteractionLine {
    /// The key of the person.
    pub(crate) user: String,
    /// The key of the content.
    pub(crate) content: String,
    #[serde(default)]
    pub(crate) rating: Option<u8>,
    #[serde(default)]
    pub(crate) last_rating_date: Option<Timestamp>,
    #[serde(default)]
    pub(crate) review_see_count: u64,
    #[serde(default)]
    pub(crate) last_review_see_date: Option<Timestamp>,
    #[serde(default)]
    pub(crate) count: u64,
    #[serde(default)]
    pub(crate) last_count_increment: Option<Timestamp>,
}

/// The last line: how many lines of each sort stand before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct End {
    pub(crate) contents: u64,
    pub(crate) interactions: u64,
}

impl Header {
    /// Of an export of this version.
    pub(crate) fn current() -> Self {
        Self { noun: "kindred".to_owned(), version: VERSION }
    }
}
