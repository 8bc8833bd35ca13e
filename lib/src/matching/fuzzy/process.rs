//! RapidFuzz's default processor.

/// Only letters and digits, in lower case; all others a space, none at either end.
///
/// As `rapidfuzz.utils.default_process` does it: code point by code point, so that what has a lower case of two code
/// points (only U+0130) loses the second.
pub fn default_process(text: &str) -> String {
    let processed: String = text.chars().map(processed).collect();
    processed.trim_matches(' ').to_owned()
}

fn processed(c: char) -> char {
    if c.is_alphanumeric() { c.to_lowercase().next().unwrap_or(c) } else { ' ' }
}
