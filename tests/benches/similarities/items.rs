//! Texts of items that look like movies: of many names few are everywhere.

use kindred::matching::text::soup;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// So many soups, from a seed.
pub(crate) fn texts(n: usize) -> Vec<String> {
    let mut random = StdRng::seed_from_u64(7);
    (0..n).map(|number| text(&mut random, number, n)).collect()
}

/// A title that one in twenty shares with another, five actors, producers, a director, a writer, and genres.
fn text(random: &mut StdRng, number: usize, n: usize) -> String {
    let title = if random.random_range(0..20) == 0 { number / 2 } else { number };
    let mut fields = vec![format!("Title {title}"), format!("l{}", rank(random, 30))];
    let mut some = |word: &str, least: usize, most: usize, of: usize| {
        for _ in 0..random.random_range(least..=most) {
            fields.push(format!("{word} {}", rank(random, of)));
        }
    };
    some("Actor", 5, 5, n / 2);
    some("Producer", 1, 3, n / 4);
    some("Director", 1, 1, n / 4);
    some("Writer", 0, 1, n / 4);
    some("Genre", 1, 3, 20);
    soup(fields)
}

/// A rank below `n`, of rank `r` about `1 / r` as often as the first.
fn rank(random: &mut StdRng, n: usize) -> usize {
    let share: f64 = random.random();
    ((n as f64 + 1.0).powf(share) - 1.0) as usize
}
