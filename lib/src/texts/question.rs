//! What somebody wants to know: which of these texts are most like those.

use serde_json::Value;

use super::processor::Processor;
use super::work;
use crate::matching::fuzzy::Scorer;

/// How many matches a query has at most, if nothing else is asked for.
pub(super) const USUAL_LIMIT: usize = 5;

/// What somebody wants to know.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// For each of these the choices that are most like it; none is empty.
    pub queries: Vec<String>,
    /// What they are compared with; there is at least one.
    pub choices: Vec<Choice>,
    /// By which measure.
    pub scorer: Scorer,
    /// What is done to all texts before.
    pub processor: Processor,
    /// How many matches a query has at most.
    pub limit: usize,
    /// The least score of a match, 0 to 100.
    pub score_cutoff: f64,
}

/// Something that a query may be like.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What is compared.
    pub text: String,
    /// By what whoever asks knows it: a text or a whole number; null if it was not said.
    pub id: Value,
}

impl Question {
    /// How much work it is, by the lengths of the texts as they were sent: `O(texts)`.
    pub fn estimate(&self) -> u64 {
        let queries = self.queries.iter().map(|query| query.chars().count());
        let choices = self.choices.iter().map(|choice| choice.text.chars().count());
        work::estimate(self.scorer, queries, choices)
    }
}
