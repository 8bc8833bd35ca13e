//! `WRatio`: the best of several ratios, each weighted by how far it can mislead.

use super::text::Text;
use super::{distances, partial, tokens};

/// What a ratio counts that knows no order of words.
const UNORDERED: f64 = 0.95;
/// From this ratio of the lengths on parts of the longer text are compared.
const PARTIAL_FROM: f64 = 1.5;
/// Up to this one they count more.
const PARTIAL_TO: f64 = 8.0;

/// The greatest of the ratio and, weighted, the ratio of words; of texts of very different lengths, of parts.
pub(super) fn ratio(a: &Text, b: &Text) -> f64 {
    let (len_a, len_b) = (a.chars.len() as f64, b.chars.len() as f64);
    if a.chars.is_empty() || b.chars.is_empty() {
        return 0.0;
    }
    let whole = distances::ratio(&a.chars, &b.chars);
    let lengths = len_a.max(len_b) / len_a.min(len_b);
    if lengths < PARTIAL_FROM {
        return whole.max(UNORDERED * tokens::ratio(a, b));
    }
    let partly = if lengths <= PARTIAL_TO { 0.9 } else { 0.6 };
    let part = partly * partial::ratio(&a.chars, &b.chars);
    whole.max(part).max(UNORDERED * partly * tokens::partial_ratio(a, b))
}
