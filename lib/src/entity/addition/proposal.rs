//! Proposals: what somebody says of a medium that they would like to see in the catalogue.
//!
//! Everything is looked at before anything is refused, so that all that is wrong is named at once. Whether the genres
//! are there is for the store to say.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::entity::content::fields;
use crate::entity::kind::MediaKind;
use crate::{Problems, Result};

/// How many parts a proposal has at most.
pub const MOST_PARTS: usize = 500;

/// How many genres it names at most, those of its parts included.
pub const MOST_GENRES: usize = 100;

/// How many bytes its fields have at most as JSON, those of its parts included: an item of the store takes 400 KB.
pub const MOST_BYTES: usize = 300_000;

/// The name of the list of parts: series are the only kind that has some.
pub const PARTS: &str = "episodes";

/// The name of the list of genres.
pub const GENRES: &str = "genres";

/// What somebody says of a medium.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// What it is.
    pub kind: MediaKind,
    /// All fields of the kind; null where unknown, and where nobody can propose anything.
    pub fields: Map<String, Value>,
    /// The ids of its genres, as they were written; each once.
    pub genres: Vec<String>,
    /// What it consists of.
    pub parts: Vec<Self>,
}

impl Proposal {
    /// Read the body of a request; properties that nobody knows are passed over.
    ///
    /// Refuses: `Invalid` 400 with a detail for each field that breaks a rule.
    pub fn read(kind: MediaKind, body: &Map<String, Value>) -> Result<Self> {
        let mut problems = Problems::default();
        let proposal = Self::collect(kind, body, &mut problems);
        if problems.is_empty() && proposal.n_bytes() > MOST_BYTES {
            problems.note("submission", format_args!("larger than {MOST_BYTES} bytes"));
        }
        if proposal.named_genres().len() > MOST_GENRES {
            problems.note(GENRES, format_args!("more than {MOST_GENRES}"));
        }
        problems.done(proposal)
    }

    /// All genres that are named anywhere in it.
    pub fn named_genres(&self) -> BTreeSet<&str> {
        let own = self.genres.iter().map(String::as_str);
        own.chain(self.parts.iter().flat_map(Self::named_genres)).collect()
    }

    fn collect(kind: MediaKind, body: &Map<String, Value>, problems: &mut Problems) -> Self {
        let submission = kind.differences().submission;
        let names = kind.differences().fields.iter().map(|field| field.name);
        let taken = names.filter(|name| !submission.ignored.contains(name));
        let taken = taken.filter_map(|name| Some((name.to_owned(), body.get(name)?.clone())));
        let taken = taken.collect();
        let fields = fields::read(kind, &taken, submission.required, problems);
        // Contract: a book's genres are passed over; those of an episode have to exist, though none are kept.
        let takes_genres = kind.differences().has_genres() || kind.is_part();
        let genres =
            if takes_genres { genres(kind, body.get(GENRES), problems) } else { Vec::new() };
        let parts = kind.parts().map(|part| parts(part, body.get(PARTS), problems));
        Self { kind, fields, genres, parts: parts.unwrap_or_default() }
    }

    fn n_bytes(&self) -> usize {
        let own = serde_json::to_vec(&self.fields).map_or(0, |json| json.len());
        own + self.parts.iter().map(Self::n_bytes).sum::<usize>()
    }
}

/// The ids in a list of genres, each once.
fn genres(kind: MediaKind, given: Option<&Value>, problems: &mut Problems) -> Vec<String> {
    let is_required = kind.differences().submission.required.contains(&GENRES);
    let given = match given {
        None | Some(Value::Null) if is_required => Err("missing".to_owned()),
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(given) => genre_ids(given),
    };
    problems.read(GENRES, given).unwrap_or_default()
}

/// The ids in a list of genres as they were written, each once; or what is wrong with it.
pub fn genre_ids(given: &Value) -> Result<Vec<String>, String> {
    let given = given.as_array();
    if given.is_some_and(|given| given.len() > MOST_GENRES) {
        return Err(format!("more than {MOST_GENRES}"));
    }
    let ids = given.and_then(|given| given.iter().map(whole).collect::<Option<Vec<_>>>());
    let ids = ids.ok_or("not a list of whole numbers")?;
    let mut seen = BTreeSet::new();
    Ok(ids.into_iter().filter(|id| seen.insert(id.clone())).collect())
}

/// A whole number as it was written, however large: one beyond 64 bits is an id that nothing has.
fn whole(value: &Value) -> Option<String> {
    let number = value.as_number()?;
    let is_huge = number.as_f64().is_some_and(|number| number.abs() >= u64::MAX as f64);
    (!number.is_f64() || is_huge).then(|| number.to_string())
}

/// The proposals in a list of parts; what is wrong with one is named by its place, from 0.
fn parts(kind: MediaKind, given: Option<&Value>, problems: &mut Problems) -> Vec<Proposal> {
    let given = match given {
        None | Some(Value::Null) => Ok(&[] as &[Value]),
        Some(Value::Array(given)) if given.iter().all(Value::is_object) => match given.len() {
            ..=MOST_PARTS => Ok(given.as_slice()),
            _ => Err(format!("more than {MOST_PARTS}")),
        },
        Some(_) => Err("not a list of objects".to_owned()),
    };
    let given = problems.read(PARTS, given).unwrap_or_default();
    let part = |(place, body)| {
        let mut inner = Problems::default();
        let part = Proposal::collect(kind, body, &mut inner);
        problems.within(format_args!("{PARTS}[{place}]"), inner);
        part
    };
    given.iter().filter_map(Value::as_object).enumerate().map(part).collect()
}
