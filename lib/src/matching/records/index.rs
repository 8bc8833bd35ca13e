//! The index: records of a catalogue, made normal, and how they are found.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::texts::{Texts, deltas, number};
use super::title::{normal_title, year_of};
use super::vocabulary::Vocabulary;

/// What is known of a content, or of something that may be one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Its title in any spelling; empty if it is not known.
    pub title: String,
    /// When it came out; if unknown, a year in brackets behind the title counts.
    pub year: Option<i32>,
    /// Its creators, as [`names`](fn@super::names) gives them.
    pub creators: Vec<String>,
    /// Identifiers by space, each in the one spelling of its [`Scheme`](super::Scheme).
    pub identifiers: BTreeMap<String, String>,
}

/// A record in the form in which records are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Normal {
    pub(super) title: String,
    /// 0 if unknown.
    pub(super) year: u32,
    pub(super) creators: String,
    /// Space and value, with a tabulator between them, ascending.
    pub(super) identifiers: Vec<String>,
}

/// What parts the names of several creators.
pub(super) const NAME_END: char = '\n';

/// Records by what is in them.
///
/// The position of a record in the order of ids is its number everywhere in here. It is built whole and never edited.
/// Memory: about three times the texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Records {
    /// Ascending.
    pub(super) ids: Vec<u64>,
    pub(super) titles: Texts,
    pub(super) years: Vec<u32>,
    pub(super) creators: Texts,
    identifiers: Texts,
    /// Where the identifiers of each record end.
    #[serde(with = "deltas")]
    identifier_ends: Vec<u32>,
    /// Whose each identifier is, in the order of identifiers, then of records.
    by_identifier: Vec<u32>,
    pub(super) title_words: Vocabulary,
    pub(super) creator_words: Vocabulary,
    /// How many records have each year, ascending; 0 stands for none.
    pub(super) of_year: BTreeMap<u32, u32>,
}

impl Record {
    pub(super) fn normal(&self) -> Normal {
        let year = self.year.or_else(|| year_of(&self.title));
        let identifiers = self.identifiers.iter().map(|(space, value)| format!("{space}\t{value}"));
        Normal {
            title: normal_title(&self.title),
            year: year.and_then(|year| u32::try_from(year).ok()).unwrap_or_default(),
            creators: self.creators.join(&NAME_END.to_string()),
            identifiers: identifiers.collect(),
        }
    }
}

impl Records {
    /// Index records, in any order; ids are distinct. At most 4 GB of them. `O(n log n)`.
    pub fn of(records: impl IntoIterator<Item = (u64, Record)>) -> Self {
        Self::sorted(records.into_iter().map(|(id, record)| (id, record.normal())).collect())
    }

    /// The same with some records otherwise: another one, or none, for each of these ids.
    ///
    /// As if all were indexed anew.
    pub fn amended(&self, changes: &[(u64, Option<Record>)]) -> Self {
        let mut all: BTreeMap<u64, Normal> =
            (0..self.len()).map(|at| (self.ids[at], self.normal(at))).collect();
        for (id, record) in changes {
            match record {
                Some(record) => all.insert(*id, record.normal()),
                None => all.remove(id),
            };
        }
        Self::sorted(all.into_iter().collect())
    }

    fn sorted(mut all: Vec<(u64, Normal)>) -> Self {
        all.sort_unstable_by_key(|(id, _)| *id);
        let normal = || all.iter().map(|(_, normal)| normal);
        let mut of_year = BTreeMap::new();
        normal().for_each(|it| *of_year.entry(it.year).or_default() += 1);
        let mut ends = Vec::with_capacity(all.len());
        let mut by_identifier: Vec<(&str, u32, u32)> = Vec::new();
        for (at, it) in (0..).zip(normal()) {
            let first = number(by_identifier.len());
            by_identifier.extend((first..).zip(&it.identifiers).map(|(n, text)| (&**text, at, n)));
            ends.push(number(by_identifier.len()));
        }
        by_identifier.sort_unstable();
        let mut index = Self {
            ids: all.iter().map(|(id, _)| *id).collect(),
            titles: normal().map(|it| &it.title).collect(),
            years: normal().map(|it| it.year).collect(),
            creators: normal().map(|it| &it.creators).collect(),
            identifiers: normal().flat_map(|it| &it.identifiers).collect(),
            identifier_ends: ends,
            by_identifier: by_identifier.into_iter().map(|(_, _, n)| n).collect(),
            of_year,
            ..Self::default()
        };
        index.title_words = Vocabulary::of(index.titles.iter().map(words));
        index.creator_words = Vocabulary::of(index.creators.iter().map(words));
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

    /// All ids, ascending.
    pub fn ids(&self) -> impl Iterator<Item = u64> {
        self.ids.iter().copied()
    }

    /// Whether this is, made normal, the record with this id; no record, if it is not there. `O(log n)`.
    pub fn has(&self, id: u64, record: Option<&Record>) -> bool {
        self.position(id).map(|at| self.normal(at as usize)) == record.map(Record::normal)
    }

    pub(super) fn position(&self, id: u64) -> Option<u32> {
        self.ids.binary_search(&id).ok().map(number)
    }

    /// The identifiers of a record, ascending.
    pub(super) fn identifiers(&self, at: usize) -> impl Iterator<Item = &str> {
        let start = at.checked_sub(1).map_or(0, |before| self.identifier_ends[before]);
        (start..self.identifier_ends[at]).map(|n| self.identifiers.get(n as usize))
    }

    /// The records with this identifier, ascending. `O(log n)` and for each of them.
    pub(super) fn identified(&self, identifier: &str) -> impl Iterator<Item = u32> {
        let text = |n: &u32| self.identifiers.get(*n as usize);
        let start = self.by_identifier.partition_point(|n| text(n) < identifier);
        let found = self.by_identifier[start..].iter().take_while(move |n| text(n) == identifier);
        found.map(|n| number(self.identifier_ends.partition_point(|end| end <= n)))
    }

    fn normal(&self, at: usize) -> Normal {
        Normal {
            title: self.titles.get(at).to_owned(),
            year: self.years[at],
            creators: self.creators.get(at).to_owned(),
            identifiers: self.identifiers(at).map(str::to_owned).collect(),
        }
    }
}

/// The words of a normal title, or of names.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', NAME_END]).filter(|word| !word.is_empty())
}
