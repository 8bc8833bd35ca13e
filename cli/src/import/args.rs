//! The command.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use kindred::App;

use super::formats::{self, Format};
use super::{Progress, Recognition, Refusals, Summary, import_with};
use crate::Failure;
use crate::target::{Target, TargetArgs};

/// How `kindred import` is called.
#[derive(Clone, Debug, Args)]
pub struct ImportArgs {
    /// What the files are
    #[arg(value_enum)]
    format: DataSet,
    /// A file of the data set, or the folder with its files; gzipped ones need not be unpacked
    path: PathBuf,
    /// Write all refused rows to this file, with line and reason
    #[arg(long, value_name = "FILE")]
    refused_to: Option<PathBuf>,
    /// Take no item for one that the catalogue has under another key, however alike they are
    #[arg(long)]
    no_recognition: bool,
    #[command(flatten)]
    target: TargetArgs,
}

/// A data set that can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DataSet {
    /// goodbooks-10k: books.csv
    Books,
    /// Steam-200k: who bought and played which game
    Games,
    /// MovieLens in any edition: u.data and u.item, or ratings and movies as .dat or .csv
    Movielens,
    /// What `kindred export` wrote
    Jsonl,
}

impl From<DataSet> for Format {
    fn from(data_set: DataSet) -> Self {
        match data_set {
            DataSet::Books => Self::Books,
            DataSet::Games => Self::Games,
            DataSet::Movielens => Self::Movielens,
            DataSet::Jsonl => Self::Jsonl,
        }
    }
}

impl ImportArgs {
    /// Import, and say what became of the rows.
    ///
    /// Refuses: a path that cannot be read, a store that cannot be opened, a file that broke off, and files without a
    /// single usable row.
    pub async fn run(self) -> Result<(), Failure> {
        // Both paths are tried before the store is opened: opening may make it.
        let reader = formats::open(self.format.into(), &self.path)?;
        let refusals = self.refusals()?;
        let target = self.target.open().await?;
        let recognition = match self.no_recognition {
            true => Recognition::BySource,
            false => Recognition::ByRecord,
        };
        let summary = read_in(recognition, target.app(), reader, refusals).await?;
        if let Target::Local(_) = target {
            eprintln!("Bringing recommendations up to date …");
        }
        target.settle().await?;
        self.judge(&summary)
    }

    fn refusals(&self) -> Result<Refusals, Failure> {
        let Some(path) = &self.refused_to else { return Ok(Refusals::default()) };
        let unusable = |error| format!("cannot write to {}: {error}", path.display());
        Ok(Refusals::kept_in(path).map_err(unusable)?)
    }

    /// Whether it counts as done.
    fn judge(&self, summary: &Summary) -> Result<(), Failure> {
        let taken = summary.items.taken() + summary.interactions.taken();
        let path = self.path.display();
        if summary.broken_off {
            return Err(format!("{path} could not be read to its end, the rest is missing").into());
        }
        match (taken, summary.refused.len()) {
            (0, 0) => Err(format!("{path} has no rows").into()),
            (0, refused) => {
                let message = format!(
                    "nothing was imported: 0 rows taken, {refused} refused; is {path} what it is said to be?"
                );
                Err(message.into())
            }
            _ => Ok(()),
        }
    }
}

async fn read_in(
    recognition: Recognition,
    app: &App,
    reader: formats::Reader,
    refusals: Refusals,
) -> Result<Summary, Failure> {
    let progress = Progress::shown(reader.total_bytes());
    let imported = import_with(recognition, app, reader, refusals, &progress).await;
    progress.clear();
    let mut summary = imported.map_err(|error| {
        format!("the import stopped, start it again to go on where it was: {error}")
    })?;
    eprint!("{}", summary.refused);
    println!("{summary}");
    summary
        .refused
        .close()
        .map_err(|error| format!("not all refused rows are written: {error}"))?;
    Ok(summary)
}
