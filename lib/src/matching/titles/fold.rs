//! Folding: what is spelt otherwise but reads the same becomes the same.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A text without case, accents, widths and typographic finesse: `Ａmélie – Œuvre` is `amelie - oeuvre`.
///
/// Letters are taken apart (NFKD), marks upon them dropped, what is left put into lower case. Marks that make a letter
/// rather than shade it stay: vowels of Indic scripts, the voicing of kana. All blanks and controls are one blank.
/// Punctuation stays, but quotation marks and dashes of all sorts are the same. Folding twice changes nothing more.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        text.chars().for_each(|letter| push(&mut folded, letter.to_ascii_lowercase()));
        return folded;
    }
    for letter in text.nfkd().filter(|letter| !is_accent(*letter)).flat_map(char::to_lowercase) {
        match plain(letter) {
            Some(spelling) => folded.push_str(spelling),
            None => push(&mut folded, letter),
        }
    }
    folded
}

/// A term that somebody looks for, folded: blanks at its ends only where they were typed.
///
/// A mark that stands alone, such as `˘`, is a blank with a mark upon it. Titles lose blanks at their ends, and so
/// would not be found by such a one.
pub(super) fn fold_term(term: &str) -> String {
    let folded = fold(term);
    let typed = |at_end: Option<char>| at_end.is_some_and(|c| c.is_whitespace() || c.is_control());
    let folded = if typed(term.chars().next()) { &folded } else { folded.trim_start() };
    let folded = if typed(term.chars().next_back()) { folded } else { folded.trim_end() };
    folded.to_owned()
}

fn push(folded: &mut String, letter: char) {
    if !(letter.is_whitespace() || letter.is_control()) {
        folded.push(letter);
    } else if !folded.ends_with(' ') {
        folded.push(' ');
    }
}

/// Whether it shades a letter: by its class in Unicode, a mark through it, above it or below it, or a point of Hebrew
/// or Arabic, which most texts leave out.
fn is_accent(mark: char) -> bool {
    matches!(canonical_combining_class(mark), 1 | 10..=36 | 200..=240)
}

/// How a letter that cannot be taken apart is spelt by those who do not have it.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'ŋ' => "n",
        'ŧ' => "t",
        'ə' => "e",
        'ς' => "σ",
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '`' | '´' => "'",
        '“' | '”' | '„' | '«' | '»' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        // Invisible: a hint where a word may be broken, or not.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_accents_and_widths_do_not_matter() {
        for (written, folded) in [
            ("AMÉLIE", "amelie"),
            ("Ame\u{301}lie", "amelie"),
            ("Ｋｉｎｇ　Ｋｏｎｇ", "king kong"),
            ("Æon Flux / Œuvre", "aeon flux / oeuvre"),
            ("Straße, STRASSE, STRAẞE", "strasse, strasse, strasse"),
            ("Łódź Đorđe Ørsted", "lodz dorde orsted"),
            ("İstanbul ısı", "istanbul isi"),
            ("ΟΔΥΣΣΕΎΣ", "οδυσσευσ"),
            ("Ёлки", "елки"),
            ("ﬁve²", "five2"),
            ("שָׁלוֹם", "שלום"),
        ] {
            assert_eq!(fold(written), folded);
        }
    }

    #[test]
    fn marks_that_make_a_letter_stay() {
        assert_ne!(fold("がん"), fold("かん"));
        assert_eq!(fold("ガンダム"), fold("ｶﾞﾝﾀﾞﾑ"));
        assert_ne!(fold("कि"), fold("की"));
    }

    #[test]
    fn punctuation_stays_but_for_its_finesse() {
        assert_eq!(fold("100% _Wolf_ (C++)"), "100% _wolf_ (c++)");
        assert_eq!(fold("Schindler’s “List” – II…"), "schindler's \"list\" - ii...");
        assert_eq!(fold("a\u{ad}b\u{200b}c"), "abc");
    }

    #[test]
    fn a_mark_that_stands_alone_makes_no_blank_at_the_ends_of_a_term() {
        assert_eq!(fold("˘&"), " &");
        assert_eq!(fold_term("˘&"), "&");
        assert_eq!(fold_term(" star "), " star ");
        assert_eq!(fold_term("˘"), "");
    }

    #[test]
    fn all_blanks_are_one() {
        assert_eq!(fold(" a \t\n b\u{a0}\u{3000}c\0"), " a b c ");
    }

    proptest! {
        #[test]
        fn what_is_folded_stays_as_it_is(text in any::<String>()) {
            let once = fold(&text);

            prop_assert_eq!(fold(&once), once);
        }
    }
}
