//! The command.

use std::io;
use std::path::PathBuf;

use clap::Args;
use kindred::blobs;
use kindred::entity::kind::MediaKind;
use kindred::entity::user::User;
use kindred::store::Claim;
use kindred::{App, Blobs};
use recompute::Recompute;
use uuid::Uuid;

use super::lists::Wanted;
use super::{Moment, replay};
use crate::Failure;
use crate::destination::Destination;
use crate::import::Progress;
use crate::target::{Target, TargetArgs};

/// What is written, and what cannot be known, for `kindred replay --help`.
pub const FORMAT: &str = r#"With --until, lists are written as JSON Lines: users by id, then groups; by kind and engine; best first.

  {"recipient":{"user":7},"kind":"movie","engine":"FromSimilarContent",
   "items":[{"content_id":42,"score":0.8,"reasons":[{"content_id":41,"share":0.8}]},…]}

They are what was served when all events until then had been worked off, byte for byte. The store is only read, and
everything is held in memory: all contents, and some sixty bytes for each interaction.

What events do not tell is not there. Before genres, ratings that contents came with and reasons of people were told by
events, contents had them without an event: a moment before that, or contents from before that, are rebuilt without
them. Ratings that somebody wrote into the store by hand are not known, either. A deployed stack lists its events a
moment after they are written: the last second may be missing.

Without --until, everything that is derived is made again in the store itself; it may have been dropped before."#;

/// How `kindred replay` is called.
#[derive(Clone, Debug, Args)]
pub struct ReplayArgs {
    /// Show what was recommended at this moment: a time by ISO 8601, or the id of the last event that counts
    #[arg(long, value_name = "MOMENT")]
    until: Option<Moment>,
    /// The file for the lists; gzipped if its name ends in .gz; - is standard output
    #[arg(long, value_name = "FILE", default_value = "-", requires = "until")]
    out: PathBuf,
    /// Only the lists of this user, by uuid or id; may be said several times
    #[arg(long, value_name = "USER", requires = "until")]
    user: Vec<String>,
    /// Only lists of this kind; may be said several times
    #[arg(long, value_name = "KIND", requires = "until", value_parser = kind)]
    kind: Vec<MediaKind>,
    /// The bucket of a stack, where everything is made again
    #[arg(long, value_name = "NAME", env = "KINDRED_BUCKET", requires = "stack")]
    bucket: Option<String>,
    #[command(flatten)]
    target: TargetArgs,
}

impl ReplayArgs {
    /// Do it, and say what was done.
    ///
    /// Refuses: a file that cannot be written, a store that cannot be opened or read, a user that there is not.
    pub async fn run(self) -> Result<(), Failure> {
        match self.until {
            Some(until) => self.show(until).await,
            None => self.derive().await,
        }
    }

    /// Write the lists of a moment. A file that is there is replaced when all is done, and stays when it fails.
    async fn show(self, until: Moment) -> Result<(), Failure> {
        // The file before the store, which opening may make.
        let destination = Destination::open(self.out)?;
        let target = self.target.open().await?;
        let app = target.app();
        let mut wanted = Wanted { kinds: self.kind.into_iter().collect(), ..Wanted::default() };
        for user in &self.user {
            wanted.users.insert(account(app, user).await?);
        }
        let progress = Progress::busy();
        let n_lists = destination.fill(async |output: &mut dyn io::Write| {
            replay(app, until, &wanted, output, &progress).await
        });
        let n_lists = n_lists.await;
        progress.clear();
        eprintln!("{} lists are written.", n_lists?);
        Ok(())
    }

    /// Make everything again that is derived.
    async fn derive(self) -> Result<(), Failure> {
        let target = self.target.open().await?;
        let progress = Progress::busy();
        let done = match &target {
            Target::Local(system) => {
                target.settle().await?;
                system.recompute().everything().await
            }
            Target::Stack(app) => {
                let app = app.clone().with_blobs(bucket(self.bucket.as_deref())?);
                Recompute::new(app.engines, app.clock).everything().await
            }
        };
        progress.clear();
        done?;
        eprintln!("Everything is derived again.");
        Ok(())
    }
}

fn bucket(name: Option<&str>) -> Result<Blobs, Failure> {
    let name = name.ok_or("--bucket is missing: the output BlobsBucket of the stack")?;
    Ok(blobs::connect(name)?)
}

/// The id of an account, given so or by uuid. An id may be that of somebody who is gone.
async fn account(app: &App, text: &str) -> Result<u64, Failure> {
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let unknown = || format!("there is no user {text}");
    let uuid: Uuid = text.parse().map_err(|_| unknown())?;
    let claim: Option<Claim> = app.store.get(&User::uuid_claim(uuid)).await?;
    Ok(claim.ok_or_else(unknown)?.owner)
}

fn kind(text: &str) -> Result<MediaKind, String> {
    let known = || format!("it must be of: {}", MediaKind::ALL.map(MediaKind::name).join(", "));
    MediaKind::named(text).ok_or_else(known)
}
