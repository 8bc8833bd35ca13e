//! A catalogue of any size with people who have tastes, as the files that `kindred export` would write of it.
//!
//! Everything follows from a seed. Items are of the six kinds, half of them movies, and stand in series whose members
//! are alike. Each belongs to a taste; people have two, and take most of what they rate from there, what is popular
//! first (of rank `r` about `1 / r` as often as the first). Nothing of it says anything about how good a recommendation
//! is.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use kindred::entity::kind::MediaKind;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Map, Value, json};

/// How much of everything there is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) items: usize,
    pub(crate) people: usize,
    pub(crate) interactions: usize,
}

/// How many items of a hundred are of each kind, and which field tells its own.
const SHARES: [(MediaKind, usize); 6] = [
    (MediaKind::Application, 6),
    (MediaKind::Book, 14),
    (MediaKind::Game, 6),
    (MediaKind::Movie, 52),
    (MediaKind::Serie, 6),
    (MediaKind::Track, 16),
];

/// Tastes that people can have.
const TASTES: usize = 40;
/// Items that share all but title and one name.
const SERIES: usize = 12;
/// Kinds of story; each item is of two.
const GENRES: usize = 18;
/// Beginnings and ends of names, which make words that few items share.
const SYLLABLES: [&str; 24] = [
    "al", "bor", "cre", "dun", "el", "fir", "gan", "hol", "in", "jor", "kel", "lum", "mor", "nes",
    "or", "pel", "qui", "ros", "sun", "tor", "ul", "ver", "wil", "yar",
];

/// Write the contents.
pub(crate) fn write_contents(path: &Path, size: Size) -> io::Result<()> {
    let mut lines = Lines::begin(path)?;
    for (kind, numbers) in kinds(size.items) {
        for number in numbers {
            lines.write(&content(kind, number))?;
        }
    }
    lines.end((size.items, 0))
}

/// Write what people did: some of a data set, and these accounts, which are as busy as the others.
pub(crate) fn write_interactions(path: &Path, size: Size, accounts: &[String]) -> io::Result<()> {
    let mut random = StdRng::seed_from_u64(7);
    let mut lines = Lines::begin(path)?;
    let mut n_left = size.interactions;
    for person in 0..size.people {
        let key = accounts.get(person).cloned().unwrap_or_else(|| format!("large:{person}"));
        // Some do little and a few very much; the last one does the rest.
        let mean = size.interactions / size.people;
        let wanted = 1 + (mean as f64 * -(1.0 - random.random::<f64>()).ln()) as usize;
        let is_last = person + 1 == size.people;
        let wanted = if is_last { n_left } else { wanted.min(n_left) }.min(size.items / 4);
        let tastes = [random.random_range(0..TASTES), random.random_range(0..TASTES)];
        let mut met = HashSet::new();
        while met.len() < wanted {
            let liked = random.random::<f64>() < 0.7;
            let item = match liked {
                true => of_taste(&mut random, size.items, tastes[met.len() % 2]),
                false => rank(&mut random, size.items),
            };
            if met.insert(item) {
                lines.write(&interaction(&mut random, &key, item, liked))?;
            }
        }
        n_left -= wanted;
    }
    lines.end((0, size.interactions - n_left))
}

/// The kinds with the numbers of their items; which number is popular has nothing to do with the kind.
fn kinds(n_items: usize) -> impl Iterator<Item = (MediaKind, impl Iterator<Item = usize>)> {
    let ends = SHARES.iter().scan(0, |end, (kind, share)| {
        let begin = *end;
        *end += share;
        Some((*kind, begin..*end))
    });
    ends.map(move |(kind, range)| {
        (kind, (0..n_items).filter(move |it| range.contains(&(it * 37 % 100))))
    })
}

fn key(number: usize) -> String {
    format!("large:{number}")
}

/// Of `n`, the first most often: `P(rank ≤ r) = ln r / ln n`.
fn rank(random: &mut StdRng, n: usize) -> usize {
    ((n as f64).powf(random.random::<f64>()) as usize).clamp(1, n) - 1
}

