//! A query and a choice: what they score, and what they score at most.
//!
//! A screen is cheap and says much: for all choices of a block at once, [`super::lanes`] finds the longest common
//! subsequence of the texts, and of their sorted words. From that follows the score itself of some scorers, and of all others a
//! bound that few choices reach once the best are known. Only those are compared in full.

use rapidfuzz::distance::{damerau_levenshtein as damerau, levenshtein, osa};

use super::bits::Masks;
use super::scorer::Scorer;
use super::text::Text;
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
    pub(super) fn new(n_symbols: usize, n_words: usize) -> Self {
        let masks = Masks::new(n_symbols);
        Self { masks, is_left: vec![false; n_words], joined: [Vec::new(), Vec::new()] }
    }
}

/// What a screen tells of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Screen {
    /// The longest common subsequence of the texts, if the first is set, and of their sorted words, if the second is.
    Lcs { raw: bool, sorted: bool },
    /// How many symbols agree by Jaro's measure.
    Agreeing,
}

impl Scorer {
    pub(super) fn screen(self) -> Screen {
        match self {
            Self::Jaro | Self::JaroWinkler => Screen::Agreeing,
            Self::WRatio => Screen::Lcs { raw: true, sorted: true },
            Self::TokenSortRatio
            | Self::TokenSetRatio
            | Self::TokenRatio
            | Self::PartialTokenSortRatio
            | Self::PartialTokenSetRatio
            | Self::PartialTokenRatio => Screen::Lcs { raw: false, sorted: true },
            _ => Screen::Lcs { raw: true, sorted: false },
        }
    }
}

/// A query, a choice and what the screen says of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'a> {
    pub(super) query: Text<'a>,
    pub(super) choice: Text<'a>,
    /// The longest common subsequence of the texts; for Jaro's scorers, how many symbols agree.
    pub(super) common: usize,
    /// The longest common subsequence of their sorted words.
    pub(super) common_sorted: usize,
}

impl<'a> Pair<'a> {
    /// With what a screen would say.
    pub(super) fn screened(
        query: Text<'a>,
        choice: Text<'a>,
        scorer: Scorer,
        masks: &mut Masks,
    ) -> Self {
        let (mut common, mut common_sorted) = (query.raw.len().min(choice.raw.len()), 0);
        if let Screen::Lcs { raw, sorted } = scorer.screen() {
            common = if raw { masks.lcs(query.raw, choice.raw) } else { 0 };
            common_sorted = if sorted { masks.lcs(query.sorted, choice.sorted) } else { 0 };
        }
        Self { query, choice, common, common_sorted }
    }

    /// The most that the scorer gives them, from 0 to 100.
    pub(super) fn bound(&self, scorer: Scorer) -> f64 {
        let (a, b) = (self.query.raw.len(), self.choice.raw.len());
        match scorer {
            Scorer::Ratio | Scorer::Indel => self.ratio(),
            Scorer::QRatio if a == 0 || b == 0 => 0.0,
            Scorer::QRatio => self.ratio(),
            Scorer::PartialRatio => partial::bound(a, b, self.common),
            Scorer::TokenSortRatio => self.sorted_ratio(),
            Scorer::TokenSetRatio => tokens::set_bound(self),
            Scorer::TokenRatio => tokens::bound(self),
            Scorer::PartialTokenSortRatio => self.sorted_partial_bound(),
            Scorer::PartialTokenSetRatio | Scorer::PartialTokenRatio => tokens::partial_bound(self),
            Scorer::WRatio => weighted::bound(self),
            Scorer::Jaro => 100.0 * jaro::bound(a, b, self.common),
            Scorer::JaroWinkler => {
                let alike = jaro::bound(a, b, self.common);
                100.0 * jaro::boosted(alike, self.query.raw, self.choice.raw)
            }
            // What is not in common has to be edited, whatever the edits are.
            Scorer::Levenshtein
            | Scorer::DamerauLevenshtein
            | Scorer::Osa
            | Scorer::LcsSeq
            | Scorer::Hamming => share(a.max(b) - self.common, a.max(b)),
        }
    }

    /// Its score, from 0 to 100; if that is below the floor, perhaps something else below it.
    pub(super) fn score(&self, scorer: Scorer, floor: f64, scratch: &mut Scratch) -> f64 {
        let (a, b) = (self.query.raw, self.choice.raw);
        match scorer {
            Scorer::PartialRatio => partial::ratio(a, b, &mut scratch.masks),
            Scorer::TokenSetRatio => tokens::set_ratio(self, floor, scratch),
            Scorer::TokenRatio => tokens::ratio(self, floor, scratch),
            Scorer::PartialTokenSortRatio => self.sorted_partial(&mut scratch.masks),
            Scorer::PartialTokenSetRatio => tokens::partial_set_ratio(self, scratch),
            Scorer::PartialTokenRatio => tokens::partial_ratio(self, scratch),
            Scorer::WRatio => weighted::ratio(self, floor, scratch),
            Scorer::Levenshtein => 100.0 * levenshtein::normalized_similarity(each(a), each(b)),
            Scorer::DamerauLevenshtein => 100.0 * damerau::normalized_similarity(each(a), each(b)),
            Scorer::Osa => 100.0 * osa::normalized_similarity(each(a), each(b)),
            Scorer::Hamming => {
                let equal = a.iter().zip(b).filter(|(a, b)| a == b).count();
                share(a.len().max(b.len()) - equal, a.len().max(b.len()))
            }
            Scorer::Jaro => 100.0 * jaro::jaro(a, b, &mut scratch.masks),
            Scorer::JaroWinkler => {
                100.0 * jaro::boosted(jaro::jaro(a, b, &mut scratch.masks), a, b)
            }
            Scorer::Ratio
            | Scorer::QRatio
            | Scorer::Indel
            | Scorer::LcsSeq
            | Scorer::TokenSortRatio => self.bound(scorer),
        }
    }

    /// The ratio of the texts.
    pub(super) fn ratio(&self) -> f64 {
        let lengths = self.query.raw.len() + self.choice.raw.len();
        share(lengths - 2 * self.common, lengths)
    }

    /// The ratio of their sorted words.
    pub(super) fn sorted_ratio(&self) -> f64 {
        let lengths = self.query.sorted.len() + self.choice.sorted.len();
        share(lengths - 2 * self.common_sorted, lengths)
    }

    pub(super) fn sorted_partial(&self, masks: &mut Masks) -> f64 {
        partial::ratio(self.query.sorted, self.choice.sorted, masks)
    }

    pub(super) fn sorted_partial_bound(&self) -> f64 {
        let (a, b) = (self.query.sorted.len(), self.choice.sorted.len());
        partial::bound(a, b, self.common_sorted)
    }

    /// Whether they may have a word in common.
    pub(super) fn may_share_words(&self) -> bool {
        self.query.signature & self.choice.signature != 0
    }
}

/// What is left of 100 when this much of the whole is lost; 100 if there is no whole.
pub(super) fn share(lost: usize, of: usize) -> f64 {
    if of == 0 { 100.0 } else { 100.0 - 100.0 * lost as f64 / of as f64 }
}

fn each(symbols: &[u32]) -> impl DoubleEndedIterator<Item = u32> + Clone {
    symbols.iter().copied()
}
