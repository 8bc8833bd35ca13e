//! Words of a field: in which items each occurs, and which words are spelt like another.

use std::collections::{HashMap, HashSet};

use rapidfuzz::distance::osa;
use serde::{Deserialize, Serialize};

use super::texts::{Texts, deltas, number};

/// Words from so many letters on are also looked for in other spellings.
const MISSPELT_FROM: usize = 4;
/// Of all trigrams of the shorter word, so many are in the other one at least.
const LEAST_SHARED: f32 = 0.3;
/// Words that share the most trigrams and are compared letter by letter.
const COMPARED: usize = 64;
/// How alike words are at least that pass for each other: `1 - distance / length`.
const LEAST_ALIKE: f64 = 0.6;

/// Distinct words, ascending, and the items that have them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Vocabulary {
    words: Texts,
    /// The items of each word, ascending, one word after the other.
    #[serde(with = "deltas")]
    items: Vec<u32>,
    /// Where those of each word end.
    #[serde(with = "deltas")]
    item_ends: Vec<u32>,
    /// Distinct trigrams, ascending, see [`trigrams`].
    #[serde(with = "deltas")]
    grams: Vec<u32>,
    /// The words of each trigram, ascending.
    #[serde(with = "deltas")]
    gram_words: Vec<u32>,
    /// Where those of each trigram end.
    #[serde(with = "deltas")]
    gram_ends: Vec<u32>,
}

/// A word that is spelt like another.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spelling {
    pub(super) word: String,
    /// From 0 to 1, which is the same word.
    pub(super) similarity: f64,
}

impl Vocabulary {
    /// The words of items, which are numbered as they come. `O(n log n)` of distinct words and their trigrams.
    pub(super) fn of<'a, W: Iterator<Item = &'a str>>(items: impl Iterator<Item = W>) -> Self {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for (item, words) in (0..).zip(items) {
            for word in words {
                let next = number(numbers.len());
                pairs.push((*numbers.entry(word).or_insert(next), item));
            }
        }
        let mut sorted: Vec<(&str, u32)> = numbers.into_iter().collect();
        sorted.sort_unstable();
        let mut ranks = vec![0; sorted.len()];
        for (rank, (_, first_number)) in (0..).zip(&sorted) {
            ranks[*first_number as usize] = rank;
        }
        pairs.iter_mut().for_each(|(word, _)| *word = ranks[*word as usize]);
        let (items, item_ends) = grouped(pairs, sorted.len());
        let words: Texts = sorted.into_iter().map(|(word, _)| word).collect();
        let (grams, gram_words, gram_ends) = Self::gram_index(&words);
        Self { words, items, item_ends, grams, gram_words, gram_ends }
    }

    fn gram_index(words: &Texts) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
        let spelt = (0..).zip(words.iter()).filter(|(_, word)| is_long(word));
        let pairs: Vec<(u32, u32)> = spelt
            .flat_map(|(n, word)| trigrams(word).into_iter().map(move |gram| (gram, n)))
            .collect();
        let mut grams: Vec<u32> = pairs.iter().map(|(gram, _)| *gram).collect();
        grams.sort_unstable();
        grams.dedup();
        let rank = |gram| number(grams.partition_point(|other| *other < gram));
        let ranked = pairs.into_iter().map(|(gram, word)| (rank(gram), word)).collect();
        let (gram_words, gram_ends) = grouped(ranked, grams.len());
        (grams, gram_words, gram_ends)
    }

    /// The items with exactly this word, ascending.
    pub(super) fn items(&self, word: &str) -> &[u32] {
        self.words.find(word).map_or(&[], |n| group(&self.items, &self.item_ends, n))
    }

    /// Words that are spelt like this one, in the order of the alphabet; not the word itself.
    ///
    /// Counts trigrams (Ukkonen 1992) and then compares those words letter by letter that share the most of them, by
    /// optimal string alignment. A word that begins with this one, which was perhaps cut off, is like it, too.
    pub(super) fn like(&self, word: &str) -> Vec<Spelling> {
        if !is_long(word) {
            return Vec::new();
        }
        let grams = trigrams(word);
        let mut shared: HashMap<u32, u32> = HashMap::new();
        for gram in &grams {
            let Ok(found) = self.grams.binary_search(gram) else { continue };
            for n in group(&self.gram_words, &self.gram_ends, found) {
                *shared.entry(*n).or_default() += 1;
            }
        }
        let enough = ((grams.len() as f32 * LEAST_SHARED).ceil() as u32).max(2);
        let mut best: Vec<(u32, u32)> =
            shared.into_iter().filter(|(_, count)| *count >= enough).collect();
        best.sort_unstable_by_key(|(n, count)| (u32::MAX - count, *n));
        // Those that share as many as the last one are compared as well: nothing may hang on their order.
        if let Some((_, least)) = best.get(COMPARED).copied() {
            best.retain(|(_, count)| *count >= least);
        }
        let comparator = osa::BatchComparator::new(word.chars());
        let alike = |n: u32| {
            let other = self.words.get(n as usize);
            let similarity = comparator.normalized_similarity(other.chars());
            let length = |word: &str| word.chars().count() as f64;
            let similarity = match other.starts_with(word) {
                true => similarity.max(0.6 + 0.4 * length(word) / length(other)),
                false => similarity,
            };
            let is_alike = (LEAST_ALIKE..1.0).contains(&similarity);
            is_alike.then(|| Spelling { word: other.to_owned(), similarity })
        };
        let mut alike: Vec<Spelling> = best.into_iter().filter_map(|(n, _)| alike(n)).collect();
        alike.sort_unstable_by(|a, b| a.word.cmp(&b.word));
        alike
    }
}

/// Whether a word is long enough to be looked for in other spellings.
fn is_long(word: &str) -> bool {
    word.chars().nth(MISSPELT_FROM - 1).is_some()
}

/// The distinct trigrams of a word with two blanks before and one behind it, so that its beginning counts most.
///
/// Each is a number of 32 bits, in which two different ones may fall together: then words are compared for nothing.
fn trigrams(word: &str) -> HashSet<u32> {
    let padded: Vec<u32> =
        [' ', ' '].into_iter().chain(word.chars()).chain([' ']).map(u32::from).collect();
    let packed = |three: &[u32]| {
        three.iter().fold(0_u32, |packed, char| packed.wrapping_mul(0x1_0DCD).wrapping_add(*char))
    };
    padded.windows(3).map(packed).collect()
}

/// Second numbers by the first ones, each once, ascending; and where those of each first one end.
fn grouped(mut pairs: Vec<(u32, u32)>, n_groups: usize) -> (Vec<u32>, Vec<u32>) {
    pairs.sort_unstable();
    pairs.dedup();
    let mut ends = vec![0; n_groups];
    for (place, (group, _)) in (1..).zip(&pairs) {
        ends[*group as usize] = place;
    }
    (pairs.into_iter().map(|(_, member)| member).collect(), ends)
}

fn group<'a>(members: &'a [u32], ends: &[u32], n: usize) -> &'a [u32] {
    let start = n.checked_sub(1).map_or(0, |before| ends[before]);
    &members[start as usize..ends[n] as usize]
}
