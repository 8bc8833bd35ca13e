//! Text similarity: the cosine of TF-IDF vectors, and the nearest neighbours by it.
//!
//! Weights come from [`super::statistics`]; see Manning, Raghavan, Schütze, *Introduction to
//! Information Retrieval*, chapter 6. Exact, not approximate: the search walks an inverted index
//! and leaves out only what provably cannot reach the threshold (the prefix idea of Bayardo, Ma,
//! Srikant, *Scaling Up All Pairs Similarity Search*, 2007).
//!
//! Each pair is scored from its two vectors alone, in one fixed token order. So a similarity is
//! bit-identical from either side, and as long as the statistics stand still nothing added to or
//! removed from the index can change it. That is why a few documents that came later can lie in a
//! small segment beside the large one, see [`Index::amended`].

mod segment;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::sparse::Sums;
use super::statistics::{Statistics, milestone};
use super::text::tokens;
use super::top::top;
use segment::Segment;

/// How many documents lie beside the large segment, or are gone from it, at most.
const MOST_AMENDED: usize = 256;

/// A similar document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// The document's id.
    pub id: u64,
    /// Cosine similarity, above 0.0 and at most 1.0.
    pub similarity: f64,
}

/// Documents by the tokens in them. Clones share what is large.
#[derive(Clone, Debug)]
pub struct Index {
    statistics: Arc<Statistics>,
    fingerprint: u64,
    /// Of how many documents those are: the first.
    n_measured: usize,
    built: Arc<Segment>,
    /// Which of those are not there any more, or are otherwise now.
    gone: BTreeSet<u64>,
    /// What came or changed since, by id.
    since: BTreeMap<u64, Arc<str>>,
    amended: Arc<Segment>,
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

