//! From the fields of a catalogue item to the tokens that are compared.
//!
//! A field loses its blanks and becomes one token: "The Star Wars" is `thestarwars`, so two films
//! are alike for sharing a title or a director, not for sharing the word "star". Fields joined by
//! one blank are the item's *soup*. Tokenisation is that of scikit-learn's `TfidfVectorizer` with
//! its English stop words. No stemming, no accent folding. Weights: [`super::statistics`].

use super::stop_words::STOP_WORDS;

/// Lower-case a field and remove all white space from it.
///
/// Punctuation stays and splits the field into several [`tokens`] later. `O(len)`.
pub fn clean(field: &str) -> String {
    field.to_lowercase().split_whitespace().collect()
}

/// Clean the fields of one item and join what is left of them by one blank.
///
/// `fields`: as stored, in any spelling; empty ones (a missing value, a list without elements)
/// leave no trace. A list field is handed in element by element, see [`split_list`]. `O(total
/// length)`.
pub fn soup<I, S>(fields: I) -> String
where
    I: IntoIterator<Item = S>,
    S: AsRef<str>,
{
    let cleaned: Vec<String> = fields
        .into_iter()
        .map(|field| clean(field.as_ref()))
        .filter(|field| !field.is_empty())
        .collect();
    cleaned.join(" ")
}

/// The tokens of a soup, in reading order, repetitions included.
///
/// A token is a maximal run of at least two word characters that is no English stop word. A word
/// character is alphanumeric in Unicode's sense or an underscore; unlike in Python's `\w`, the
/// vowel signs of Indic and similar scripts count as letters, so those words stay whole.
///
/// `soup`: lower-case, as [`soup`] makes it. `O(len)`, allocates nothing.
pub fn tokens(soup: &str) -> impl Iterator<Item = &str> {
    soup.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|run| run.chars().nth(1).is_some())
        .filter(|run| STOP_WORDS.binary_search(run).is_err())
}

/// The elements of a list kept in one field, trimmed, without the empty ones.
///
/// "A One | B Two||" split at `|` is "A One", "B Two"; take the first five with `.take(5)`.
pub fn split_list(field: &str, separator: char) -> impl Iterator<Item = &str> {
    field.split(separator).map(str::trim).filter(|element| !element.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn list(soup: &str) -> Vec<&str> {
        tokens(soup).collect()
    }

    #[test]
    fn a_field_becomes_one_lower_case_word() {
        assert_eq!(clean(" The\tStar \u{a0}Wars\n"), "thestarwars");
        assert_eq!(clean("Dr. No"), "dr.no");
        assert_eq!(clean("  "), "");
    }

    #[test]
    fn a_soup_has_one_blank_between_fields_and_none_for_missing_ones() {
        let actors = split_list("A One | B Two||C", '|').take(2);

        let soup = soup(["The Star Wars", "", " "].into_iter().chain(actors));

        assert_eq!(soup, "thestarwars aone btwo");
    }

    #[test]
    fn tokens_are_runs_of_two_word_characters_or_more() {
        assert_eq!(list("dr.no c d2 _x éa 東京 x-y"), ["dr", "d2", "_x", "éa", "東京"]);
        assert_eq!(list("song song"), ["song", "song"]);
    }

    #[test]
    fn stop_words_are_dropped_only_as_whole_tokens() {
        assert_eq!(list("the thestarwars yourself system"), ["thestarwars"]);
    }

    #[test]
    fn the_stop_words_are_strictly_ascending() {
        assert!(STOP_WORDS.is_sorted_by(|a, b| a < b));
    }

    proptest! {
        #[test]
        fn a_clean_soup_is_clean_already(fields in prop::collection::vec("\\PC{0,12}", 0..6)) {
            let once = soup(&fields);

            prop_assert_eq!(soup(once.split(' ')), once);
        }
    }
}
