//! Ratios of the words of two texts.
//!
//! Each word counts once, in the order of code points: those in both texts, and those in one only. If there are some in
//! both and one text has no others, the texts are equal by these measures.

use super::bits::Masks;
use super::bounds::share;
use super::pair::{Pair, Scratch};
use super::partial;
use super::text::SPACE;

/// The words of two texts, each once and joined with spaces.
struct Sets<'a> {
    /// The length of those in both; 0 if there are none.
    common: u32,
    /// Those in the query only.
    query: &'a [u32],
    /// Those in the choice only.
    choice: &'a [u32],
    masks: &'a mut Masks,
}

impl<'a> Sets<'a> {
    fn of(pair: &Pair<'_>, scratch: &'a mut Scratch) -> Self {
        let Scratch { masks, is_left, joined: [query, choice] } = scratch;
        query.clear();
        choice.clear();
        for id in pair.choice.words.iter().filter_map(|word| word.id) {
            is_left[id as usize] = true;
        }
        let mut common = 0_u32;
        for (word, symbols) in pair.query.spelt().filter(|(word, _)| !word.is_repeated) {
            if word.id.is_some_and(|id| std::mem::take(&mut is_left[id as usize])) {
                common += word.len as u32 + 1;
            } else {
                append(query, symbols);
            }
        }
        for (word, symbols) in pair.choice.spelt() {
            if word.id.is_some_and(|id| std::mem::take(&mut is_left[id as usize])) {
                append(choice, symbols);
            }
        }
        Self { common: common.saturating_sub(1), query, choice, masks }
    }

    /// The greatest ratio of two of: the common words, those with the others of the query, with those of the choice.
    ///
    /// Below the floor perhaps less.
    fn ratio(self, floor: f64, most_common: u32) -> f64 {
        let (query, choice) = (self.query.len() as u32, self.choice.len() as u32);
        if self.common > 0 && (query == 0 || choice == 0) {
            return 100.0;
        }
        let space = u32::from(self.common > 0);
        let lengths = 2 * (self.common + space) + query + choice;
        let of_both = |lcs: u32| share(query + choice - 2 * lcs, lengths);
        let mut best = 0.0;
        if self.common > 0 {
            // Only the common words are alike in these, so nothing has to be aligned.
            let with = |len: u32| share(1 + len, 2 * self.common + 1 + len);
            best = f64::max(with(query), with(choice));
        }
        // What is left of sorted words is a part of them, and so is what that has in common.
        let most = of_both(most_common.min(query).min(choice));
        if most > best && most >= floor {
            best = best.max(of_both(self.masks.lcs(self.query, self.choice) as u32));
        }
        best
    }
}

fn append(joined: &mut Vec<u32>, word: &[u32]) {
    if !joined.is_empty() {
        joined.push(SPACE);
    }
    joined.extend(word);
}

/// The ratio of the sets of words; 0 if a text has none.
pub(super) fn set_ratio(pair: &Pair<'_>, floor: f64, scratch: &mut Scratch) -> f64 {
    if has_no_words(pair) {
        return 0.0;
    }
    of_sets(pair, floor, scratch)
}

/// The greater of the ratio of sorted words and that of sets of words.
pub(super) fn ratio(pair: &Pair<'_>, floor: f64, scratch: &mut Scratch) -> f64 {
    let sorted = pair.counts.sorted_ratio();
    sorted.max(of_sets(pair, floor.max(sorted), scratch))
}

fn of_sets(pair: &Pair<'_>, floor: f64, scratch: &mut Scratch) -> f64 {
    if !pair.counts.may_share_words && !has_repeated(pair) {
        return pair.counts.sorted_ratio();
    }
    Sets::of(pair, scratch).ratio(floor, pair.counts.common_sorted)
}

/// 100 if any word is in both, 0 if a text has none; else the partial ratio of their distinct words.
pub(super) fn partial_set_ratio(pair: &Pair<'_>, scratch: &mut Scratch) -> f64 {
    if has_no_words(pair) {
        return 0.0;
    }
    let sets = Sets::of(pair, scratch);
    if sets.common > 0 { 100.0 } else { partial::ratio(sets.query, sets.choice, sets.masks) }
}

/// The greater of the partial ratio of sorted words and that of sets of words.
pub(super) fn partial_ratio(pair: &Pair<'_>, scratch: &mut Scratch) -> f64 {
    let sets = Sets::of(pair, scratch);
    if sets.common > 0 {
        return 100.0;
    }
    let sorted = pair.sorted_partial(sets.masks);
    if !has_repeated(pair) {
        return sorted;
    }
    sorted.max(partial::ratio(sets.query, sets.choice, sets.masks))
}

/// Whether they have a word in common.
pub(super) fn shares_words(pair: &Pair<'_>, scratch: &mut Scratch) -> bool {
    pair.counts.may_share_words && Sets::of(pair, scratch).common > 0
}

fn has_no_words(pair: &Pair<'_>) -> bool {
    pair.query.words.is_empty() || pair.choice.words.is_empty()
}

fn has_repeated(pair: &Pair<'_>) -> bool {
    pair.query.has_repeated() || pair.choice.has_repeated()
}
