//! An engine that has learned from interactions, and its list for anybody.
//!
//! Everything comes from `kindred::matching::collaborative`. Here it is decided what the names of the command line stand
//! for, that the ridge is chosen on a part of what is learned from, and that a list which the model cannot fill goes on
//! with what is popular.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use kindred::matching::collaborative::{
    Algorithm, Interactions, Model, Ridge, Settings, choice, train,
};

use super::lesson::Lesson;
use super::progress;

/// What recommends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub(super) enum Engine {
    /// EASE^R with a generalised ridge: the best, exact up to 20,000 items
    Ease,
    /// EASE^R as it was published, with one ridge for all items
    PlainEase,
    /// EASE^R for each item among its neighbours: for large catalogues
    Sparse,
    /// The nearest neighbours of each item by cosine, to compare with
    ItemKnn,
    /// What most people have met, to compare with
    TopPopular,
}

/// An engine that has learned.
pub(super) struct Learned {
    /// What it is: not what was asked for, where there are too many items for that.
    pub(super) used: Engine,
    model: Model,
    /// All items, the most popular first.
    popular: Vec<u32>,
    /// The ridge, where the engine has one.
    pub(super) ridge: Option<Ridge>,
    /// What the choice of the ridge took.
    pub(super) choosing: Duration,
    /// What the training took, with the ridge chosen.
    pub(super) training: Duration,
}

/// The bytes that the weights of a model may take, at 8 each.
const MOST_BYTES: usize = 1 << 30;

/// Fewer weights than this lose quality.
const FEWEST_WEIGHTS: usize = 200;

/// What is tried besides a γ of 0.
const GAMMAS: [f64; 2] = [0.2, 0.5];

/// How often the ridge is looked for beside the best so far.
const MOST_ROUNDS: usize = 4;

/// By what factor.
const STEP: f64 = 1.7;

impl Engine {
    /// What it is called for people.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Ease => "EASE^R, generalised ridge",
            Self::PlainEase => "EASE^R",
            Self::Sparse => "EASE^R by neighbourhoods",
            Self::ItemKnn => "ItemKNN cosine",
            Self::TopPopular => "TopPopular",
        }
    }

    /// What it is called on the command line.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ease => "ease",
            Self::PlainEase => "plain-ease",
            Self::Sparse => "sparse",
            Self::ItemKnn => "item-knn",
            Self::TopPopular => "top-popular",
        }
    }

    fn algorithm(self) -> Algorithm {
        match self {
            Self::Ease | Self::PlainEase => Algorithm::Ease,
            Self::Sparse => Algorithm::Neighbourhoods,
            Self::ItemKnn => Algorithm::ItemKnn,
            Self::TopPopular => Algorithm::TopPopular,
        }
    }

    fn has_ridge(self) -> bool {
        !matches!(self, Self::ItemKnn | Self::TopPopular)
    }

    /// Learn from interactions, and from nothing else.
    pub(super) fn learn(self, interactions: &Interactions, lesson: &Lesson) -> Learned {
        let n_items = interactions.n_items();
        // A file has no size to keep: where they fit into memory, all weights are kept.
        let most_weights = (MOST_BYTES / 8 / n_items.max(1)).max(FEWEST_WEIGHTS).min(n_items);
        let settings = Settings {
            algorithm: self.algorithm(),
            most_weights,
            threads: lesson.threads,
            ..Settings::default()
        };
        let start = Instant::now();
        let ridge = self.has_ridge().then(|| self.ridge(interactions, &settings, lesson));
        let choosing = start.elapsed();
        let wheel = progress::wheel(format!("Training {}", self.title()));
        let model = train(interactions, &Settings { ridge, ..settings });
        let training = start.elapsed() - choosing;
        wheel.finish_and_clear();
        let popular = popular(interactions);
        let used = match settings.algorithm_for(n_items) {
            Algorithm::Neighbourhoods => Self::Sparse,
            _ if ridge.is_some_and(|ridge| ridge.gamma == 0.0) => Self::PlainEase,
            _ => self,
        };
        Learned { used, model, popular, ridge, choosing, training }
    }

    /// The best ridge, as far as interactions tell that are held out for it: λ first, then γ, then λ beside it.
    fn ridge(self, interactions: &Interactions, settings: &Settings, lesson: &Lesson) -> Ridge {
        if let Some(ridge) = lesson.ridge {
            return ridge;
        }
        let wheel = progress::wheel(format!("Choosing λ of {}", self.title()));
        // The same interactions are held out each time, so what was found before can be compared.
        let choose = |candidates: &[Ridge]| {
            let choice = choice::choose(interactions, candidates, settings, lesson.seed);
            let ndcg = choice.trials.iter().map(|trial| trial.ndcg).fold(0.0, f64::max);
            (ndcg, choice.ridge)
        };
        let better = |(ndcg, ridge): (f64, Ridge), candidates: &[Ridge]| {
            let (next, found) = choose(candidates);
            if next > ndcg { (next, found) } else { (ndcg, ridge) }
        };
        let Ridge { lambda, .. } = Ridge::for_data(interactions);
        let mut best =
            choose(&[1.0 / 3.0, 1.0, 3.0].map(|far| Ridge { lambda: lambda * far, gamma: 0.0 }));
        if self != Self::PlainEase {
            best = better(best, &GAMMAS.map(|gamma| Ridge { gamma, ..best.1 }));
        }
        for _ in 0..MOST_ROUNDS {
            let (before, ridge) = best;
            let beside = [ridge.lambda / STEP, ridge.lambda * STEP];
            best = better(best, &beside.map(|lambda| Ridge { lambda, ..ridge }));
            if best.0 <= before {
                break;
            }
        }
        wheel.finish_and_clear();
        best.1
    }
}

