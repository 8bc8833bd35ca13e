//! Which ridge to use: tried on a part of the interactions that is held out, and never on what is to be judged by.
//!
//! Of up to [`N_ASKED`] users a fifth of the items is held out; the model learns from all the rest, and each candidate
//! is asked for ten items for each of them, out of all items. What is left for the choice of the reader: whether the
//! interactions handed in are training data only.

use super::gram::gram;
use super::interactions::{mix, number};
use super::{Interactions, Model, Ridge, Settings, ease};

/// How many users are asked at most.
pub const N_ASKED: usize = 1_000;
/// How long the list is.
const LENGTH: usize = 10;
/// Users with fewer items are not asked.
const FEWEST: usize = 5;
/// How many items the choice is made on: those met most. The ridge of a larger catalogue is chosen on these.
const MOST_ITEMS: usize = 4_000;

/// A choice, and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The best candidate; [`Ridge::for_data`], if nothing could be tried.
    pub ridge: Ridge,
    /// What was tried, in the order of the candidates.
    pub trials: Vec<Trial>,
}

/// A candidate, and how good it was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trial {
    /// What was tried.
    pub ridge: Ridge,
    /// Its mean NDCG@10, 0.0 ..= 1.0.
    pub ndcg: f64,
}

/// Candidates around [`Ridge::for_data`]: three of `lambda`, three of `gamma`.
pub fn candidates(interactions: &Interactions) -> Vec<Ridge> {
    let middle = Ridge::for_data(interactions).lambda;
    let lambdas = [middle / 3.0, middle, middle * 3.0];
    let pairs = lambdas.into_iter().flat_map(|lambda| [0.0, 0.2, 0.5].map(|gamma| (lambda, gamma)));
    pairs.map(|(lambda, gamma)| Ridge { lambda, gamma }).collect()
}

/// Choose the best of some ridges: by NDCG@10, ties go to the earlier one.
///
/// `seed` decides who is asked and what is held out. The Gram matrix is made once; then each candidate costs an
/// inversion, `O(n³)` for n ≤ 4,000 items, and memory twice that of [`super::train`].
pub fn choose(
    interactions: &Interactions,
    candidates: &[Ridge],
    settings: &Settings,
    seed: u64,
) -> Choice {
    let (learned, asked) = split(&of_most_met(interactions, MOST_ITEMS), seed);
    let mut choice = Choice { ridge: Ridge::for_data(interactions), trials: Vec::new() };
    if asked.is_empty() {
        return choice;
    }
    let trial = |gram: &super::tiles::Symmetric, ridge: &Ridge| {
        let weights = ease::weights(gram.clone(), ridge, settings.most_weights);
        Trial { ridge: *ridge, ndcg: mean_ndcg(&Model::of_weights(weights), &learned, &asked) }
    };
    choice.trials = settings.on_threads(|| {
        let balanced = learned.balanced(settings.balance);
        let gram = gram(&balanced, &balanced.transposed());
        candidates.iter().map(|ridge| trial(&gram, ridge)).collect()
    });
    let better = |best: Trial, next: Trial| if next.ndcg > best.ndcg { next } else { best };
    if let Some(best) = choice.trials.iter().copied().reduce(better) {
        choice.ridge = best.ridge;
    }
    choice
}

/// The interactions with the items that have most of them, ties to lower items; numbered anew.
fn of_most_met(interactions: &Interactions, most: usize) -> Interactions {
    let by_item = interactions.transposed();
    let mut items: Vec<u32> = (0..number(interactions.n_items())).collect();
    items.sort_by_key(|item| std::cmp::Reverse(by_item.slices(*item as usize).0.len()));
    items.truncate(most);
    let triples = (0..).zip(&items).flat_map(|(place, item)| {
        by_item.row(*item).map(move |(user, weight)| (user, place, weight))
    });
    Interactions::new(interactions.n_users(), items.len(), triples)
}

