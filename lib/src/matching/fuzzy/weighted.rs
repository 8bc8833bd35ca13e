//! `WRatio`: the best of several ratios, each weighted by how far it may mislead.
//!
//! The weights are those of `FuzzyWuzzy` (SeatGeek, 2011), as RapidFuzz has them.

use super::pair::{Pair, Scratch};
use super::{partial, tokens};

/// What a ratio counts that knows no order of words.
const UNORDERED: f64 = 0.95;

/// What a ratio of parts counts, by how many times as long the longer text is; none where whole texts are compared.
fn weight_of_parts(pair: &Pair<'_>) -> Option<f64> {
    let (a, b) = (pair.query.raw.len() as f64, pair.choice.raw.len() as f64);
    match a.max(b) / a.min(b) {
        ..1.5 => None,
        ..=8.0 => Some(0.9),
        _ => Some(0.6),
    }
}

/// The greatest of the ratio and, weighted, that of words; of texts of very different lengths, those of parts.
pub(super) fn ratio(pair: &Pair<'_>, floor: f64, scratch: &mut Scratch) -> f64 {
    if pair.query.raw.is_empty() || pair.choice.raw.is_empty() {
        return 0.0;
    }
    let mut best = pair.ratio();
    let Some(weight) = weight_of_parts(pair) else {
        let floor = best.max(floor) / UNORDERED;
        return best.max(UNORDERED * tokens::ratio(pair, floor, scratch));
    };
    // What costs least first: the others may then be unable to exceed it.
    let unordered = UNORDERED * weight;
    if tokens::shares_words(pair, scratch) {
        best = best.max(100.0 * unordered);
    } else if exceeds(unordered * tokens::partial_bound(pair), best, floor) {
        best = best.max(unordered * tokens::partial_ratio(pair, scratch));
    }
    let (a, b) = (pair.query.raw, pair.choice.raw);
    if exceeds(weight * partial::bound(a.len(), b.len(), pair.common), best, floor) {
        best = best.max(weight * partial::ratio(a, b, &mut scratch.masks));
    }
    best
}

/// The most that [`ratio`] can be.
pub(super) fn bound(pair: &Pair<'_>) -> f64 {
    let (a, b) = (pair.query.raw.len(), pair.choice.raw.len());
    if a == 0 || b == 0 {
        return 0.0;
    }
    let whole = pair.ratio();
    let Some(weight) = weight_of_parts(pair) else {
        return whole.max(UNORDERED * tokens::bound(pair));
    };
    let part = weight * partial::bound(a, b, pair.common);
    whole.max(part).max(UNORDERED * weight * tokens::partial_bound(pair))
}

fn exceeds(bound: f64, best: f64, floor: f64) -> bool {
    bound > best && bound >= floor
}
