//! Ratios of the words of two texts.

use super::text::{Text, join};
use super::{distances, partial};

/// The words of two texts, each word once: those in both, and those in one only.
struct Sets<'a> {
    common: Vec<&'a [char]>,
    only_a: Vec<&'a [char]>,
    only_b: Vec<&'a [char]>,
}

impl<'a> Sets<'a> {
    fn of(a: &'a Text, b: &'a Text) -> Self {
        let distinct = |text: &'a Text| {
            let mut words: Vec<&[char]> = text.words.iter().map(Vec::as_slice).collect();
            words.dedup();
            words
        };
        let (of_a, of_b) = (distinct(a), distinct(b));
        let (common, only_a) = of_a.iter().partition(|word| of_b.binary_search(word).is_ok());
        let only_b = of_b.iter().filter(|word| of_a.binary_search(word).is_err()).copied();
        Self { common, only_a, only_b: only_b.collect() }
    }
}

/// The greatest ratio of two of: the common words, those with the others of `a`, those with the others of `b`.
pub(super) fn set_ratio(a: &Text, b: &Text) -> f64 {
    if a.words.is_empty() || b.words.is_empty() { 0.0 } else { of_sets(&Sets::of(a, b)) }
}

/// The greater of the ratio of sorted words and the ratio of sets of words.
pub(super) fn ratio(a: &Text, b: &Text) -> f64 {
    // Without words both are equal here, unlike in `set_ratio`.
    f64::max(distances::ratio(&a.sorted, &b.sorted), of_sets(&Sets::of(a, b)))
}

fn of_sets(Sets { common, only_a, only_b }: &Sets<'_>) -> f64 {
    if !common.is_empty() && (only_a.is_empty() || only_b.is_empty()) {
        return 100.0;
    }
    let (joined_a, joined_b, common) = (join(only_a), join(only_b), join(common).len());
    let space = usize::from(common > 0);
    let (len_a, len_b) = (common + space + joined_a.len(), common + space + joined_b.len());
    let share = |distance: usize, of: usize| {
        if of == 0 { 100.0 } else { 100.0 - 100.0 * distance as f64 / of as f64 }
    };
    let lcs = rapidfuzz::distance::lcs_seq::similarity(
        joined_a.iter().copied(),
        joined_b.iter().copied(),
    );
    let both = share(joined_a.len() + joined_b.len() - 2 * lcs, len_a + len_b);
    if common == 0 {
        return both;
    }
    let of_a = share(space + joined_a.len(), common + len_a);
    let of_b = share(space + joined_b.len(), common + len_b);
    both.max(of_a).max(of_b)
}

/// 100 if any word is in both, 0 if one has none; else the partial ratio of their distinct words.
pub(super) fn partial_set_ratio(a: &Text, b: &Text) -> f64 {
    if a.words.is_empty() || b.words.is_empty() {
        return 0.0;
    }
    let Sets { common, only_a, only_b } = Sets::of(a, b);
    if common.is_empty() { partial::ratio(&join(&only_a), &join(&only_b)) } else { 100.0 }
}

/// The greater of the partial ratio of sorted words and that of sets of words.
pub(super) fn partial_ratio(a: &Text, b: &Text) -> f64 {
    let Sets { common, only_a, only_b } = Sets::of(a, b);
    if !common.is_empty() {
        return 100.0;
    }
    let sorted = partial::ratio(&a.sorted, &b.sorted);
    if a.words.len() == only_a.len() && b.words.len() == only_b.len() {
        return sorted;
    }
    f64::max(sorted, partial::ratio(&join(&only_a), &join(&only_b)))
}
