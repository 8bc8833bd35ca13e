//! `kindred import`: published data sets, and exports of other systems, into the store.
//!
//! [`formats`] turns files into rows; here rows become contents, accounts and interactions, with the events that tell
//! of them. An import that was broken off is simply started again: what is there already is recognised by its key in
//! the data set and not written twice. A row that cannot be taken is refused with file, line and reason, and the import
//! goes on.
//!
//! What it does not do: delete what a newer file no longer has, and touch the ratings of contents that are there.
//! Recommendations are left to recompute, which learns of everything by the events.

mod args;
mod catalogue;
pub mod formats;
mod interactions;
mod items;
mod people;
mod progress;
mod recognition;
mod recording;
mod several;
mod step;
mod summary;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use kindred::{App, Result};

pub use args::ImportArgs;
pub(crate) use catalogue::Catalogue;
pub(crate) use interactions::Seen;
pub use progress::Progress;
pub(crate) use recording::{Shelf, record_all};
pub(crate) use several::several;
pub use summary::{Counts, Refusals, Summary};

use self::formats::{Interaction, Item, Place, Reader, Row};
use self::interactions::Interactions;

/// Items that are looked up and written together.
const MOST_ITEMS: usize = 500;

/// Interactions that are held back, so that those with one content can be written together.
const MOST_INTERACTIONS: usize = 50_000;

/// How it is found out whether the catalogue has an item already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognition {
    /// Only by the key that its data set knows it by.
    BySource,
    /// By all that is known of it, too, where it is certain.
    ByRecord,
}

/// Write everything a reader hands out; items are recognised by their sources only.
///
/// As [`import_with`].
pub async fn import(
    app: &App,
    reader: Reader,
    refusals: Refusals,
    progress: &Progress,
) -> Result<Summary> {
    import_with(Recognition::BySource, app, reader, refusals, progress).await
}

/// Write everything a reader hands out.
///
/// `refusals` is told of every row that is not taken, the reader's and ours. Memory: the keys of all items and people
/// of the data set, and some ten MB of interactions.
///
/// Refuses: what the store answers when it cannot work at all; everything before that is written.
pub async fn import_with(
    recognition: Recognition,
    app: &App,
    mut reader: Reader,
    refusals: Refusals,
    progress: &Progress,
) -> Result<Summary> {
    let catalogue = match recognition {
        Recognition::BySource => Catalogue::default(),
        Recognition::ByRecord => Catalogue::recognising(),
    };
    let mut writer = Writer::new(app, catalogue, refusals, progress);
    while let Some(row) = reader.next() {
        match row {
            Ok(Row::Item(item)) => writer.take_item(reader.place(), item).await?,
            Ok(Row::Interaction(done)) => writer.take_interaction(reader.place(), done).await?,
            Err(refused) => writer.summary.refused.add(refused),
        }
        progress.read(reader.bytes_read());
        progress.refused(writer.summary.refused.len());
    }
    writer.write_interactions().await?;
    let recognised = writer.catalogue.n_recognised();
    Ok(Summary { broken_off: reader.broken_off(), recognised, ..writer.summary })
}

/// Rows that wait, and what is known of those before.
struct Writer<'a> {
    app: &'a App,
    progress: &'a Progress,
    catalogue: Catalogue,
    interactions: Interactions,
    items: Vec<(Place, Item)>,
    /// Sources and unique fields of the items that wait.
    names: HashSet<String>,
    done: Vec<(Place, Interaction)>,
    summary: Summary,
}

impl<'a> Writer<'a> {
    fn new(app: &'a App, catalogue: Catalogue, refused: Refusals, progress: &'a Progress) -> Self {
        Self {
            app,
            progress,
            catalogue,
            interactions: Interactions::default(),
            items: Vec::new(),
            names: HashSet::new(),
            done: Vec::new(),
            summary: Summary { refused, ..Summary::default() },
        }
    }

    async fn take_item(&mut self, place: Place, item: Item) -> Result<()> {
        // Of two items that want the same name the first of the file gets it, so they are not written at once.
        let names = catalogue::names(&item);
        // Nor is an episode written with its serie, whose id it needs.
        let mut wanted = names.iter().chain(&item.serie);
        if self.items.len() >= MOST_ITEMS || wanted.any(|name| self.names.contains(name)) {
            self.write_items().await?;
        }
        self.names.extend(names);
        self.items.push((place, item));
        Ok(())
    }

    async fn take_interaction(&mut self, place: Place, done: Interaction) -> Result<()> {
        self.done.push((place, done));
        if self.done.len() >= MOST_INTERACTIONS {
            self.write_interactions().await?;
        }
        Ok(())
    }

    async fn write_items(&mut self) -> Result<()> {
        self.names.clear();
        let rows = std::mem::take(&mut self.items);
        let outcomes = self.catalogue.write(self.app, rows, self.progress).await?;
        self.summary.refused.sort_out(outcomes, &mut self.summary.items);
        Ok(())
    }

    /// Write what waits: items first, since interactions name them.
    async fn write_interactions(&mut self) -> Result<()> {
        self.write_items().await?;
        let rows = std::mem::take(&mut self.done);
        let written =
            self.interactions.write(self.app, &mut self.catalogue, rows, self.progress).await?;
        self.summary.refused.sort_out(written, &mut self.summary.interactions);
        Ok(())
    }
}
