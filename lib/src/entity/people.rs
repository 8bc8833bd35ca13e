//! The names by which people are found: derived from accounts, for the search by a part of a name.
//!
//! The store finds beginnings only. So a name is listed once whole and once for each of its endings, `ada_l` also as
//! `da_l`, `a_l`, `_l` and `l`, and whatever it contains is the beginning of a row. Names are short, so these are few.
//! People of imported data sets are not listed. The search reads rows and no account: for a moment it may still find
//! somebody who is gone.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::user::{Origin, User};
use crate::store::{Change, Entity, Key, Order, Range, Table};
use crate::{Result, Store};

/// Characters that a name has at most, at whatever door.
const MOST_CHARS: usize = 20;
/// Rows that a search reads at most.
const MOST_ROWS: usize = 2_000;

/// Partitions of whole names, by their first character.
const WHOLE: &str = "NAMES";
/// Partitions of their endings, by their first character.
const INNER: &str = "INNER";

/// Under which name somebody is listed: known, so that its rows go when the name does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// Who.
    pub user_id: u64,
    /// The name in lower case.
    pub name: String,
    /// Raised by every write.
    pub version: u64,
}

/// A name, or one of its endings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Row {
    #[serde(rename = "PK")]
    partition: String,
    #[serde(rename = "SK")]
    sort: String,
    user_id: u64,
    /// The whole name.
    name: String,
}

/// The ids of people whose names contain the term, whatever the case.
///
/// First those whose names begin with it, then all others, each in the order of the alphabet. The term is literal. An
/// empty one finds nobody, nor does one that is longer than any name. Reads 2,000 rows at most, and finds no more;
/// costs a read unit for each 50 of them, about.
pub async fn search(store: &Store, term: &str) -> Result<Vec<u64>> {
    let term = term.to_lowercase();
    if term.chars().count() > MOST_CHARS {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for space in [WHOLE, INNER] {
        let Some(range) = Row::beginning(space, &term) else { break };
        let rows = store.list::<Row>(&range, None, MOST_ROWS - found.len()).await?.items;
        // The id behind the name is no part of it.
        let rows = rows.into_iter().filter(|row| row.name.contains(&term));
        found.extend(rows.map(|row| (space != WHOLE, row.name, row.user_id)));
    }
    found.sort_unstable();
    let mut seen = HashSet::new();
    Ok(found.into_iter().map(|(.., id)| id).filter(|id| seen.insert(*id)).collect())
}

impl Listed {
    /// Where it lies.
    pub fn place(user: u64) -> Key {
        Key::new(Table::Derived, format!("PERSON#{user}"), "NAME")
    }

    /// List this user as the account has it; empty when that is how they are listed.
    pub fn update(user_id: u64, before: Option<&Self>, account: Option<&User>) -> Change {
        let version = before.map_or(0, |before| before.version);
        let after = account.and_then(name).map(|name| Self { user_id, name, version });
        if before == after.as_ref() {
            return Change::new();
        }
        let change = match (before, &after) {
            (_, Some(after)) => Change::new().save(after),
            (Some(before), None) => Change::new().delete(before),
            (None, None) => Change::new(),
        };
        let held = before.map(Self::rows).unwrap_or_default();
        let wanted = after.as_ref().map(Self::rows).unwrap_or_default();
        let change = wanted.iter().fold(change, Change::put);
        held.iter()
            .map(Entity::key)
            .filter(|key| wanted.iter().all(|row| row.key() != *key))
            .fold(change, Change::clear)
    }

    fn rows(&self) -> Vec<Row> {
        let endings = self.name.char_indices().map(|(at, first)| Row {
            partition: partition(if at == 0 { WHOLE } else { INNER }, first),
            // A blank is in no name and before every letter, so rows stand in the order of the names.
            sort: format!("{} {:016}", &self.name[at..], self.user_id),
            user_id: self.user_id,
            name: self.name.clone(),
        });
        endings.collect()
    }
}

impl Row {
    /// The rows that begin so; none for nothing.
    fn beginning(space: &str, term: &str) -> Option<Range> {
        let partition = partition(space, term.chars().next()?);
        Some(Range::of(Table::Derived, partition, Order::Ascending).beginning(term))
    }
}

fn partition(space: &str, first: char) -> String {
    format!("{space}#{first}")
}

/// The name that others see, by which an account is found.
fn name(account: &User) -> Option<String> {
    let name = account.display_name.as_ref().or(account.login_name.as_ref());
    let name = name.filter(|_| account.origin != Origin::Dataset)?.to_lowercase();
    Some(name.chars().take(MOST_CHARS).collect()).filter(|name: &String| !name.is_empty())
}

impl Entity for Listed {
    const TYPE: &'static str = "listed";

    fn key(&self) -> Key {
        Self::place(self.user_id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}

impl Entity for Row {
    const TYPE: &'static str = "name";

    fn key(&self) -> Key {
        Key::new(Table::Derived, &self.partition, &self.sort)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::names::{DisplayName, LoginName};

    #[test]
    fn no_door_takes_a_name_that_is_too_long_to_be_listed() {
        let long = "a".repeat(MOST_CHARS + 1);

        assert!(LoginName::parse(&long).is_none() && DisplayName::parse(&long).is_none());
    }
}
