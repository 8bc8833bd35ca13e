//! The processor `title`: titles that mean the same work become the same text.
//!
//! [`fold`] makes case, accents, widths and quotation marks the same; here follows what titles have of their own:
//! punctuation, articles at either end, numbers however they are written, and what is said of an edition rather than of
//! the work. Both sides of a comparison are made normal, so a rule need not be right about language, only the same for
//! both: "Die Hard" and "Hard" become one, which costs less than "Das Boot" and "Boot" staying two.
//!
//! What is deliberately not here: translation, transliteration, stemming, and ordinals.

mod editions;
mod numerals;
mod words;

use super::super::titles::fold;
use editions::without_edition;
use numerals::numbered;
pub(super) use words::is_letter;
use words::{Word, words};

/// Articles of English, French, German, Spanish and Italian that are taken from the ends of a title.
///
/// Without the Italian `i`, which is rather a person or a number.
const ARTICLES: &[&str] = &[
    "a", "an", "das", "der", "des", "die", "ein", "eine", "el", "gli", "il", "l", "la", "las",
    "le", "les", "lo", "los", "the", "un", "una", "une", "uno",
];

/// A title without what does not tell one work from another: words with a blank between them.
///
/// In this order:
///
/// 1. [`fold`]: Unicode normalisation (NFKD), accents, widths, case.
/// 2. Punctuation: an apostrophe and the dots of `S.H.I.E.L.D.` join, as does the comma of `20,000`; all else separates.
///    `+` and `#` stay behind a letter (`c++`). `&` is `and`, as are `+` between blanks and the n of `rock 'n' roll`;
///    "und" and "et" stay, being words of their languages.
/// 3. What is told at the end of an edition goes: `(Director's Cut)`, `[2nd ed.]`, `: Special Edition`, `(feat. …)`, a
///    year in brackets. A year without brackets stays (`1984`).
/// 4. An article at the beginning, or behind a comma at the end, goes; never the last word, nor one that is said twice
///    (`la la land`).
/// 5. Numbers: `ii` to `xxxix` behind the first word, and English words up to `ninety nine`, become digits. A single
///    letter is a number behind a word such as `part`; a `v` also at the end of what it numbers (`rocky v`), but `i` and
///    `x` are not (`malcolm x`). The words `part`, `vol`, `chapter`, `season` and the like go before a number, which
///    stays: season 2 is not season 1.
///
/// A title that would have nothing left, such as `+` or `???`, is only folded and trimmed. Never empty for a title with
/// a letter or digit. Normal titles are normal already. `O(n)`, for a few rounds.
pub fn normal_title(title: &str) -> String {
    let mut normal = once(title);
    loop {
        // Each further round takes words away or turns letters into digits, so there is a last one.
        let next = once(&normal);
        if next == normal {
            return normal;
        }
        normal = next;
    }
}

/// The year in brackets at the end of a title: 1972 of `Solaris (1972)`.
pub fn year_of(title: &str) -> Option<i32> {
    let words = words(&spelt(title));
    let last = words.last()?;
    (last.in_brackets && editions::is_year(&last.text) && last.begins_part)
        .then(|| last.text.parse().ok())
        .flatten()
}

fn once(title: &str) -> String {
    let spelt = spelt(title);
    let all = words(&spelt);
    let words = numbered(without_articles(without_edition(&all)));
    if words.is_empty() { spelt.trim().to_owned() } else { words.join(" ") }
}

/// Folded, with a blank before a fraction: `8½` is 8 1/2, not 81/2.
fn spelt(title: &str) -> String {
    if title.is_ascii() {
        return fold(title);
    }
    fold(&title.replace('½', " 1/2").replace('¼', " 1/4").replace('¾', " 3/4"))
}

/// Words without articles at their ends.
fn without_articles(mut words: &[Word]) -> &[Word] {
    if let [rest @ .., last] = words
        && !rest.is_empty()
        && last.is_behind_comma
        && is_article(last)
    {
        words = rest;
    }
    while let [first, rest @ ..] = words
        && let Some(next) = rest.first()
        && is_article(first)
        && first.text != next.text
    {
        words = rest;
    }
    words
}

