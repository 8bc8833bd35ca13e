//! Words of titles, and where each of them occurs.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use rapidfuzz::distance::osa;
use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;

use super::number;

/// What counts as a word of its own, because it says something: `c++`, `100%`. All else between letters separates.
const SYMBOLS: &str = "#$%*+<=>@^_|~";

/// Distinct words, ascending, and in which titles they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Vocabulary {
    text: String,
    /// Where each word ends.
    ends: Vec<u32>,
    /// How many letters each has; 255 also stands for more.
    lengths: Vec<u8>,
    /// Which letters each has, see [`outline`].
    outlines: Vec<u32>,
    /// The titles of each word, ascending.
    titles: Vec<u32>,
    /// Where those of each word end.
    title_ends: Vec<u32>,
}

/// The words of a folded text, in reading order: runs of letters and digits, and symbols.
pub(super) fn words(folded: &str) -> impl Iterator<Item = &str> {
    let mut rest = folded;
    std::iter::from_fn(move || {
        let start = rest.find(|char| is_letter(char) || is_symbol(char))?;
        rest = &rest[start..];
        let first = rest.chars().next()?;
        let end = if is_symbol(first) { None } else { rest.find(|char| !is_letter(char)) };
        let end = end.unwrap_or(if is_symbol(first) { first.len_utf8() } else { rest.len() });
        let (word, behind) = rest.split_at(end);
        rest = behind;
        Some(word)
    })
}

/// The words by which a title is found: also `spiderman` for `spider-man`, and `oceans` for `ocean's`.
fn all_words(folded: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let compounds = folded.split(' ').filter_map(|chunk| {
        let is_compound = words(chunk).nth(1).is_some() && !chunk.contains(is_symbol);
        is_compound.then(|| Cow::Owned(words(chunk).collect()))
    });
    words(folded).map(Cow::Borrowed).chain(compounds)
}

fn is_letter(char: char) -> bool {
    char.is_alphanumeric() || (!char.is_ascii() && is_combining_mark(char))
}

fn is_symbol(char: char) -> bool {
    SYMBOLS.contains(char)
}

fn letters(word: &str) -> u8 {
    u8::try_from(word.chars().count()).unwrap_or(u8::MAX)
}

/// Which letters a word has: a bit for each of a to z, six for all others.
///
/// A typo removes one letter at most and adds one, so it moves two bits at most: that sorts out nearly all words before
/// they are compared.
fn outline(word: &str) -> u32 {
    let bit = |char: char| match char {
        'a'..='z' => char as u32 - 'a' as u32,
        other => 26 + other as u32 % 6,
    };
    word.chars().fold(0, |outline, char| outline | 1 << bit(char))
}

/// How many typos a word may have: none in a short one, where each is another word.
pub(super) fn tolerated(word: &str) -> u8 {
    match letters(word) {
        0..5 => 0,
        5..9 => 1,
        9.. => 2,
    }
}

impl Vocabulary {
    /// The words of these folded titles, which are numbered as they come. `O(words + distinct · log distinct)`.
    pub(super) fn of<'a>(titles: impl Iterator<Item = &'a str>) -> Self {
        let mut occurrences: HashMap<Cow<'a, str>, Vec<u32>> = HashMap::new();
        for (at, title) in (0..).zip(titles) {
            for word in all_words(title) {
                let titles = occurrences.entry(word).or_default();
                if titles.last() != Some(&at) {
                    titles.push(at);
                }
            }
        }
        let mut sorted: Vec<_> = occurrences.into_iter().collect();
        sorted.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let mut vocabulary = Self::default();
        for (word, titles) in sorted {
            vocabulary.text.push_str(&word);
            vocabulary.ends.push(number(vocabulary.text.len()));
            vocabulary.lengths.push(letters(&word));
            vocabulary.outlines.push(outline(&word));
            vocabulary.titles.extend(titles);
            vocabulary.title_ends.push(number(vocabulary.titles.len()));
        }
        vocabulary
    }

    /// The titles with exactly this word.
    pub(super) fn equal(&self, word: &str) -> impl Iterator<Item = u32> {
        let start = self.first(|other| other < word);
        let is_there = start < self.ends.len() && self.word(start) == word;
        self.titles(start..start + usize::from(is_there))
    }

    /// The titles with a word that begins so; those of several words one after the other.
    pub(super) fn beginning(&self, word: &str) -> impl Iterator<Item = u32> {
        let start = self.first(|other| other < word);
        let end = self.first(|other| other < word || other.starts_with(word));
        self.titles(start..end)
    }

    /// The titles with a word that is this one but for so many typos: a letter too many, too few, or another, or two
    /// neighbours exchanged (optimal string alignment).
    ///
    /// Looks at the length and the outline of each word, some 2 ns, and at the letters of those where both are like it.
    pub(super) fn near(&self, word: &str, typos: u8) -> impl Iterator<Item = u32> {
        let (length, outline) = (letters(word), outline(word));
        let comparator = osa::BatchComparator::new(word.chars());
        let cutoff = osa::Args::default().score_cutoff(usize::from(typos));
        let alike = (0..self.lengths.len()).filter(move |n| {
            self.lengths[*n].abs_diff(length) <= typos
                && (self.outlines[*n] ^ outline).count_ones() <= 2 * u32::from(typos)
                && comparator.distance_with_args(self.word(*n).chars(), &cutoff).is_some()
        });
        alike.flat_map(|n| self.titles(n..n + 1))
    }

    /// The first word of which this does not hold, where it holds up to there.
    fn first(&self, holds: impl Fn(&str) -> bool) -> usize {
        let (mut from, mut to) = (0, self.ends.len());
        while from < to {
            let middle = from + (to - from) / 2;
            if holds(self.word(middle)) { from = middle + 1 } else { to = middle }
        }
        from
    }

    fn word(&self, n: usize) -> &str {
        let start = n.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[n] as usize]
    }

    fn titles(&self, words: Range<usize>) -> impl Iterator<Item = u32> {
        let place =
            |n: usize| n.checked_sub(1).map_or(0, |before| self.title_ends[before] as usize);
        self.titles[place(words.start)..place(words.end)].iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_symbols_stand_alone() {
        let split = |text| words(text).collect::<Vec<_>>();

        assert_eq!(split("spider-man: 2 (of 3)"), ["spider", "man", "2", "of", "3"]);
        assert_eq!(split("c++ 100%_x"), ["c", "+", "+", "100", "%", "_", "x"]);
        assert_eq!(split("हिन्दी か\u{3099}"), ["हिन्दी", "か\u{3099}"]);
        assert_eq!(split(" -'! "), [""; 0]);
    }

    #[test]
    fn a_compound_is_also_one_word() {
        let all = |text| all_words(text).collect::<Vec<_>>();

        assert_eq!(all("x-men's day"), ["x", "men", "s", "day", "xmens"]);
        assert_eq!(all("50%-off"), ["50", "%", "off"]);
    }

    #[test]
    fn short_words_tolerate_nothing() {
        assert_eq!(["star", "stars", "starship", "starships"].map(tolerated), [0, 1, 1, 2]);
    }
}