impl Learned {
    /// The best items for somebody that they have not seen: best first, ties by lower item, at most `top`.
    ///
    /// First what the model has something to say for, by its score above 0.0; then, with a score of 0.0, what is popular.
    /// `seen` is ascending.
    pub(super) fn list(&self, history: &[(u32, f32)], seen: &[u32], top: usize) -> Vec<(u32, f64)> {
        let is_seen = |item: u32| seen.binary_search(&item).is_ok();
        let mut list = self.model.ranked(history, is_seen, top);
        if list.len() < top {
            let listed: HashSet<u32> = list.iter().map(|(item, _)| *item).collect();
            let unlisted = self.popular.iter().filter(|it| !is_seen(**it) && !listed.contains(*it));
            list.extend(unlisted.take(top - list.len()).map(|item| (*item, 0.0)));
        }
        list
    }

    /// The score of each item as the model has it, whether seen or not.
    pub(super) fn scores(&self, history: &[(u32, f32)]) -> Vec<f64> {
        self.model.scores(history)
    }

    /// What was really used, and its ridge: `EASE^R (λ = 887)`.
    pub(super) fn title(&self) -> String {
        let title = self.used.title();
        self.ridge.map_or(title.to_owned(), |ridge| format!("{title} ({})", told(ridge)))
    }
}

/// A ridge for people: `λ = 887`, `λ = 300, γ = 0.2`.
pub(super) fn told(ridge: Ridge) -> String {
    let Ridge { lambda, gamma } = ridge;
    let digits = match lambda {
        100.0.. => 0,
        10.0.. => 1,
        _ => 3,
    };
    match gamma {
        0.0 => format!("λ = {lambda:.digits$}"),
        gamma => format!("λ = {lambda:.digits$}, γ = {gamma}"),
    }
}

/// All items, those that most users have met first, ties by lower item.
fn popular(interactions: &Interactions) -> Vec<u32> {
    let mut counts = vec![0_u32; interactions.n_items()];
    let users = 0..u32::try_from(interactions.n_users()).unwrap_or(u32::MAX);
    users.for_each(|user| interactions.row(user).for_each(|(item, _)| counts[item as usize] += 1));
    let mut items: Vec<u32> = (0..).take(counts.len()).collect();
    items.sort_by_key(|item| Reverse(counts[*item as usize]));
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    const LESSON: Lesson =
        Lesson { ridge: Some(Ridge { lambda: 1.0, gamma: 0.0 }), seed: 1, threads: 1 };

    #[test]
    fn a_ridge_is_told_in_few_digits() {
        assert_eq!(told(Ridge { lambda: 886.6, gamma: 0.0 }), "λ = 887");
        assert_eq!(told(Ridge { lambda: 2.5, gamma: 0.25 }), "λ = 2.500, γ = 0.25");
    }

    #[test]
    fn a_list_goes_on_with_what_is_popular() {
        // Item 3 was met by nobody; 0 and 1 by all three.
        let pairs = [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 1), (2, 0)];
        let interactions = Interactions::new(4, 4, pairs.map(|(user, item)| (user, item, 1.0)));

        let learned = Engine::Ease.learn(&interactions, &LESSON);
        let stranger = learned.list(&[], &[0], 9);
        let known = learned.list(&[(0, 1.0)], &[0], 9);

        assert_eq!(stranger, [(1, 0.0), (2, 0.0), (3, 0.0)]);
        let items: Vec<u32> = known.iter().map(|(item, _)| *item).collect();
        assert_eq!(items, [1, 2, 3]);
        assert!(known[0].1 > known[1].1 && known[2].1 == 0.0, "{known:?}");
    }

    #[test]
    fn nothing_to_learn_from_is_no_fault() {
        for engine in Engine::value_variants() {
            for interactions in [Interactions::new(0, 0, []), Interactions::new(1, 2, [])] {
                let lesson = Lesson { ridge: None, ..LESSON };
                let list = engine.learn(&interactions, &lesson).list(&[], &[], 5);
                assert_eq!(list.len(), interactions.n_items());
            }
        }
    }
}
