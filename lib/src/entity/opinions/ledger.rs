//! The ledger of a kind's opinions: whose have changed, change by change, for processes that keep them all.
//!
//! It is written in the transaction of the change, with the next number. So who knows the opinions up to a number reads
//! the entries behind it and nothing else, and a gap shows that entries have expired: then all has to be read again.

use serde::{Deserialize, Serialize};

use crate::entity::kind::MediaKind;
use crate::event::Occurrence;
use crate::store::{Change, Cursor, Entity, Key, Order, Range, Table};
use crate::{Result, Store};

/// How long entries are remembered: an hour.
const REMEMBERED_SECONDS: i64 = 3_600;

/// How often the opinions of a kind have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// The kind.
    pub kind: MediaKind,
    /// Which ledger: another when what is derived was dropped. 0 before the first.
    pub id: u64,
    /// The number of the last entry.
    pub version: u64,
}

/// That these people's opinions have changed, come or gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The kind.
    pub kind: MediaKind,
    /// Which ledger.
    pub ledger: u64,
    /// Counts up from 1.
    pub number: u64,
    /// Whose.
    pub people: Vec<u64>,
    /// When it is forgotten, seconds since 1970; the store deletes it some time later.
    pub expires_at: i64,
}

impl Ledger {
    /// That of a kind. Cost: a read.
    pub async fn of(store: &Store, kind: MediaKind) -> Result<Self> {
        let none = Self { kind, id: 0, version: 0 };
        Ok(store.get(&none.key()).await?.unwrap_or(none))
    }

    /// Whether it is as far as this one, which is of the same kind.
    pub fn covers(self, now: Self) -> bool {
        self.id == now.id && self.version >= now.version
    }

    /// Enter that these people's opinions have changed.
    pub fn entering(self, people: Vec<u64>, now: Occurrence) -> Change {
        let id = if self.version == 0 { now.id } else { self.id };
        let (kind, number) = (self.kind, self.version + 1);
        let expires_at = now.at.seconds() + REMEMBERED_SECONDS;
        let entry = Entry { kind, ledger: id, number, people, expires_at };
        Change::new().save(&Self { id, ..self }).put(&entry)
    }

    /// The entries behind this one, oldest first; none when some of them are forgotten, or it is another ledger by now.
    ///
    /// `last` is the ledger as it was read. Cost: a read unit for each thirty of them, about.
    pub async fn since(self, store: &Store, last: Self) -> Result<Option<Vec<Entry>>> {
        if self.id != last.id {
            return Ok(None);
        }
        let range = Range::of(Table::Derived, partition(self.kind), Order::Ascending);
        let range = range.beginning(format!("{:016}#", self.id));
        let entries: Vec<Entry> = store.list_after(&range, &self.cursor()).await?;
        let numbers = entries.iter().map(|entry| entry.number);
        let is_whole = numbers.eq((self.version + 1..).take(entries.len()));
        let reaches = self.version + entries.len() as u64 >= last.version;
        Ok((is_whole && reaches).then_some(entries))
    }

    fn cursor(self) -> Cursor {
        Cursor::after(sort(self.id, self.version))
    }
}

fn partition(kind: MediaKind) -> String {
    format!("LEDGER#{kind}")
}

fn sort(ledger: u64, number: u64) -> String {
    format!("{ledger:016}#{number:016}")
}

impl Entity for Ledger {
    const TYPE: &'static str = "ledger";

    fn key(&self) -> Key {
        Key::new(Table::Derived, format!("KIND#{}", self.kind), "OPINIONS")
    }

    fn version(&self) -> u64 {
        self.version
    }
}

impl Entity for Entry {
    const TYPE: &'static str = "ledger entry";

    fn key(&self) -> Key {
        Key::new(Table::Derived, partition(self.kind), sort(self.ledger, self.number))
    }
}
