//! Which recipe suits interactions: tried on a part of them that is held out.
//!
//! Nothing is taken from what an engine is measured by: who calls this hands in what may be learned from, and a judge
//! that holds a part of just that out. The search is coordinate descent, some ten trials: λ; then what makes the ridge
//! more than EASE^R's; then λ again beside what was best.

use kindred::matching::collaborative::{Interactions, choice};

use super::engine::Engine;
use super::lesson::{Lesson, Recipe};
use super::progress;

/// How often λ is looked for beside the best so far.
const MOST_ROUNDS: usize = 4;

/// By what factor.
const STEP: f64 = 1.7;

/// The recipe that was asked for, or the best that can be found; none, where the engine needs none.
///
/// `judge` tells of recipes, which only differ in their ridge, how good they are: the greater the better; it tells
/// nothing if there is too little to try them on, and always holds the same out.
pub(super) fn recipe(
    engine: Engine,
    interactions: &Interactions,
    lesson: &Lesson,
    judge: impl Fn(&[Recipe]) -> Vec<f64>,
) -> Option<Recipe> {
    if !engine.has_recipe() || lesson.recipe.is_some() {
        return lesson.recipe.filter(|_| engine.has_recipe());
    }
    let wheel = progress::wheel(format!("Choosing λ of {}", engine.title()));
    let middle = Recipe::default_for(interactions);
    let middle = if engine == Engine::PlainEase { middle.plain() } else { middle };
    let mut search = Search { judge, best: middle, worth: f64::NEG_INFINITY };
    search.of([1.0 / 3.0, 1.0, 3.0].map(|factor| middle.times(factor)));
    if engine != Engine::PlainEase {
        search.of([0.0, 0.5].map(|gamma| Recipe { gamma, ..search.best }));
        search.of([search.best.gamma, 0.0].map(|gamma| Recipe {
            gamma,
            balance: 0.0,
            ..search.best
        }));
    }
    for _ in 0..MOST_ROUNDS {
        let before = search.best;
        search.of([1.0 / STEP, STEP].map(|factor| before.times(factor)));
        if search.best == before {
            break;
        }
    }
    wheel.finish_and_clear();
    Some(search.best)
}

/// A judge that goes by lists of ten, out of all items, for up to a thousand users; see [`choice`].
pub(super) fn by_lists(
    engine: Engine,
    interactions: &Interactions,
    lesson: &Lesson,
) -> impl Fn(&[Recipe]) -> Vec<f64> {
    move |recipes| {
        let ridges: Vec<_> = recipes.iter().map(Recipe::ridge).collect();
        let settings = engine.settings(interactions, recipes.first().copied(), lesson.threads);
        let choice = choice::choose(interactions, &ridges, &settings, lesson.seed);
        choice.trials.iter().map(|trial| trial.ndcg).collect()
    }
}

/// What was tried so far.
struct Search<J> {
    judge: J,
    best: Recipe,
    worth: f64,
}

impl<J: Fn(&[Recipe]) -> Vec<f64>> Search<J> {
    /// Try some more; ties go to what was tried before.
    fn of<const N: usize>(&mut self, recipes: [Recipe; N]) {
        for (worth, recipe) in (self.judge)(&recipes).into_iter().zip(recipes) {
            if worth > self.worth {
                (self.worth, self.best) = (worth, recipe);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LESSON: Lesson = Lesson { recipe: None, seed: 1, threads: 1 };

    /// Twenty users who have met ten of twelve items.
    fn interactions() -> Interactions {
        let pairs = (0..200_u32).map(|n| (n / 10, (n + n / 10) % 12, 1.0));
        Interactions::new(20, 12, pairs)
    }

    /// How near a recipe is to one that is best.
    fn nearness(recipe: &Recipe) -> f64 {
        let far = (recipe.lambda / 1000.0).ln().abs();
        -far - (recipe.gamma - 0.5).abs() - recipe.balance
    }

    #[test]
    fn the_search_goes_as_far_as_it_gets_better() {
        let judge = |recipes: &[Recipe]| recipes.iter().map(nearness).collect();

        let found = recipe(Engine::Ease, &interactions(), &LESSON, judge).expect("a recipe");
        let plain = recipe(Engine::PlainEase, &interactions(), &LESSON, judge).expect("a recipe");

        assert_eq!((found.gamma, found.balance), (0.5, 0.0));
        assert!(plain.is_plain() && found.lambda == plain.lambda);
        assert!((1000.0 / 1.7..1000.0 * 1.7).contains(&found.lambda), "{found}");
    }

    #[test]
    fn what_cannot_be_tried_is_left_to_the_data() {
        let none = |_: &[Recipe]| Vec::new();
        let given = Recipe { lambda: 3.0, gamma: 0.0, balance: 0.0 };
        let asked = Lesson { recipe: Some(given), ..LESSON };
        let found = |engine, lesson| recipe(engine, &interactions(), lesson, none);

        let default = Recipe::default_for(&interactions());
        assert_eq!(found(Engine::Ease, &LESSON), Some(default));
        assert_eq!(found(Engine::PlainEase, &LESSON), Some(default.plain()));
        assert_eq!(found(Engine::Sparse, &asked), Some(given));
        assert_eq!(found(Engine::ItemKnn, &asked), None);
    }

    #[test]
    fn lists_judge_recipes() {
        let interactions = interactions();
        let judge = by_lists(Engine::Ease, &interactions, &LESSON);

        let recipe = Recipe { lambda: 3.0, gamma: 0.0, balance: 0.0 };
        let worth = judge(&[recipe, recipe.times(2.0)]);

        assert!(
            worth.len() == 2 && worth.iter().all(|ndcg| (0.0..=1.0).contains(ndcg)),
            "{worth:?}"
        );
    }
}
