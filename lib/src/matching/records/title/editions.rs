//! What the end of a title says of an edition rather than of the work.

use super::words::Word;

/// Words of which a part that only tells of an edition consists.
const EDITION: &[&str] = &[
    "3d",
    "4k",
    "abridged",
    "anniversary",
    "audiobook",
    "bluray",
    "collection",
    "collectors",
    "complete",
    "cut",
    "definitive",
    "deluxe",
    "digital",
    "directors",
    "dvd",
    "ebook",
    "ed",
    "edition",
    "editions",
    "edn",
    "enhanced",
    "expanded",
    "extended",
    "final",
    "first",
    "game",
    "goty",
    "hardcover",
    "hd",
    "illustrated",
    "imax",
    "international",
    "kindle",
    "limited",
    "new",
    "of",
    "original",
    "paperback",
    "redux",
    "remaster",
    "remastered",
    "restored",
    "revised",
    "second",
    "special",
    "standard",
    "the",
    "theatrical",
    "third",
    "ultimate",
    "unabridged",
    "uncensored",
    "uncut",
    "unrated",
    "updated",
    "version",
    "year",
];

/// Words that make such a part one: without any of them it is a title.
const TELLING: &[&str] = &[
    "abridged",
    "audiobook",
    "bluray",
    "cut",
    "dvd",
    "ebook",
    "ed",
    "edition",
    "edn",
    "goty",
    "hardcover",
    "imax",
    "kindle",
    "paperback",
    "redux",
    "remaster",
    "remastered",
    "restored",
    "unabridged",
    "uncensored",
    "uncut",
    "unrated",
    "version",
];

/// Words that say in brackets of what sort a work is.
const SORTS: &[&str] =
    &["book", "film", "game", "miniseries", "movie", "novel", "series", "tv", "video"];

/// Words behind which guests of a piece of music are named.
const GUESTS: &[&str] = &["feat", "featuring", "ft"];

/// The words before everything at the end that tells of an edition; at least one is left.
pub(super) fn without_edition(mut words: &[Word]) -> &[Word] {
    while let Some(start) = edition(words).filter(|start| *start > 0) {
        words = &words[..start];
    }
    words
}

/// Whether it is a year in which something may have come out.
pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse().is_ok_and(|year: u16| (1850..2100).contains(&year))
}

/// Where the last part begins if it tells of an edition.
fn edition(words: &[Word]) -> Option<usize> {
    let start = words.iter().rposition(|word| word.begins_part)?;
    let part = &words[start..];
    let in_brackets = part.first()?.in_brackets;
    let is_edition = part.iter().all(is_of_edition) && part.iter().any(|word| is(TELLING, word));
    let is_note = in_brackets
        && (part.iter().all(|word| is(SORTS, word) || is_year(&word.text))
            || part.first().is_some_and(|word| is(GUESTS, word)));
    if is_edition || is_note {
        return Some(start);
    }
    // `Skyrim Special Edition`: nothing parts it from the title, but its last word tells.
    let last = part.last().filter(|word| ["edition", "ed", "edn"].contains(&&*word.text))?;
    let trailing = part.iter().rev().take_while(|word| is_of_edition(word)).count();
    (is_of_edition(last) && trailing > 1).then(|| words.len() - trailing)
}

fn is_of_edition(word: &Word) -> bool {
    is(EDITION, word) || is_ordinal(&word.text)
}

/// Whether it is an ordinal in digits, in English.
fn is_ordinal(word: &str) -> bool {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    digits.is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn is(list: &[&str], word: &Word) -> bool {
    list.binary_search(&&*word.text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_order() {
        for table in [EDITION, TELLING, SORTS, GUESTS] {
            assert!(table.is_sorted());
        }
        assert!(TELLING.iter().all(|word| EDITION.contains(word)));
    }
}
