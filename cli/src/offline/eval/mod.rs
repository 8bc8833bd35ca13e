//! `kindred eval`: how well engines find what was held out, beside what others published.
//!
//! [`split`] holds out, [`metrics`] judges, and in between each engine learns from the rest and from nothing else. So that
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
use super::lesson::Lesson;
use super::progress;
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
    let triples = split.train.iter().map(|(user, item)| (*user, *item, 1.0));
    let interactions = Interactions::new(split.n_users, split.n_items, triples);
    let learned = engine.learn(&interactions, &setting.lesson);
    let start = Instant::now();
    let bar = progress::bar("Asking", split.tests.len() as u64);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(setting.lesson.threads).build()?;
    let judged = |test: &Test| {
        bar.inc(1);
        judge(test, &learned, &interactions, setting.top)
    };
    let all: Vec<Quality> = pool.install(|| split.tests.par_iter().map(judged).collect());
    bar.finish_and_clear();
    Ok(Row {
        engine,
        quality: Quality::mean(&all),
        ridge: learned.ridge,
        choosing_seconds: learned.choosing.as_secs_f64(),
        training_seconds: learned.training.as_secs_f64(),
        scoring_seconds: start.elapsed().as_secs_f64(),
    })
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
