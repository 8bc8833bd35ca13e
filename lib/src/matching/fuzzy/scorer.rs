//! The scorers by name, and which function each of them is.

use super::choices::Choices;
use super::pair::Scratch;
use super::screens::Screens;
use super::text::Texts;

/// How alike two texts are: 0 when nothing agrees, 100 when they are equal by its measure.
///
/// With `|a|` for the number of code points of `a`, `lcs` for the length of the longest common subsequence, and the
/// words of a text being what stands between its blanks:
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scorer {
    /// `100 · 2 · lcs(a, b) / (|a| + |b|)`: the same as [`Self::Indel`].
    Ratio,
    /// The greatest ratio of the shorter text and a part of the longer that is at most as long.
    PartialRatio,
    /// The ratio of both texts with their words in the order of code points.
    TokenSortRatio,
    /// The greatest ratio of two of: the common words, those and the others of `a`, those and the others of `b`.
    TokenSetRatio,
    /// The greater of [`Self::TokenSortRatio`] and [`Self::TokenSetRatio`].
    TokenRatio,
    /// The partial ratio of both texts with their words in order.
    PartialTokenSortRatio,
    /// 100 if any word is in both; else the partial ratio of their distinct words in order.
    PartialTokenSetRatio,
    /// The greater of [`Self::PartialTokenSortRatio`] and [`Self::PartialTokenSetRatio`].
    PartialTokenRatio,
    /// The greatest of several ratios, each with a weight that depends on how different the lengths are.
    WRatio,
    /// The ratio, but 0 if a text is empty.
    QRatio,
    /// `1 - d / max(|a|, |b|)`, with `d` the number of insertions, deletions and substitutions.
    Levenshtein,
    /// The same with transpositions of neighbours, which may be edited further.
    DamerauLevenshtein,
    /// The same with transpositions of neighbours, which may not: optimal string alignment.
    Osa,
    /// `1 - d / (|a| + |b|)`, with `d` the number of insertions and deletions.
    Indel,
    /// The mean share of common code points that stand at nearly the same place, less those out of order.
    Jaro,
    /// Jaro, and more for each of up to four code points that both begin with.
    JaroWinkler,
    /// `lcs(a, b) / max(|a|, |b|)`.
    LcsSeq,
    /// The share of places where both have the same code point.
    Hamming,
}

impl Scorer {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 18] = [
        Self::Ratio,
        Self::PartialRatio,
        Self::TokenSortRatio,
        Self::TokenSetRatio,
        Self::TokenRatio,
        Self::PartialTokenSortRatio,
        Self::PartialTokenSetRatio,
        Self::PartialTokenRatio,
        Self::WRatio,
        Self::QRatio,
        Self::Levenshtein,
        Self::DamerauLevenshtein,
        Self::Osa,
        Self::Indel,
        Self::Jaro,
        Self::JaroWinkler,
        Self::LcsSeq,
        Self::Hamming,
    ];

    /// Its name, as RapidFuzz spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ratio => "ratio",
            Self::PartialRatio => "partial_ratio",
            Self::TokenSortRatio => "token_sort_ratio",
            Self::TokenSetRatio => "token_set_ratio",
            Self::TokenRatio => "token_ratio",
            Self::PartialTokenSortRatio => "partial_token_sort_ratio",
            Self::PartialTokenSetRatio => "partial_token_set_ratio",
            Self::PartialTokenRatio => "partial_token_ratio",
            Self::WRatio => "WRatio",
            Self::QRatio => "QRatio",
            Self::Levenshtein => "Levenshtein",
            Self::DamerauLevenshtein => "DamerauLevenshtein",
            Self::Osa => "OSA",
            Self::Indel => "Indel",
            Self::Jaro => "Jaro",
            Self::JaroWinkler => "JaroWinkler",
            Self::LcsSeq => "LCSseq",
            Self::Hamming => "Hamming",
        }
    }

    /// The scorer of that name, exactly as [`Self::name`] spells it.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scorer| scorer.name() == name)
    }

    /// How alike they are, from 0 to 100: the same in both orders.
    ///
    /// [`super::Choices`] spare the preparations where one text is compared with many.
    pub fn similarity(self, a: &str, b: &str) -> f64 {
        let choices = Choices::of([b]);
        let queries = Texts::read(&[a], &choices.vocabulary);
        let mut screens = Screens::new(&choices, self);
        let mut scratch = Scratch::new(&choices.vocabulary);
        let mut score = 0.0;
        for group in &choices.groups {
            screens.each(&queries, *group, |_, found| {
                score = found.pair(0).score(self, 0.0, &mut scratch);
            });
        }
        score
    }

    /// Whether a screen tells its score, and not only a bound.
    pub(super) fn is_screened(self) -> bool {
        use Scorer::{Indel, LcsSeq, QRatio, Ratio, TokenSortRatio};
        matches!(self, Ratio | QRatio | Indel | LcsSeq | TokenSortRatio)
    }

    /// The work of one comparison, in operations on a machine word: roughly a nanosecond each.
    ///
    /// For texts of these numbers of code points, none of which can be passed over. A table of `n · m` cells is
    /// computed 64 cells at once by most scorers; Damerau-Levenshtein computes cell by cell, and a partial ratio has a
    /// table for each place in the longer text, of which several are computed at once. The factors are measured by the
    /// bench `budget`.
    pub fn cost(self, query_chars: usize, choice_chars: usize) -> u64 {
        let (short, long) = (query_chars.min(choice_chars), query_chars.max(choice_chars));
        let (short, long) = (short as u64, long as u64);
        let table = long.saturating_mul(short.div_ceil(64));
        let windows = (short + long).saturating_mul(short.saturating_mul(short.div_ceil(64)));
        let overhead = 50 + short + long;
        let work = match self {
            Self::Ratio | Self::QRatio | Self::Indel | Self::LcsSeq | Self::Hamming => table,
            Self::Jaro | Self::JaroWinkler => 8 * table,
            Self::TokenSortRatio | Self::TokenSetRatio | Self::TokenRatio => 8 * table,
            Self::Levenshtein | Self::Osa => 12 * table,
            Self::PartialRatio
            | Self::PartialTokenSortRatio
            | Self::PartialTokenSetRatio
            | Self::PartialTokenRatio => 200 + windows / 2,
            Self::WRatio => 200 + 8 * table + windows / 2,
            Self::DamerauLevenshtein => short.saturating_mul(long).saturating_mul(8),
        };
        work.saturating_add(overhead)
    }
}
