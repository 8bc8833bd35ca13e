//! Search by title: what begins with a term, contains it, has its words, or nearly has them.
//!
//! [`Titles`] is an index that is built whole and never edited: [`fold`]ed titles in the order of the alphabet in one
//! text, and for each word where it occurs. What changed since it was built stands in a second, small one, and
//! [`search()`] asks both. [`snapshot`] writes an index down, so that it can be read again without being sorted again.
//!
//! A term is found in the text by a scan (some 0.2 ms for each MB) rather than by an index of its parts, which would be
//! several times as large and slower to load. Words go by a vocabulary: it is small, so even typos are found by looking
//! through it. What is not here: where titles come from, and which of them are out of date.

mod fold;
mod search;
pub mod snapshot;
#[cfg(test)]
mod tests;
mod words;

use serde::{Deserialize, Serialize};

pub use fold::fold;
pub use search::{MOST_TYPOS, search};
use words::Vocabulary;

/// What ends each title in the text; no folded title has it.
const END: char = '\n';

/// Titles by what is in them.
///
/// A title's position in the order of the alphabet is its number everywhere in here. Memory: about twice the titles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Titles {
    /// All folded titles, ascending by title, then id.
    text: String,
    /// Where each of them ends.
    ends: Vec<u32>,
    /// The id of each.
    ids: Vec<u64>,
    /// Their positions, ascending by id.
    by_id: Vec<u32>,
    vocabulary: Vocabulary,
}

impl Titles {
    /// Index titles: pairs of id and title, in any order; ids are distinct.
    ///
    /// At most 4 GB of them. `O(n log n)`: some 0.4 s for 200,000.
    pub fn of<S: AsRef<str>>(titles: impl IntoIterator<Item = (u64, S)>) -> Self {
        let folded = |(id, title): (u64, S)| (fold(title.as_ref()).trim().to_owned(), id);
        Self::sorted(titles.into_iter().map(folded).collect())
    }

    /// The same with some titles otherwise: another one, or none, for each of these ids.
    ///
    /// As if all were indexed anew, at about half of the cost.
    pub fn amended<S: AsRef<str>>(&self, changes: &[(u64, Option<S>)]) -> Self {
        let mut changed: Vec<u64> = changes.iter().map(|(id, _)| *id).collect();
        changed.sort_unstable();
        let stays = |id: &u64| changed.binary_search(id).is_err();
        let old = self.ids.iter().zip(0..).filter(|(id, _)| stays(id));
        let old = old.map(|(id, at)| (self.title(at).to_owned(), *id));
        let new = changes.iter().filter_map(|(id, title)| {
            title.as_ref().map(|title| (fold(title.as_ref()).trim().to_owned(), *id))
        });
        Self::sorted(old.chain(new).collect())
    }

    fn sorted(mut titles: Vec<(String, u64)>) -> Self {
        // Those that come from another index are in order already, which this sort notices.
        titles.sort();
        let mut index = Self { ids: titles.iter().map(|(_, id)| *id).collect(), ..Self::default() };
        for (title, _) in &titles {
            index.text.push_str(title);
            index.ends.push(number(index.text.len()));
            index.text.push(END);
        }
        index.by_id = (0..number(titles.len())).collect();
        index.by_id.sort_unstable_by_key(|at| index.ids[*at as usize]);
        index.vocabulary = Vocabulary::of(titles.iter().map(|(title, _)| title.as_str()));
        index
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The greatest id; 0 when there are none.
    pub fn max_id(&self) -> u64 {
        self.by_id.last().map_or(0, |at| self.ids[*at as usize])
    }

    /// All ids, ascending.
    pub fn ids(&self) -> impl Iterator<Item = u64> {
        self.by_id.iter().map(|at| self.ids[*at as usize])
    }

    /// Whether this is, folded, the title with this id; no title, if it is not there. `O(log n)`.
    pub fn has(&self, id: u64, title: Option<&str>) -> bool {
        self.position(id).map(|at| self.title(at)) == title.map(fold).as_deref().map(str::trim)
    }

    fn position(&self, id: u64) -> Option<u32> {
        let found = self.by_id.binary_search_by_key(&id, |at| self.ids[*at as usize]);
        found.ok().map(|place| self.by_id[place])
    }

    fn title(&self, at: u32) -> &str {
        let at = at as usize;
        // Behind the end of the one before.
        let start =
            at.checked_sub(1).map_or(0, |before| self.ends[before] as usize + END.len_utf8());
        &self.text[start..self.ends[at] as usize]
    }
}

/// A length or position as indexes keep it.
fn number(length: usize) -> u32 {
    u32::try_from(length).expect("less than 4 GB of titles")
}
