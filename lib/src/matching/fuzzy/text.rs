//! A text as scorers see it: its code points, and its words in order.

/// A text, its words, and those in the order of code points.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    /// All code points.
    pub(super) chars: Vec<char>,
    /// Its words, ascending; those that occur twice are there twice.
    pub(super) words: Vec<Vec<char>>,
    /// The words, ascending, with one space between two.
    pub(super) sorted: Vec<char>,
}

impl Text {
    pub(super) fn of(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        // RapidFuzz asks a narrower question of texts that Python keeps in one byte for each code point.
        let wide = chars.iter().any(|c| *c > '\u{ff}');
        let blank = |c: &char| if wide { is_blank(*c) } else { is_narrow_blank(*c) };
        let words = chars.split(blank).filter(|word| !word.is_empty());
        let mut words: Vec<Vec<char>> = words.map(<[char]>::to_vec).collect();
        words.sort();
        let sorted = join(&words);
        Self { chars, words, sorted }
    }
}

/// The words with one space between two.
pub(super) fn join<W: AsRef<[char]>>(words: &[W]) -> Vec<char> {
    let mut joined = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            joined.push(' ');
        }
        joined.extend(word.as_ref());
    }
    joined
}

/// What Python's `str.split` splits at, but U+0085 and U+00A0.
fn is_narrow_blank(c: char) -> bool {
    matches!(c, '\t'..='\r' | '\u{1c}'..=' ')
}

/// What Python's `str.split` splits at.
fn is_blank(c: char) -> bool {
    is_narrow_blank(c)
        || matches!(c, '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}
