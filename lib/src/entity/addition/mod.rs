//! Additions: media that somebody submitted for the catalogue and that await validation.
//!
//! An addition holds what the catalogue will say, so that it is published as it stands. Its genres are ids only: which
//! genres these are, and of which kind, is looked up when it is published, since they may change until then. A serie
//! brings its episodes along, more of them than one transaction takes: so an addition that is being published knows as
//! which content, and keeps those episodes that are still to come.

mod proposal;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::proposal::{GENRES, MOST_BYTES, MOST_GENRES, MOST_PARTS, PARTS, Proposal, genre_ids};
use super::content::Identity;
use super::kind::MediaKind;
use crate::matching::records::Record;
use crate::store::{Change, Claim, Entity, Key, Order, Range, Table};
use crate::{Error, Timestamp};

/// An addition as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Addition {
    /// Counts up from 1 over all kinds.
    pub id: u64,
    /// What it is.
    pub kind: MediaKind,
    /// All fields of the kind; null where unknown.
    pub fields: Map<String, Value>,
    /// Genres that there were when it was submitted, of any kind.
    pub genres: Vec<u64>,
    /// The fields of all episodes that are not published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub episodes: Vec<Map<String, Value>>,
    /// The account that submitted it; it may be gone.
    pub submitted_by: u64,
    /// When.
    pub submitted_at: Timestamp,
    /// The content that it became, while episodes are still to come.
    pub published: Option<u64>,
    /// Raised by every write.
    pub version: u64,
}

/// That an addition is somebody's: a row in the partition of their account, with which it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    /// Whose.
    pub user: u64,
    /// What it is.
    pub kind: MediaKind,
    /// The addition.
    pub addition: u64,
}

impl Addition {
    /// What somebody proposes, with genres that are there.
    pub fn new(id: u64, proposal: Proposal, genres: Vec<u64>, by: u64, at: Timestamp) -> Self {
        Self {
            id,
            kind: proposal.kind,
            fields: proposal.fields,
            genres,
            episodes: proposal.parts.into_iter().map(|part| part.fields).collect(),
            submitted_by: by,
            submitted_at: at,
            published: None,
            version: 0,
        }
    }

    /// All additions of a kind, oldest first.
    pub fn all(kind: MediaKind) -> Range {
        Range::of(Table::State, format!("ADDITIONS#{kind}"), Order::Ascending)
    }

    /// Where an addition lies.
    pub fn place(kind: MediaKind, id: u64) -> Key {
        Key::new(Table::State, format!("ADDITIONS#{kind}"), format!("{id:016}"))
    }

    /// What it is compared by with the catalogue.
    pub fn record(&self) -> Record {
        let title = self.fields.get(self.kind.differences().title).and_then(Value::as_str);
        Identity::of(self.kind, &self.fields).record(title.unwrap_or_default().to_owned())
    }

    /// Write it, new; nobody can submit the same until it is settled.
    pub fn submission(&self) -> Change {
        let change = Change::new().create(self).put(&self.row());
        self.claim().iter().fold(change, |change, claim| change.claim(claim, self.taken()))
    }

    /// Remove it, as it is published or declined.
    pub fn settlement(&self) -> Change {
        let change = Change::new().delete(self).clear(self.row().key());
        self.claim().iter().map(Entity::key).fold(change, Change::clear)
    }

    fn row(&self) -> Submitted {
        Submitted { user: self.submitted_by, kind: self.kind, addition: self.id }
    }

    fn claim(&self) -> Option<Claim> {
        let unique = self.kind.differences().unique?;
        let value = self.fields.get(unique).and_then(Value::as_str)?;
        Some(Claim::new(&format!("ADDITION#{}#{unique}", self.kind), value, self.id))
    }

    fn taken(&self) -> Error {
        let unique = self.kind.differences().unique.unwrap_or_default();
        let detail = format!("{unique}: another {} that awaits validation has the same", self.kind);
        Error::taken("This has been submitted already").with_details(vec![detail])
    }
}

impl Submitted {
    /// Everything of a kind that somebody submitted and that awaits validation, oldest first.
    pub fn all(user: u64, kind: MediaKind) -> Range {
        let account = Range::of(Table::State, format!("USER#{user}"), Order::Ascending);
        account.beginning(format!("ADDITION#{kind}#"))
    }
}

impl Entity for Addition {
    const TYPE: &'static str = "addition";

    fn key(&self) -> Key {
        Self::place(self.kind, self.id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}

impl Entity for Submitted {
    const TYPE: &'static str = "submitted";

    fn key(&self) -> Key {
        let sort = format!("ADDITION#{}#{:016}", self.kind, self.addition);
        Key::new(Table::State, format!("USER#{}", self.user), sort)
    }
}
