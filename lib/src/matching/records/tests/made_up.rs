//! Made-up works, and what people make of them when they write them down. The same seed gives the same.
//!
//! Pure, and without anything of the index: a benchmark uses it, too. Words are as unevenly common as those of a
//! language, and look like words; some works are sequels, some go by the title of another one.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// Distinct words of titles.
const WORDS: f64 = 40_000.0;
const ONSETS: [&str; 16] =
    ["b", "br", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "st", "t", "w"];
const VOWELS: [&str; 8] = ["a", "e", "i", "o", "u", "ea", "ai", "ou"];
const CODAS: [&str; 8] = ["", "n", "r", "s", "t", "ll", "nd", "rt"];
const SMALL: [&str; 8] = ["the", "of", "and", "in", "to", "for", "with", "from"];
const ROMAN: [&str; 4] = ["II", "III", "IV", "V"];

/// A work, or what somebody wrote of one; empty is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Work {
    pub(crate) title: String,
    pub(crate) year: Option<i32>,
    pub(crate) creator: String,
    pub(crate) isbn: String,
}

/// So many works.
pub(crate) fn works(seed: u64, n: usize) -> Vec<Work> {
    let random = &mut StdRng::seed_from_u64(seed);
    let mut works: Vec<Work> = Vec::with_capacity(n);
    for number in 0..n {
        let title = match works.get(random.random_range(0..n)) {
            // A sequel, which mostly has the same creator; and another work of the same title.
            Some(other) if chance(random, 0.3) => {
                let (title, creator) = (sequel(random, &other.title), other.creator.clone());
                works.push(Work { title, creator, ..rest(random, number) });
                continue;
            }
            Some(other) if chance(random, 0.1) => other.title.clone(),
            _ => title(random),
        };
        let creator = creator(random, n);
        works.push(Work { title, creator, ..rest(random, number) });
    }
    works
}

/// What somebody wrote of a work.
pub(crate) fn written(random: &mut StdRng, work: &Work) -> Work {
    let year = match random.random_range(0..100) {
        0..40 => None,
        40..92 => work.year,
        92..98 => work.year.map(|year| year + if chance(random, 0.5) { 1 } else { -1 }),
        _ => Some(random.random_range(1930..2026)),
    };
    let creator = if chance(random, 0.4) { String::new() } else { signed(random, &work.creator) };
    let isbn = if chance(random, 0.1) { work.isbn.clone() } else { String::new() };
    Work { title: misspelt(random, &work.title), year, creator, isbn }
}

/// A title as somebody writes it who is in a hurry, or does not remember all of it.
pub(crate) fn misspelt(random: &mut StdRng, title: &str) -> String {
    match random.random_range(0..100) {
        0..20 => title.to_owned(),
        20..35 => reformed(random, title),
        35..58 => typo(random, title),
        58..68 => {
            let once = typo(random, title);
            typo(random, &once)
        }
        68..78 => reordered(random, title),
        78..88 => truncated(random, title),
        88..95 => without_a_word(random, title),
        _ => joined(random, title),
    }
}

/// The words of a title in another order.
pub(crate) fn reordered(random: &mut StdRng, title: &str) -> String {
    let mut words: Vec<&str> = title.split(' ').collect();
    let (from, to) = (random.random_range(0..words.len()), random.random_range(0..words.len()));
    words.swap(from, to);
    words.join(" ")
}

/// The beginning of a title: at least a third of it, up to the end of a word or not.
pub(crate) fn truncated(random: &mut StdRng, title: &str) -> String {
    let letters: Vec<char> = title.chars().collect();
    let least = (letters.len() / 3).max(4).min(letters.len());
    let kept: String = letters[..random.random_range(least..=letters.len())].iter().collect();
    match kept.rsplit_once(' ') {
        Some((whole, _)) if chance(random, 0.6) => whole.to_owned(),
        _ => kept,
    }
}

/// A title with a letter too many, too few, another, or two exchanged.
pub(crate) fn typo(random: &mut StdRng, title: &str) -> String {
    let mut letters: Vec<char> = title.chars().collect();
    let at = random.random_range(0..letters.len());
    let other = char::from(random.random_range(b'a'..=b'z'));
    match random.random_range(0..4) {
        0 => letters.insert(at, other),
        1 if letters.len() > 2 => drop(letters.remove(at)),
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters[at] = other,
    }
    letters.into_iter().collect()
}

