//! The look-up: candidates compared field by field.

use std::collections::{HashMap, HashSet};

use rapidfuzz::distance::{indel, osa};

use super::candidates::{Candidate, candidates};
use super::corpus::{CREATOR, Corpus, TITLE, Words};
use super::index::{NAME_END, Normal, Record, Records, words};
use super::{Field, Level, Match, Weight, names, weights};

/// Titles at least as alike are nearly the same: `1 - insertions and deletions / letters of both`.
const NEAR: f64 = 0.9;
/// Titles at least as alike are close.
const CLOSE: f64 = 0.8;
/// Titles at least as alike are similar.
const SIMILAR: f64 = 0.6;
/// Words at least as alike agree: `1 - distance / length`.
const ALIKE: f64 = 0.75;
/// Bits below which an item is not worth telling of: a probability of 1 in 8,192.
const LEAST_SCORE: f64 = -13.0;

/// The items that a record may be, the most probable first, those equally probable by id; at most `limit`.
///
/// `newer` stands in for what is otherwise than in `snapshot`, where the records with the ids in `hidden` do not count.
/// Split in whatever way, the same records give the same answer. A record with neither title nor identifiers is
/// nothing, and items with less than -13 bits for them are left out. An equal identifier puts an item first whatever
/// else is said.
///
/// Cost: some lists of items for each word, then 200 comparisons; see `candidates`.
pub fn look_up(
    snapshot: &Records,
    hidden: &[u64],
    newer: &Records,
    record: &Record,
    limit: usize,
) -> Vec<Match> {
    let corpus = Corpus::new(snapshot, hidden, newer);
    let record = record.normal();
    let comparison = Comparison::new(&corpus, &record);
    let candidates = candidates(&corpus, &record);
    let titles: Vec<Agreed> = candidates.iter().map(|it| comparison.titles(*it)).collect();
    let mut matches: Vec<Match> = candidates
        .iter()
        .zip(&titles)
        .map(|(candidate, agreed)| {
            let as_good = titles.iter().filter(|other| other.level <= agreed.level).count();
            comparison.matched(*candidate, agreed, as_good.saturating_sub(1))
        })
        .filter(|found| found.score >= LEAST_SCORE)
        .collect();
    matches.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
    matches.truncate(limit);
    matches
}

/// A record, ready to be compared.
struct Comparison<'a> {
    corpus: &'a Corpus<'a>,
    record: &'a Normal,
    title: indel::BatchComparator<char>,
    sorted: indel::BatchComparator<char>,
    words: Vec<&'a str>,
    names: Vec<&'a str>,
}

/// How well two titles agree, and on what.
struct Agreed {
    level: Level,
    /// The words of the item that agree.
    words: Vec<String>,
}

impl<'a> Comparison<'a> {
    fn new(corpus: &'a Corpus<'a>, record: &'a Normal) -> Self {
        Self {
            corpus,
            record,
            title: indel::BatchComparator::new(record.title.chars()),
            sorted: indel::BatchComparator::new(sorted(&record.title).chars()),
            words: words(&record.title).collect(),
            names: record.creators.split(NAME_END).filter(|name| !name.is_empty()).collect(),
        }
    }

