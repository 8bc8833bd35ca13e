//! What agreement weighs: how often it is seen between records of the same work, and how often by chance.
//!
//! A weight is `log2(m / u)`, in bits.
//!
//! - `m`, the share of records of the same work that agree so, is measured on corrupted copies of made-up records: typos,
//!   words in another order or missing, years off by one, names with initials. A test measures them again.
//! - `u`, the share of all other items that agree so, is read off the catalogue. For a year: how many have it. For names:
//!   how many have the rarest of the words that agree. For titles: of the `d` other items with the rarest word that agrees,
//!   `c · (d + 1/2)` are to be expected to agree as well as this one by chance, with `c` chosen so that probabilities hold
//!   on made-up records; and `k` others are seen to. How many there are differs more between titles than by chance alone,
//!   so the expected number is the mean of a gamma distribution of shape `a`, and after `k` were seen it is
//!   `(a + k) / (b + 1)`, with `b = a / (c · (d + 1/2))` (the negative binomial model: Robbins, An Empirical Bayes Approach
//!   to Statistics, 1956).
//! - Identifiers win by decree: an equal one weighs more than all else together can.
//!
//! Before anything is compared, a record is as likely as not to be in the catalogue, and there each item as likely as
//! any.

use super::Level;

/// What of the records of the same work agrees so.
type Shares = &'static [(Level, f64)];

/// Titles.
const TITLES: Shares = &[
    (Level::Equal, 0.415),
    (Level::SameWords, 0.113),
    (Level::Near, 0.30),
    (Level::Close, 0.072),
    (Level::Part, 0.076),
    (Level::Similar, 0.006),
    (Level::OtherNumber, 0.016),
    (Level::Different, 0.002),
];
/// Years.
const YEARS: Shares = &[(Level::Equal, 0.87), (Level::Near, 0.098), (Level::Different, 0.032)];
/// Creators.
const CREATORS: Shares = &[
    (Level::Equal, 0.70),
    (Level::Compatible, 0.20),
    (Level::Near, 0.094),
    (Level::Different, 0.002),
];
/// All that is measured, by field.
#[cfg(test)]
pub(super) const MEASURED: &[(&str, Shares)] =
    &[("Title", TITLES), ("Year", YEARS), ("Creator", CREATORS)];

/// How much the numbers of others that agree differ between titles: the shape of their distribution.
const SHAPE: f64 = 0.25;
/// What an equal identifier weighs.
const IDENTIFIED: f64 = 128.0;
/// What another identifier of the same space weighs: one of 4,096 was recorded wrongly.
const IDENTIFIED_OTHERWISE: f64 = -12.0;
/// The least share of items of a year that is believed.
const LEAST_SHARE: f64 = 1e-3;
/// How often the names of two people are the same but for misspelt words.
const MISSPELT_BY_CHANCE: f64 = 0.002;
/// How often items with titles that are only alike have the same creator.
const SERIES: f64 = 0.05;

/// What is to be expected of each of `n` items before anything is compared.
pub(super) fn prior(n: usize) -> f64 {
    -(n.max(1) as f64).log2()
}

/// What titles weigh that agree so in a catalogue of `n`, where `having` others have the rarest word that agrees, and
/// `seen` others agree as well or better.
pub(super) fn title(level: Level, n: usize, having: usize, seen: usize) -> f64 {
    // Of the others with the rarest word, so many agree as well or better by chance.
    let by_chance = match level {
        Level::Equal | Level::Near => 0.02,
        Level::SameWords => 0.01,
        Level::Close => 0.05,
        Level::Part | Level::OtherNumber => 0.10,
        Level::Similar => 0.20,
        _ => return share(TITLES, level).log2(),
    };
    let expected = by_chance * (having as f64 + 0.5);
    let others = (SHAPE + seen as f64) / (SHAPE / expected + 1.0);
    (share(TITLES, level) / (others / n.max(1) as f64).min(1.0)).log2()
}

/// What years weigh that agree so, where a share of all items is of the item's year, or of the two beside it.
pub(super) fn year(level: Level, of_year: f64) -> f64 {
    let by_chance = if level == Level::Different { 1.0 } else { of_year.clamp(LEAST_SHARE, 1.0) };
    (share(YEARS, level) / by_chance).log2()
}

/// What creators weigh that agree so in a catalogue of `n`, where `having` others have the rarest word that agrees, and
/// titles agree so.
pub(super) fn creator(level: Level, title: Level, n: usize, having: usize) -> f64 {
    let by_name = (having as f64 + 0.5) / n.max(1) as f64;
    // Works of a series have titles alike because they have the same creator: then it tells little more.
    let by_name = if title > Level::Close { by_name.max(SERIES) } else { by_name };
    let by_chance = match level {
        Level::Equal | Level::Compatible => by_name.min(1.0),
        Level::Near => MISSPELT_BY_CHANCE,
        _ => 1.0,
    };
    (share(CREATORS, level) / by_chance).log2()
}

/// What an identifier weighs that is equal, or another.
pub(super) fn identifier(is_equal: bool) -> f64 {
    if is_equal { IDENTIFIED } else { IDENTIFIED_OTHERWISE }
}

/// What of the records of the same work agrees so; what was never seen is as rare as can be measured.
fn share(shares: Shares, level: Level) -> f64 {
    shares.iter().find(|(of, _)| *of == level).map_or(0.002, |(_, share)| *share)
}
