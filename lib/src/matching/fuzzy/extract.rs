//! The choices most like a query.
//!
//! A choice is compared in full only if its bound is above the worst of the best so far.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::choices::{Choices, Group};
use super::pair::Scratch;
use super::scorer::Scorer;
use super::screens::Screens;
use super::text::Texts;
use crate::matching::top::top;

/// A choice that is like a query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Its position among the choices.
    pub index: usize,
    /// How alike they are, from 0 to 100.
    pub score: f64,
}

/// Queries that go through a group of choices together, on one thread.
pub const QUERIES: usize = 64;
/// Groups that one thread goes through for them, at least while there are others.
const GROUPS: usize = 1_024;
/// What rounding may take from a bound.
const ROUNDING: f64 = 1e-9;

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
    extract_all(&[query], choices, scorer, limit, score_cutoff).pop().unwrap_or_default()
}

/// The same for many queries, on the threads of rayon's pool.
pub fn extract_all<S: AsRef<str> + Sync>(
    queries: &[S],
    choices: &Choices,
    scorer: Scorer,
    limit: usize,
    score_cutoff: f64,
) -> Vec<Vec<Hit>> {
    let some = queries.par_chunks(QUERIES).flat_map_iter(|some| {
        let queries = Texts::read(some, &choices.vocabulary);
        let parts = choices.groups.par_chunks(GROUPS).map(|groups| {
            let none = queries.iter().map(|_| Best::new(limit, score_cutoff)).collect();
            best(&queries, groups, choices, scorer, none)
        });
        let both = |mut a: Vec<Vec<Hit>>, b: Vec<Vec<Hit>>| {
            a.iter_mut().zip(b).for_each(|(a, b)| a.extend(b));
            a
        };
        let hits = parts.reduce(|| vec![Vec::new(); queries.len()], both);
        hits.into_iter().map(move |hits| top(hits, limit, by_rank))
    });
    some.collect()
}

fn best(
    queries: &Texts,
    groups: &[Group],
    choices: &Choices,
    scorer: Scorer,
    mut best: Vec<Best>,
) -> Vec<Vec<Hit>> {
    let mut screens = Screens::new(choices, scorer);
    let mut scratch = Scratch::new(&choices.vocabulary);
    for group in groups {
        screens.each(queries, *group, |query, found| {
            let best = &mut best[query];
            for (lane, bound) in found.bounds.iter().enumerate() {
                if *bound < best.floor() {
                    continue;
                }
                let index = choices.indices[found.first + lane];
                if best.may_take(Hit { index, score: bound + ROUNDING }) {
                    let score = found.pair(lane).score(scorer, best.floor(), &mut scratch);
                    best.take(Hit { index, score });
                }
            }
        });
    }
    best.into_iter().map(Best::into_hits).collect()
}

/// The best so far.
struct Best {
    limit: usize,
    cutoff: f64,
    /// The worst of them on top.
    ranked: BinaryHeap<Ranked>,
}

impl Best {
    fn new(limit: usize, cutoff: f64) -> Self {
        Self { limit, cutoff, ranked: BinaryHeap::new() }
    }

    fn may_take(&self, hit: Hit) -> bool {
        let is_free = self.ranked.len() < self.limit;
        let is_better = || self.ranked.peek().is_some_and(|worst| Ranked(hit) < *worst);
        hit.score >= self.cutoff && (is_free || is_better())
    }

    fn take(&mut self, hit: Hit) {
        if self.may_take(hit) {
            if self.ranked.len() == self.limit {
                self.ranked.pop();
            }
            self.ranked.push(Ranked(hit));
        }
    }

    /// What scores less need not be known exactly.
    fn floor(&self) -> f64 {
        let worst = self.ranked.peek().filter(|_| self.ranked.len() == self.limit);
        worst.map_or(self.cutoff, |worst| worst.0.score) - ROUNDING
    }

    fn into_hits(self) -> Vec<Hit> {
        self.ranked.into_iter().map(|ranked| ranked.0).collect()
    }
}

/// Better ones first.
fn by_rank(a: &Hit, b: &Hit) -> Ordering {
    b.score.total_cmp(&a.score).then(a.index.cmp(&b.index))
}

/// A hit among others; the worse is the greater.
struct Ranked(Hit);

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        by_rank(&self.0, &other.0)
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ranked {}
