//! Term statistics: how rare each token is in a corpus, hence how much it weighs.
//!
//! The arithmetic is that of scikit-learn's `TfidfVectorizer` with its defaults (smooth idf, raw
//! counts, L2 norm), in 64 bits; see its user guide, section "Tf-idf term weighting". Which
//! documents a growing corpus takes its statistics from is [`milestone`]'s business; comparing the
//! vectors is [`super::tfidf`]'s.

use std::collections::{BTreeMap, HashMap};

use super::text::tokens;

/// Up to this many documents the statistics are those of the whole corpus.
const SMALL: usize = 100;

/// How many of its first documents, in id order, a corpus of `n` takes its statistics from.
///
/// `n` itself up to 100; from there the largest of the steps 100, 110, 121, 133 … (each a tenth
/// above the last, rounded down) that is not above `n`.
///
/// With statistics over all documents every new one would move every idf by a hair, so every
/// vector, so every list of neighbours of the catalogue. Between two milestones the statistics
/// stand still: the vectors of untouched documents stay bit-identical, and only lists the new
/// document enters are written. The price is small: the number of documents lags by less than a
/// tenth (0.1 in idf, a logarithm), and a token that became common only lately weighs too much
/// until the next milestone. Being a function of the corpus alone, and not of the order in which it
/// grew, the rule keeps incremental runs equal to full ones.
///
/// What is not saved: changing or deleting one of the *first* documents changes the statistics;
/// then all lists are due. Compare [`Statistics::fingerprint`] to find out. `O(log n)`.
pub fn milestone(n: usize) -> usize {
    if n <= SMALL {
        return n;
    }
    let mut reached = SMALL;
    while reached / 10 <= n - reached {
        reached += reached / 10;
    }
    reached
}

/// Number of documents and, for each token, in how many of them it occurs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    n_documents: u64,
    frequencies: BTreeMap<String, u64>,
}

impl Statistics {
    /// Count the tokens of these soups.
    ///
    /// Soups without any token count as documents. Order does not matter. `O(tokens · log)`.
    pub fn of<I, S>(soups: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<str>,
    {
        // Counted without order, which is made once at the end.
        let mut counts: HashMap<String, Count> = HashMap::new();
        let mut n_documents = 0;
        for soup in soups {
            n_documents += 1;
            for token in tokens(soup.as_ref()) {
                match counts.get_mut(token) {
                    Some(count) => count.meet(n_documents),
                    None => {
                        counts.insert(token.to_owned(), Count::first(n_documents));
                    }
                }
            }
        }
        let frequencies = counts.into_iter().map(|(token, count)| (token, count.frequency));
        Self { n_documents, frequencies: frequencies.collect() }
    }

    /// Inverse document frequency: `ln((1 + n) / (1 + df)) + 1`, at least 1.
    ///
    /// A token never seen has df 0 and weighs most. `O(log tokens)`.
    pub fn idf(&self, token: &str) -> f64 {
        let frequency = self.frequencies.get(token).copied().unwrap_or(0);
        ((1 + self.n_documents) as f64 / (1 + frequency) as f64).ln() + 1.0
    }

    /// A number that tells two statistics apart, the same in every process and on every platform.
    ///
    /// Store it beside what was computed: as long as it stays, untouched vectors have not moved.
    /// FNV-1a, 64 bit, over the counts and the sorted tokens; no defence against forgery.
    /// `O(tokens)`.
    pub fn fingerprint(&self) -> u64 {
        let mut hash = Fnv::default();
        hash.write(&self.n_documents.to_le_bytes());
        for (token, frequency) in &self.frequencies {
            hash.write(token.as_bytes());
            // 0xff occurs in no UTF-8 text, so that no token runs into the count behind it.
            hash.write(&[0xff]);
            hash.write(&frequency.to_le_bytes());
        }
        hash.0
    }

    /// The vector of a soup: its distinct tokens, ascending, with weights of Euclidean norm 1.
    ///
    /// Empty for a soup without tokens. A function of soup and statistics only, summed in token
    /// order, so equal arguments give equal bits.
    pub(super) fn vector<'soup>(&self, soup: &'soup str) -> Vec<(&'soup str, f64)> {
        let mut sorted: Vec<&str> = tokens(soup).collect();
        sorted.sort_unstable();
        let runs = sorted.chunk_by(|a, b| a == b);
        normalise(runs.map(|run| (run[0], run.len() as f64 * self.idf(run[0]))).collect())
    }
}

/// Divide weights by their Euclidean norm, summed in the order given.
pub(super) fn normalise<T>(mut vector: Vec<(T, f64)>) -> Vec<(T, f64)> {
    let norm = vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    for (_, weight) in &mut vector {
        *weight /= norm;
    }
    vector
}

/// In how many documents a token was met, and in which last.
struct Count {
    frequency: u64,
    last: u64,
}

impl Count {
    fn first(document: u64) -> Self {
        Self { frequency: 1, last: document }
    }

    fn meet(&mut self, document: u64) {
        self.frequency += u64::from(self.last != document);
        self.last = document;
    }
}

/// FNV-1a, 64 bit (Fowler, Noll, Vo): ten lines, and unlike std's hasher fixed for ever.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn milestones_grow_by_a_tenth() {
        let reached = [0, 1, 99, 100, 109, 110, 120, 121, 132, 133].map(milestone);

        assert_eq!(reached, [0, 1, 99, 100, 100, 110, 110, 121, 121, 133]);
    }

    #[test]
    fn a_rare_token_weighs_more() {
        let statistics = Statistics::of(["rock song", "rock rock", ""]);

        assert_eq!(statistics.idf("rock"), (4.0_f64 / 3.0).ln() + 1.0);
        assert_eq!(statistics.idf("song"), 2.0_f64.ln() + 1.0);
        assert_eq!(statistics.idf("unseen"), 4.0_f64.ln() + 1.0);
    }

    #[test]
    fn the_fingerprint_never_changes() {
        assert_eq!(Statistics::default().fingerprint(), 0xa8c7_f832_281a_39c5);
        assert_eq!(Statistics::of(["rock song", "rock"]).fingerprint(), 0xa090_55d7_0e63_b2ec);
    }

    #[test]
    fn the_fingerprint_sees_every_count() {
        let all = [&["ab cd"][..], &["ab", "cd"], &["abcd"], &["ab cd", "cd"], &["ab cd", "", ""]];
        let mut prints: Vec<u64> = all.map(|soups| Statistics::of(soups).fingerprint()).to_vec();
        prints.sort_unstable();
        prints.dedup();

        assert_eq!(prints.len(), all.len());
    }

    proptest! {
        #[test]
        fn a_milestone_is_less_than_a_tenth_behind(n in 0_usize..) {
            let reached = milestone(n);

            prop_assert!(reached <= n);
            prop_assert!((n - reached) as f64 <= 0.1 * reached as f64);
            prop_assert_eq!(milestone(reached), reached);
        }

        #[test]
        fn the_order_of_documents_does_not_matter(
            (soups, shuffled) in prop::collection::vec("[a-c]{2} [a-c]{2}", 0..20)
                .prop_flat_map(|soups| (Just(soups.clone()), Just(soups).prop_shuffle()))
        ) {
            prop_assert_eq!(Statistics::of(&soups), Statistics::of(&shuffled));
        }
    }
}
