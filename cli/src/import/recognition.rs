//! Items that the catalogue has already, though it does not know them by the key of their data set.
//!
//! They are looked up as records: by identifiers, and by title, year and creators. What is recognised keeps all that is
//! known of it, and only learns what was not. What this import writes itself is not looked at, for a data set knows its
//! own items apart.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use kindred::current::Current;
use kindred::entity::content::{Content, Identity};
use kindred::entity::kind::MediaKind;
use kindred::matching::records::{Field, Level, Match, Records};
use kindred::snapshots::Snapshots;
use kindred::{App, Result};
use serde_json::Value;

use super::items::Candidate;

/// From this probability on an item is taken for a content.
///
/// Merging two works is worse than having one twice, which moderators see: so one error in twenty is the most.
const RECOGNISED: f64 = 0.95;
/// Bits by which the best has to be ahead of the second: odds of 32 to 1.
const AHEAD: f64 = 5.0;

/// The catalogue as it was when the import came to it.
#[derive(Debug, Default)]
pub(super) struct Recognition {
    kinds: HashMap<MediaKind, Current<Records>>,
    /// Contents that an item was taken for.
    taken: HashSet<u64>,
}

impl Recognition {
    /// How many items were recognised.
    pub(super) fn len(&self) -> u64 {
        self.taken.len() as u64
    }

    /// The content that an item is, if there is one that no other item was taken for.
    pub(super) async fn recognise(
        &mut self,
        app: &App,
        item: &Candidate,
    ) -> Result<Option<Content>> {
        if item.kind.is_part() {
            return Ok(None);
        }
        let found = self.look_up(app, item).await?;
        let Some(id) = certain(&found).filter(|id| !self.taken.contains(id)) else {
            return Ok(None);
        };
        let content: Option<Content> = app.store.get(&Content::place(id)).await?;
        let content = content.filter(|content| {
            content.source.as_deref().is_none_or(|key| {
                // Another item of the same data set is another work.
                data_set(key) != data_set(&item.source)
            })
        });
        self.taken.extend(content.iter().map(|content| content.id));
        Ok(content)
    }

    async fn look_up(&mut self, app: &App, item: &Candidate) -> Result<Vec<Match>> {
        let all = match self.kinds.entry(item.kind) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                free.insert(Current::of(app, &Snapshots::default(), item.kind).await?)
            }
        };
        let fields = &item.description.fields;
        let title = fields.get(item.kind.differences().title).and_then(Value::as_str);
        let record = Identity::of(item.kind, fields).record(title.unwrap_or_default().to_owned());
        Ok(all.look_up(&record, 2))
    }
}

/// The first, if it is probable enough, far ahead, and goes by no other identifier than was looked for.
///
/// In a small catalogue nothing is rare, so hardly anything is probable; there it is enough that nothing differs.
fn certain(found: &[Match]) -> Option<u64> {
    let first = found.first()?;
    let is_ahead = found.get(1).is_none_or(|second| first.score >= second.score + AHEAD);
    let is_another = first.weights.iter().any(|weight| {
        matches!(weight.field, Field::Identifier(_)) && weight.level == Level::Different
    });
    let is_sure = first.probability >= RECOGNISED || is_equal(first);
    (is_sure && is_ahead && !is_another).then_some(first.id)
}

/// Whether all that both tell is equal: the title, and more than that.
fn is_equal(found: &Match) -> bool {
    let told = found
        .weights
        .iter()
        .filter(|weight| weight.field != Field::Prior && weight.level != Level::Missing);
    let levels: Vec<Level> = told.map(|weight| weight.level).collect();
    levels.len() > 1 && levels.iter().all(|level| *level == Level::Equal)
}

/// What comes before the key of an item within its data set.
fn data_set(source: &str) -> &str {
    source.split(|char: char| !char.is_alphanumeric()).next().unwrap_or_default()
}

/// Leave of an item what a content does not know.
pub(super) fn complement(item: &mut Candidate, content: &Content) {
    let is_unknown = |name: &str| content.fields.get(name).is_none_or(Value::is_null);
    item.description.fields.retain(|name, _| is_unknown(name));
    if !content.genres.is_empty() {
        item.description.genres.clear();
    }
}