fn is_article(word: &Word) -> bool {
    ARTICLES.binary_search(&&*word.text).is_ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_means_the_same_work_becomes_the_same() {
        for (written, normal) in [
            ("The Matrix", "matrix"),
            ("Matrix, The (1999)", "matrix"),
            ("MATRIX", "matrix"),
            ("Ａｍéｌｉｅ", "amelie"),
            ("L'avventura", "avventura"),
            ("Avventura, L'", "avventura"),
            ("Les Misérables", "miserables"),
            ("Das Boot (Director's Cut)", "boot"),
            ("Blade Runner: The Final Cut", "blade runner"),
            ("Blade Runner 2049", "blade runner 2049"),
            ("1984", "1984"),
            ("Introduction to Algorithms [2nd ed.]", "introduction to algorithms"),
            ("Introduction to Algorithms, Third Edition", "introduction to algorithms"),
            ("The Elder Scrolls V: Skyrim Special Edition", "elder scrolls 5 skyrim"),
            ("Fallout 4 - Game of the Year Edition", "fallout 4"),
            ("Rocky II", "rocky 2"),
            ("Rocky V (1990)", "rocky 5"),
            ("The Godfather: Part II", "godfather 2"),
            ("Kill Bill: Vol. 2", "kill bill 2"),
            ("Kill Bill Volume Two", "kill bill 2"),
            ("Dark (Season 2)", "dark 2"),
            ("Dark, Staffel 2", "dark 2"),
            ("Part I", "part i"),
            ("Henry IV, Part I", "henry 4 1"),
            ("Ocean’s Eleven", "oceans 11"),
            ("Ocean's 11", "oceans 11"),
            ("Twenty-One Pilots", "21 pilots"),
            ("20,000 Leagues Under the Sea", "20000 leagues under the sea"),
            ("Twelve Monkeys", "12 monkeys"),
            ("8½", "8 1 2"),
            ("Marvel's Agents of S.H.I.E.L.D.", "marvels agents of shield"),
            ("Fast & Furious", "fast and furious"),
            ("Romeo + Juliet", "romeo and juliet"),
            ("R&B", "r and b"),
            ("Rock 'n' Roll", "rock and roll"),
            ("C++ Primer", "c++ primer"),
            ("Spider-Man", "spider man"),
            ("Stay (feat. Mikky Ekko)", "stay"),
            ("千と千尋の神隠し", "千と千尋の神隠し"),
        ] {
            assert_eq!(normal_title(written), normal, "{written}");
        }
    }

    #[test]
    fn what_numbers_nothing_is_no_number() {
        for (written, normal) in [
            ("I, Robot", "i robot"),
            ("V for Vendetta", "v for vendetta"),
            ("Malcolm X", "malcolm x"),
            ("The King and I", "king and i"),
            ("Batman v Superman: Dawn of Justice", "batman v superman dawn of justice"),
            ("xXx", "xxx"),
            ("Civil War", "civil war"),
        ] {
            assert_eq!(normal_title(written), normal, "{written}");
        }
    }

    #[test]
    fn something_is_always_left() {
        for (written, normal) in [
            ("The", "the"),
            ("The The", "the the"),
            ("La La Land", "la la land"),
            ("Director's Cut", "directors cut"),
            ("(2001)", "2001"),
            ("+", "+"),
            ("???", "???"),
            ("", ""),
            ("Season 2", "season 2"),
        ] {
            assert_eq!(normal_title(written), normal, "{written}");
        }
    }

    #[test]
    fn a_year_in_brackets_is_found() {
        assert_eq!(year_of("Solaris (1972)"), Some(1972));
        assert_eq!(year_of("Matrix, The [1999]"), Some(1999));
        assert_eq!(year_of("Blade Runner 2049"), None);
        assert_eq!(year_of("Something (3000)"), None);
        assert_eq!(year_of("Something (made in 1999)"), None);
        assert_eq!(year_of(""), None);
    }

    #[test]
    fn articles_are_in_order() {
        assert!(ARTICLES.is_sorted());
    }

    fn titles() -> impl Strategy<Value = String> {
        let words = prop::sample::select(vec![
            "the",
            "The",
            "a",
            "la",
            "part",
            "Vol.",
            "season",
            "ii",
            "IV",
            "v",
            "i",
            "x",
            "two",
            "twenty",
            "one",
            "(",
            ")",
            "[",
            "]",
            ":",
            " - ",
            ", ",
            "&",
            "+",
            "n",
            "'",
            "1999",
            "edition",
            "ed.",
            "cut",
            "director's",
            "2nd",
            "special",
            "feat.",
            "matrix",
            "é",
            "½",
            "s.h.",
            "20,000",
            ".",
            "c++",
            "#",
            "東",
        ]);
        let gaps = prop::sample::select(vec![" ", " ", "", "  "]);
        prop::collection::vec((words, gaps), 0..9)
            .prop_map(|parts| parts.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn what_is_normal_stays_so(title in prop_oneof![titles(), any::<String>()]) {
            let normal = normal_title(&title);

            prop_assert_eq!(normal_title(&normal), normal);
        }

        #[test]
        fn nothing_is_left_only_of_nothing(title in prop_oneof![titles(), any::<String>()]) {
            let says_something = fold(&title).chars().any(char::is_alphanumeric);

            prop_assert!(!says_something || normal_title(&title).chars().any(char::is_alphanumeric));
        }
    }
}
