//! What a pair scores at most, given what a screen tells of it.
//!
//! For scorers that only ask for a longest common subsequence it is the score itself. The formulas are the same for
//! each lane and without branches as far as possible, so that they are computed for a whole block at once.

use pulp::{Arch, Simd, WithSimd};

use super::scorer::Scorer;
use super::text::{Lengths, Text};
use super::{jaro, weighted};

/// What is left of 100 when this much of the whole is lost; 100 if there is no whole.
#[inline(always)]
pub(super) fn share(lost: u32, of: u32) -> f64 {
    100.0 - 100.0 * f64::from(lost) / f64::from(of.max(1))
}

/// What bounds follow from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    pub(super) query: Lengths,
    pub(super) choice: Lengths,
    /// The longest common subsequence of the texts; for Jaro's scorers, how many symbols agree.
    pub(super) common: u32,
    /// The longest common subsequence of their sorted words.
    pub(super) common_sorted: u32,
    /// Whether they may have a word in common.
    pub(super) may_share_words: bool,
    /// How many symbols they have in common at the beginning, up to four.
    pub(super) prefix: u32,
}

impl Counts {
    pub(super) fn of(query: Text<'_>, choice: Text<'_>, common: u32, common_sorted: u32) -> Self {
        Self {
            query: Lengths::of(query),
            choice: Lengths::of(choice),
            common,
            common_sorted,
            may_share_words: query.signature & choice.signature != 0,
            prefix: jaro::prefix(query.raw, choice.raw),
        }
    }

    #[inline(always)]
    pub(super) fn ratio(&self) -> f64 {
        let lengths = self.query.raw + self.choice.raw;
        share(lengths - 2 * self.common, lengths)
    }

    #[inline(always)]
    pub(super) fn ratio_of_some(&self) -> f64 {
        if self.is_one_empty() { 0.0 } else { self.ratio() }
    }

    /// Whether a text is empty.
    #[inline(always)]
    pub(super) fn is_one_empty(&self) -> bool {
        self.query.raw.min(self.choice.raw) == 0
    }

    #[inline(always)]
    pub(super) fn sorted_ratio(&self) -> f64 {
        let lengths = self.query.sorted + self.choice.sorted;
        share(lengths - 2 * self.common_sorted, lengths)
    }

    /// How much of the longer text is in common: what is not has to be edited, whatever the edits are.
    #[inline(always)]
    pub(super) fn kept(&self) -> f64 {
        let longer = self.query.raw.max(self.choice.raw);
        share(longer - self.common, longer)
    }

    /// A part can have all that is in common, and nothing else.
    #[inline(always)]
    pub(super) fn part(&self) -> f64 {
        most_of_part(self.query.raw, self.choice.raw, self.common)
    }

    #[inline(always)]
    fn sorted_part(&self) -> f64 {
        most_of_part(self.query.sorted, self.choice.sorted, self.common_sorted)
    }

    /// The common subsequence of distinct words is one of all words.
    #[inline(always)]
    pub(super) fn set_part(&self) -> f64 {
        let (query, choice) = (self.query.distinct, self.choice.distinct);
        let part = most_of_part(query, choice, self.common_sorted.min(query).min(choice));
        if self.may_share_words { 100.0 } else { part }
    }

    #[inline(always)]
    fn set(&self) -> f64 {
        let (query, choice) = (self.query.distinct, self.choice.distinct);
        let common = self.common_sorted.min(query).min(choice);
        let apart = share(query + choice - 2 * common, query + choice);
        if self.may_share_words { 100.0 } else { apart }
    }

    #[inline(always)]
    fn set_of_some(&self) -> f64 {
        if self.query.sorted.min(self.choice.sorted) == 0 { 0.0 } else { self.set() }
    }

    #[inline(always)]
    pub(super) fn token_ratio(&self) -> f64 {
        f64::max(self.sorted_ratio(), self.set())
    }

    #[inline(always)]
    fn jaro(&self) -> f64 {
        100.0 * jaro::of_counts(self.query.raw, self.choice.raw, self.common, 0)
    }

    #[inline(always)]
    fn jaro_winkler(&self) -> f64 {
        let alike = jaro::of_counts(self.query.raw, self.choice.raw, self.common, 0);
        100.0 * jaro::boosted(alike, self.prefix)
    }
}

