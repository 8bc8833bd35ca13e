//! The command.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use flate2::Compression;
use flate2::write::GzEncoder;
use kindred::App;
use tempfile::NamedTempFile;

use super::{Exported, export};
use crate::Failure;
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
        let file = self.file()?;
        let target = self.target.open().await?;
        if let Target::Stack(_) = target {
            eprintln!("What is written meanwhile may be missing: this is no snapshot.");
        }
        let exported = match &file {
            None => write(target.app(), io::stdout().lock()).await?,
            Some(file) if is_gzipped(&self.path) => {
                let mut packed = GzEncoder::new(file.as_file(), Compression::default());
                let exported = write(target.app(), &mut packed).await?;
                packed.finish().map_err(|error| self.unwritable(&error))?;
                exported
            }
            Some(file) => write(target.app(), file.as_file()).await?,
        };
        if let Some(file) = file {
            file.as_file().sync_all().map_err(|error| self.unwritable(&error))?;
            file.persist(&self.path).map_err(|failed| self.unwritable(&failed.error))?;
        }
        let Exported { contents, interactions } = exported;
        eprintln!("{contents} contents and {interactions} interactions are exported.");
        Ok(())
    }

    /// Where it is written until it is whole; none for standard output.
    fn file(&self) -> Result<Option<NamedTempFile>, Failure> {
        if self.path == Path::new("-") {
            return Ok(None);
        }
        let folder = match self.path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        if self.path.is_dir() {
            return Err(format!("{} is a folder, not a file", self.path.display()).into());
        }
        let file: Result<NamedTempFile<File>, _> = NamedTempFile::new_in(folder);
        Ok(Some(file.map_err(|error| self.unwritable(&error))?))
    }

    fn unwritable(&self, error: &io::Error) -> Failure {
        format!("cannot write to {}: {error}", self.path.display()).into()
    }
}

fn is_gzipped(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "gz")
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
