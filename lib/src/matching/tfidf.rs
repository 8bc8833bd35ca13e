//! Text similarity: the cosine of TF-IDF vectors, and the nearest neighbours by it.
//!
//! Weights come from [`super::statistics`]; see Manning, Raghavan, Schütze, *Introduction to
//! Information Retrieval*, chapter 6. Exact, not approximate: the search walks an inverted index
//! and leaves out only what provably cannot reach the threshold (the prefix idea of Bayardo, Ma,
//! Srikant, *Scaling Up All Pairs Similarity Search*, 2007).
//!
//! Each pair is scored from its two vectors alone, in one fixed token order. So a similarity is
//! bit-identical from either side, and as long as the statistics stand still nothing added to or
//! removed from the index can change it. The index is built whole and never edited.

use std::cmp::Reverse;
use std::iter::once;

use super::sparse::{Sums, Vector, cosine};
use super::statistics::{Statistics, milestone};
use super::text::tokens;

/// How far rounding may put a bound below the similarity it bounds; far above 64-bit noise.
const SLACK: f64 = 1e-9;

/// A similar document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// The document's id.
    pub id: u64,
    /// Cosine similarity, above 0.0 and at most 1.0.
    pub similarity: f64,
}

/// Documents by the tokens in them.
#[derive(Clone, Debug)]
pub struct Index {
    statistics: Statistics,
    /// Ascending; a document's position here is its row everywhere else.
    ids: Vec<u64>,
    /// Ascending.
    vocabulary: Vec<String>,
    vectors: Vec<Vector>,
    /// For each token the rows it occurs in, ascending, with its weight there.
    postings: Vec<Vec<(u32, f64)>>,
}

impl Index {
    /// Index documents: pairs of id and soup (see [`super::text::soup`]), in any order.
    ///
    /// Ids should be distinct; of several documents with one id the first handed in counts.
    /// Statistics are taken over the first [`milestone`] documents by id. At most `2^32` documents.
    /// Time `O(tokens · log tokens)`, memory about 32 bytes a token.
    pub fn new<S: AsRef<str>>(documents: &[(u64, S)]) -> Self {
        let mut sorted: Vec<(u64, &str)> =
            documents.iter().map(|(id, soup)| (*id, soup.as_ref())).collect();
        sorted.sort_by_key(|(id, _)| *id);
        sorted.dedup_by_key(|(id, _)| *id);

        let measured = sorted.iter().take(milestone(sorted.len()));
        let mut index = Self {
            statistics: Statistics::of(measured.map(|(_, soup)| soup)),
            ids: sorted.iter().map(|(id, _)| *id).collect(),
            vocabulary: vocabulary(&sorted),
            vectors: Vec::with_capacity(sorted.len()),
            postings: Vec::new(),
        };
        index.postings.resize_with(index.vocabulary.len(), Vec::new);
        for (row, (_, soup)) in (0..).zip(&sorted) {
            let vector = index.vector(soup);
            for (token, weight) in &vector {
                index.postings[*token as usize].push((row, *weight));
            }
            index.vectors.push(vector);
        }
        index
    }

    /// The statistics all vectors of this index are weighted with.
    pub fn statistics(&self) -> &Statistics {
        &self.statistics
    }

    /// The ids of all documents, ascending.
    pub fn ids(&self) -> &[u64] {
        &self.ids
    }

    /// The `k` documents most similar to document `id`, among those at least `threshold` similar.
    ///
    /// `threshold`: 0.0 ..= 1.0; documents sharing no token are never listed.
    /// Best first, ties by lower id, never the document itself; empty for an unknown id and for a
    /// document without tokens. For many documents [`Index::neighbours_of`] is faster.
    ///
    /// Time `O(documents + postings of the document's tokens)`, the most common tokens excepted.
    pub fn neighbours(&self, id: u64, k: usize, threshold: f64) -> Vec<Neighbour> {
        self.neighbours_of(once(id), k, threshold).flat_map(|(_, found)| found).collect()
    }

