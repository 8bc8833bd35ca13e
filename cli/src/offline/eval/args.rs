//! The command.

use std::path::PathBuf;

use clap::Args;

use super::report::Report;
use super::source::Source;
use super::split::Protocol;
use super::{Setting, measure};
use crate::Failure;
use crate::offline::engine::Engine;
use crate::offline::lesson::LessonArgs;

/// What the figures mean, for `kindred eval --help`.
pub const PROTOCOLS: &str = "\
p1: of everybody who has met two items or more, the latest interaction is held out (ties: the last line) and has to be
found among 99 items that they have not met, drawn by the seed. If the folder has the files of He et al. 2017
(NAME.train.rating, NAME.test.rating, NAME.test.negative), those are used as they are. HR@N is the share of users for whom
it is among the best N of the 100, NDCG@N is 1 / log2(rank + 2) with ranks from 0, and 0 beyond N. Ties count against us.

p3: a random fifth of all interactions is held out and has to be found among all items that the user has not met.
Recall@N is hits / held out, NDCG@N is by an ideal list of all that was held out: so do Ferrari Dacrema et al. 2021, whose
figures are shown. NDCG@N of N is by an ideal list of at most N, as others have it. All are means over users.

Every interaction counts alike, whatever the rating. The ridge is chosen on a part of what is learned from, never on what
is held out. The published figures are quoted from the authors; they are for MovieLens-1M and compare with nothing else.";

/// How `kindred eval` is called.
#[derive(Clone, Debug, Args)]
pub struct EvalArgs {
    /// A file of ratings (MovieLens: ratings.dat, ratings.csv, u.data; or tab-separated), or the folder with it
    path: PathBuf,
    /// What is held out, and among what it has to be found
    #[arg(long, value_enum)]
    protocol: Protocol,
    /// What to measure, several times if wanted; everything, if not given
    #[arg(long = "algorithm", value_enum)]
    algorithms: Vec<Engine>,
    /// How long lists are
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    top: u32,
    #[command(flatten)]
    lesson: LessonArgs,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

impl EvalArgs {
    /// Measure, and print what came out.
    ///
    /// Refuses: a path that cannot be read, the first line at fault, and ratings too few to hold any out.
    pub fn run(self) -> Result<(), Failure> {
        let lesson = self.lesson.lesson()?;
        let source = Source::open(&self.path, self.protocol, lesson.seed)?;
        let engines = match &self.algorithms[..] {
            [] => vec![
                Engine::TopPopular,
                Engine::ItemKnn,
                Engine::Sparse,
                Engine::PlainEase,
                Engine::Ease,
            ],
            engines => engines.to_vec(),
        };
        let setting = Setting { protocol: self.protocol, top: self.top as usize, lesson };
        let mut report = Report::new(&source, &setting);
        for engine in engines {
            report.rows.push(measure(&source.split, engine, &setting)?);
        }
        if self.json {
            println!("{}", serde_json::to_string_pretty(&report.json())?);
        } else {
            print!("{report}");
        }
        Ok(())
    }
}
