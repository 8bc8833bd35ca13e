//! A catalogue as it is now: an index, what of it does not count any more, and what came since.

use std::collections::HashSet;

use super::index::Records;
use super::vocabulary::{Spelling, Vocabulary};

/// All records that count.
pub(super) struct Corpus<'a> {
    pub(super) parts: [Part<'a>; 2],
}

/// One of the two indexes.
pub(super) struct Part<'a> {
    pub(super) records: &'a Records,
    /// Which of its records do not count.
    pub(super) hidden: HashSet<u32>,
}

/// A field that consists of words.
pub(super) type Words = fn(&Records) -> &Vocabulary;

/// The words of titles.
pub(super) const TITLE: Words = |records| &records.title_words;
/// The words of names.
pub(super) const CREATOR: Words = |records| &records.creator_words;

impl<'a> Corpus<'a> {
    pub(super) fn new(snapshot: &'a Records, hidden: &[u64], newer: &'a Records) -> Self {
        let hidden = hidden.iter().filter_map(|id| snapshot.position(*id)).collect();
        let newer = Part { records: newer, hidden: HashSet::new() };
        Self { parts: [Part { records: snapshot, hidden }, newer] }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.parts.iter().map(|part| part.records.len() - part.hidden.len()).sum()
    }

    /// How many have a word in this field.
    pub(super) fn having(&self, words: Words, word: &str) -> usize {
        let having = |part: &Part<'_>| {
            let items = words(part.records).items(word);
            let hidden = part.hidden.iter().filter(|at| items.binary_search(at).is_ok()).count();
            items.len() - hidden
        };
        self.parts.iter().map(having).sum()
    }

    /// How many are of a year; 0 stands for those without one.
    pub(super) fn of_year(&self, year: u32) -> usize {
        let of_year = |part: &Part<'_>| {
            let hidden = part.hidden.iter().filter(|at| part.records.years[**at as usize] == year);
            let all = part.records.of_year.get(&year).map_or(0, |n| *n as usize);
            all - hidden.count()
        };
        self.parts.iter().map(of_year).sum()
    }

    /// Words of titles that are spelt like this one, the most alike first, those as alike in the order of the alphabet.
    pub(super) fn like(&self, word: &str) -> Vec<Spelling> {
        let parts = self.parts.iter();
        let mut alike: Vec<Spelling> =
            parts.flat_map(|part| part.records.title_words.like(word)).collect();
        alike.sort_by(|a, b| {
            b.similarity.total_cmp(&a.similarity).then_with(|| a.word.cmp(&b.word))
        });
        alike.dedup_by(|a, b| a.word == b.word);
        alike.retain(|spelling| self.having(TITLE, &spelling.word) > 0);
        alike
    }
}
