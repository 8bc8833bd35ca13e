//! Numbers in titles: Roman ones, written ones, and the words that only announce one.

use super::words::Word;

/// Words that announce a number and say no more than it does.
const PARTS: &[&str] = &[
    "chapter",
    "ep",
    "episode",
    "part",
    "pt",
    "saison",
    "season",
    "staffel",
    "stagione",
    "teil",
    "temporada",
    "tome",
    "vol",
    "volume",
];

/// Numbers in English words.
const CARDINALS: &[(&str, u8)] = &[
    ("eight", 8),
    ("eighteen", 18),
    ("eighty", 80),
    ("eleven", 11),
    ("fifteen", 15),
    ("fifty", 50),
    ("five", 5),
    ("forty", 40),
    ("four", 4),
    ("fourteen", 14),
    ("nine", 9),
    ("nineteen", 19),
    ("ninety", 90),
    ("one", 1),
    ("seven", 7),
    ("seventeen", 17),
    ("seventy", 70),
    ("six", 6),
    ("sixteen", 16),
    ("sixty", 60),
    ("ten", 10),
    ("thirteen", 13),
    ("thirty", 30),
    ("three", 3),
    ("twelve", 12),
    ("twenty", 20),
    ("two", 2),
];

/// The words with numbers in digits, without the words that announce one.
pub(super) fn numbered(words: &[Word]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let is_announced = at > 0 && is_part(&words[at - 1]);
        let (text, taken) = match written(word, words.get(at + 1)) {
            Some((number, taken)) => (number.to_string(), taken),
            None => match roman(word, at, words.get(at + 1), is_announced) {
                Some(number) => (number.to_string(), 1),
                None => (word.text.clone(), 1),
            },
        };
        // The word that announced it goes, unless it begins the title.
        if at > 1 && is_announced && text.bytes().all(|byte| byte.is_ascii_digit()) {
            texts.pop();
        }
        texts.push(text);
        at += taken;
    }
    texts
}

fn is_part(word: &Word) -> bool {
    PARTS.binary_search(&&*word.text).is_ok()
}

/// A number in words, and of how many words it is: `twenty one` is of two.
fn written(word: &Word, next: Option<&Word>) -> Option<(u8, usize)> {
    let number = cardinal(word)?;
    let ones = next.filter(|_| number >= 20).and_then(cardinal).filter(|ones| *ones < 10);
    Some(ones.map_or((number, 1), |ones| (number + ones, 2)))
}

fn cardinal(word: &Word) -> Option<u8> {
    let found = CARDINALS.binary_search_by(|(name, _)| (*name).cmp(&word.text)).ok()?;
    Some(CARDINALS[found].1)
}

/// A Roman number from 1 to 39 where it numbers something.
fn roman(word: &Word, at: usize, next: Option<&Word>, is_announced: bool) -> Option<u8> {
    let number = (1..40).find(|number| numeral(*number) == word.text)?;
    let ends_part = next.is_none_or(|next| next.begins_part);
    let numbers = match &*word.text {
        "i" | "x" => is_announced && at > 1,
        "v" => is_announced && at > 1 || ends_part && at > 0,
        _ => at > 0,
    };
    numbers.then_some(number)
}

fn numeral(number: u8) -> String {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    "x".repeat(usize::from(number / 10)) + ONES[usize::from(number % 10)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_those_of_the_romans() {
        assert_eq!([1, 4, 9, 14, 39].map(numeral), ["i", "iv", "ix", "xiv", "xxxix"]);
    }

    #[test]
    fn tables_are_in_order() {
        assert!(PARTS.is_sorted());
        assert!(CARDINALS.is_sorted());
    }
}
