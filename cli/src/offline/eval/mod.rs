//! `kindred eval`: how well engines find what was held out, beside what others published.
//!
//! `split` holds out, `metrics` judges, and in between each engine learns from the rest and from nothing else. So that
//! figures can be compared, the protocols are those of papers, down to what recall is divided by; see [`PROTOCOLS`].

mod args;
mod fixed;
mod metrics;
mod published;
mod report;
mod source;
mod split;

use std::time::Instant;

use kindred::matching::collaborative::Interactions;
use rayon::prelude::*;

pub use self::args::{EvalArgs, PROTOCOLS};
use self::metrics::{Quality, rank_among};
use self::report::Row;
use self::split::{Protocol, Split, Test};
use super::engine::{Engine, Learned};
use super::lesson::{Lesson, Recipe};
use super::{choosing, progress};
use crate::Failure;

/// How to measure.
struct Setting {
    protocol: Protocol,
    /// How long lists are.
    top: usize,
    lesson: Lesson,
}

/// Let an engine learn, and look how much of what was held out it finds.
fn measure(split: &Split, engine: Engine, setting: &Setting) -> Result<Row, Failure> {
    let Setting { lesson, top, .. } = setting;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(lesson.threads).build()?;
    let interactions = interactions(split);
    let start = Instant::now();
    let recipe = pool.install(|| recipe(split, &interactions, engine, setting));
    let choosing = start.elapsed();

    let wheel = progress::wheel(format!("Training {}", engine.title()));
    let learned = engine.learn(&interactions, recipe, lesson.threads);
    wheel.set_message(format!("Asking {}", engine.title()));
    let start = Instant::now();
    let quality = pool.install(|| quality(split, &learned, &interactions, *top));
    wheel.finish_and_clear();
    Ok(Row {
        engine,
        quality,
        recipe,
        choosing_seconds: choosing.as_secs_f64(),
        training_seconds: learned.training.as_secs_f64(),
        scoring_seconds: start.elapsed().as_secs_f64(),
    })
}

/// By what to learn: chosen in the way of the protocol on what is learned from.
fn recipe(
    split: &Split,
    interactions: &Interactions,
    engine: Engine,
    setting: &Setting,
) -> Option<Recipe> {
    let Setting { lesson, top, .. } = setting;
    let Some(inner) = split.inner(lesson.seed) else {
        let judge = choosing::by_lists(engine, interactions, lesson);
        return choosing::recipe(engine, interactions, lesson, judge);
    };
    let rest = self::interactions(&inner);
    let worth = |recipe: &Recipe| {
        let learned = engine.learn(&rest, Some(*recipe), lesson.threads);
        quality(&inner, &learned, &rest, *top).ndcg
    };
    let judge = |recipes: &[Recipe]| recipes.iter().map(worth).collect();
    choosing::recipe(engine, interactions, lesson, judge)
}

fn interactions(split: &Split) -> Interactions {
    let triples = split.train.iter().map(|(user, item)| (*user, *item, 1.0));
    Interactions::new(split.n_users, split.n_items, triples)
}

fn quality(split: &Split, learned: &Learned, interactions: &Interactions, top: usize) -> Quality {
    let judged = |test: &Test| judge(test, learned, interactions, top);
    let all: Vec<Quality> = split.tests.par_iter().map(judged).collect();
    Quality::mean(&all)
}

fn judge(test: &Test, learned: &Learned, interactions: &Interactions, top: usize) -> Quality {
    let history: Vec<(u32, f32)> = interactions.row(test.user).collect();
    match test.held_out[..] {
        [item] if !test.negatives.is_empty() => {
            let scores = learned.scores(&history);
            let candidates = test.negatives.iter().map(|item| scores[*item as usize]);
            Quality::of_rank(rank_among(scores[item as usize], candidates), top)
        }
        _ => {
            let seen: Vec<u32> = history.iter().map(|(item, _)| *item).collect();
            let list = learned.list(&history, &seen, top);
            let hits = list.iter().map(|(item, _)| test.held_out.binary_search(item).is_ok());
            Quality::of_list(hits, test.held_out.len(), top)
        }
    }
}
