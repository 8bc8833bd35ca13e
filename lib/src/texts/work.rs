//! How much work a question is, before any of it is done.
//!
//! What one comparison takes is [`Scorer::cost`], a function of two lengths. The sum over all pairs is taken over
//! classes of lengths instead: all texts of `2^k` to `2^(k+1) - 1` characters count as so many of their mean length,
//! rounded up. Where the cost is the product of the lengths (`O(m·n)`, or by blocks of 64 characters), that is the same
//! sum, and it takes at most 15 x 15 terms whatever the number of texts. Rounding makes it larger, never smaller.

use crate::matching::fuzzy::Scorer;

/// As many classes as a length has bits, and one for the empty.
const CLASSES: usize = usize::BITS as usize + 1;

/// Texts of about the same length.
#[derive(Clone, Copy, Default)]
struct Class {
    n_texts: u64,
    n_chars: u64,
}

impl Class {
    /// The mean length, rounded up.
    fn length(self) -> usize {
        usize::try_from(self.n_chars.div_ceil(self.n_texts.max(1))).unwrap_or(usize::MAX)
    }
}

/// The work of comparing texts of these lengths in characters, each with each. Cost: `O(n + m)`.
pub fn estimate(
    scorer: Scorer,
    queries: impl Iterator<Item = usize>,
    choices: impl Iterator<Item = usize>,
) -> u64 {
    let (queries, choices) = (classes(queries), classes(choices));
    let pairs = queries.iter().flat_map(|query| choices.iter().map(move |choice| (query, choice)));
    let work = pairs.map(|(query, choice)| {
        let n_pairs = query.n_texts.saturating_mul(choice.n_texts);
        scorer.cost(query.length(), choice.length()).saturating_mul(n_pairs)
    });
    work.fold(0, u64::saturating_add)
}

/// The classes that are not empty.
fn classes(lengths: impl Iterator<Item = usize>) -> Vec<Class> {
    let mut classes = [Class::default(); CLASSES];
    for length in lengths {
        let class = &mut classes[(usize::BITS - length.leading_zeros()) as usize];
        class.n_texts += 1;
        class.n_chars += length as u64;
    }
    classes.into_iter().filter(|class| class.n_texts > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What it is without classes.
    fn by_pairs(scorer: Scorer, queries: &[usize], choices: &[usize]) -> u64 {
        let all = queries.iter().flat_map(|query| choices.iter().map(move |it| (*query, *it)));
        all.map(|(query, choice)| scorer.cost(query, choice)).sum()
    }

    #[test]
    fn texts_of_one_length_are_counted_exactly() {
        for scorer in Scorer::ALL {
            let work = estimate(scorer, [20; 7].into_iter(), [33; 5].into_iter());

            assert_eq!(work, 35 * scorer.cost(20, 33), "{scorer:?}");
        }
    }

    #[test]
    fn texts_of_many_lengths_are_counted_almost_exactly() {
        let queries: Vec<usize> = (0..200).map(|n| n * 7 % 113).collect();
        let choices: Vec<usize> = (0..300).map(|n| n * n % 977).collect();

        for scorer in Scorer::ALL {
            let work = estimate(scorer, queries.iter().copied(), choices.iter().copied()) as f64;

            let share = work / by_pairs(scorer, &queries, &choices) as f64;
            assert!((0.85..1.3).contains(&share), "{scorer:?}: {share}");
        }
    }

    #[test]
    fn what_is_beyond_counting_is_as_much_as_can_be_counted() {
        let huge = usize::MAX / 2;

        assert_eq!(estimate(Scorer::Levenshtein, [].into_iter(), [huge].into_iter()), 0);
        let work = estimate(Scorer::Levenshtein, [10_000; 1_000].into_iter(), [1; 1].into_iter());
        assert!(work > 0);
    }
}
