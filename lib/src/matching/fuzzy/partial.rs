//! The best place of the shorter text in the longer.

use super::distances;

/// The greatest ratio of the shorter text and a part of the longer.
///
/// Parts are all windows as long as the shorter text, and all that are shorter at the beginning and at the end.
pub(super) fn ratio(a: &[char], b: &[char]) -> f64 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return if long.is_empty() { 100.0 } else { 0.0 };
    }
    let best = best_part(short, long);
    // Of two texts of one length each may be the one whose end is cut off.
    if short.len() == long.len() { f64::max(best, best_part(long, short)) } else { best }
}

fn best_part(short: &[char], long: &[char]) -> f64 {
    let heads = (1..short.len()).map(|end| &long[..end]);
    let tails = (long.len() - short.len() + 1..long.len()).map(|start| &long[start..]);
    let parts = heads.chain(long.windows(short.len())).chain(tails);
    parts.map(|part| distances::ratio(short, part)).fold(0.0, f64::max)
}
