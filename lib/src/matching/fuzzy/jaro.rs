//! Jaro's similarity (1989), and Winkler's variant (1990) with more for a common beginning.
//!
//! Two equal symbols agree if they stand at most `window` places apart, `⌊max(|a|, |b|) / 2⌋ - 1`; each symbol of `b`
//! takes the first of `a` that is still free. With `c` of them, `t` halves of those at whose turn the other text has
//! another symbol: `(c / |a| + c / |b| + (c - ⌊t⌋) / c) / 3`.

use super::bits::{Masks, STRIP};

/// What each common symbol at the beginning adds, of what is missing to 1.
const PREFIX_WEIGHT: f64 = 0.1;
/// As many count.
pub(super) const LONGEST_PREFIX: usize = 4;
/// Only what is more alike than this gets more for its beginning.
const BOOST_ABOVE: f64 = 0.7;

/// How far apart equal symbols may stand.
pub(super) fn window(len_a: usize, len_b: usize) -> usize {
    (len_a.max(len_b) / 2).saturating_sub(1)
}

/// Jaro's similarity, from 0 to 1, of texts of these lengths; of `displaced` symbols the other text has another.
#[inline(always)]
pub(super) fn of_counts(len_a: u32, len_b: u32, agreeing: u32, displaced: u32) -> f64 {
    let (a, b, common) = (f64::from(len_a), f64::from(len_b), f64::from(agreeing));
    let alike = (common / a + common / b + (common - f64::from(displaced / 2)) / common) / 3.0;
    let without = if len_a + len_b == 0 { 1.0 } else { 0.0 };
    if agreeing == 0 { without } else { alike }
}

/// From 0 to 1.
pub(super) fn jaro(a: &[u32], b: &[u32], masks: &mut Masks) -> f64 {
    if a.len() > STRIP || b.len() > STRIP {
        return rapidfuzz::distance::jaro::similarity(a.iter().copied(), b.iter().copied());
    }
    let (agreeing, displaced) = masks.with(a, |masks| counts(b, window(a.len(), b.len()), masks));
    of_counts(a.len() as u32, b.len() as u32, agreeing, displaced)
}

/// How many symbols of `b` agree with one of the other text, and how many of those are not at their turn.
fn counts(b: &[u32], window: usize, masks: &[u64]) -> (u32, u32) {
    let (mut in_a, mut in_b) = (0_u64, 0_u64);
    let mut near = u64::MAX >> 63_usize.saturating_sub(window);
    for (at, symbol) in b.iter().enumerate() {
        let free = masks[*symbol as usize] & near & !in_a;
        in_a |= free & free.wrapping_neg();
        in_b |= u64::from(free != 0) << at;
        near = near << 1 | u64::from(at < window);
    }
    let (mut turns, mut places, mut displaced) = (in_a, in_b, 0);
    while places != 0 {
        let (symbol, turn) = (b[places.trailing_zeros() as usize], turns & turns.wrapping_neg());
        displaced += u32::from(masks[symbol as usize] & turn == 0);
        (turns, places) = (turns ^ turn, places & (places - 1));
    }
    (in_a.count_ones(), displaced)
}

/// How many symbols both begin with, up to four.
pub(super) fn prefix(a: &[u32], b: &[u32]) -> u32 {
    a.iter().zip(b).take(LONGEST_PREFIX).take_while(|(a, b)| a == b).count() as u32
}

/// Jaro's similarity, raised for a common beginning.
#[inline(always)]
pub(super) fn boosted(alike: f64, prefix: u32) -> f64 {
    let boosted = f64::min(alike + f64::from(prefix) * PREFIX_WEIGHT * (1.0 - alike), 1.0);
    if alike > BOOST_ABOVE { boosted } else { alike }
}
