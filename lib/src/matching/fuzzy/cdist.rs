//! All queries with all choices.

use rayon::prelude::*;

use super::choices::Choices;
use super::pair::Scratch;
use super::scorer::Scorer;
use super::screens::Screens;
use super::text::Texts;

/// Queries that go through the choices together: their rows stay near at hand.
const QUERIES: usize = 64;

/// How alike each query and each choice are, from 0 to 100: one row for each query.
///
/// On the threads of rayon's pool. Single precision halves what most of the time goes to: writing it down.
pub fn cdist<S: AsRef<str> + Sync>(queries: &[S], choices: &Choices, scorer: Scorer) -> Vec<f32> {
    let n = choices.len();
    let mut scores = vec![0.0; queries.len() * n];
    if n > 0 {
        let rows = scores.par_chunks_mut(QUERIES * n);
        queries.par_chunks(QUERIES).zip(rows).for_each(|(queries, rows)| {
            write(&Texts::read(queries, &choices.vocabulary), choices, scorer, rows);
        });
    }
    scores
}

fn write(queries: &Texts, choices: &Choices, scorer: Scorer, rows: &mut [f32]) {
    let (n, mut screens) = (choices.len(), Screens::new(choices, scorer));
    let mut scratch = Scratch::new(&choices.vocabulary);
    // In the order of lengths first, so that what is found together is written together.
    let mut by_length = vec![0.0; rows.len()];
    for group in &choices.groups {
        screens.each(queries, *group, |query, found| {
            let scores = by_length[query * n + found.first..].iter_mut();
            for (lane, (score, bound)) in scores.zip(found.bounds).enumerate() {
                *score = if scorer.is_screened() {
                    *bound as f32
                } else {
                    found.pair(lane).score(scorer, 0.0, &mut scratch) as f32
                };
            }
        });
    }
    for (row, by_length) in rows.chunks_mut(n).zip(by_length.chunks(n)) {
        for (index, score) in choices.indices.iter().zip(by_length) {
            row[*index] = *score;
        }
    }
}
