//! What is learned from, and what is held out to be found again.

use std::collections::{BTreeSet, HashSet};

use clap::ValueEnum;

use crate::offline::chance::Chance;
use crate::offline::ratings::{Rating, Ratings};

/// How interactions are held out, and what an engine has to find them among.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Protocol {
    /// Leave one out: each user's latest interaction, among 99 items they have not met (He et al. 2017)
    P1,
    /// A random fifth of all interactions, among all items the user has not met (Ferrari Dacrema et al. 2021)
    P3,
}

/// Candidates besides the item that was held out.
const N_NEGATIVES: usize = 99;

/// Interactions that are held out: one in so many.
const FOLD: usize = 5;

/// What random numbers are for.
const HOLD_OUT: u64 = 1;
const NEGATIVES: u64 = 2;
const INNER_NEGATIVES: u64 = 3;

/// Interactions in two parts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Split {
    pub(super) n_users: usize,
    pub(super) n_items: usize,
    /// Users and items to learn from, ascending.
    pub(super) train: Vec<(u32, u32)>,
    /// By user, each with something that was held out.
    pub(super) tests: Vec<Test>,
}

/// What has to be found for a user.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Test {
    pub(super) user: u32,
    /// Ascending, at least one.
    pub(super) held_out: Vec<u32>,
    /// What it has to be found among, ascending, not held out; empty if it is everything that the user has not met.
    pub(super) negatives: Vec<u32>,
    /// Where one was left out, the latest of what is left to learn from.
    pub(super) before: Option<u32>,
}

impl Split {
    /// Hold out what the protocol wants. The same ratings and seed give the same split, whatever the order of lines.
    pub(super) fn new(ratings: &Ratings, protocol: Protocol, seed: u64) -> Self {
        match protocol {
            Protocol::P1 => leave_one_out(ratings, seed),
            Protocol::P3 => random_fifth(ratings, seed),
        }
    }

    /// Where one was left out: the same once more within what is learned from, to choose by. Nothing that is held out
    /// here is known to it. None where it is not so, or nobody has two interactions left.
    pub(super) fn inner(&self, seed: u64) -> Option<Self> {
        let mut is_left_out = HashSet::new();
        let mut tests = Vec::new();
        for (user, own) in self.train.chunk_by(|a, b| a.0 == b.0).map(|own| (own[0].0, own)) {
            let at = self.tests.binary_search_by_key(&user, |test| test.user);
            let before = at.ok().and_then(|at| self.tests[at].before).filter(|_| own.len() > 1);
            let Some(item) = before else { continue };
            is_left_out.insert((user, item));
            let met: Vec<u32> = own.iter().map(|(_, item)| *item).collect();
            let chance = &mut Chance::of(seed ^ u64::from(user), INNER_NEGATIVES);
            let negatives = negatives(&met, self.n_items, chance);
            tests.push(Test { user, held_out: vec![item], negatives, before: None });
        }
        let train = self.train.iter().copied().filter(|pair| !is_left_out.contains(pair)).collect();
        (!tests.is_empty()).then_some(Self { train, tests, ..*self })
    }
}

/// Hold out each user's latest interaction, ties by line. Of somebody with a single one nothing could be learned: it
/// stays to learn from.
fn leave_one_out(ratings: &Ratings, seed: u64) -> Split {
    let (n_users, n_items) = (ratings.users.len(), ratings.items.len());
    let (mut train, mut tests) = (Vec::with_capacity(ratings.all.len()), Vec::new());
    for own in ratings.all.chunk_by(|a, b| a.user == b.user) {
        let latest = latest(own, |_| true).filter(|_| own.len() > 1);
        let held_out = latest.map(|latest| (latest.user, latest.item));
        train.extend(own.iter().map(pair).filter(|pair| Some(*pair) != held_out));
        if let Some((user, item)) = held_out {
            let met: Vec<u32> = own.iter().map(|rating| rating.item).collect();
            let negatives =
                negatives(&met, n_items, &mut Chance::of(seed ^ u64::from(user), NEGATIVES));
            let before = self::latest(own, |rating| rating.item != item).map(|rating| rating.item);
            tests.push(Test { user, held_out: vec![item], negatives, before });
        }
    }
    Split { n_users, n_items, train, tests }
}

