//! Candidates: the records that share the most with a record by its words, found without looking at all.
//!
//! Each word of the record weighs `ln(1 + n / items that have it)`; an item takes the weight of each word that it has,
//! or less of it if it only has one that is spelt like it, was cut off, or is two of them in one. The rarest words come
//! first, and as soon as those that are left could bring no item among the best that has none of the words before, they
//! only count for items that are in already (`MaxScore`: Turtle and Flood, Query Evaluation: Strategies and
//! Optimizations, 1995). This loses none of the best.

use std::collections::BTreeSet;

use super::corpus::{CREATOR, Corpus, Part, TITLE, Words};
use super::index::{Normal, words};
use super::texts::number;

/// Candidates that are compared field by field.
pub(super) const BEST: usize = 200;
/// Words of a record that are looked for.
const MOST_WORDS: usize = 32;
/// Other spellings of a word that are looked for.
const MOST_SPELLINGS: usize = 12;
/// What a word is worth that is two of the record in one.
const JOINED: f32 = 0.9;
/// How much it counts which share of a title's letters was found, beside what was found of the record.
const BY_LETTERS: f32 = 0.5;
/// How much the same year counts: only among those that are alike otherwise.
const BY_YEAR: f32 = 0.02;

/// Stands where an item has its place among those found, if it does not count.
const HIDDEN: u32 = u32::MAX;

/// A record of one of the two indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Of which.
    pub(super) part: usize,
    /// Its number there.
    pub(super) at: u32,
}

/// A word of the record, and which words of items stand for it.
struct Term {
    weight: f32,
    ways: Vec<Way>,
}

/// A word by which items are found.
struct Way {
    words: Words,
    word: String,
    /// What of the term's weight it is worth.
    worth: f32,
    /// Which part of the title it is, in bytes; nothing in other fields.
    letters: u16,
}

/// What an item has got so far.
struct Found {
    at: u32,
    worth: f32,
    letters: u16,
    /// The term that it was given something for last.
    last: usize,
}

/// The best candidates, in order: by what they share, then by id; and all that have an identifier of the record.
pub(super) fn candidates(corpus: &Corpus<'_>, record: &Normal) -> Vec<Candidate> {
    // Who it is by alone tells nothing of which work it is.
    let terms = if record.title.is_empty() { Vec::new() } else { terms(corpus, record) };
    let mut best: Vec<(f32, u64, Candidate)> = Vec::new();
    for (n, part) in corpus.parts.iter().enumerate() {
        let id = |at: u32| part.records.ids[at as usize];
        let found = part.best(&terms, record);
        best.extend(found.into_iter().map(|(rank, at)| (rank, id(at), Candidate { part: n, at })));
    }
    best.sort_unstable_by(|(a, a_id, _), (b, b_id, _)| b.total_cmp(a).then(a_id.cmp(b_id)));
    best.truncate(BEST);
    let mut all: Vec<Candidate> = best.into_iter().map(|(.., candidate)| candidate).collect();
    for (n, part) in corpus.parts.iter().enumerate() {
        let identified = record.identifiers.iter().flat_map(|it| part.records.identified(it));
        for at in identified.filter(|at| !part.hidden.contains(at)).take(BEST) {
            let candidate = Candidate { part: n, at };
            if !all.contains(&candidate) {
                all.push(candidate);
            }
        }
    }
    all
}

/// The words of a record, the rarest first.
fn terms(corpus: &Corpus<'_>, record: &Normal) -> Vec<Term> {
    let n_items = corpus.len() as f32;
    let weight = |n_having: usize| (1.0 + n_items / (n_having as f32).max(0.5)).ln();
    let mut in_title: Vec<&str> = words(&record.title).take(MOST_WORDS).collect();
    let halves: Vec<&str> = in_title.iter().filter_map(|it| halves(corpus, it)).flatten().collect();
    in_title.extend(halves);
    let mut terms: Vec<(usize, &str, Term)> = Vec::new();
    for (n, word) in in_title.iter().enumerate() {
        if in_title[..n].contains(word) {
            continue;
        }
        let n_having = corpus.having(TITLE, word);
        let own = weight(n_having);
        let mut ways = spellings(corpus, word, n_having);
        ways.extend(joined(corpus, &in_title, n));
        let worth = |(word, worth): (String, f32)| {
            // What is more common than the word tells no more than it does.
            let worth = worth * (weight(corpus.having(TITLE, &word)) / own).min(1.0);
            let letters = u16::try_from(word.len()).unwrap_or(u16::MAX);
            Way { words: TITLE, word, worth, letters }
        };
        let mut ways: Vec<Way> = ways.into_iter().map(worth).collect();
        // What is worth more comes first: an item is given something for a term once.
        ways.sort_by(|a, b| b.worth.total_cmp(&a.worth).then_with(|| a.word.cmp(&b.word)));
        terms.push((n_having, word, Term { weight: own, ways }));
    }
    let in_names: BTreeSet<&str> =
        words(&record.creators).filter(|word| word.len() > 1).take(MOST_WORDS).collect();
    for word in in_names {
        let n_having = corpus.having(CREATOR, word);
        let way = Way { words: CREATOR, word: word.to_owned(), worth: 1.0, letters: 0 };
        terms.push((n_having, word, Term { weight: weight(n_having), ways: vec![way] }));
    }
    terms.sort_by(|(a, a_word, _), (b, b_word, _)| a.cmp(b).then(a_word.cmp(b_word)));
    terms.into_iter().map(|(.., term)| term).collect()
}