#[inline(always)]
fn most_of_part(a: u32, b: u32, common: u32) -> f64 {
    let short = a.min(b);
    let part = share(short - common, short + common);
    if short == 0 && a != b { 0.0 } else { part }
}

/// What a block of choices has that does not depend on the query.
#[derive(Debug)]
pub(super) struct Shapes<const N: usize> {
    pub(super) lengths: [Lengths; N],
    signatures: [u64; N],
    /// Its first symbol in all lanes, then its second, …; none where a text is shorter.
    heads: [[u32; N]; jaro::LONGEST_PREFIX],
}

/// A symbol that no query has.
const NO_SYMBOL: u32 = u32::MAX;

impl<const N: usize> Shapes<N> {
    pub(super) fn of<'a>(texts: impl Iterator<Item = Text<'a>>) -> Self {
        let heads = [[NO_SYMBOL; N]; jaro::LONGEST_PREFIX];
        let mut shapes = Self { lengths: [Lengths::default(); N], signatures: [0; N], heads };
        for (lane, text) in texts.take(N).enumerate() {
            shapes.lengths[lane] = Lengths::of(text);
            shapes.signatures[lane] = text.signature;
            for (head, symbol) in shapes.heads.iter_mut().zip(text.raw) {
                head[lane] = *symbol;
            }
        }
        shapes
    }

    /// What each of them scores at most.
    pub(super) fn bounds(
        &self,
        arch: Arch,
        scorer: Scorer,
        query: Text<'_>,
        common: &[u32; N],
        common_sorted: &[u32; N],
    ) -> [f64; N] {
        arch.dispatch(Bounds { shapes: self, scorer, query, common, common_sorted })
    }
}

struct Bounds<'a, const N: usize> {
    shapes: &'a Shapes<N>,
    scorer: Scorer,
    query: Text<'a>,
    common: &'a [u32; N],
    common_sorted: &'a [u32; N],
}

impl<const N: usize> WithSimd for Bounds<'_, N> {
    type Output = [f64; N];

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> [f64; N] {
        match self.scorer {
            Scorer::Ratio | Scorer::Indel => self.each(Counts::ratio),
            Scorer::QRatio => self.each(Counts::ratio_of_some),
            Scorer::PartialRatio => self.each(Counts::part),
            Scorer::TokenSortRatio => self.each(Counts::sorted_ratio),
            Scorer::TokenSetRatio => self.each(Counts::set_of_some),
            Scorer::TokenRatio => self.each(Counts::token_ratio),
            Scorer::PartialTokenSortRatio => self.each(Counts::sorted_part),
            Scorer::PartialTokenSetRatio | Scorer::PartialTokenRatio => self.each(Counts::set_part),
            Scorer::WRatio => self.each(weighted::bound),
            Scorer::Levenshtein
            | Scorer::DamerauLevenshtein
            | Scorer::Osa
            | Scorer::LcsSeq
            | Scorer::Hamming => self.each(Counts::kept),
            Scorer::Jaro => self.each(Counts::jaro),
            Scorer::JaroWinkler => self.each(Counts::jaro_winkler),
        }
    }
}

impl<const N: usize> Bounds<'_, N> {
    #[inline(always)]
    fn each(&self, bound: impl Fn(&Counts) -> f64) -> [f64; N] {
        let (query, signature) = (Lengths::of(self.query), self.query.signature);
        let prefixes = self.prefixes();
        let mut bounds = [0.0; N];
        for lane in 0..N {
            bounds[lane] = bound(&Counts {
                query,
                choice: self.shapes.lengths[lane],
                common: self.common[lane],
                common_sorted: self.common_sorted[lane],
                may_share_words: signature & self.shapes.signatures[lane] != 0,
                prefix: prefixes[lane],
            });
        }
        bounds
    }

    #[inline(always)]
    fn prefixes(&self) -> [u32; N] {
        let (mut prefixes, mut so_far) = ([0; N], [1; N]);
        if self.scorer == Scorer::JaroWinkler {
            for (symbol, head) in self.query.raw.iter().zip(&self.shapes.heads) {
                for lane in 0..N {
                    so_far[lane] &= u32::from(head[lane] == *symbol);
                    prefixes[lane] += so_far[lane];
                }
            }
        }
        prefixes
    }
}
