//! What somebody asks of a record: read field by field, and refused with the name of the field that is wrong.

use std::collections::BTreeMap;

use kindred::entity::kind::MediaKind;
use kindred::http::{Query, params};
use kindred::matching::records::{Record, Scheme, names};
use kindred::{Problems, Result};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// Characters of a title, or of creators, at most.
const MOST_CHARS: usize = 1_000;
/// Characters of an identifier at most.
const MOST_ID_CHARS: usize = 255;
/// Items that are told at most.
const MOST_ITEMS: usize = 50;
/// Items that are told if nothing is said of it.
const ITEMS: usize = 10;

/// A record, as it is sent. Besides these, the identifiers of the kind, under the names that its contents have them by:
/// `isbn` of books, `imdbid` and `tmdbid` of movies, and so on, beside the title or in `ids`. Null is as if it were
/// absent; other fields are refused.
#[derive(ToSchema)]
#[schema(example = json!({ "title": "Stalker", "year": 1979, "creator": "Tarkovsky, Andrei", "imdbid": "tt0079944" }))]
#[expect(dead_code, reason = "describes a body that is read field by field")]
pub(crate) struct RecordIn {
    /// The title, in any spelling.
    #[schema(nullable = false, min_length = 1, max_length = 1_000)]
    title: Option<String>,
    /// When it came out.
    #[schema(nullable = false, minimum = 1, maximum = 9_999)]
    year: Option<u32>,
    /// Who made it: one or several, in any order and with initials.
    #[schema(nullable = false, max_length = 1_000)]
    creator: Option<String>,
    /// An identifier: text or whole number.
    #[schema(nullable = false, max_length = 255)]
    imdbid: Option<String>,
    /// Identifiers by their names, if they are not told beside the title.
    #[schema(nullable = false, value_type = Option<BTreeMap<String, String>>)]
    ids: Option<BTreeMap<String, Value>>,
    /// How many items are told at most.
    #[schema(nullable = false, default = 10, minimum = 1, maximum = 50)]
    limit: Option<usize>,
}

/// What is looked for, and how many items are told at most.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) record: Record,
    pub(crate) limit: usize,
}

impl Asked {
    /// A title alone.
    ///
    /// Refuses: `Invalid` 400 with the names of the fields that are wrong.
    pub(crate) fn of_query(query: &Query) -> Result<Self> {
        let mut problems = Problems::default();
        let title = query.get("q").map_or(Err("missing".to_owned()), |text| title(&text.into()));
        let limit = params::limit(query, ITEMS, MOST_ITEMS);
        let title = problems.read("q", title).unwrap_or_default();
        let limit = problems.read("limit", limit).unwrap_or_default();
        problems.done(Self { record: Record { title, ..Record::default() }, limit })
    }

    /// All that a body says of something of this kind.
    ///
    /// Refuses: `Invalid` 400 with the names of the fields that are wrong.
    pub(crate) fn of_body(kind: MediaKind, body: &Map<String, Value>) -> Result<Self> {
        let identity = &kind.differences().identity;
        let (mut record, mut most) = (Record::default(), ITEMS);
        let (mut problems, mut unknown) = (Problems::default(), Vec::new());
        for (field, name, value) in fields(body) {
            let scheme = identity.identifiers.iter().find(|(known, _)| known == name);
            match (&*field, scheme) {
                (_, Some((_, scheme))) => {
                    let read = problems.read(&field, identifier(*scheme, value));
                    let before = read.and_then(|id| record.identifiers.insert(name.clone(), id));
                    if before.is_some_and(|before| before != record.identifiers[name]) {
                        problems.note(field, "told twice, and not the same");
                    }
                }
                ("title", _) => {
                    record.title = problems.read(field, title(value)).unwrap_or_default();
                }
                ("year", _) => record.year = problems.read(field, year(value)),
                ("creator", _) => {
                    let creator = problems.read(field, text(value)).unwrap_or_default();
                    record.creators = names(&creator, identity.separators);
                }
                ("limit", _) => most = problems.read(field, limit(value)).unwrap_or(most),
                ("ids", _) => problems.note(field, "not an object"),
                _ => unknown.push(field),
            }
        }
        problems.unknown("", unknown.iter());
        if problems.is_empty() && record.title.is_empty() && record.identifiers.is_empty() {
            problems.note("title", "missing, and so is any identifier");
        }
        problems.done(Self { record, limit: most })
    }

    /// How many items are told at most, whatever else a body says; or what is wrong with that.
    pub(crate) fn limit(body: &Map<String, Value>) -> Result<usize, String> {
        let given = body.get("limit").filter(|value| !value.is_null());
        given.map_or(Ok(ITEMS), limit)
    }
}

/// What stands in a body and in its `ids`: where, the name alone, and the value. Null is as if it were absent.
fn fields(body: &Map<String, Value>) -> impl Iterator<Item = (String, &String, &Value)> {
    let ids = body.get("ids").and_then(Value::as_object);
    let inner = ids.into_iter().flatten().map(|(name, value)| (format!("ids.{name}"), name, value));
    let outer = body.iter().filter(move |(name, _)| ids.is_none() || *name != "ids");
    let outer = outer.map(|(name, value)| (name.clone(), name, value));
    outer.chain(inner).filter(|(_, _, value)| !value.is_null())
}

fn title(value: &Value) -> Result<String, String> {
    let title = text(value)?;
    if title.trim().is_empty() { Err("empty".to_owned()) } else { Ok(title) }
}

fn text(value: &Value) -> Result<String, String> {
    let text = value.as_str().ok_or("not a text")?;
    within(MOST_CHARS, text)
}

fn within(most: usize, text: &str) -> Result<String, String> {
    match text.chars().nth(most) {
        None => Ok(text.to_owned()),
        Some(_) => Err(format!("longer than {most} characters")),
    }
}

fn identifier(scheme: Scheme, value: &Value) -> Result<String, String> {
    let text = match value {
        Value::String(text) => within(MOST_ID_CHARS, text)?,
        Value::Number(number) if !number.is_f64() => number.to_string(),
        _ => return Err("neither a text nor a whole number".to_owned()),
    };
    scheme.normal(&text).map_err(|problem| problem.to_string())
}

fn year(value: &Value) -> Result<i32, String> {
    let year = value.as_i64().filter(|year| (1..10_000).contains(year));
    let year = year.and_then(|year| i32::try_from(year).ok());
    year.ok_or_else(|| "not a whole number from 1 to 9999".to_owned())
}

fn limit(value: &Value) -> Result<usize, String> {
    params::at_most(MOST_ITEMS, value.as_u64())
}
