//! `kindred export`: the catalogue and what people did with it, as a file that `kindred import jsonl` reads.
//!
//! JSON Lines: a first line with the version, all contents by kind and number, all interactions by person, kind and
//! content, and a last line that counts them. So the same store gives the same bytes, and so does the store into which
//! they were imported. `line` has the shapes, `key` the names by which contents and people go.
//!
//! What it leaves out: names, addresses and accounts (people are keys), articles, jobs, events, genres of no content,
//! and what is derived. It reads page by page: in memory are the key and the sums of each content. The store is read
//! twice, and it is no snapshot: what is written meanwhile may be in it or not.

mod args;
mod contents;
mod interactions;
pub(crate) mod key;
pub(crate) mod line;
mod output;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::io::Write;

use kindred::entity::content::Content;
use kindred::entity::meta::Meta;
use kindred::entity::realm::Realm;
use kindred::{App, Result};

pub use args::{ExportArgs, FORMAT};
pub(crate) use output::Output;

use self::line::{End, Header, Line};
use crate::Failure;
use crate::import::Progress;

/// What an export came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Contents that are in it.
    pub contents: u64,
    /// Interactions that are in it.
    pub interactions: u64,
}

/// Write everything to `output`, which is flushed at the end.
///
/// Refuses: a store or an output that fails.
pub async fn export(
    app: &App,
    output: impl Write,
    progress: &Progress,
) -> Result<Exported, Failure> {
    let realm = Realm::of(&app.store, &app.ids).await?;
    let mut shares = Shares::default();
    interactions::walk(app, progress, |_, metas| {
        metas.iter().for_each(|meta| shares.add(meta));
        Ok(())
    })
    .await?;
    let mut output = Output::new(output);
    output.write(&Header::current())?;
    let keys = contents::write(app, &realm, &shares, &mut output, progress).await?;
    let mut done = Exported { contents: output.n_lines() - 1, interactions: 0 };
    interactions::walk(app, progress, |user, metas| {
        let person = key::of_user(user);
        for meta in metas {
            // What is left of a content that is gone has nobody to tell of it.
            let Some(content) = keys.get(&meta.content_id) else { continue };
            let line = interactions::line(&person, content, meta);
            output.write(&Line::Interaction(line))?;
            done.interactions += 1;
        }
        Ok(())
    })
    .await?;
    let Exported { contents, interactions } = done;
    output.write(&Line::End(End { contents, interactions }))?;
    output.finish()?;
    Ok(done)
}

/// What the interactions of an export add to the sum and number of ratings of each content.
#[derive(Debug, Default)]
struct Shares(HashMap<u64, (i64, i64)>);

impl Shares {
    fn add(&mut self, meta: &Meta) {
        if let Some((sum, votes)) = meta.rating_difference(None) {
            let share = self.0.entry(meta.content_id).or_default();
            *share = (share.0 + sum, share.1 + votes);
        }
    }

    /// The sum and number of the ratings of a content that are no interactions.
    ///
    /// Somebody who rates meanwhile may be in one of the numbers and not in the other; they stay possible ones.
    fn rest(&self, content: &Content) -> (u64, u64) {
        let (sum, votes) = self.0.get(&content.id).copied().unwrap_or_default();
        let count = (content.votes() - votes).max(0);
        let best = count * i64::from(kindred::entity::meta::BEST_RATING);
        let all = content.rating_sum + content.in_shards.rating_sum;
        let sum = (all - sum).clamp(0, best);
        (sum.cast_unsigned(), count.cast_unsigned())
    }
}
