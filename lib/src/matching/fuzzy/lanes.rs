//! One query and a block of choices at once: a lane of a wide register for each choice.
//!
//! The recurrences are those of [`super::bits`] and [`super::jaro`] with the bits of the choice in its lane, so that
//! all lanes take the same steps, one for each symbol of the query. The loops over lanes are plain ones; `pulp`
//! compiles them for the widest registers that the machine has. As many choices go into a block as lanes fit into 128
//! bytes: two registers of AVX-512, so that one can wait for its sum while the other adds.

use num_traits::{PrimInt, Unsigned, WrappingAdd, WrappingSub};
use pulp::{Arch, Simd, WithSimd};

use super::text::UNKNOWN;

/// What can be a lane.
pub(super) trait Lane: PrimInt + Unsigned + WrappingAdd + WrappingSub {}

impl<T: PrimInt + Unsigned + WrappingAdd + WrappingSub> Lane for T {}

/// Bits of a lane.
pub(super) const fn bits<T>() -> usize {
    8 * size_of::<T>()
}

/// One where it is so.
#[inline(always)]
fn one_if<T: Lane>(is_so: bool) -> T {
    if is_so { T::one() } else { T::zero() }
}

/// A number that has room.
pub(super) fn lane_of<T: Lane>(number: u64) -> T {
    T::from(number).unwrap_or_else(T::max_value)
}

/// Ones up to this place, and all if there is no such place.
fn first_bits<T: Lane>(last: T) -> T {
    let unused = lane_of::<T>(bits::<T>() as u64 - 1).saturating_sub(last);
    T::max_value() >> unused.to_usize().unwrap_or_default()
}

/// `S` past one symbol.
#[inline(always)]
pub(super) fn step<T: Lane, const N: usize>(s: &mut [T; N], m: &[T; N]) {
    for lane in 0..N {
        s[lane] = s[lane].wrapping_add(&(s[lane] & m[lane])) | (s[lane] & !m[lane]);
    }
}

/// The same, with what the words before carry over, which becomes what this one carries over.
#[inline(always)]
pub(super) fn step_carrying<T: Lane, const N: usize>(
    s: &mut [T; N],
    m: &[T; N],
    carry: &mut [T; N],
) {
    for lane in 0..N {
        let part = s[lane].wrapping_add(&(s[lane] & m[lane]));
        let sum = part.wrapping_add(&carry[lane]);
        // At most one of the two sums goes over.
        carry[lane] = one_if::<T>(part < s[lane]) | one_if(sum < part);
        s[lane] = sum | (s[lane] & !m[lane]);
    }
}

/// How many zeros each lane has.
#[inline(always)]
pub(super) fn zeros<T: Lane, const N: usize>(s: &[T; N]) -> [u32; N] {
    let mut zeros = [0; N];
    for lane in 0..N {
        zeros[lane] = s[lane].count_zeros();
    }
    zeros
}

/// Where each symbol stands in each of `N` choices.
pub(super) struct Block<T, const N: usize> {
    /// How many words of `T` the longest of them takes.
    words: usize,
    /// The row of each symbol; 0 for those that none of them has.
    rows: Vec<u16>,
    /// For each row a word of each choice, and again for the other words.
    masks: Vec<[T; N]>,
    /// The symbols that have a row.
    symbols: Vec<u32>,
}

impl<T: Lane, const N: usize> Block<T, N> {
    /// For choices of so many different symbols.
    pub(super) fn new(n_symbols: usize) -> Self {
        let rows = vec![0; n_symbols];
        Self { words: 1, rows, masks: Vec::new(), symbols: Vec::new() }
    }

    /// Take up other choices: at most `N`, none longer than so many words.
    pub(super) fn fill<'a>(&mut self, words: usize, texts: impl Iterator<Item = &'a [u32]>) {
        for symbol in self.symbols.drain(..) {
            self.rows[symbol as usize] = 0;
        }
        self.words = words;
        self.masks.clear();
        self.masks.resize(words, [T::zero(); N]);
        for (lane, text) in texts.take(N).enumerate() {
            for (at, symbol) in text.iter().enumerate() {
                let row = self.row_of(*symbol) * words + at / bits::<T>();
                self.masks[row][lane] = self.masks[row][lane] | T::one() << (at % bits::<T>());
            }
        }
    }

    fn row_of(&mut self, symbol: u32) -> usize {
        let row = &mut self.rows[symbol as usize];
        if *row == 0 && symbol != UNKNOWN {
            self.symbols.push(symbol);
            *row = self.symbols.len() as u16;
            self.masks.resize((self.symbols.len() + 1) * self.words, [T::zero(); N]);
        }
        usize::from(*row)
    }

    /// The length of the longest common subsequence of a query and each choice.
    pub(super) fn lcs(&self, arch: Arch, query: &[u32]) -> [u32; N] {
        arch.dispatch(Lcs { block: self, query })
    }

    /// How many symbols of a query and each choice agree within a window: see [`super::jaro`].
    ///
    /// For choices of one word, and windows that have room in `T`.
    pub(super) fn agreeing(&self, arch: Arch, query: &[u32], windows: &[T; N]) -> [u32; N] {
        arch.dispatch(Agreeing { block: self, query, windows })
    }

    /// The masks of all choices for a symbol, word by word.
    #[inline(always)]
    fn masks_of(&self, symbol: u32) -> &[[T; N]] {
        &self.masks[usize::from(self.rows[symbol as usize]) * self.words..]
    }
}

struct Lcs<'a, T, const N: usize> {
    block: &'a Block<T, N>,
    query: &'a [u32],
}

impl<T: Lane, const N: usize> WithSimd for Lcs<'_, T, N> {
    type Output = [u32; N];

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> [u32; N] {
        if self.block.words == 1 { self.of_a_word() } else { self.of_words() }
    }
}

impl<T: Lane, const N: usize> Lcs<'_, T, N> {
    #[inline(always)]
    fn of_a_word(self) -> [u32; N] {
        let mut s = [T::max_value(); N];
        for symbol in self.query {
            step(&mut s, &self.block.masks_of(*symbol)[0]);
        }
        zeros(&s)
    }

    #[inline(always)]
    fn of_words(self) -> [u32; N] {
        let mut s = vec![[T::max_value(); N]; self.block.words];
        for symbol in self.query {
            let mut carry = [T::zero(); N];
            for (s, m) in s.iter_mut().zip(self.block.masks_of(*symbol)) {
                step_carrying(s, m, &mut carry);
            }
        }
        let mut lengths = [0; N];
        for s in &s {
            let some = zeros(s);
            for lane in 0..N {
                lengths[lane] += some[lane];
            }
        }
        lengths
    }
}

struct Agreeing<'a, T, const N: usize> {
    block: &'a Block<T, N>,
    query: &'a [u32],
    windows: &'a [T; N],
}

impl<T: Lane, const N: usize> WithSimd for Agreeing<'_, T, N> {
    type Output = [u32; N];

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> [u32; N] {
        let (mut free, mut near) = ([T::max_value(); N], *self.windows);
        for near in &mut near {
            *near = first_bits(*near);
        }
        for (at, symbol) in self.query.iter().enumerate() {
            let (at, masks) = (lane_of::<T>(at as u64), &self.block.masks_of(*symbol)[0]);
            for lane in 0..N {
                let found = masks[lane] & near[lane] & free[lane];
                free[lane] = free[lane] & !(found & T::zero().wrapping_sub(&found));
                near[lane] = near[lane] << 1 | one_if(self.windows[lane] > at);
            }
        }
        zeros(&free)
    }
}
