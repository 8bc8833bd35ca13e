//! What comes out: for each query the choices that are most like it.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::question::Choice;
use crate::matching::fuzzy::Hit;

/// The choices that are most like a query.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueryMatches<'a> {
    /// As it was sent.
    #[schema(example = "blade runer")]
    pub query: &'a str,
    /// The best first, of equal ones the earlier choice; perhaps none.
    pub matches: Vec<TextMatch<'a>>,
}

/// A choice that is like the query.
#[derive(Debug, Serialize, ToSchema)]
pub struct TextMatch<'a> {
    /// As it was sent.
    #[schema(example = "Blade Runner")]
    pub choice: &'a str,
    /// The id that it was sent with, a text or a whole number; null if none was.
    #[schema(value_type = Option<ChoiceId>, example = "tt0083658")]
    pub id: &'a Value,
    /// Its place among the choices, from 0.
    #[schema(example = 2)]
    pub index: usize,
    /// How alike they are: from 0, nothing in common, to 100, the same.
    #[schema(example = 95.65217391304348)]
    pub score: f64,
}

/// By what whoever asks knows a choice, for the documentation.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum ChoiceId {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
}

impl<'a> QueryMatches<'a> {
    pub(super) fn new(query: &'a str, choices: &'a [Choice], hits: Vec<Hit>) -> Self {
        let matches = hits.into_iter().map(|Hit { index, score }| {
            let Choice { text, id } = &choices[index];
            TextMatch { choice: text, id, index, score }
        });
        Self { query, matches: matches.collect() }
    }
}
