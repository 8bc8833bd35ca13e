//! All queries with all choices.

use rayon::prelude::*;

use super::choices::Choices;
use super::pair::Scratch;
use super::scorer::Scorer;
use super::screens::Screens;
use super::text::Texts;

/// Queries that go through the choices together: their rows stay near at hand.
const QUERIES: usize = 16;

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
    let mut screens = Screens::new(choices, scorer);
    let mut scratch = Scratch::new(choices.vocabulary.n_symbols(), choices.vocabulary.n_words());
    for group in &choices.groups {
        screens.each_pair(queries, group, |query, choice, pair| {
            rows[query * choices.len() + choices.indices[choice]] =
                pair.score(scorer, 0.0, &mut scratch) as f32;
        });
    }
}
