//! The command.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use kindred::App;

use super::{Exported, export};
use crate::Failure;
use crate::destination::Destination;
use crate::import::Progress;
use crate::target::{Target, TargetArgs};

/// What the file looks like, for `kindred export --help`.
pub const FORMAT: &str = r#"The file is JSON Lines: one object a line, the first and the last of which frame the others.

  {"type":"kindred","version":1}
  {"type":"content","kind":"movie","key":"movielens:1","fields":{"title":"Toy Story",…},
   "genres":["Comedy"],"rating_sum":17,"rating_count":4}
  {"type":"content","kind":"episode","key":"kindred:9f3c27a1b04d:812","serie":"imdb:tt0092337","fields":{…},…}
  {"type":"interaction","user":"movielens:7","content":"movielens:1","rating":4,
   "last_rating_date":"2001-07-09T14:02:11.000000","review_see_count":1,"last_review_see_date":…,
   "count":0,"last_count_increment":null}
  {"type":"end","contents":2,"interactions":1}

Contents come by kind (series before their episodes), interactions by person. Fields are those of the kind,
null where unknown. rating_sum and rating_count are of ratings that are not among the interactions. A key is
that of the data set something was imported from, or begins with `kindred:`. People are keys: there are no
names and no addresses in the file. A file without its last line is incomplete.

A local system must not be running. A deployed stack goes on meanwhile, and what is written during the export
may be in it or not: it is no snapshot."#;

/// How `kindred export` is called.
#[derive(Clone, Debug, Args)]
pub struct ExportArgs {
    /// The file to write; gzipped if its name ends in .gz; - is standard output
    path: PathBuf,
    #[command(flatten)]
    target: TargetArgs,
}

impl ExportArgs {
    /// Export, and say how much it was.
    ///
    /// A file that is there is replaced when all is done, and stays when it fails.
    /// Refuses: a path that cannot be written, a store that cannot be opened or read.
    pub async fn run(self) -> Result<(), Failure> {
        // The file before the store, which opening may make.
        let destination = Destination::open(self.path)?;
        let target = self.target.open().await?;
        if let Target::Stack(_) = target {
            eprintln!("What is written meanwhile may be missing: this is no snapshot.");
        }
        let exported =
            destination.fill(async |output: &mut dyn Write| write(target.app(), output).await);
        let exported = exported.await?;
        let Exported { contents, interactions } = exported;
        eprintln!("{contents} contents and {interactions} interactions are exported.");
        Ok(())
    }
}

async fn write(app: &App, output: impl Write) -> Result<Exported, Failure> {
    let store = &app.store;
    // Everybody is looked at twice.
    let steps = store.last_id("content").await? + 2 * store.last_id("user").await?;
    let progress = Progress::shown(steps);
    let exported = export(app, output, &progress).await;
    progress.clear();
    exported
}
