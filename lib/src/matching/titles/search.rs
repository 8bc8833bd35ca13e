//! The search itself: classes of hits, from an index and from what changed since.

use memchr::memmem;

use super::Titles;
use super::fold::fold_term;
use super::words::{tolerated, words};

/// So many hits need no help by typos.
const ENOUGH: usize = 24;
/// Hits with typos at most.
pub const MOST_TYPOS: usize = 240;
/// Words that a term is split into at most; a longer one is only looked for as it stands.
const MOST_WORDS: usize = 16;

/// The ids of the titles that a term finds, the best first.
///
/// First titles that begin with the term, then those that contain it, then those that have all of its words in any
/// order, the last one perhaps unfinished. If all these are fewer than 24, those follow that have all words but for
/// typos: one in a word from five letters on, two from nine on; at most [`MOST_TYPOS`]. Each in the order of the
/// alphabet, titles that are the same by id. An empty term finds nothing, and no letter is a wildcard.
///
/// `newer` stands in for what is otherwise than in `snapshot`, where the titles with the ids in `hidden` do not count.
/// Split in whatever way, the same titles give the same answer. Cost: a scan of the text, `O(1)` for each hit; with
/// typos one of the vocabulary for each word.
pub fn search(snapshot: &Titles, hidden: &[u64], newer: &Titles, term: &str) -> Vec<u64> {
    let term = fold_term(term);
    if term.is_empty() {
        return Vec::new();
    }
    let mut parts = [Part::new(snapshot, hidden), Part::new(newer, &[])];
    let mut found = merged(&mut parts, |part| part.beginning(&term));
    found.extend(merged(&mut parts, |part| part.containing(&term)));
    let words: Vec<&str> = words(&term).take(MOST_WORDS + 1).collect();
    if words.is_empty() || words.len() > MOST_WORDS {
        return found;
    }
    found.extend(merged(&mut parts, |part| part.having(&words, Spelling::Exact)));
    if found.len() < ENOUGH {
        let typos = merged(&mut parts, |part| part.having(&words, Spelling::Tolerant));
        found.extend(typos.into_iter().take(MOST_TYPOS));
    }
    found
}

/// How a title has to have the words of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spelling {
    Exact,
    Tolerant,
}

/// One of the two indexes, and which of its titles do not count any more.
struct Part<'a> {
    titles: &'a Titles,
    /// What is hidden, and what was found already.
    done: Positions,
}

impl<'a> Part<'a> {
    fn new(titles: &'a Titles, hidden: &[u64]) -> Self {
        let mut done = Positions::none(titles.len());
        hidden.iter().filter_map(|id| titles.position(*id)).for_each(|at| done.insert(at));
        Self { titles, done }
    }

    fn beginning(&mut self, term: &str) -> Vec<u32> {
        let all = 0..super::number(self.titles.len());
        let start = partition_point(all.clone(), |at| self.titles.title(at) < term);
        let end = partition_point(start..all.end, |at| self.titles.title(at).starts_with(term));
        self.fresh(start..end)
    }

    fn containing(&mut self, term: &str) -> Vec<u32> {
        let (text, ends) = (self.titles.text.as_bytes(), &self.titles.ends);
        let finder = memmem::Finder::new(term);
        let (mut found, mut at, mut from) = (Vec::new(), 0, 0);
        while let Some(hit) = finder.find(&text[from..]) {
            while (ends[at] as usize) < from + hit {
                at += 1;
            }
            found.push(super::number(at));
            // On with the next title: however often this one has it, it is found once.
            from = ends[at] as usize;
        }
        self.fresh(found)
    }

    fn having(&mut self, words: &[&str], spelling: Spelling) -> Vec<u32> {
        let vocabulary = &self.titles.vocabulary;
        let mut all: Option<Positions> = None;
        for (n, word) in words.iter().enumerate() {
            let mut having = Positions::none(self.titles.len());
            match n + 1 == words.len() {
                true => vocabulary.beginning(word).for_each(|at| having.insert(at)),
                false => vocabulary.equal(word).for_each(|at| having.insert(at)),
            }
            let typos = tolerated(word);
            if spelling == Spelling::Tolerant && typos > 0 {
                vocabulary.near(word, typos).for_each(|at| having.insert(at));
            }
            let both = all.map_or_else(|| having.clone(), |all| all.and(&having));
            if both.is_empty() {
                return Vec::new();
            }
            all = Some(both);
        }
        let all: Vec<u32> = all.iter().flat_map(Positions::iter).collect();
        self.fresh(all)
    }

    /// Those that were not there before, each once.
    fn fresh(&mut self, found: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let mut fresh = Vec::new();
        for at in found {
            if !self.done.contains(at) {
                self.done.insert(at);
                fresh.push(at);
            }
        }
        fresh
    }
}

/// The ids of what both find, in the order of the alphabet.
///
/// The second is short as a rule: the first is copied in stretches between its hits.
fn merged(parts: &mut [Part<'_>; 2], find: impl Fn(&mut Part<'_>) -> Vec<u32>) -> Vec<u64> {
    let [old, new] = parts;
    let (in_old, in_new) = (find(old), find(new));
    let id = |at: &u32| old.titles.ids[*at as usize];
    let mut ids = Vec::with_capacity(in_old.len() + in_new.len());
    let mut rest = &in_old[..];
    for at in in_new {
        let place = (new.titles.title(at), new.titles.ids[at as usize]);
        let before = rest.partition_point(|at| (old.titles.title(*at), id(at)) < place);
        ids.extend(rest[..before].iter().map(id));
        ids.push(place.1);
        rest = &rest[before..];
    }
    ids.extend(rest.iter().map(id));
    ids
}

/// The first of these positions of which this does not hold, where it holds up to there.
fn partition_point(range: std::ops::Range<u32>, holds: impl Fn(u32) -> bool) -> u32 {
    let (mut from, mut to) = (range.start, range.end);
    while from < to {
        let middle = from + (to - from) / 2;
        if holds(middle) { from = middle + 1 } else { to = middle }
    }
    from
}

/// A set of positions: a bit for each title.
#[derive(Clone, Debug)]
struct Positions(Vec<u64>);

impl Positions {
    fn none(n: usize) -> Self {
        Self(vec![0; n.div_ceil(64)])
    }

    fn insert(&mut self, at: u32) {
        self.0[at as usize / 64] |= 1 << (at % 64);
    }

    fn contains(&self, at: u32) -> bool {
        self.0[at as usize / 64] & (1 << (at % 64)) != 0
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|bits| *bits == 0)
    }

    /// What is in both, which are of the same index.
    fn and(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(bits, other)| *bits &= other);
        self
    }

    /// Ascending.
    fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.iter().zip(0_u32..).flat_map(|(bits, n)| {
            (0..64).filter(move |bit| bits & (1 << bit) != 0).map(move |bit| n * 64 + bit)
        })
    }
}
