//! `WRatio`: the best of several ratios, each weighted by how far it may mislead.
//!
//! The weights are those of FuzzyWuzzy (SeatGeek, 2011), as RapidFuzz has them.

use super::bounds::Counts;
use super::pair::{Pair, Scratch};
use super::{partial, tokens};

/// What a ratio counts that knows no order of words.
const UNORDERED: f64 = 0.95;

/// What a ratio of parts counts, by how many times as long the longer text is; none where whole texts are compared.
#[inline(always)]
fn weight_of_parts(counts: &Counts) -> Option<f64> {
    let (a, b) = (f64::from(counts.query.raw), f64::from(counts.choice.raw));
    let lengths = a.max(b) / a.min(b);
    let weight = if lengths <= 8.0 { 0.9 } else { 0.6 };
    if lengths < 1.5 { None } else { Some(weight) }
}

/// The greatest of the ratio and, weighted, that of words; of texts of very different lengths, those of parts.
pub(super) fn ratio(pair: &Pair<'_>, floor: f64, scratch: &mut Scratch) -> f64 {
    let counts = &pair.counts;
    if counts.is_one_empty() {
        return 0.0;
    }
    let mut best = counts.ratio();
    let Some(weight) = weight_of_parts(counts) else {
        let floor = best.max(floor) / UNORDERED;
        return best.max(UNORDERED * tokens::ratio(pair, floor, scratch));
    };
    // What costs least first: the others may then be unable to exceed it.
    let unordered = UNORDERED * weight;
    if tokens::shares_words(pair, scratch) {
        best = best.max(100.0 * unordered);
    } else if exceeds(unordered * counts.set_part(), best, floor) {
        best = best.max(unordered * tokens::partial_ratio(pair, scratch));
    }
    if exceeds(weight * counts.part(), best, floor) {
        let (a, b) = (pair.query.raw, pair.choice.raw);
        best = best.max(weight * partial::ratio(a, b, &mut scratch.masks));
    }
    best
}

/// The most that [`ratio`] can be.
#[inline(always)]
pub(super) fn bound(counts: &Counts) -> f64 {
    let whole = counts.ratio();
    let unordered = UNORDERED * counts.token_ratio();
    let parts = |weight| f64::max(weight * counts.part(), UNORDERED * weight * counts.set_part());
    let bound = whole.max(weight_of_parts(counts).map_or(unordered, parts));
    if counts.is_one_empty() { 0.0 } else { bound }
}

fn exceeds(bound: f64, best: f64, floor: f64) -> bool {
    bound > best && bound >= floor
}
