//! An engine that has learned from interactions, and its list for anybody.
//!
//! Everything comes from `kindred::matching::collaborative`. Here it is decided what the names of the command line
//! stand for, and that a list which the model cannot fill goes on with what is popular. How a recipe is chosen stands
//! in [`super::choosing`].

use std::cmp::Reverse;
use std::collections::HashSet;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use kindred::matching::collaborative::{Algorithm, Interactions, Model, Settings, train};

use super::lesson::Recipe;

/// What recommends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub(super) enum Engine {
    /// EASE^R, with what makes it better where that helps: the best, exact up to 20,000 items
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
    /// By what, where the engine has a choice.
    pub(super) recipe: Option<Recipe>,
    /// What it took.
    pub(super) training: Duration,
}

/// The bytes that the weights of a model may take, at 8 each.
const MOST_BYTES: usize = 1 << 30;

/// Fewer weights than this lose quality.
const FEWEST_WEIGHTS: usize = 200;

impl Engine {
    /// What it is called for people.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Ease => "EASE^R, generalised",
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

    /// Whether there is anything to choose.
    pub(super) fn has_recipe(self) -> bool {
        !matches!(self, Self::ItemKnn | Self::TopPopular)
    }

    /// How it learns.
    pub(super) fn settings(
        self,
        interactions: &Interactions,
        recipe: Option<Recipe>,
        threads: usize,
    ) -> Settings {
        let n_items = interactions.n_items();
        // A file has no size to keep: as far as memory allows, all weights are kept.
        let most_weights = (MOST_BYTES / 8 / n_items.max(1)).max(FEWEST_WEIGHTS).min(n_items);
        Settings {
            algorithm: self.algorithm(),
            ridge: recipe.map(|recipe| recipe.ridge()),
            balance: recipe.map_or(0.0, |recipe| recipe.balance),
            most_weights,
            threads,
            ..Settings::default()
        }
    }

    /// Learn from interactions, and from nothing else.
    pub(super) fn learn(
        self,
        interactions: &Interactions,
        recipe: Option<Recipe>,
        threads: usize,
    ) -> Learned {
        let start = Instant::now();
        let settings = self.settings(interactions, recipe, threads);
        let model = train(interactions, &settings);
        let training = start.elapsed();
        let used = match settings.algorithm_for(interactions.n_items()) {
            Algorithm::Neighbourhoods => Self::Sparse,
            _ if recipe.is_some_and(|recipe| recipe.is_plain()) => Self::PlainEase,
            _ => self,
        };
        Learned { used, model, popular: popular(interactions), recipe, training }
    }
}

impl Learned {
    /// The best items for somebody that they have not seen: best first, ties by lower item, at most `top`.
    ///
    /// First what the model has something to say for, by its score above 0.0; then, with a score of 0.0, what is
    /// popular. `seen` is ascending.
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

    /// What was really used, and by what recipe: `EASE^R (λ = 887)`.
    pub(super) fn title(&self) -> String {
        let title = self.used.title();
        self.recipe.map_or(title.to_owned(), |recipe| format!("{title} ({recipe})"))
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

    const RECIPE: Option<Recipe> = Some(Recipe { lambda: 1.0, gamma: 0.0, balance: 0.0 });

    #[test]
    fn a_list_goes_on_with_what_is_popular() {
        // Item 3 was met by nobody; 0 and 1 by all three.
        let pairs = [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 1), (2, 0)];
        let interactions = Interactions::new(4, 4, pairs.map(|(user, item)| (user, item, 1.0)));

        let learned = Engine::Ease.learn(&interactions, RECIPE, 1);
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
                for recipe in [None, RECIPE] {
                    let list = engine.learn(&interactions, recipe, 1).list(&[], &[], 5);
                    assert_eq!(list.len(), interactions.n_items());
                }
            }
        }
    }
}