/// Every item whose number leaves the taste as remainder, the popular ones first.
fn of_taste(random: &mut StdRng, n_items: usize, taste: usize) -> usize {
    (rank(random, n_items / TASTES) * TASTES + taste).min(n_items - 1)
}

fn interaction(random: &mut StdRng, user: &str, item: usize, liked: bool) -> Value {
    let day = |random: &mut StdRng| {
        let (month, day) = (random.random_range(1..13), random.random_range(1..29));
        format!("2025-{month:02}-{day:02}T12:00:00.000000")
    };
    let mut line = json!({ "type": "interaction", "user": user, "content": key(item) });
    if random.random::<f64>() < 0.8 {
        let stars = if liked { random.random_range(3..6) } else { random.random_range(1..6) };
        line["rating"] = json!(stars);
        line["last_rating_date"] = json!(day(random));
    }
    if random.random::<f64>() < 0.3 {
        line["count"] = json!(random.random_range(1..30));
        line["last_count_increment"] = json!(day(random));
    }
    line["review_see_count"] = json!(1);
    line["last_review_see_date"] = json!(day(random));
    line
}

fn content(kind: MediaKind, number: usize) -> Value {
    let differences = kind.differences();
    let mut fields = Map::new();
    for field in differences.fields {
        fields.insert(field.name.to_owned(), value(kind, field.name, number));
    }
    let genres = [number % TASTES % GENRES, (number / SERIES * 7 + 1) % GENRES];
    let genres = if differences.has_genres() { &genres[..] } else { &[] };
    let genres: Vec<_> = genres.iter().map(|genre| format!("Genre {genre}")).collect();
    json!({
        "type": "content", "kind": kind, "key": key(number), "fields": fields, "genres": genres,
        "rating_sum": number % 500 * 3, "rating_count": number % 500,
    })
}

/// What a field of an item holds; texts of about 1 KB in all.
fn value(kind: MediaKind, field: &str, number: usize) -> Value {
    let series = number / SERIES;
    let people = |role: usize| {
        let known = (0..4).map(|place| name(series * 5 + role * 13 + place));
        known.chain([name(number * 3 + role)]).collect::<Vec<_>>()
    };
    let separator = if kind == MediaKind::Serie { "," } else { "|" };
    match field {
        "isbn" => json!(format!("{number:013}")),
        "title" | "name" => json!(format!("{} {number:06}", name(number * 11 + 5))),
        "actors" => json!(people(0).join(separator)),
        "writers" | "writer" => json!(people(1)[0]),
        "directors" | "director" | "author" | "artist_name" => json!(people(2)[0]),
        "producers" | "developers" | "publisher" | "publishers" => json!(people(3)[0]),
        "release" => json!(format!("{} {}", name(series), name(series * 3))),
        "language" => json!("English"),
        "year" if kind == MediaKind::Track => json!(1950 + series % 75),
        "year" => json!((1950 + series % 75).to_string()),
        "start_year" | "end_year" | "year_of_publication" => json!(1950 + series % 75),
        "plot_outline" | "short_description" => {
            json!("Somebody wants something and cannot have it. ".repeat(8))
        }
        "cover" => json!(format!("https://images.example.org/covers/original/{number:07}.jpg")),
        "recommendations" => json!(number * 7_919 % 5_000),
        _ => Value::Null,
    }
}

/// A name of two words, one of some thousands.
fn name(number: usize) -> String {
    let syllable = |place: usize| SYLLABLES[(number / place + number * 7) % SYLLABLES.len()];
    format!("{}{} {}{}", syllable(1), syllable(24), syllable(576), syllable(91))
}

/// A file of lines between the first and the last.
struct Lines(BufWriter<File>);

impl Lines {
    fn begin(path: &Path) -> io::Result<Self> {
        let mut lines = Self(BufWriter::new(File::create(path)?));
        lines.write(&json!({ "type": "kindred", "version": 1 }))?;
        Ok(lines)
    }

    fn write(&mut self, line: &Value) -> io::Result<()> {
        writeln!(self.0, "{line}")
    }

    fn end(mut self, (contents, interactions): (usize, usize)) -> io::Result<()> {
        let end = json!({ "type": "end", "contents": contents, "interactions": interactions });
        self.write(&end)?;
        self.0.flush()
    }
}
