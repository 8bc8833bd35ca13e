//! The words of a folded title, and what stands between them.

use unicode_normalization::char::is_combining_mark;

/// A word, and how it hangs on the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    /// Whether it begins the title, or what follows a colon, a dash between blanks, or a bracket.
    pub(super) begins_part: bool,
    /// Whether it stands in brackets.
    pub(super) in_brackets: bool,
    /// Whether a comma is the last mark before it.
    pub(super) is_behind_comma: bool,
}

/// What stands between two words.
#[derive(Clone, Copy, Default)]
struct Gap {
    is_break: bool,
    is_comma: bool,
}

/// The words of a folded title, in reading order.
pub(super) fn words(folded: &str) -> Vec<Word> {
    let letters: Vec<char> = folded.chars().collect();
    let mut words: Vec<Word> = Vec::new();
    let (mut at, mut gap, mut in_brackets) = (0, Gap { is_break: true, is_comma: false }, false);
    while let Some(letter) = letters.get(at).copied() {
        let around = Around::new(&letters, at);
        let taken = if is_letter(letter) { word(&letters, at) } else { around.conjunction() };
        if let Some((text, length)) = taken {
            let Gap { is_break: begins_part, is_comma: is_behind_comma } = std::mem::take(&mut gap);
            words.push(Word { text, begins_part, in_brackets, is_behind_comma });
            at += length;
            continue;
        }
        match letter {
            '(' | '[' | '{' => (gap, in_brackets) = (Gap { is_break: true, is_comma: false }, true),
            ')' | ']' | '}' => (gap.is_break, in_brackets) = (true, false),
            ':' | ';' | '/' | '|' => gap.is_break = true,
            '-' if around.is_between_blanks() => gap.is_break = true,
            ',' => gap.is_comma = true,
            _ => {}
        }
        at += 1;
    }
    words
}

/// A letter or digit, or a mark upon one.
pub(in crate::matching::records) fn is_letter(char: char) -> bool {
    char.is_alphanumeric() || (!char.is_ascii() && is_combining_mark(char))
}

/// The word that begins here, and over how many characters it goes.
fn word(letters: &[char], from: usize) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut at = from;
    while let Some(letter) = letters.get(at).copied() {
        let around = Around::new(letters, at);
        match letter {
            _ if is_letter(letter) => text.push(letter),
            '+' | '#' if around.ends_word() => text.push(letter),
            '\'' if !around.is_elided_article(at - from) => {}
            '.' if around.is_of_acronym() => {}
            '.' | ',' if around.is_of_thousands() => {}
            _ => break,
        }
        at += 1;
    }
    Some((text, at - from))
}

/// A place in a text, and what is near it.
struct Around<'a> {
    letters: &'a [char],
    at: usize,
}

impl<'a> Around<'a> {
    fn new(letters: &'a [char], at: usize) -> Self {
        Self { letters, at }
    }

    fn before(&self, n: usize) -> Option<char> {
        self.letters.get(self.at.checked_sub(n)?).copied()
    }

    fn behind(&self, n: usize) -> Option<char> {
        self.letters.get(self.at + n).copied()
    }

    fn is_between_blanks(&self) -> bool {
        let is_blank = |char: Option<char>| char.is_none_or(|char| char == ' ');
        is_blank(self.before(1)) && is_blank(self.behind(1))
    }

    /// A sign that stands for "and", and how long it is.
    fn conjunction(&self) -> Option<(String, usize)> {
        let length = match self.behind(0)? {
            '&' => 1,
            '+' if self.is_between_blanks()
                && self.before(2).is_some()
                && self.behind(2).is_some() =>
            {
                1
            }
            '\'' if self.behind(1) == Some('n')
                && self.behind(2).is_none_or(|char| !is_letter(char)) =>
            {
                2 + usize::from(self.behind(2) == Some('\''))
            }
            _ => return None,
        };
        Some(("and".to_owned(), length))
    }

    /// Whether a `+` or `#` belongs to the word before: nothing but more of them follows before its end.
    fn ends_word(&self) -> bool {
        let rest = &self.letters[self.at..];
        rest.iter().find(|char| !matches!(char, '+' | '#')).is_none_or(|char| !is_letter(*char))
    }

    /// Whether an apostrophe parts an article from its noun, as in `l'avventura`: the word has one letter so far.
    fn is_elided_article(&self, length: usize) -> bool {
        length == 1 && self.before(1) == Some('l')
    }

    /// Whether a dot stands between or behind single letters, two of them at least: `s.h.i.e.l.d.`
    fn is_of_acronym(&self) -> bool {
        let is_single = |at: usize| {
            let is_free = |at: Option<usize>| {
                at.and_then(|at| self.letters.get(at)).is_none_or(|char| !is_letter(*char))
            };
            self.letters.get(at).is_some_and(|char| char.is_alphabetic())
                && is_free(at.checked_sub(1))
                && is_free(Some(at + 1))
        };
        let dotted = |at: Option<usize>| {
            at.is_some_and(|at| is_single(at) && self.letters.get(at + 1) == Some(&'.'))
        };
        dotted(self.at.checked_sub(1))
            && (dotted(Some(self.at + 1))
                || dotted(self.at.checked_sub(3))
                || is_single(self.at + 1))
    }

    /// Whether it parts thousands: three digits behind it, and one before.
    fn is_of_thousands(&self) -> bool {
        let is_digit = |char: Option<char>| char.is_some_and(|char| char.is_ascii_digit());
        is_digit(self.before(1))
            && (1..=3).all(|n| is_digit(self.behind(n)))
            && !is_digit(self.behind(4))
    }
}