/// A word as it is spelt, and how it might be, with what each is worth.
fn spellings(corpus: &Corpus<'_>, word: &str, n_having: usize) -> Vec<(String, f32)> {
    let alike = corpus.like(word).into_iter().take(MOST_SPELLINGS);
    let alike = alike.map(|other| (other.word, (other.similarity * other.similarity) as f32));
    let itself = (n_having > 0).then(|| (word.to_owned(), 1.0));
    itself.into_iter().chain(alike).collect()
}

/// What a word may be together with its neighbours: `spiderman` for `spider man`.
fn joined(corpus: &Corpus<'_>, words: &[&str], n: usize) -> Vec<(String, f32)> {
    let with_neighbour = words.windows(2).enumerate().filter(|(at, _)| (*at..=at + 1).contains(&n));
    let whole = with_neighbour.map(|(_, two)| two.concat());
    whole.filter(|word| corpus.having(TITLE, word) > 0).map(|word| (word, JOINED)).collect()
}

/// The two words that one may be which no item has: `spider man` for `spiderman`. Of all cuts, the most common halves.
fn halves<'a>(corpus: &Corpus<'_>, word: &'a str) -> Option<[&'a str; 2]> {
    if corpus.having(TITLE, word) > 0 {
        return None;
    }
    let cuts = word.char_indices().skip(1).map(|(at, _)| word.split_at(at));
    let both = |(start, end)| corpus.having(TITLE, start) * corpus.having(TITLE, end);
    let best = cuts.map(|(start, end)| (both((start, end)), [start, end]));
    best.max_by_key(|(both, _)| *both).filter(|(both, _)| *both > 0).map(|(_, halves)| halves)
}

impl Part<'_> {
    /// The best by what they share, in no order.
    fn best(&self, terms: &[Term], record: &Normal) -> Vec<(f32, u32)> {
        let total: f32 = terms.iter().map(|term| term.weight).sum();
        let mut left = total;
        let mut places = vec![0_u32; self.records.len()];
        self.hidden.iter().for_each(|at| places[*at as usize] = HIDDEN);
        let mut found: Vec<Found> = Vec::new();
        for (n, term) in terms.iter().enumerate() {
            // No title has more than all of its letters, be it among those found or not.
            let most_of_others = left / total + BY_LETTERS + BY_YEAR;
            let most = (total - left) / total + BY_LETTERS;
            let is_closed = most > most_of_others
                && self.least(&found, total).is_some_and(|least| least > most_of_others);
            for way in &term.ways {
                let items = (way.words)(self.records).items(&way.word);
                let worth = term.weight * way.worth;
                self.count(items, is_closed, &mut places, &mut found, |it| {
                    if it.last != n + 1 {
                        it.last = n + 1;
                        it.worth += worth;
                        it.letters = it.letters.saturating_add(way.letters);
                    }
                });
            }
            left -= term.weight;
        }
        let year = |at: u32| match record.year {
            0 => 0.0,
            year => {
                if self.records.years[at as usize] == year {
                    BY_YEAR
                } else {
                    0.0
                }
            }
        };
        let mut ranked: Vec<(f32, u32)> =
            found.iter().map(|it| (self.rank(it, total) + year(it.at), it.at)).collect();
        if ranked.len() > BEST {
            ranked.select_nth_unstable_by(BEST - 1, |(a, a_at), (b, b_at)| {
                b.total_cmp(a).then(a_at.cmp(b_at))
            });
            ranked.truncate(BEST);
        }
        ranked
    }

    /// Give something to each of these items; to none that has nothing yet, once it is closed.
    fn count(
        &self,
        items: &[u32],
        is_closed: bool,
        places: &mut [u32],
        found: &mut Vec<Found>,
        give: impl Fn(&mut Found),
    ) {
        if is_closed && found.len() < items.len() / 16 {
            found.iter_mut().filter(|it| items.binary_search(&it.at).is_ok()).for_each(give);
            return;
        }
        for at in items {
            let place = &mut places[*at as usize];
            if *place == HIDDEN || *place == 0 && is_closed {
                continue;
            }
            if *place == 0 {
                found.push(Found { at: *at, worth: 0.0, letters: 0, last: 0 });
                *place = number(found.len());
            }
            give(&mut found[*place as usize - 1]);
        }
    }

    /// The rank of the last of the best so far, once there are so many.
    fn least(&self, found: &[Found], total: f32) -> Option<f32> {
        if found.len() < BEST {
            return None;
        }
        let mut ranks: Vec<f32> = found.iter().map(|it| self.rank(it, total)).collect();
        Some(*ranks.select_nth_unstable_by(BEST - 1, |a, b| b.total_cmp(a)).1)
    }

    fn rank(&self, found: &Found, total: f32) -> f32 {
        let letters = self.records.titles.bytes(found.at as usize).max(1);
        let share = (f32::from(found.letters) / letters as f32).min(1.0);
        found.worth / total + BY_LETTERS * share
    }
}