    fn records(&self, candidate: Candidate) -> &'a Records {
        self.corpus.parts[candidate.part].records
    }

    /// How well the title of an item agrees.
    fn titles(&self, candidate: Candidate) -> Agreed {
        let title = self.records(candidate).titles.get(candidate.at as usize);
        let level = self.level(title);
        let agrees = |word: &&str| {
            level <= Level::Close || self.words.iter().any(|own| are_alike(own, word))
        };
        Agreed { level, words: words(title).filter(agrees).map(str::to_owned).collect() }
    }

    fn level(&self, title: &str) -> Level {
        if title.is_empty() || self.record.title.is_empty() {
            return Level::Missing;
        }
        if title == self.record.title {
            return Level::Equal;
        }
        let in_order = sorted(title);
        let own = sorted(&self.record.title);
        let joined = |text: &str| text.replace(' ', "");
        if in_order == own || joined(title) == joined(&self.record.title) {
            return Level::SameWords;
        }
        let similarity = self
            .title
            .normalized_similarity(title.chars())
            .max(self.sorted.normalized_similarity(in_order.chars()));
        let is_part = self.is_part(title);
        if (similarity >= SIMILAR || is_part) && numbers(title) != numbers(&self.record.title) {
            return Level::OtherNumber;
        }
        match similarity {
            NEAR.. => Level::Near,
            CLOSE.. => Level::Close,
            _ if is_part => Level::Part,
            SIMILAR.. => Level::Similar,
            _ => Level::Different,
        }
    }

    /// Whether one of them begins with the other, or has all of its words.
    fn is_part(&self, title: &str) -> bool {
        let own = &self.record.title;
        let theirs: HashSet<&str> = words(title).collect();
        title.starts_with(&**own)
            || own.starts_with(title)
            || self.words.iter().all(|word| theirs.contains(word))
            || theirs.iter().all(|word| self.words.contains(word))
    }

    /// All weights of an item, of which the title agrees so, as it does with so many others or better.
    fn matched(&self, candidate: Candidate, agreed: &Agreed, seen: usize) -> Match {
        let records = self.records(candidate);
        let at = candidate.at as usize;
        let mut all = vec![Weight {
            field: Field::Prior,
            level: Level::Expected,
            bits: weights::prior(self.corpus.len()),
        }];
        if !self.record.title.is_empty() {
            all.push(self.title(agreed, seen));
        }
        if self.record.year != 0 {
            all.push(self.year(records.years[at]));
        }
        if !self.names.is_empty() {
            all.push(self.creator(agreed.level, records.creators.get(at)));
        }
        all.extend(self.identifiers(records, at));
        Match::of(records.ids[at], all)
    }

    fn title(&self, agreed: &Agreed, seen: usize) -> Weight {
        let level = agreed.level;
        let having = self.rarest(TITLE, agreed.words.iter().map(|word| &**word));
        let bits = match level {
            Level::Missing => 0.0,
            level => weights::title(level, self.corpus.len(), having, seen),
        };
        Weight { field: Field::Title, level, bits }
    }

    fn year(&self, year: u32) -> Weight {
        let level = match year.abs_diff(self.record.year) {
            _ if year == 0 => Level::Missing,
            0 => Level::Equal,
            1 => Level::Near,
            _ => Level::Different,
        };
        let n_dated = self.corpus.len() - self.corpus.of_year(0);
        let share = |years: &[u32]| {
            let of_years: usize = years.iter().map(|year| self.corpus.of_year(*year)).sum();
            of_years as f64 / n_dated.max(1) as f64
        };
        let own = self.record.year;
        let bits = match level {
            Level::Missing => 0.0,
            Level::Near => weights::year(level, share(&[own - 1, own + 1])),
            level => weights::year(level, share(&[own])),
        };
        Weight { field: Field::Year, level, bits }
    }

    fn creator(&self, title: Level, creators: &str) -> Weight {
        let theirs: Vec<&str> = creators.split(NAME_END).filter(|name| !name.is_empty()).collect();
        if theirs.is_empty() {
            return Weight { field: Field::Creator, level: Level::Missing, bits: 0.0 };
        }
        let own: HashSet<&str> = words(&self.record.creators).collect();
        let level = names::agreement(&self.names, &theirs);
        let common = words(creators).filter(|word| own.contains(word));
        let having = self.rarest(CREATOR, common);
        let bits = weights::creator(level, title, self.corpus.len(), having);
        Weight { field: Field::Creator, level, bits }
    }

    /// How many others have the rarest of these words of an item; all, if there is none.
    fn rarest<'w>(&self, field: Words, words: impl Iterator<Item = &'w str>) -> usize {
        let having = words.map(|word| self.corpus.having(field, word));
        having.min().unwrap_or(self.corpus.len()).saturating_sub(1)
    }

    fn identifiers(&self, records: &Records, at: usize) -> impl Iterator<Item = Weight> {
        let theirs: HashMap<&str, &str> =
            records.identifiers(at).filter_map(|it| it.split_once('\t')).collect();
        self.record.identifiers.iter().filter_map(|it| it.split_once('\t')).map(
            move |(space, own)| {
                let (level, bits) = match theirs.get(space) {
                    None => (Level::Missing, 0.0),
                    Some(value) if *value == own => (Level::Equal, weights::identifier(true)),
                    Some(_) => (Level::Different, weights::identifier(false)),
                };
                Weight { field: Field::Identifier(space.to_owned()), level, bits }
            },
        )
    }
}

fn are_alike(some: &str, other: &str) -> bool {
    some == other || osa::normalized_similarity(some.chars(), other.chars()) >= ALIKE
}

/// The words of a title in the order of the alphabet.
fn sorted(title: &str) -> String {
    let mut all: Vec<&str> = words(title).collect();
    all.sort_unstable();
    all.join(" ")
}

/// The numbers in a title, in order.
fn numbers(title: &str) -> Vec<&str> {
    words(title).filter(|word| word.bytes().all(|byte| byte.is_ascii_digit())).collect()
}
