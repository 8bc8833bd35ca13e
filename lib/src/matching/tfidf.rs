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
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const FILMS: [(u64, &str); 6] = [
        (1, "thestarwars en aone btwo action"),
        (2, "thestarwars en aone btwo action drama"),
        (3, "otherfilm en c drama"),
        (4, "zed fr d action"),
        (5, "yak fr e drama"),
        (6, "xyz fr f"),
    ];

    fn rounded(found: &[Neighbour]) -> Vec<(u64, f64)> {
        found.iter().map(|near| (near.id, (near.similarity * 1e5).round() / 1e5)).collect()
    }

    // The figures are scikit-learn's, from TfidfVectorizer(stop_words="english") on the same soups.

    #[test]
    fn films_are_as_similar_as_scikit_learn_says() {
        let index = Index::new(&FILMS);

        assert_eq!(rounded(&index.neighbours(1, 10, 0.5)), [(2, 0.92805)]);
        assert_eq!(
            rounded(&index.neighbours(2, 10, 0.0)),
            [(1, 0.92805), (3, 0.36849), (4, 0.18425), (5, 0.18425)]
        );
    }

    #[test]
    fn books_and_tracks_are_as_similar_as_scikit_learn_says() {
        let books = Index::new(&[(7, "thestarwars authone pub"), (8, "star authone pub")]);
        let tracks =
            Index::new(&[(11, "songa 2000 band rel rock"), (12, "songb 2000 band rel rock")]);

        assert_eq!(rounded(&books.neighbours(7, 10, 0.5)), [(8, 0.50310)]);
        assert_eq!(rounded(&tracks.neighbours(12, 10, 0.5)), [(11, 0.66942)]);
    }

    #[test]
    fn equal_documents_are_ranked_by_id() {
        let index =
            Index::new(&[(5, "ab cd"), (3, "ab cd"), (4, "cd ab"), (9, "ab"), (1, "cd ab")]);

        let ids: Vec<u64> = index.neighbours(4, 3, 0.9).iter().map(|near| near.id).collect();

        assert_eq!(ids, [1, 3, 5]);
    }

    #[test]
    fn nothing_resembles_an_empty_or_unknown_document() {
        let index = Index::new(&[(1, ""), (2, ""), (3, "the a")]);

        assert_eq!(index.neighbours(1, 10, 0.0), []);
        assert_eq!(index.neighbours(99, 10, 0.0), []);
        assert_eq!(index.similar_to("never seen", 0.0), []);
        assert_eq!(Index::new::<&str>(&[]).neighbours(1, 10, 0.0), []);
    }

    #[test]
    fn the_first_of_two_documents_with_one_id_counts() {
        let index = Index::new(&[(1, "ab"), (2, "cd"), (1, "cd")]);

        assert_eq!(index.ids(), [1, 2]);
        assert_eq!(index.neighbours(2, 10, 0.0), []);
    }

    #[test]
    fn sharing_a_token_is_enough_to_be_found() {
        let index = Index::new(&FILMS);

        assert_eq!(index.sharing("gone drama thestarwars drama"), [1, 2, 3, 5]);
        assert_eq!(index.sharing("gone"), [0_u64; 0]);
    }

    #[test]
    fn asking_with_a_soup_finds_what_asking_with_its_document_does() {
        let index = Index::new(&FILMS);

        let mut with_soup = index.similar_to(FILMS[1].1, 0.1);

        assert_eq!(with_soup.remove(0), Neighbour { id: 2, similarity: 1.0 });
        assert_eq!(with_soup, index.neighbours(2, 10, 0.1));
    }

    /// Soups of up to six tokens, some common and some rare; repetitions and empty soups occur.
    fn soups(n: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("([ab][xyz]|[c-z][0-3]|[c-z][0-3])( [abc][xyz]| [c-z][0-3]){0,5}|", n)
    }

    fn numbered(soups: &[String]) -> Vec<(u64, String)> {
        (1..).zip(soups.iter().cloned()).collect()
    }

    fn all(index: &Index, k: usize, threshold: f64) -> Vec<(u64, Vec<Neighbour>)> {
        index.neighbours_of(index.ids().iter().copied(), k, threshold).collect()
    }

    /// The definition, without an index: every pair, every token.
    fn by_definition(index: &Index, a: &str, b: &str) -> f64 {
        let (a, b) = (index.statistics.vector(a), index.statistics.vector(b));
        a.iter().flat_map(|x| b.iter().filter(|y| y.0 == x.0).map(|y| x.1 * y.1)).sum()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn the_search_misses_nothing(soups in soups(1..60), threshold in 0.01_f64..1.0) {
            let documents = numbered(&soups);
            let index = Index::new(&documents);

            for (id, found) in all(&index, 100, threshold) {
                let found: BTreeSet<u64> = found.iter().map(|near| near.id).collect();
                for (other, soup) in documents.iter().filter(|(other, _)| *other != id) {
                    let similarity = by_definition(&index, &soups[id as usize - 1], soup);
                    let borderline = (similarity - threshold).abs() < 1e-9;
                    prop_assert!(borderline || found.contains(other) == (similarity > threshold));
                }
            }
        }

        #[test]
        fn lists_are_ranked_and_symmetric(soups in soups(1..60), k in 0_usize..20) {
            let index = Index::new(&numbered(&soups));

            let all_pairs = all(&index, 100, 0.0);

            for (id, found) in &all_pairs {
                prop_assert!(found.is_sorted_by_key(|near| (-near.similarity, near.id)));
                for near in found {
                    let back = Neighbour { id: *id, ..*near };
                    prop_assert!(near.similarity > 0.0 && near.similarity <= 1.0);
                    prop_assert!(near.id != *id);
                    prop_assert!(all_pairs[near.id as usize - 1].1.contains(&back));
                }
                let best = index.neighbours(*id, k, 0.0);
                prop_assert_eq!(&best[..], &found[..k.min(found.len())]);
            }
        }

        #[test]
        fn a_new_document_moves_only_what_resembles_it(
            soups in soups(122..=132), threshold in prop::sample::select(vec![0.01, 0.5, 0.8]),
        ) {
            let documents = numbered(&soups);
            let (newest, older) = documents.split_last().expect("at least 122 soups");
            let (before, after) = (Index::new(older), Index::new(&documents));
            prop_assert_eq!(before.statistics(), after.statistics());

            let sharing = after.sharing(&newest.1);
            let near: Vec<u64> =
                before.similar_to(&newest.1, threshold).iter().map(|near| near.id).collect();
            prop_assert!(near.iter().all(|id| sharing.contains(id)));

            for (id, list) in all(&before, 10, threshold) {
                if !near.contains(&id) {
                    prop_assert_eq!(list, after.neighbours(id, 10, threshold));
                }
            }
        }

        #[test]
        fn a_changed_document_moves_only_what_resembled_or_resembles_it(
            soups in soups(128), edited in 121_usize..128, text in "[ab][xyz] [c-z][0-3]",
        ) {
            let mut documents = numbered(&soups);
            let before = Index::new(&documents);
            documents[edited].1 = text;
            let after = Index::new(&documents);
            let due: BTreeSet<u64> = [&soups[edited], &documents[edited].1]
                .into_iter()
                .flat_map(|soup| after.similar_to(soup, 0.3))
                .map(|near| near.id)
                .chain([documents[edited].0])
                .collect();

            for (id, list) in all(&before, 10, 0.3) {
                if !due.contains(&id) {
                    prop_assert_eq!(list, after.neighbours(id, 10, 0.3));
                }
            }
        }

        #[test]
        fn the_order_of_documents_does_not_matter(
            (documents, shuffled) in soups(0..40).prop_flat_map(|soups| {
                (Just(numbered(&soups)), Just(numbered(&soups)).prop_shuffle())
            })
        ) {
            prop_assert_eq!(
                all(&Index::new(&documents), 9, 0.1),
                all(&Index::new(&shuffled), 9, 0.1)
            );
        }
    }
}