/// What is learned from, and what is held out: users with their held out items.
fn split(interactions: &Interactions, seed: u64) -> (Interactions, Vec<(u32, Vec<u32>)>) {
    let mut users: Vec<u32> = (0..number(interactions.n_users()))
        .filter(|user| interactions.slices(*user as usize).0.len() >= FEWEST)
        .collect();
    users.sort_by_key(|user| mix(seed ^ mix(u64::from(*user))));
    users.truncate(N_ASKED);
    users.sort_unstable();
    let held_out = |user: u32| {
        let mut items: Vec<u32> = interactions.row(user).map(|(item, _)| item).collect();
        items.sort_by_key(|item| mix(seed ^ mix(u64::from(user) << 32 | u64::from(*item))));
        items.truncate(items.len() / 5);
        items.sort_unstable();
        (user, items)
    };
    let asked: Vec<(u32, Vec<u32>)> = users.into_iter().map(held_out).collect();
    let is_held_out = |user: u32, item: u32| {
        let of_user = asked.binary_search_by_key(&user, |(user, _)| *user);
        of_user.is_ok_and(|at| asked[at].1.binary_search(&item).is_ok())
    };
    let learned = (0..number(interactions.n_users())).flat_map(|user| {
        let row = interactions.row(user).filter(move |(item, _)| !is_held_out(user, *item));
        row.map(move |(item, weight)| (user, item, weight))
    });
    (Interactions::new(interactions.n_users(), interactions.n_items(), learned), asked)
}

/// `NDCG = Σ_{hits at rank r} 1 / log₂(r + 1) / Σ_{r ≤ min(10, held out)} 1 / log₂(r + 1)`, over the users asked.
fn mean_ndcg(model: &Model, learned: &Interactions, asked: &[(u32, Vec<u32>)]) -> f64 {
    let gain = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
    let ndcg = |(user, held_out): &(u32, Vec<u32>)| {
        let list = model.list(learned, *user, LENGTH);
        let hits = list.iter().enumerate().filter(|(_, (item, _))| held_out.contains(item));
        let gained: f64 = hits.map(|(rank, _)| gain(rank)).sum();
        gained / (0..held_out.len().min(LENGTH)).map(gain).sum::<f64>()
    };
    asked.iter().map(ndcg).sum::<f64>() / asked.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two tastes, and as much chance.
    fn tastes() -> Interactions {
        let triples = (0..2400_u32).map(|number| {
            let (user, chance) = (number / 20, mix(u64::from(number)));
            let among = if chance.is_multiple_of(3) { 40 } else { 20 };
            let item = (chance >> 8) % among + u64::from(user % 2) * (40 - among);
            (user, number_of(item), 1.0)
        });
        Interactions::new(120, 40, triples)
    }

    fn number_of(item: u64) -> u32 {
        u32::try_from(item).expect("a small number")
    }

    #[test]
    fn the_best_of_what_was_tried_is_chosen_and_the_same_seed_chooses_the_same() {
        let (interactions, settings) = (tastes(), Settings::default());
        let tried = candidates(&interactions);

        let choice = choose(&interactions, &tried, &settings, 7);

        let best = choice.trials.iter().map(|trial| trial.ndcg).fold(0.0, f64::max);
        let chosen = choice.trials.iter().find(|trial| trial.ridge == choice.ridge);
        assert_eq!(choice.trials.len(), tried.len());
        assert_eq!(chosen.map(|trial| trial.ndcg), Some(best));
        assert!(best > 0.1 && best <= 1.0, "{choice:?}");
        assert_eq!(choose(&interactions, &tried, &Settings { threads: 2, ..settings }, 7), choice);
    }

    #[test]
    fn without_anybody_to_ask_the_default_is_chosen() {
        for interactions in [
            Interactions::new(0, 0, []),
            Interactions::new(1, 1, [(0, 0, 1.0)]),
            Interactions::new(2, 3, [(0, 0, 1.0), (1, 2, 1.0)]),
        ] {
            let choice = choose(&interactions, &candidates(&interactions), &Settings::default(), 1);

            assert_eq!(choice.ridge, Ridge::for_data(&interactions));
            assert_eq!(choice.trials, []);
        }
    }

    #[test]
    fn nothing_held_out_is_learned_from() {
        let interactions = tastes();

        let (learned, asked) = split(&interactions, 3);

        let n_held_out: usize = asked.iter().map(|(_, items)| items.len()).sum();
        assert_eq!(learned.len() + n_held_out, interactions.len());
        for (user, items) in asked {
            assert!(learned.row(user).all(|(item, _)| !items.contains(&item)));
        }
    }
}