/// Somebody's latest interaction of this kind, ties by line.
pub(super) fn latest(own: &[Rating], counts: impl Fn(&&Rating) -> bool) -> Option<&Rating> {
    own.iter().filter(counts).max_by_key(|rating| rating.moment())
}

/// 99 items that are not among those met (ascending), each as likely as any other; all of them if there are no more.
fn negatives(met: &[u32], n_items: usize, chance: &mut Chance) -> Vec<u32> {
    let n_unmet = n_items - met.len();
    let wanted = n_unmet.min(N_NEGATIVES);
    // Floyd's sampling: the places of the drawn ones among those not met.
    let mut places = BTreeSet::new();
    for last in (0..n_unmet as u32).skip(n_unmet - wanted) {
        let place = chance.below(last + 1);
        if !places.insert(place) {
            places.insert(last);
        }
    }
    // The item at a place is as many numbers further on as there are met ones before it.
    let mut n_before = 0;
    let item = |place: u32| {
        while met.get(n_before).is_some_and(|met| *met <= place + n_before as u32) {
            n_before += 1;
        }
        place + n_before as u32
    };
    places.into_iter().map(item).collect()
}

/// Hold out a random fifth of all interactions; who has nothing held out is not tested.
fn random_fifth(ratings: &Ratings, seed: u64) -> Split {
    let all = &ratings.all;
    let mut chance = Chance::of(seed, HOLD_OUT);
    let mut drawn: Vec<(u64, u32)> = (0..).take(all.len()).map(|n| (chance.next(), n)).collect();
    let n_held_out = all.len() / FOLD;
    if n_held_out > 0 {
        drawn.select_nth_unstable(n_held_out - 1);
    }
    let mut is_held_out = vec![false; all.len()];
    drawn[..n_held_out].iter().for_each(|(_, n)| is_held_out[*n as usize] = true);

    let of = |wanted: bool| {
        let chosen = all.iter().zip(&is_held_out).filter(move |(_, it)| **it == wanted);
        chosen.map(|(rating, _)| pair(rating))
    };
    let held_out: Vec<(u32, u32)> = of(true).collect();
    let tests = held_out.chunk_by(|a, b| a.0 == b.0).map(|own| Test {
        user: own[0].0,
        held_out: own.iter().map(|(_, item)| *item).collect(),
        negatives: Vec::new(),
        before: None,
    });
    Split {
        n_users: ratings.users.len(),
        n_items: ratings.items.len(),
        train: of(false).collect(),
        tests: tests.collect(),
    }
}

