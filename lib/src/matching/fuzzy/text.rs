//! A text as scorers see it: symbols for its code points, and its words in order.
//!
//! The texts that are compared have a vocabulary in common: a symbol is the number of a code point among those of all
//! choices, so that tables by symbol are small, and a word is a number likewise.

use std::collections::HashMap;

/// What stands for a code point that no choice has; it matches nothing.
pub(super) const UNKNOWN: u32 = 0;
/// What stands between sorted words.
pub(super) const SPACE: u32 = 1;

/// A text, and its words in the order of code points.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    /// All code points.
    pub(super) raw: Box<[u32]>,
    /// The words, ascending, with one space between two.
    pub(super) sorted: Box<[u32]>,
    /// Those words.
    pub(super) words: Box<[Word]>,
    /// The length of `sorted` with each word once.
    pub(super) distinct: usize,
    /// A bit for each known word; words share them, so it says only what two texts have *not* in common.
    pub(super) signature: u64,
}

/// A word of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Its number, if a choice has it.
    pub(super) id: Option<u32>,
    /// Its number of code points.
    pub(super) len: usize,
    /// Whether the same stands before it.
    pub(super) is_repeated: bool,
}

/// The numbers of code points and words.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    /// By code point, as far as there are any.
    symbols: Vec<u32>,
    n_symbols: u32,
    words: HashMap<Box<[char]>, u32>,
}

impl Vocabulary {
    /// How many symbols there are, with [`UNKNOWN`] and [`SPACE`].
    pub(super) fn n_symbols(&self) -> usize {
        self.n_symbols as usize + 2
    }

    /// How many words there are.
    pub(super) fn n_words(&self) -> usize {
        self.words.len()
    }

    /// A text all of whose code points and words have numbers from here on.
    pub(super) fn learn(&mut self, text: &str) -> Text {
        let Self { symbols, n_symbols, words } = self;
        let symbol = |c| {
            let at = c as usize;
            if c == ' ' {
                return SPACE;
            }
            if at >= symbols.len() {
                symbols.resize(at + 1, UNKNOWN);
            }
            if symbols[at] == UNKNOWN {
                *n_symbols += 1;
                symbols[at] = SPACE + *n_symbols;
            }
            symbols[at]
        };
        let id = |word: &[char]| {
            let next = number(words.len());
            Some(words.get(word).copied().unwrap_or_else(|| {
                words.insert(word.into(), next);
                next
            }))
        };
        Text::of(text, symbol, id)
    }

    /// A text with the numbers that there are.
    pub(super) fn read(&self, text: &str) -> Text {
        let symbol = |c| match c {
            ' ' => SPACE,
            c => self.symbols.get(c as usize).copied().unwrap_or(UNKNOWN),
        };
        Text::of(text, symbol, |word| self.words.get(word).copied())
    }
}

impl Text {
    fn of(
        text: &str,
        mut symbol: impl FnMut(char) -> u32,
        mut id: impl FnMut(&[char]) -> Option<u32>,
    ) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let sorted = sorted_words(&chars);
        let mut words: Vec<Word> = Vec::with_capacity(sorted.len());
        for (at, word) in sorted.iter().enumerate() {
            let is_repeated = at > 0 && sorted[at - 1] == *word;
            words.push(Word { id: id(word), len: word.len(), is_repeated });
        }
        let distinct = words.iter().filter(|word| !word.is_repeated).map(|word| word.len + 1);
        Self {
            distinct: distinct.sum::<usize>().saturating_sub(1),
            signature: words
                .iter()
                .filter_map(|word| word.id)
                .fold(0, |all, id| all | 1 << (id % 64)),
            sorted: sorted.join(&' ').into_iter().map(&mut symbol).collect(),
            raw: chars.iter().copied().map(&mut symbol).collect(),
            words: words.into(),
        }
    }

    /// Whether some word is in it twice.
    pub(super) fn has_repeated(&self) -> bool {
        self.distinct < self.sorted.len()
    }

    /// Its words, each with its symbols.
    pub(super) fn spelt(&self) -> impl Iterator<Item = (Word, &[u32])> {
        let mut start = 0;
        self.words.iter().map(move |word| {
            let symbols = &self.sorted[start..start + word.len];
            start += word.len + 1;
            (*word, symbols)
        })
    }
}

/// What stands between blanks, in the order of code points.
fn sorted_words(chars: &[char]) -> Vec<&[char]> {
    // RapidFuzz knows fewer blanks in texts that Python keeps in one byte for each code point.
    let is_wide = chars.iter().any(|c| *c > '\u{ff}');
    let is_blank = |c: &char| is_narrow_blank(*c) || is_wide && is_wide_blank(*c);
    let mut words: Vec<&[char]> = chars.split(is_blank).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words
}

fn is_narrow_blank(c: char) -> bool {
    matches!(c, '\t'..='\r' | '\u{1c}'..=' ')
}

/// What else Python's `str.split` splits at.
fn is_wide_blank(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

fn number(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than four billion words")
}
