//! A query and a choice, compared in full.

use rapidfuzz::distance::{damerau_levenshtein as damerau, levenshtein, osa};

use super::bits::Masks;
use super::bounds::Counts;
use super::scorer::Scorer;
use super::text::{Text, Vocabulary};
use super::{jaro, partial, tokens, weighted};

/// What comparisons write to, so that they need no memory of their own each time.
#[derive(Debug)]
pub(super) struct Scratch {
    pub(super) masks: Masks,
    /// By word: whether it is in the choice, and not found in the query yet. None is, between comparisons.
    pub(super) is_left: Vec<bool>,
    /// Room for two texts.
    pub(super) joined: [Vec<u32>; 2],
}

impl Scratch {
    /// For choices with these symbols and words.
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let masks = Masks::new(vocabulary.n_symbols());
        let is_left = vec![false; vocabulary.n_words()];
        Self { masks, is_left, joined: [Vec::new(), Vec::new()] }
    }
}

/// A query, a choice and what a screen says of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'a> {
    pub(super) query: Text<'a>,
    pub(super) choice: Text<'a>,
    pub(super) counts: Counts,
}

impl Pair<'_> {
    /// Its score, from 0 to 100; if that is below the floor, perhaps something else below it.
    pub(super) fn score(&self, scorer: Scorer, floor: f64, scratch: &mut Scratch) -> f64 {
        let (a, b) = (self.query.raw, self.choice.raw);
        match scorer {
            Scorer::Ratio | Scorer::Indel => self.counts.ratio(),
            Scorer::QRatio => self.counts.ratio_of_some(),
            Scorer::PartialRatio => partial::ratio(a, b, &mut scratch.masks),
            Scorer::TokenSortRatio => self.counts.sorted_ratio(),
            Scorer::TokenSetRatio => tokens::set_ratio(self, floor, scratch),
            Scorer::TokenRatio => tokens::ratio(self, floor, scratch),
            Scorer::PartialTokenSortRatio => self.sorted_partial(&mut scratch.masks),
            Scorer::PartialTokenSetRatio => tokens::partial_set_ratio(self, scratch),
            Scorer::PartialTokenRatio => tokens::partial_ratio(self, scratch),
            Scorer::WRatio => weighted::ratio(self, floor, scratch),
            Scorer::Levenshtein => 100.0 * levenshtein::normalized_similarity(each(a), each(b)),
            Scorer::DamerauLevenshtein => 100.0 * damerau::normalized_similarity(each(a), each(b)),
            Scorer::Osa => 100.0 * osa::normalized_similarity(each(a), each(b)),
            Scorer::LcsSeq => self.counts.kept(),
            Scorer::Hamming => {
                let equal = a.iter().zip(b).filter(|(a, b)| a == b).count();
                Counts { common: equal as u32, ..self.counts }.kept()
            }
            Scorer::Jaro => 100.0 * jaro::jaro(a, b, &mut scratch.masks),
            Scorer::JaroWinkler => {
                100.0 * jaro::boosted(jaro::jaro(a, b, &mut scratch.masks), jaro::prefix(a, b))
            }
        }
    }

    /// The partial ratio of their sorted words.
    pub(super) fn sorted_partial(&self, masks: &mut Masks) -> f64 {
        partial::ratio(self.query.sorted, self.choice.sorted, masks)
    }
}

fn each(symbols: &[u32]) -> impl DoubleEndedIterator<Item = u32> + Clone {
    symbols.iter().copied()
}