        let n_measured = milestone(sorted.len());
        let statistics = Statistics::of(sorted.iter().take(n_measured).map(|(_, soup)| soup));
        Self {
            n_measured,
            fingerprint: statistics.fingerprint(),
            built: Arc::new(Segment::new(&statistics, &sorted)),
            statistics: Arc::new(statistics),
            gone: BTreeSet::new(),
            since: BTreeMap::new(),
            amended: Arc::default(),
        }
    }

    /// The same after these documents came or changed, or went, where there is no soup.
    ///
    /// Its answers are, to the bit, those of an index built of all documents as they are now. None where only such a
    /// one will do: when the statistics may be others, and after 256 amendments. Time `O(tokens of the amendments)`,
    /// whatever the size of the index.
    pub fn amended(&self, changes: &BTreeMap<u64, Option<&str>>) -> Option<Self> {
        let last_measured = self.n_measured.checked_sub(1).map(|row| self.built.ids()[row]);
        if changes.keys().next().is_some_and(|first| Some(*first) <= last_measured) {
            return None;
        }
        let (mut gone, mut since) = (self.gone.clone(), self.since.clone());
        for (id, soup) in changes {
            if self.built.vector_of(*id).is_some() {
                gone.insert(*id);
            }
            match soup {
                Some(soup) => since.insert(*id, Arc::from(*soup)),
                None => since.remove(id),
            };
        }
        let n_now = self.built.ids().len() - gone.len() + since.len();
        if milestone(n_now) != self.n_measured || gone.len().max(since.len()) > MOST_AMENDED {
            return None;
        }
        let documents: Vec<_> = since.iter().map(|(id, soup)| (*id, &**soup)).collect();
        let amended = Arc::new(Segment::new(&self.statistics, &documents));
        Some(Self { gone, since, amended, ..self.clone() })
    }

    /// The statistics all vectors of this index are weighted with.
    pub fn statistics(&self) -> &Statistics {
        &self.statistics
    }

    /// The [`Statistics::fingerprint`] of those, without counting again.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The ids of all documents, ascending.
    pub fn ids(&self) -> Vec<u64> {
        let built = self.built.ids().iter().filter(|id| !self.gone.contains(id));
        let mut ids: Vec<u64> = built.chain(self.since.keys()).copied().collect();
        ids.sort_unstable();
        ids
    }

    /// The `k` documents most similar to document `id`, among those at least `threshold` similar.
    ///
    /// `threshold`: 0.0 ..= 1.0; documents sharing no token are never listed.
    /// Best first, ties by lower id, never the document itself; empty for an unknown id and for a
    /// document without tokens. For many documents [`Index::neighbours_of`] is faster.
    ///
    /// Time `O(documents + postings of the document's tokens)`, the most common tokens excepted.
    pub fn neighbours(&self, id: u64, k: usize, threshold: f64) -> Vec<Neighbour> {
        self.neighbours_of(&[id], k, threshold).into_iter().flat_map(|(_, found)| found).collect()
    }

    /// The [`Index::neighbours`] of several documents, each with its id, in the given order.
    ///
    /// On all cores, each with one buffer of 8 bytes a document; that is what makes it cheaper than
    /// single calls.
    pub fn neighbours_of(
        &self,
        ids: &[u64],
        k: usize,
        threshold: f64,
    ) -> Vec<(u64, Vec<Neighbour>)> {
        self.neighbours_among(ids, k, threshold, |_| true)
    }

    /// The same among those documents only whose ids are wanted: the others take no places.
    pub fn neighbours_among(
        &self,
        ids: &[u64],
        k: usize,
        threshold: f64,
        is_wanted: impl Fn(u64) -> bool + Sync,
    ) -> Vec<(u64, Vec<Neighbour>)> {
        let near = |buffers: &mut Buffers, id: &u64| {
            let mut found = self.search_from(*id, threshold, buffers);
            found.retain(|neighbour| neighbour.id != *id && is_wanted(neighbour.id));
            (*id, best(found, k))
        };
        ids.par_iter().map_init(|| Buffers::of(self), near).collect()
    }

    /// All documents at least `threshold` similar to a soup, best first, ties by lower id.
    ///
    /// Similarity being symmetric, these are the documents whose lists a document with this soup is
    /// in, or would be if they were long enough. After a document has come, gone or changed, and
    /// with the statistics as they were, only the neighbours of what is similar to its old or its
    /// new soup can differ. The soup's own document is listed when it is in the index.
    pub fn similar_to(&self, soup: &str, threshold: f64) -> Vec<Neighbour> {
        let query = self.statistics.vector(soup);
        let found = self.search(&query, threshold, &mut Buffers::of(self));
        best(found, usize::MAX)
    }

    /// The ids of all documents that share at least one token with a soup, ascending.
    ///
    /// A wide net; [`Index::similar_to`] is the tight one.
    pub fn sharing(&self, soup: &str) -> Vec<u64> {
        let built = |token| self.built.having(token).filter(|id| !self.gone.contains(id));
        let having = |token| built(token).chain(self.amended.having(token));
        let mut ids: Vec<u64> = tokens(soup).flat_map(having).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The documents similar to one of the index, in no order, itself included.
    fn search_from(&self, id: u64, threshold: f64, buffers: &mut Buffers) -> Vec<Neighbour> {
        let (segment, vector) = match (self.amended.vector_of(id), self.built.vector_of(id)) {
            (Some(vector), _) => (&self.amended, vector),
            (None, Some(vector)) if !self.gone.contains(&id) => (&self.built, vector),
            _ => return Vec::new(),
        };
        if self.gone.is_empty() && self.since.is_empty() {
            let mut found = Vec::new();
            segment.search(vector, threshold, &mut buffers.built, |near| found.push(near));
            return found;
        }
        self.search(&segment.spelt(vector), threshold, buffers)
    }

    /// The documents similar to a vector, in no order.
    fn search(
        &self,
        query: &[(&str, f64)],
        threshold: f64,
        buffers: &mut Buffers,
    ) -> Vec<Neighbour> {
        let mut found = Vec::new();
        self.built.search(&self.built.numbered(query), threshold, &mut buffers.built, |near| {
            if !self.gone.contains(&near.id) {
                found.push(near);
            }
        });
        let query = self.amended.numbered(query);
        self.amended.search(&query, threshold, &mut buffers.amended, |near| found.push(near));
        found
    }
}

/// Running sums for both segments.
struct Buffers {
    built: Sums,
    amended: Sums,
}

impl Buffers {
    fn of(index: &Index) -> Self {
        let sums = |segment: &Segment| Sums::new(segment.ids().len());
        Self { built: sums(&index.built), amended: sums(&index.amended) }
    }
}

/// The best `k`, best first, ties by lower id.
fn best(found: Vec<Neighbour>, k: usize) -> Vec<Neighbour> {
    top(found, k, |a, b| b.similarity.total_cmp(&a.similarity).then(a.id.cmp(&b.id)))
}

#[cfg(test)]
mod tests;
