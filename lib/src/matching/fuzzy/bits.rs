//! The longest common subsequence of two texts, a machine word of its table at once.
//!
//! Hyyrö, *Bit-parallel LCS-length computation revisited* (2004): a bit for each symbol of one text tells where the
//! length grows. `S ← (S + (S ∧ M)) ∨ (S ∧ ¬M)` takes `S` past a symbol of the other text, which stands in the one
//! where `M` has bits; the zeros of `S` are the length. All ones at first.
//!
//! Texts of more than 64 symbols go in strips: what a strip carries over at each symbol, the next one takes up.

use super::text::UNKNOWN;

/// How many symbols one machine word has room for.
pub(super) const STRIP: usize = u64::BITS as usize;

/// Where each symbol stands in a strip of a text, by symbol.
#[derive(Debug)]
pub(super) struct Masks {
    of: Vec<u64>,
}

impl Masks {
    /// For texts of so many different symbols.
    pub(super) fn new(n_symbols: usize) -> Self {
        Self { of: vec![0; n_symbols] }
    }

    /// What this makes of the masks of a strip: of at most 64 symbols.
    pub(super) fn with<R>(&mut self, strip: &[u32], found: impl FnOnce(&[u64]) -> R) -> R {
        for (at, symbol) in strip.iter().enumerate() {
            self.of[*symbol as usize] |= 1 << at;
        }
        // Those of the one may be many, those of the other are none of them.
        self.of[UNKNOWN as usize] = 0;
        let result = found(&self.of);
        for symbol in strip {
            self.of[*symbol as usize] = 0;
        }
        result
    }

    /// The length of the longest common subsequence: `O(⌈short / 64⌉ · long)`.
    pub(super) fn lcs(&mut self, a: &[u32], b: &[u32]) -> usize {
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        if short.len() <= STRIP {
            return self.with(short, |masks| {
                let s = long.iter().fold(u64::MAX, |s, symbol| {
                    let m = masks[*symbol as usize];
                    s.wrapping_add(s & m) | (s & !m)
                });
                s.count_zeros() as usize
            });
        }
        let mut carries = vec![false; long.len()];
        short.chunks(STRIP).map(|strip| self.strip(strip, long, &mut carries)).sum()
    }

    /// How many of the zeros are in a strip, given what the one before carries over at each symbol.
    fn strip(&mut self, strip: &[u32], long: &[u32], carries: &mut [bool]) -> usize {
        self.with(strip, |masks| {
            let mut s = u64::MAX;
            for (symbol, carry) in long.iter().zip(carries) {
                let m = masks[*symbol as usize];
                let (sum, over) = s.overflowing_add(s & m);
                let (sum, over_too) = sum.overflowing_add(u64::from(*carry));
                *carry = over | over_too;
                s = sum | (s & !m);
            }
            s.count_zeros() as usize
        })
    }
}
