//! Documents by the tokens in them: what a search walks through.
//!
//! Built whole and never edited. The statistics that weigh its tokens stand outside, so that several segments can be
//! compared with each other: a token has another number in each, but numbers grow with the alphabet in all of them, and
//! so every pair is summed in one order.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::super::sparse::{Sums, Vector, cosine};
use super::super::statistics::{Statistics, normalise};
use super::super::text::tokens;
use super::Neighbour;

/// How far rounding may put a bound below the similarity it bounds; far above 64-bit noise.
const SLACK: f64 = 1e-9;

/// Documents, their vectors, and where each token occurs.
#[derive(Clone, Debug, Default)]
pub(super) struct Segment {
    /// Ascending; a document's position here is its row everywhere else.
    ids: Vec<u64>,
    /// Ascending.
    vocabulary: Vec<String>,
    vectors: Vec<Vector>,
    /// For each token the rows it occurs in, ascending, with its weight there.
    postings: Vec<Vec<(u32, f64)>>,
}

impl Segment {
    /// These documents, ascending by id and each once. `O(tokens · log tokens)`.
    pub(super) fn new(statistics: &Statistics, documents: &[(u64, &str)]) -> Self {
        let (vocabulary, numbered) = numbered(documents);
        let weights: Vec<f64> = vocabulary.iter().map(|token| statistics.idf(token)).collect();
        let vectors: Vec<Vector> =
            numbered.into_iter().map(|tokens| vector(tokens, &weights)).collect();
        let mut frequencies = vec![0; vocabulary.len()];
        for (token, _) in vectors.iter().flatten() {
            frequencies[*token as usize] += 1;
        }
        let mut postings: Vec<_> = frequencies.into_iter().map(Vec::with_capacity).collect();
        for (row, vector) in (0..).zip(&vectors) {
            for (token, weight) in vector {
                postings[*token as usize].push((row, *weight));
            }
        }
        Self {
            ids: documents.iter().map(|(id, _)| *id).collect(),
            vocabulary: vocabulary.into_iter().map(str::to_owned).collect(),
            vectors,
            postings,
        }
    }

    /// The ids of its documents, ascending.
    pub(super) fn ids(&self) -> &[u64] {
        &self.ids
    }

    /// The vector of a document of this segment.
    pub(super) fn vector_of(&self, id: u64) -> Option<&Vector> {
        self.ids.binary_search(&id).ok().map(|row| &self.vectors[row])
    }

    /// A vector of this segment, with its tokens spelt out.
    pub(super) fn spelt<'a>(&'a self, vector: &[(u32, f64)]) -> Vec<(&'a str, f64)> {
        let spelt = vector.iter().map(|(token, weight)| (*token as usize, *weight));
        spelt.map(|(token, weight)| (self.vocabulary[token].as_str(), weight)).collect()
    }

    /// A spelt vector in terms of this segment: tokens found in none of its documents are left out.
    pub(super) fn numbered(&self, spelt: &[(&str, f64)]) -> Vector {
        spelt.iter().filter_map(|(token, weight)| Some((self.token(token)?, *weight))).collect()
    }

    /// The rows' ids of all documents in which a token occurs, ascending.
    pub(super) fn having(&self, token: &str) -> impl Iterator<Item = u64> {
        let postings = self.token(token).map(|token| &self.postings[token as usize]);
        postings.into_iter().flatten().map(|(row, _)| self.ids[*row as usize])
    }

    /// Hand out the documents with `similarity = Σ_t query_t · document_t ≥ threshold`, in no order.
    ///
    /// First each document's sum over the query's rarer tokens; then, where that sum leaves it possible, the similarity
    /// itself, over all tokens in their order.
    pub(super) fn search(
        &self,
        query: &[(u32, f64)],
        threshold: f64,
        sums: &mut Sums,
        mut each: impl FnMut(Neighbour),
    ) {
        let (rare, rest) = self.divide(query, threshold);
        for (token, weight) in rare {
            for (row, other) in &self.postings[token as usize] {
                sums.add(*row, weight * other);
            }
        }
        sums.drain(|row, sum| {
            if sum + rest < threshold - SLACK {
                return;
            }
            let similarity = cosine(query, &self.vectors[row as usize]);
            if similarity >= threshold {
                each(Neighbour { id: self.ids[row as usize], similarity });
            }
        });
    }

    /// Set aside the query's most common tokens, as many as cannot reach the threshold together.
    ///
    /// Returns the others, and the norm of what was set aside: by Cauchy and Schwarz no document, its norm being 1,
    /// gets more than that from those tokens.
    fn divide(&self, query: &[(u32, f64)], threshold: f64) -> (Vector, f64) {
        let mut kept = query.to_vec();
        kept.sort_by_key(|(token, _)| Reverse(self.postings[*token as usize].len()));
        let mut squares = 0.0;
        kept.retain(|(_, weight)| {
            let with_it = squares + weight * weight;
            let too_much = with_it.sqrt() >= threshold - SLACK;
            if !too_much {
                squares = with_it;
            }
            too_much
        });
        (kept, squares.sqrt())
    }

    fn token(&self, token: &str) -> Option<u32> {
        let found = self.vocabulary.binary_search_by(|known| known.as_str().cmp(token));
        found.ok().and_then(|position| u32::try_from(position).ok())
    }
}

/// The distinct tokens of all documents, ascending, and each document's tokens by their positions there.
fn numbered<'a>(documents: &[(u64, &'a str)]) -> (Vec<&'a str>, Vec<Vec<u32>>) {
    let mut met: HashMap<&str, u32> = HashMap::new();
    let mut numbered: Vec<Vec<u32>> = Vec::with_capacity(documents.len());
    for (_, soup) in documents {
        let first_met = |token| {
            let next = met.len() as u32;
            *met.entry(token).or_insert(next)
        };
        numbered.push(tokens(soup).map(first_met).collect());
    }
    let mut vocabulary: Vec<(&str, u32)> = met.into_iter().collect();
    vocabulary.sort_unstable();
    let mut positions = vec![0; vocabulary.len()];
    for (position, (_, met)) in (0..).zip(&vocabulary) {
        positions[*met as usize] = position;
    }
    for token in numbered.iter_mut().flatten() {
        *token = positions[*token as usize];
    }
    (vocabulary.into_iter().map(|(token, _)| token).collect(), numbered)
}

/// The vector of a document, the same to the bit as [`Statistics::vector`] of its soup.
fn vector(mut tokens: Vec<u32>, weights: &[f64]) -> Vector {
    tokens.sort_unstable();
    let runs = tokens.chunk_by(|a, b| a == b);
    let weight = |run: &[u32]| run.len() as f64 * weights[run[0] as usize];
    normalise(runs.map(|run| (run[0], weight(run))).collect())
}