fn pair(rating: &Rating) -> (u32, u32) {
    (rating.user, rating.item)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::offline::ratings::Reading;
    use crate::offline::ratings::line::{Layout, parse};

    fn ratings(lines: &[&str]) -> Ratings {
        let mut reading = Reading::default();
        for line in lines {
            reading.take(&parse(line, Layout::Tabs).expect("sound")).expect("few");
        }
        reading.done()
    }

    /// So many users who each met some of 300 items, without a pattern.
    fn many(n_users: u32) -> Ratings {
        let mut chance = Chance::of(5, 5);
        let mut lines = Vec::new();
        for user in 0..n_users {
            lines.extend((0..30).map(|_| format!("{user}\t{}", chance.below(300))));
        }
        ratings(&lines.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn the_latest_of_each_user_is_left_out_ties_by_line() {
        let ratings = ratings(&[
            "a\tx\t5\t9",
            "a\ty\t5\t3",
            "b\tz\t5\t1",
            "b\tx\t5\t1",
            "c\tx\t1\t1",
            "d\ty",
            "d\tx",
        ]);

        let split = Split::new(&ratings, Protocol::P1, 1);

        assert_eq!(split.train, [(0, 1), (1, 2), (2, 0), (3, 1)]);
        let held_out: Vec<_> = split.tests.iter().map(|it| (it.user, &it.held_out[..])).collect();
        assert_eq!(held_out, [(0, &[0][..]), (1, &[0]), (3, &[0])]);
        // There are but three items.
        let negatives: Vec<_> = split.tests.iter().map(|it| &it.negatives[..]).collect();
        assert_eq!(negatives, [&[2][..], &[1], &[2]]);
    }

    #[test]
    fn the_inner_split_leaves_out_what_was_the_latest_before() {
        let lines =
            ["a\tw\t5\t1", "a\tx\t5\t2", "a\ty\t5\t3", "b\tz\t5\t1", "b\tx\t5\t2", "c\tv\t1\t1"];
        let split = Split::new(&ratings(&lines), Protocol::P1, 1);

        let inner = split.inner(1).expect("one can be left out");

        // Items are v, w, x, y, z. Of b there is only z left, of c nothing was held out.
        assert_eq!(split.train, [(0, 1), (0, 2), (1, 4), (2, 0)]);
        assert_eq!(inner.train, [(0, 1), (1, 4), (2, 0)]);
        // What is held out for good is, as far as anybody knows here, not met.
        let test = Test { user: 0, held_out: vec![2], negatives: vec![0, 3, 4], before: None };
        assert_eq!(inner.tests, [test]);
        assert!(inner.inner(1).is_none());
        assert!(Split::new(&many(9), Protocol::P3, 1).inner(1).is_none());
    }

    #[test]
    fn negatives_are_99_that_were_not_met_and_all_come_as_often() {
        let ratings = many(400);
        let mut counts = vec![0_u32; 300];

        for test in Split::new(&ratings, Protocol::P1, 7).tests {
            let own = ratings.all.iter().filter(|rating| rating.user == test.user);
            let met: BTreeSet<u32> = own.map(|rating| rating.item).collect();
            assert!(test.negatives.len() == 99 && test.negatives.is_sorted_by(|a, b| a < b));
            assert!(test.negatives.iter().all(|item| !met.contains(item)));
            test.negatives.iter().for_each(|item| counts[*item as usize] += 1);
        }

        // 400 users × 99 of 300: 132 each, with a deviation of about 9.
        assert!(counts.iter().all(|count| (90..=175).contains(count)), "{counts:?}");
    }

    #[test]
    fn a_fifth_of_all_interactions_is_held_out() {
        let ratings = many(50);

        let split = Split::new(&ratings, Protocol::P3, 7);
        let held_out: usize = split.tests.iter().map(|test| test.held_out.len()).sum();

        assert_eq!(held_out, ratings.all.len() / 5);
        assert_eq!(held_out + split.train.len(), ratings.all.len());
        assert!(split.tests.len() > 45, "of nearly everybody");
        assert_ne!(split, Split::new(&ratings, Protocol::P3, 8));
    }

    #[test]
    fn nothing_can_be_split_as_well() {
        for protocol in [Protocol::P1, Protocol::P3] {
            let split = Split::new(&ratings(&[]), protocol, 1);
            assert!(split.train.is_empty() && split.tests.is_empty());
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_learned_from_what_is_held_out(
            pairs in prop::collection::vec((0_u32..9, 0_u32..20), 0..80), seed in any::<u64>()
        ) {
            let lines: Vec<String> = pairs.iter().map(|(user, item)| format!("{user}\t{item}")).collect();
            let mut lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let there = ratings(&lines);
            lines.reverse();
            let back = ratings(&lines);

            for protocol in [Protocol::P1, Protocol::P3] {
                let split = Split::new(&there, protocol, seed);
                let mut all = split.train.clone();
                for Test { user, held_out, negatives, .. } in &split.tests {
                    prop_assert!(negatives.iter().all(|item| !held_out.contains(item)));
                    prop_assert!(negatives.iter().all(|item| !split.train.contains(&(*user, *item))));
                    all.extend(held_out.iter().map(|item| (*user, *item)));
                }
                all.sort_unstable();
                prop_assert_eq!(all, there.all.iter().map(pair).collect::<Vec<_>>());
                // Without timestamps the latest is that of the last line.
                if protocol == Protocol::P3 {
                    prop_assert_eq!(split, Split::new(&back, protocol, seed));
                }
            }
        }
    }
}
