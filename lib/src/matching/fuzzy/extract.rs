//! Many comparisons: the best choices for a query, and all with all.

use rayon::prelude::*;

use super::scorer::Scorer;
use super::text::Text;
use crate::matching::top::top;

/// What queries are compared with, prepared once.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    texts: Vec<Text>,
}

impl Choices {
    /// These texts, in this order.
    pub fn of<S: AsRef<str>>(choices: impl IntoIterator<Item = S>) -> Self {
        Self { texts: choices.into_iter().map(|choice| Text::of(choice.as_ref())).collect() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// A choice that is like a query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Its position among the choices.
    pub index: usize,
    /// How alike they are, from 0 to 100.
    pub score: f64,
}

/// The choices most like a query: best first, ties by lower index.
///
/// At most `limit` of them, and only those with at least `score_cutoff`. A cutoff that is not a number lets none pass.
pub fn extract(
    query: &str,
    choices: &Choices,
    scorer: Scorer,
    limit: usize,
    score_cutoff: f64,
) -> Vec<Hit> {
    let query = Text::of(query);
    let all = choices.texts.iter().enumerate();
    let hits = all.map(|(index, choice)| Hit { index, score: scorer.score(&query, choice) });
    let hits = hits.filter(|hit| hit.score >= score_cutoff).collect();
    top(hits, limit, |a, b| b.score.total_cmp(&a.score).then(a.index.cmp(&b.index)))
}

/// The same for many queries, on the threads of rayon's pool.
pub fn extract_all<S: AsRef<str> + Sync>(
    queries: &[S],
    choices: &Choices,
    scorer: Scorer,
    limit: usize,
    score_cutoff: f64,
) -> Vec<Vec<Hit>> {
    let best = |query: &S| extract(query.as_ref(), choices, scorer, limit, score_cutoff);
    queries.par_iter().map(best).collect()
}

/// How alike each query and each choice are, from 0 to 100: one row for each query.
pub fn cdist<S: AsRef<str> + Sync>(queries: &[S], choices: &Choices, scorer: Scorer) -> Vec<f32> {
    let row = |query: &S| {
        let query = Text::of(query.as_ref());
        let scores = choices.texts.iter().map(|choice| scorer.score(&query, choice) as f32);
        scores.collect::<Vec<f32>>()
    };
    queries.par_iter().flat_map_iter(row).collect()
}
