//! Texts of items that look like movies: of many names few are everywhere, and some items are sequels.

use kindred::matching::text::soup;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// So many soups, from a seed.
pub(crate) fn texts(n: usize) -> Vec<String> {
    let mut random = StdRng::seed_from_u64(7);
    let mut people: Vec<String> = Vec::new();
    let text = |number| {
        // A sequel keeps the people of the item before it.
        if number % 5 != 1 {
            people = self::people(&mut random, n);
        }
        let mut fields = vec![format!("Title {number}"), format!("l{}", rank(&mut random, 30))];
        fields.extend(people.iter().cloned());
        fields.extend((0..random.random_range(1..=3)).map(|_| named(&mut random, "Genre", 20)));
        soup(fields)
    };
    (0..n).map(text).collect()
}

/// Five actors, up to three producers, a director, perhaps a writer.
fn people(random: &mut StdRng, n: usize) -> Vec<String> {
    let parts = [
        ("Actor", 5, 5, n / 2),
        ("Producer", 1, 3, n / 4),
        ("Director", 1, 1, n / 4),
        ("Writer", 0, 1, n / 4),
    ];
    let mut people = Vec::new();
    for (part, least, most, of) in parts {
        for _ in 0..random.random_range(least..=most) {
            people.push(named(random, part, of));
        }
    }
    people
}

fn named(random: &mut StdRng, what: &str, of: usize) -> String {
    format!("{what} {}", rank(random, of))
}

/// A rank below `n`, of rank `r` about `1 / r` as often as the first.
fn rank(random: &mut StdRng, n: usize) -> usize {
    let share: f64 = random.random();
    ((n as f64 + 1.0).powf(share) - 1.0) as usize
}
