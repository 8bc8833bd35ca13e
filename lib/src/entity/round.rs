//! Rounds: going through all people, some at a time.
//!
//! A round knows where it is. Whoever goes on with it works off the next slice and then moves it on; so it can break
//! off anywhere, and what was under way is done again. There is one at a time.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::kind::MediaKind;
use crate::store::{Entity, Key, Table};
use crate::{Result, Store, Timestamp};

/// The round under way, or the last one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Counts up from 1; 0 before the first.
    pub number: u64,
    /// What is made again.
    pub scope: Scope,
    /// The newest event that surely shows in what it makes.
    pub position: u64,
    /// When it began.
    pub began_at: Option<Timestamp>,
    /// When the last one began that made everything again.
    pub whole_began_at: Option<Timestamp>,
    /// What comes next; nothing, when it is over.
    pub next: Option<Slice>,
    /// Raised by every write.
    pub version: u64,
}

/// What a round makes again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All that is derived.
    Whole,
    /// People's lists for these kinds.
    Lists(BTreeSet<MediaKind>),
}

/// What is worked off at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slice {
    /// What is derived for this kind as a whole.
    Kind(MediaKind),
    /// Users from this id on.
    Users(u64),
    /// Groups from this id on.
    Groups(u64),
}

impl Round {
    /// The round under way, or the last one. Cost: a read.
    pub async fn last(store: &Store) -> Result<Self> {
        let none = Self {
            number: 0,
            scope: Scope::Whole,
            position: 0,
            began_at: None,
            whole_began_at: None,
            next: None,
            version: 0,
        };
        Ok(store.get(&none.key()).await?.unwrap_or(none))
    }

    /// The round after this one.
    #[must_use]
    pub fn begun(self, scope: Scope, position: u64, now: Timestamp) -> Self {
        let (whole_began_at, next) = match &scope {
            Scope::Whole => (Some(now), Slice::Kind(MediaKind::ALL[0])),
            Scope::Lists(_) => (self.whole_began_at, Slice::Users(1)),
        };
        let (number, began_at, next) = (self.number + 1, Some(now), Some(next));
        Self { number, scope, position, began_at, whole_began_at, next, version: self.version }
    }

    /// The same round, one slice on: of so many users, or groups, and with these last ids.
    #[must_use]
    pub fn moved_on(self, size: u64, (last_user, last_group): (u64, u64)) -> Self {
        let next = self.next.and_then(|slice| match slice {
            Slice::Kind(kind) => {
                let following = MediaKind::ALL.into_iter().skip_while(|it| *it != kind).nth(1);
                Some(following.map_or(Slice::Users(1), Slice::Kind))
            }
            Slice::Users(first) if first + size <= last_user => Some(Slice::Users(first + size)),
            Slice::Users(_) => Some(Slice::Groups(1)),
            Slice::Groups(first) if first + size <= last_group => Some(Slice::Groups(first + size)),
            Slice::Groups(_) => None,
        });
        Self { next, ..self }
    }

    /// The kinds whose lists it makes.
    pub fn kinds(&self) -> BTreeSet<MediaKind> {
        match &self.scope {
            Scope::Whole => MediaKind::ALL.into(),
            Scope::Lists(kinds) => kinds.clone(),
        }
    }
}

impl Entity for Round {
    const TYPE: &'static str = "round";

    fn key(&self) -> Key {
        Key::new(Table::Derived, "ROUND#LAST", "STATE")
    }

    fn version(&self) -> u64 {
        self.version
    }
}
