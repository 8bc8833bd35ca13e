//! A question whose texts are processed, so that it can be answered.

use std::ops::Range;

use rayon::current_num_threads;

use super::answer::QueryMatches;
use super::question::Question;
use super::work;
use crate::matching::fuzzy::{Choices, QUERIES, extract_all};

/// A question whose texts are processed.
#[derive(Debug)]
pub struct Prepared {
    /// What was asked.
    pub question: Question,
    /// How much work it is, by the lengths of the texts as they are compared.
    pub estimate: u64,
    queries: Vec<String>,
    choices: Choices,
}

impl Question {
    /// The same with all texts processed: `O(characters)`.
    pub fn prepared(self) -> Prepared {
        let process = |text: &str| self.processor.process(text).into_owned();
        let queries: Vec<String> = self.queries.iter().map(|query| process(query)).collect();
        let choices: Vec<String> = self.choices.iter().map(|it| process(&it.text)).collect();
        let lengths = |texts: &[String]| texts.iter().map(|it| it.chars().count()).collect();
        let (long, short): (Vec<usize>, Vec<usize>) = (lengths(&queries), lengths(&choices));
        let estimate = work::estimate(self.scorer, long.into_iter(), short.into_iter());
        Prepared { queries, choices: Choices::of(choices), estimate, question: self }
    }
}

impl Prepared {
    /// The places of all queries, in slices that keep all cores busy.
    pub fn slices(&self) -> impl Iterator<Item = Range<usize>> {
        let (n_queries, step) = (self.queries.len(), QUERIES * current_num_threads());
        (0..n_queries).step_by(step).map(move |start| start..(start + step).min(n_queries))
    }

    /// The matches of some of the queries, by their places, in their order; found on all cores.
    pub fn matches(&self, queries: Range<usize>) -> impl Iterator<Item = QueryMatches<'_>> {
        let Question { scorer, limit, score_cutoff, .. } = self.question;
        let asked = &self.queries[queries.clone()];
        let hits = extract_all(asked, &self.choices, scorer, limit, score_cutoff);
        let queries = &self.question.queries[queries];
        queries
            .iter()
            .zip(hits)
            .map(|(query, hits)| QueryMatches::new(query, &self.question.choices, hits))
    }
}
