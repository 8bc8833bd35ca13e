//! The place of a longer text that is most like a shorter one.
//!
//! Its candidates are all windows as long as the shorter text, and at either end the shorter windows that are left when
//! such a window reaches beyond it. One pass of [`super::lanes`] finds the longest common subsequence of all of them:
//! at its `j`-th step, lane `i` takes symbol `i + j`, so that one load has the masks of all lanes. Beyond the ends
//! nothing matches. `O((|a| + |b|) · short · ⌈short / 64⌉ / lanes)`.

use pulp::{Arch, Simd, WithSimd};

use super::bits::Masks;
use super::bounds::share;
use super::lanes::{Lane, bits, lane_of, step, step_carrying, zeros};

/// The greatest ratio of the shorter text and a part of the longer, from 0 to 100.
pub(super) fn ratio(a: &[u32], b: &[u32], masks: &mut Masks) -> f64 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return if long.is_empty() { 100.0 } else { 0.0 };
    }
    let mut best = best_part(short, long, masks);
    // Of two texts of one length either may be the one that loses an end.
    if short.len() == long.len() && !best.is_whole() {
        best = best.or(best_part(long, short, masks));
    }
    best.ratio()
}

/// A part of the longer text, by what makes its ratio.
#[derive(Clone, Copy)]
struct Part {
    lcs: usize,
    /// The length of the shorter text and its own.
    lengths: usize,
}

impl Part {
    fn or(self, other: Self) -> Self {
        if other.lcs * self.lengths > self.lcs * other.lengths { other } else { self }
    }

    fn is_whole(self) -> bool {
        2 * self.lcs == self.lengths
    }

    fn ratio(self) -> f64 {
        share((self.lengths - 2 * self.lcs) as u32, self.lengths as u32)
    }
}

fn best_part(short: &[u32], long: &[u32], masks: &mut Masks) -> Part {
    match short.len() {
        0..=16 => best_by::<u16, 64>(short, long, masks),
        17..=32 => best_by::<u32, 32>(short, long, masks),
        _ => best_by::<u64, 16>(short, long, masks),
    }
}

fn best_by<T: Lane, const N: usize>(short: &[u32], long: &[u32], masks: &mut Masks) -> Part {
    let arch = Arch::new();
    let mut best = Part { lcs: 0, lengths: short.len() };
    let mut windows =
        Windows::<T, N> { masks: vec![T::zero(); short.len() + N - 1], carries: Vec::new() };
    // How far before the first symbol a window begins that still has it.
    let ahead = short.len() - 1;
    for first in (0..long.len() + ahead).step_by(N) {
        let lengths = windows.lcs(arch, short, long, first, masks);
        let starts = first..(first + N).min(long.len() + ahead);
        for (start, lcs) in starts.zip(lengths) {
            let end = (start + 1).min(long.len());
            let part = end - start.saturating_sub(ahead);
            best = best.or(Part { lcs: lcs as usize, lengths: short.len() + part });
        }
        if best.is_whole() {
            break;
        }
    }
    best
}

/// `N` windows at once.
struct Windows<T, const N: usize> {
    /// Of each symbol that some window has, for one strip of the shorter text.
    masks: Vec<T>,
    /// What the strips before carry over at each step.
    carries: Vec<[T; N]>,
}

impl<T: Lane, const N: usize> Windows<T, N> {
    /// The longest common subsequence of the shorter text and each window from this place on.
    ///
    /// Places count from that where a window has only the first symbol of the longer text.
    fn lcs(
        &mut self,
        arch: Arch,
        short: &[u32],
        long: &[u32],
        first: usize,
        masks: &mut Masks,
    ) -> [u32; N] {
        let mut lengths = [0; N];
        self.carries.clear();
        if short.len() > bits::<T>() {
            self.carries.resize(short.len(), [T::zero(); N]);
        }
        for strip in short.chunks(bits::<T>()) {
            masks.with(strip, |masks| {
                for (at, mask) in (first..).zip(&mut self.masks) {
                    let symbol = at.checked_sub(short.len() - 1).and_then(|at| long.get(at));
                    *mask = symbol.map_or(T::zero(), |symbol| lane_of(masks[*symbol as usize]));
                }
            });
            let found = arch.dispatch(Strip { masks: &self.masks, carries: &mut self.carries });
            for lane in 0..N {
                lengths[lane] += found[lane];
            }
        }
        lengths
    }
}

/// `N` windows and one strip of the shorter text.
struct Strip<'a, T, const N: usize> {
    masks: &'a [T],
    carries: &'a mut [[T; N]],
}

impl<T: Lane, const N: usize> WithSimd for Strip<'_, T, N> {
    type Output = [u32; N];

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> [u32; N] {
        let mut s = [T::max_value(); N];
        if self.carries.is_empty() {
            for m in self.masks.array_windows() {
                step(&mut s, m);
            }
        } else {
            for (m, carry) in self.masks.array_windows().zip(self.carries) {
                step_carrying(&mut s, m, carry);
            }
        }
        zeros(&s)
    }
}
