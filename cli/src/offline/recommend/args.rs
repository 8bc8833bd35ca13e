//! The command.

use std::path::PathBuf;

use clap::Args;

use super::{Recommended, recommend};
use crate::Failure;
use crate::offline::engine::Engine;
use crate::offline::lesson::LessonArgs;
use crate::offline::progress::grouped;

/// What the files look like, for `kindred recommend --help`.
pub const FORMAT: &str = "\
Ratings are lines of user, item, rating and timestamp, separated by tabs; rating and timestamp may be left out. Ids are
any text without tabs. Of several lines about one user and item the last counts: by timestamp, else by position. Every
line is an interaction, however good the rating, unless --min-rating says otherwise. The file may be gzipped.

Lists are lines of user, item, rank (from 1) and score, separated by tabs, for every user in the order of their first
lines. Nothing that a user has a line about is recommended to them. A score of 0 means that the engine has nothing to say
for the item, and that it stands there because it is popular. The same ratings and seed give the same bytes, whatever the
number of threads; another order of lines only changes the order of users.";

/// How `kindred recommend` is called.
#[derive(Clone, Debug, Args)]
pub struct RecommendArgs {
    /// The file of ratings; - is standard input
    #[arg(long, value_name = "FILE")]
    pub(super) ratings: PathBuf,
    /// How many items to recommend to each user
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) top: u32,
    /// The file to write; - is standard output
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
    /// What recommends
    #[arg(long, value_enum, default_value = "ease")]
    pub(super) algorithm: Engine,
    /// Learn from ratings of at least this, and keep the others from being recommended
    #[arg(long, value_name = "R", allow_negative_numbers = true, value_parser = finite)]
    pub(super) min_rating: Option<f32>,
    #[command(flatten)]
    pub(super) lesson: LessonArgs,
}

impl RecommendArgs {
    /// Recommend to everybody in the file, and say what it took.
    ///
    /// A file that is there is replaced when all is done, and stays when it fails.
    /// Refuses: a path that cannot be read or written, and the first line at fault.
    pub fn run(self) -> Result<(), Failure> {
        let Recommended { n_users, n_items, n_lines, n_interactions, title, seconds } =
            recommend(&self)?;
        let [n_users, n_items, n_lines, n_interactions] =
            [n_users, n_items, n_lines, n_interactions].map(grouped);
        let memory = peak_memory().map(|memory| format!(", {memory}")).unwrap_or_default();
        eprintln!(
            "{n_lines} lines: {n_users} users, {n_items} items, {n_interactions} interactions; \
             {title}; {seconds:.1} s{memory}"
        );
        Ok(())
    }
}

fn finite(text: &str) -> Result<f32, String> {
    let number = text.parse().ok().filter(|number: &f32| number.is_finite());
    number.ok_or_else(|| "it has to be a number".to_owned())
}

/// The most memory that this process had, where the system tells it: `312 MiB`.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = peak.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(format!("{} MiB at most", kib / 1024))
}
