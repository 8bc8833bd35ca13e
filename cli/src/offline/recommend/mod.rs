//! `kindred recommend`: from a file of ratings to a file of lists, for everybody in it.
//!
//! Reading, learning and scoring each use what the one before has made; lists are made and written batch by batch, so
//! memory holds the ratings and the model, but never all lists. What the files look like is told by [`FORMAT`].

mod args;
mod output;

use std::io::Write;
use std::time::Instant;

use kindred::matching::collaborative::Interactions;
use rayon::prelude::*;

pub use self::args::{FORMAT, RecommendArgs};
use self::output::Output;
use super::engine::Learned;
use super::ratings::line::Layout;
use super::ratings::{Rating, Ratings};
use super::{choosing, progress};
use crate::Failure;

/// Users whose lists are made together, and lie in memory before they are written.
const BATCH: usize = 4_096;

/// What was done.
struct Recommended {
    n_users: usize,
    n_items: usize,
    n_lines: usize,
    n_interactions: usize,
    title: String,
    seconds: f64,
}

fn recommend(args: &RecommendArgs) -> Result<Recommended, Failure> {
    let start = Instant::now();
    let lesson = args.lesson.lesson()?;
    // The output before the work, which may be long.
    let output = Output::new(&args.out)?;
    let ratings = Ratings::read(&args.ratings, Layout::Tabs)?;
    if args.min_rating.is_some()
        && !ratings.all.is_empty()
        && ratings.all.iter().all(|it| it.rating().is_none())
    {
        return Err(
            format!("{} has no ratings, which --min-rating needs", args.ratings.display()).into()
        );
    }
    let interactions = interactions(&ratings, args.min_rating);
    let judge = choosing::by_lists(args.algorithm, &interactions, &lesson);
    let recipe = choosing::recipe(args.algorithm, &interactions, &lesson, judge);
    let wheel = progress::wheel(format!("Training {}", args.algorithm.title()));
    let learned = args.algorithm.learn(&interactions, recipe, lesson.threads);
    wheel.finish_and_clear();
    let lists = Lists {
        ratings: &ratings,
        interactions: &interactions,
        learned: &learned,
        top: args.top as usize,
    };
    lists.write(output, lesson.threads)?;
    Ok(Recommended {
        n_users: ratings.users.len(),
        n_items: ratings.items.len(),
        n_lines: ratings.n_lines,
        n_interactions: interactions.len(),
        title: learned.title(),
        seconds: start.elapsed().as_secs_f64(),
    })
}

/// What is learned from: all ratings alike, or those that are good enough.
fn interactions(ratings: &Ratings, min_rating: Option<f32>) -> Interactions {
    let counts = |rating: &&Rating| match min_rating {
        None => true,
        Some(least) => rating.rating().is_some_and(|rating| rating >= least),
    };
    let triples = ratings.all.iter().filter(counts).map(|rating| (rating.user, rating.item, 1.0));
    Interactions::new(ratings.users.len(), ratings.items.len(), triples)
}

/// Everybody's lists.
struct Lists<'a> {
    ratings: &'a Ratings,
    interactions: &'a Interactions,
    learned: &'a Learned,
    top: usize,
}

impl Lists<'_> {
    fn write(&self, mut output: Output, threads: usize) -> Result<(), Failure> {
        let users = &self.ratings.by_appearance;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        let bar = progress::bar("Recommending", users.len() as u64);
        for batch in users.chunks(BATCH) {
            let lists: Vec<Vec<u8>> =
                pool.install(|| batch.par_iter().map(|user| self.lines(*user)).collect());
            lists.iter().try_for_each(|lines| output.write(lines))?;
            bar.inc(batch.len() as u64);
        }
        bar.finish_and_clear();
        output.finish()
    }

    /// The lines for a user.
    fn lines(&self, user: u32) -> Vec<u8> {
        let own = self.ratings.of(user);
        let seen: Vec<u32> = own.iter().map(|rating| rating.item).collect();
        let history: Vec<(u32, f32)> = self.interactions.row(user).collect();
        let id = &self.ratings.users[user as usize];
        let mut lines = Vec::new();
        for (rank, (item, score)) in (1..).zip(self.learned.list(&history, &seen, self.top)) {
            let item = &self.ratings.items[item as usize];
            writeln!(lines, "{id}\t{item}\t{rank}\t{}", score as f32)
                .expect("memory takes everything");
        }
        lines
    }
}
