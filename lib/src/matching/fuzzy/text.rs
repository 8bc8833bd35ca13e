//! Texts as scorers see them: symbols for code points, and words in order.
//!
//! What is compared has a vocabulary in common: a symbol is the number of a code point among those of all choices, so
//! that tables by symbol are small, and a word is a number likewise. Many texts lie one behind the other, in the order
//! in which they are read.

use std::collections::HashMap;

/// What stands for a code point that no choice has; it matches nothing.
pub(super) const UNKNOWN: u32 = 0;
/// What stands between sorted words.
pub(super) const SPACE: u32 = 1;

/// A text, and its words in the order of code points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    /// All code points.
    pub(super) raw: &'a [u32],
    /// The words, ascending, with one space between two.
    pub(super) sorted: &'a [u32],
    /// Those words.
    pub(super) words: &'a [Word],
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

impl<'a> Text<'a> {
    /// Whether some word is in it twice.
    pub(super) fn has_repeated(&self) -> bool {
        self.distinct < self.sorted.len()
    }

    /// Its words, each with its symbols.
    pub(super) fn spelt(&self) -> impl Iterator<Item = (Word, &'a [u32])> {
        let (sorted, mut start) = (self.sorted, 0);
        self.words.iter().map(move |word| {
            let symbols = &sorted[start..start + word.len];
            start += word.len + 1;
            (*word, symbols)
        })
    }
}

/// The lengths of a text: of itself, of its sorted words, and of those with each word once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lengths {
    pub(super) raw: u32,
    pub(super) sorted: u32,
    pub(super) distinct: u32,
}

impl Lengths {
    pub(super) fn of(text: Text<'_>) -> Self {
        let number = |len: usize| u32::try_from(len).unwrap_or(u32::MAX / 2);
        let (raw, sorted) = (number(text.raw.len()), number(text.sorted.len()));
        Self { raw, sorted, distinct: number(text.distinct) }
    }
}

/// Many texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    /// Of each text, and behind them those of its sorted words.
    symbols: Vec<u32>,
    words: Vec<Word>,
    /// Where each begins in those.
    places: Vec<Place>,
}

#[derive(Clone, Debug)]
struct Place {
    symbols: usize,
    sorted: usize,
    words: usize,
    distinct: usize,
    signature: u64,
}

impl Texts {
    /// With the numbers that a vocabulary has.
    pub(super) fn read<S: AsRef<str>>(texts: &[S], vocabulary: &Vocabulary) -> Self {
        let mut read = Self::default();
        for text in texts {
            let (symbol, id) = (|c| vocabulary.symbol(c), |word: &[char]| vocabulary.id(word));
            read.push(text.as_ref(), symbol, id);
        }
        read
    }

    /// Give numbers to the code points and words of one more.
    pub(super) fn learn(&mut self, text: &str, vocabulary: &mut Vocabulary) {
        let Vocabulary { symbols, words } = vocabulary;
        self.push(text, |c| symbols.learn(c), |word| Some(learn_word(words, word)));
    }

    fn push(
        &mut self,
        text: &str,
        mut symbol: impl FnMut(char) -> u32,
        mut id: impl FnMut(&[char]) -> Option<u32>,
    ) {
        let chars: Vec<char> = text.chars().collect();
        let (symbols, words) = (self.symbols.len(), self.words.len());
        self.symbols.extend(chars.iter().copied().map(&mut symbol));
        let sorted = self.symbols.len();
        let (mut distinct, mut signature, mut before) = (0_usize, 0, None);
        for word in sorted_words(&chars) {
            if before.is_some() {
                self.symbols.push(SPACE);
            }
            self.symbols.extend(word.iter().copied().map(&mut symbol));
            let (id, is_repeated) = (id(word), before == Some(word));
            self.words.push(Word { id, len: word.len(), is_repeated });
            distinct += if is_repeated { 0 } else { word.len() + 1 };
            signature |= id.map_or(0, |id| 1 << (id % 64));
            before = Some(word);
        }
        let distinct = distinct.saturating_sub(1);
        self.places.push(Place { symbols, sorted, words, distinct, signature });
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The text at this position.
    pub(super) fn text(&self, at: usize) -> Text<'_> {
        let Place { symbols, sorted, words, distinct, signature } = self.places[at];
        let next = self.places.get(at + 1);
        let end = next.map_or(self.symbols.len(), |next| next.symbols);
        let end_of_words = next.map_or(self.words.len(), |next| next.words);
        Text {
            raw: &self.symbols[symbols..sorted],
            sorted: &self.symbols[sorted..end],
            words: &self.words[words..end_of_words],
            distinct,
            signature,
        }
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = Text<'_>> {
        (0..self.len()).map(|at| self.text(at))
    }
}

/// The numbers of code points and words.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    symbols: Symbols,
    words: HashMap<Box<[char]>, u32>,
}

impl Vocabulary {
    /// How many symbols there are, with [`UNKNOWN`] and [`SPACE`].
    pub(super) fn n_symbols(&self) -> usize {
        self.symbols.last as usize + SPACE as usize + 1
    }

    /// How many words there are.
    pub(super) fn n_words(&self) -> usize {
        self.words.len()
    }

    fn symbol(&self, c: char) -> u32 {
        let known = self.symbols.by_code_point.get(c as usize).copied();
        if c == ' ' { SPACE } else { known.unwrap_or(UNKNOWN) }
    }

    fn id(&self, word: &[char]) -> Option<u32> {
        self.words.get(word).copied()
    }
}

/// The numbers of code points.
#[derive(Clone, Debug, Default)]
struct Symbols {
    /// As far as there are any.
    by_code_point: Vec<u32>,
    /// How many there are besides [`UNKNOWN`] and [`SPACE`].
    last: u32,
}

impl Symbols {
    fn learn(&mut self, c: char) -> u32 {
        let at = c as usize;
        if c == ' ' {
            return SPACE;
        }
        if at >= self.by_code_point.len() {
            self.by_code_point.resize(at + 1, UNKNOWN);
        }
        let symbol = &mut self.by_code_point[at];
        if *symbol == UNKNOWN {
            self.last += 1;
            *symbol = SPACE + self.last;
        }
        *symbol
    }
}

fn learn_word(words: &mut HashMap<Box<[char]>, u32>, word: &[char]) -> u32 {
    let known = words.get(word).copied();
    known.unwrap_or_else(|| {
        let next = u32::try_from(words.len()).expect("fewer than four billion words");
        words.insert(word.into(), next);
        next
    })
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