    /// The [`Index::neighbours`] of several documents, lazily, each with its id, in the given
    /// order.
    ///
    /// They share one buffer of 8 bytes a document; that is what makes it cheaper than single
    /// calls.
    pub fn neighbours_of<I>(
        &self,
        ids: I,
        k: usize,
        threshold: f64,
    ) -> impl Iterator<Item = (u64, Vec<Neighbour>)>
    where
        I: IntoIterator<Item = u64>,
    {
        let mut sums = Sums::new(self.ids.len());
        ids.into_iter().map(move |id| {
            let Ok(row) = self.ids.binary_search(&id) else {
                return (id, Vec::new());
            };
            let mut found = self.search(&self.vectors[row], threshold, &mut sums);
            found.retain(|neighbour| neighbour.id != id);
            (id, best(found, k))
        })
    }

    /// All documents at least `threshold` similar to a soup, best first, ties by lower id.
    ///
    /// Similarity being symmetric, these are the documents whose lists a document with this soup is
    /// in, or would be if they were long enough. After a document has come, gone or changed, and
    /// with the statistics as they were, only the neighbours of what is similar to its old or its
    /// new soup can differ. The soup's own document is listed when it is in the index.
    pub fn similar_to(&self, soup: &str, threshold: f64) -> Vec<Neighbour> {
        let found = self.search(&self.vector(soup), threshold, &mut Sums::new(self.ids.len()));
        best(found, self.ids.len())
    }

    /// The ids of all documents that share at least one token with a soup, ascending.
    ///
    /// A wide net; [`Index::similar_to`] is the tight one.
    pub fn sharing(&self, soup: &str) -> Vec<u64> {
        let mut rows: Vec<u32> = tokens(soup)
            .filter_map(|token| self.token(token))
            .flat_map(|token| self.postings[token as usize].iter().map(|(row, _)| *row))
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows.into_iter().map(|row| self.ids[row as usize]).collect()
    }

    /// The documents with `similarity = Σ_t query_t · document_t ≥ threshold`, in no order.
    ///
    /// First each document's sum over the query's rarer tokens; then, where that sum leaves it
    /// possible, the similarity itself, over all tokens in their order.
    fn search(&self, query: &[(u32, f64)], threshold: f64, sums: &mut Sums) -> Vec<Neighbour> {
        let (rare, rest) = self.divide(query, threshold);
        for (token, weight) in rare {
            for (row, other) in &self.postings[token as usize] {
                sums.add(*row, weight * other);
            }
        }
        let mut found = Vec::new();
        sums.drain(|row, sum| {
            if sum + rest < threshold - SLACK {
                return;
            }
            let similarity = cosine(query, &self.vectors[row as usize]);
            if similarity >= threshold {
                found.push(Neighbour { id: self.ids[row as usize], similarity });
            }
        });
        found
    }

    /// Set aside the query's most common tokens, as many as cannot reach the threshold together.
    ///
    /// Returns the others, and the norm of what was set aside: by Cauchy and Schwarz no document,
    /// its norm being 1, gets more than that from those tokens.
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

    /// A soup's vector in terms of this index: tokens found in no document only count in its norm.
    fn vector(&self, soup: &str) -> Vector {
        let weighted = self.statistics.vector(soup).into_iter();
        weighted.filter_map(|(token, weight)| Some((self.token(token)?, weight))).collect()
    }

    fn token(&self, token: &str) -> Option<u32> {
        let found = self.vocabulary.binary_search_by(|known| known.as_str().cmp(token));
        found.ok().and_then(|position| u32::try_from(position).ok())
    }
}

/// The distinct tokens of all documents, ascending.
fn vocabulary(documents: &[(u64, &str)]) -> Vec<String> {
    let mut distinct: Vec<&str> = documents.iter().flat_map(|(_, soup)| tokens(soup)).collect();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.into_iter().map(str::to_owned).collect()
}

/// The best `k`, best first, ties by lower id.
fn best(mut found: Vec<Neighbour>, k: usize) -> Vec<Neighbour> {
    let order =
        |a: &Neighbour, b: &Neighbour| b.similarity.total_cmp(&a.similarity).then(a.id.cmp(&b.id));
    // A common text can have thousands of equals; only those returned are worth sorting.
    if k < found.len() {
        found.select_nth_unstable_by(k, order);
        found.truncate(k);
    }
    found.sort_unstable_by(order);
    found
}

#[cfg(test)]
mod tests;
