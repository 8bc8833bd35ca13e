//! RapidFuzz's default processor.
//!
//! It keeps what Python's `str.isalnum` says yes to, by the Unicode of its own tables: that has no marks, unlike Rust's
//! `char::is_alphanumeric`. Which code points these are stands in a file that `scripts/record_fuzzy.py` wrote.

use std::sync::LazyLock;

/// The first and the last of each run of letters and digits, ascending.
static LETTERS_AND_DIGITS: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| {
    let number = |hex| u32::from_str_radix(hex, 16).expect("a hexadecimal number");
    let run = |line: &'static str| line.split_once(' ').expect("two numbers on each line");
    let lines = include_str!("letters_and_digits.txt").lines();
    lines.map(run).map(|(first, last)| (number(first), number(last))).collect()
});

/// Only letters and digits, in lower case; all else a space, and none at either end.
///
/// As `rapidfuzz.utils.default_process` does it, code point by code point: what has a lower case of two code points
/// (only U+0130) loses the second, and a capital sigma is the same everywhere.
pub fn default_process(text: &str) -> String {
    let processed: String = text.chars().map(processed).collect();
    processed.trim_matches(' ').to_owned()
}

fn processed(c: char) -> char {
    if is_letter_or_digit(c) { c.to_lowercase().next().unwrap_or(c) } else { ' ' }
}

fn is_letter_or_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let runs = &*LETTERS_AND_DIGITS;
    let at = runs.partition_point(|(_, last)| *last < u32::from(c));
    runs.get(at).is_some_and(|(first, _)| *first <= u32::from(c))
}