fn reformed(random: &mut StdRng, title: &str) -> String {
    match random.random_range(0..5) {
        0 => title.to_uppercase(),
        1 => title
            .strip_prefix("The ")
            .map_or_else(|| format!("The {title}"), |rest| format!("{rest}, The")),
        2 => format!("{title} (Special Edition)"),
        3 => title.replace(" and ", " & ").replace(':', " -"),
        _ => ROMAN.iter().zip(2..).fold(title.to_owned(), |title, (roman, number)| {
            title
                .strip_suffix(&format!(" {number}"))
                .map_or(title.clone(), |rest| format!("{rest} {roman}"))
        }),
    }
}

fn without_a_word(random: &mut StdRng, title: &str) -> String {
    let mut words: Vec<&str> = title.split(' ').collect();
    if words.len() > 1 {
        words.remove(random.random_range(0..words.len()));
    }
    words.join(" ")
}

fn joined(random: &mut StdRng, title: &str) -> String {
    let blanks: Vec<usize> = title.match_indices(' ').map(|(at, _)| at).collect();
    let mut joined = title.to_owned();
    if !blanks.is_empty() {
        joined.remove(blanks[random.random_range(0..blanks.len())]);
    }
    joined
}

fn signed(random: &mut StdRng, creator: &str) -> String {
    let Some((given, family)) = creator.split_once(' ') else { return creator.to_owned() };
    match random.random_range(0..10) {
        0..5 => creator.to_owned(),
        5..7 => format!("{family}, {given}"),
        7 => format!("{}. {family}", &given[..1]),
        8 => family.to_owned(),
        _ => typo(random, creator),
    }
}

fn rest(random: &mut StdRng, number: usize) -> Work {
    // Most is recent.
    let year = 2025 - (random.random::<f64>().powi(2) * 95.0) as i32;
    let digits: Vec<u32> =
        format!("978{number:09}").chars().filter_map(|char| char.to_digit(10)).collect();
    let sum: u32 =
        digits.iter().zip([1, 3].into_iter().cycle()).map(|(digit, by)| digit * by).sum();
    Work {
        year: Some(year),
        isbn: format!("978{number:09}{}", (10 - sum % 10) % 10),
        ..Work::default()
    }
}

fn creator(random: &mut StdRng, n: usize) -> String {
    // One in four is by somebody who has made another work, or many.
    let person = rank(random, (n as f64 * 0.75).max(2.0));
    let of_person = &mut StdRng::seed_from_u64(person as u64);
    let (given, family) = (rank(of_person, 600.0), rank(of_person, 12_000.0));
    format!("{} {}", capital(&word(given + 50_000)), capital(&word(family + 60_000)))
}

fn sequel(random: &mut StdRng, title: &str) -> String {
    let base = title.split(':').next().unwrap_or(title);
    let base = base.trim_end_matches(|char: char| char.is_ascii_digit() || char == ' ');
    match random.random_range(0..3) {
        0 => format!("{base}: {}", phrase(random, 2)),
        _ => format!("{base} {}", random.random_range(2..6)),
    }
}

fn title(random: &mut StdRng) -> String {
    let n_words = match random.random_range(0..100) {
        0..14 => 1,
        14..42 => 2,
        42..68 => 3,
        68..84 => 4,
        84..93 => 5,
        _ => 7,
    };
    let title = phrase(random, n_words);
    let title = if chance(random, 0.25) { format!("The {title}") } else { title };
    if chance(random, 0.12) { format!("{title}: {}", phrase(random, 3)) } else { title }
}

fn phrase(random: &mut StdRng, n_words: usize) -> String {
    let mut words: Vec<String> = Vec::new();
    for n in 0..n_words {
        let is_inner = n > 0 && n + 1 < n_words;
        words.push(match is_inner && chance(random, 0.45) {
            true => SMALL[random.random_range(0..SMALL.len())].to_owned(),
            false => capital(&word(rank(random, WORDS))),
        });
    }
    words.join(" ")
}

/// Common words are low numbers (Zipf's law).
fn rank(random: &mut StdRng, n: f64) -> usize {
    n.powf(random.random::<f64>()) as usize
}

/// The word with this number: common words are short.
fn word(number: usize) -> String {
    let of_word = &mut StdRng::seed_from_u64(number as u64 + 1);
    let n_syllables = if number < 400 { 1 + number % 2 } else { 2 + number % 2 };
    let syllable = |random: &mut StdRng| {
        let part = |random: &mut StdRng, parts: &[&'static str]| {
            parts[random.random_range(0..parts.len())]
        };
        [part(random, &ONSETS), part(random, &VOWELS), part(random, &CODAS)].concat()
    };
    (0..n_syllables).map(|_| syllable(of_word)).collect()
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

fn chance(random: &mut StdRng, of_one: f64) -> bool {
    random.random::<f64>() < of_one
}
