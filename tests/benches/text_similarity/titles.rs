//! Made-up titles, and what people would type who look for them.

use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};

const SYLLABLES: [&str; 36] = [
    "ka", "lo", "mi", "ra", "ten", "dor", "vel", "sha", "an", "or", "is", "qu", "ber", "lin",
    "sto", "gra", "the", "ing", "er", "on", "al", "tri", "pho", "nex", "mar", "vi", "lu", "be",
    "co", "de", "sen", "ou", "ra", "ti", "no", "us",
];
const WORDS: usize = 20_000;

/// One to eight words, of which few are frequent and many are rare: the `k`-th is `1 / k` as frequent as the first.
pub(crate) fn titles(n: usize, seed: u64) -> Vec<String> {
    let mut rng = StdRng::seed_from_u64(seed);
    let words: Vec<String> = (0..WORDS).map(|_| word(&mut rng)).collect();
    let title = |_| {
        let n_words = *[1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 7, 8].choose(&mut rng).expect("some");
        let rank = |rng: &mut StdRng| (WORDS as f64).powf(rng.random::<f64>()) as usize - 1;
        let words: Vec<&str> = (0..n_words).map(|_| words[rank(&mut rng)].as_str()).collect();
        words.join(" ")
    };
    (0..n).map(title).collect()
}

fn word(rng: &mut StdRng) -> String {
    let n = *[1, 1, 2, 2, 2, 3, 3, 4].choose(rng).expect("some");
    let word: String = (0..n).filter_map(|_| SYLLABLES.choose(rng).copied()).collect();
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Titles with one to three letters wrong; of some the words are in disorder, of some the last are missing.
pub(crate) fn queries(titles: &[String], n: usize, seed: u64) -> Vec<String> {
    let mut rng = StdRng::seed_from_u64(seed);
    let query = |_| {
        let title = titles.choose(&mut rng).expect("titles");
        let mut words: Vec<&str> = title.split(' ').collect();
        match rng.random_range(0..10) {
            0..3 => words.shuffle(&mut rng),
            3..5 => words.truncate(rng.random_range(1..=words.len())),
            _ => {}
        }
        misspelt(&words.join(" "), &mut rng)
    };
    (0..n).map(query).collect()
}

fn misspelt(text: &str, rng: &mut StdRng) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..rng.random_range(1..=3) {
        let (at, letter) = (rng.random_range(0..letters.len()), rng.random_range('a'..='z'));
        match rng.random_range(0..3) {
            0 if letters.len() > 1 => drop(letters.remove(at)),
            1 => letters.insert(at, letter),
            _ => letters[at] = letter,
        }
    }
    letters.into_iter().collect()
}
