//! Interactions: what people of a data set did, with its share in the averages of contents.
//!
//! Here rows find the people and contents that they name, and what several rows tell of one person and one content is
//! put together. How it is written is in `recording`.

use std::collections::{BTreeMap, HashMap};

use kindred::{App, Result};

use super::Progress;
use super::catalogue::{Catalogue, Known};
use super::formats::{Interaction, Place, Record};
use super::people::People;
use super::recording::{Shelf, record_all};
use super::summary::Outcome;

/// What an import knows of people and what they did.
#[derive(Debug, Default)]
pub(super) struct Interactions {
    people: People,
    /// Counts by content and user, of those that are told in parts, as far as the files are read.
    counts: HashMap<(u64, u64), u64>,
}

/// What one person did with a content, all rows together.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The rows that tell of it.
    pub(crate) places: Vec<Place>,
    pub(crate) user: u64,
    pub(crate) record: Record,
}

impl Interactions {
    /// Write interactions; those with items that are not in the catalogue are refused.
    pub(super) async fn write(
        &mut self,
        app: &App,
        catalogue: &mut Catalogue,
        rows: Vec<(Place, Interaction)>,
        progress: &Progress,
    ) -> Result<Vec<(Place, Outcome)>> {
        catalogue.look_up(app, rows.iter().map(|(_, row)| row.item.as_str())).await?;
        let known = |row: &Interaction| catalogue.known(&row.item);
        let welcome = rows.iter().filter(|(_, row)| known(row).is_some());
        self.people.admit(app, welcome.map(|(_, row)| row.user.as_str())).await?;
        let mut outcomes = Vec::with_capacity(rows.len());
        let mut shelves: BTreeMap<Known, BTreeMap<u64, Seen>> = BTreeMap::new();
        for (place, row) in rows {
            let (Some(content), Some(user)) = (known(&row), self.people.id(&row.user)) else {
                let reason = format!("the item is not in the catalogue: {}", row.item);
                outcomes.push((place, Outcome::Refused(reason)));
                continue;
            };
            let record = self.whole(content.id, user, &row);
            let shelf = shelves.entry(content).or_default();
            match shelf.get_mut(&user) {
                None => {
                    shelf.insert(user, Seen { places: vec![place], user, record });
                }
                Some(seen) => {
                    seen.places.push(place);
                    seen.record = seen.record.joined(record);
                }
            }
        }
        let shelves = shelves
            .into_iter()
            .map(|(content, seen)| Shelf { content, seen: seen.into_values().collect() });
        outcomes.extend(record_all(app, shelves.collect(), progress).await?);
        Ok(outcomes)
    }

    /// What the row tells together with the parts before it.
    fn whole(&mut self, content: u64, user: u64, row: &Interaction) -> Record {
        if !row.is_part || row.record.count == 0 {
            return row.record;
        }
        let count = self.counts.entry((content, user)).or_default();
        *count += row.record.count;
        Record { count: *count, ..row.record }
    }
}
