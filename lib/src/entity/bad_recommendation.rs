//! Bad recommendations: contents that a user does not want to be recommended, and why.
//!
//! What is flagged stays flagged as long as it is there: a user can say it again, and say more of it, but not take it
//! back. Reasons are kept as they were given; what they mean for other contents is not decided here.
//!
//! A flag lies with its user; a short row beside the content says who that is, so that flags are found when the content
//! goes. The two are written and removed together.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use super::content::Content;
use super::kind::MediaKind;
use crate::store::{Change, Entity, Key, Order, Range, Table};
use crate::{Problems, Result, Store};

/// Reasons of one category that are kept of a content.
pub const MOST_REASONS: usize = 50;
/// Characters in a reason.
pub const MOST_CHARS: usize = 255;

/// Reasons by category.
pub type Reasons = BTreeMap<String, Vec<String>>;

/// That a content should not have been recommended to a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadRecommendation {
    /// To whom.
    pub user_id: u64,
    /// Which content.
    pub content_id: u64,
    /// What that is.
    pub kind: MediaKind,
    /// Why, as they said: each reason once, in the order in which they gave them. Perhaps they gave none.
    pub reasons: Reasons,
    /// Raised by every write.
    pub version: u64,
}

/// That somebody flagged a content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flagger {
    /// Which content.
    pub content_id: u64,
    /// What that is.
    pub kind: MediaKind,
    /// Who.
    pub user_id: u64,
}

impl BadRecommendation {
    /// A user who has not yet said why.
    pub fn new(user_id: u64, content: &Content) -> Self {
        let (content_id, kind) = (content.id, content.kind);
        Self { user_id, content_id, kind, reasons: Reasons::new(), version: 0 }
    }

    /// The same for these reasons, too; those that are known already change nothing.
    ///
    /// Refuses: `Invalid` 400 when a category gets more than [`MOST_REASONS`].
    pub fn because(mut self, reasons: Reasons) -> Result<Self> {
        for (category, given) in reasons {
            let known = self.reasons.entry(category).or_default();
            for reason in given {
                if !known.contains(&reason) {
                    known.push(reason);
                }
            }
        }
        self.reasons.retain(|_, known| !known.is_empty());
        let mut problems = Problems::default();
        for (category, _) in self.reasons.iter().filter(|(_, known)| known.len() > MOST_REASONS) {
            problems.note(category, format_args!("more than {MOST_REASONS} reasons in all"));
        }
        problems.done(self)
    }

    /// The reasons that it has and another has not.
    pub fn beyond(&self, before: &Self) -> Reasons {
        let new = |category: &String, reasons: &[String]| -> Vec<String> {
            let known = before.reasons.get(category);
            let is_new = |reason: &&String| known.is_none_or(|known| !known.contains(reason));
            reasons.iter().filter(is_new).cloned().collect()
        };
        let beyond = self
            .reasons
            .iter()
            .map(|(category, reasons)| (category.clone(), new(category, reasons)));
        beyond.filter(|(_, new)| !new.is_empty()).collect()
    }

    /// Write it.
    pub fn saving(&self) -> Change {
        Change::new().save(self).put(&self.flagger())
    }

    /// Remove it.
    pub fn removal(&self) -> Change {
        Change::new().delete(self).clear(self.flagger().key())
    }

    fn flagger(&self) -> Flagger {
        Flagger { content_id: self.content_id, kind: self.kind, user_id: self.user_id }
    }

    /// Contents of a kind that must not be recommended to this user any more. Cost: one read unit for each 4 KB.
    pub async fn unwanted(store: &Store, user: u64, kind: MediaKind) -> Result<HashSet<u64>> {
        let flagged: Vec<Self> = store.list_all(&Self::all(user, kind)).await?;
        Ok(flagged.into_iter().map(|flagged| flagged.content_id).collect())
    }

    /// What a user has flagged of a kind, by id.
    pub fn all(user: u64, kind: MediaKind) -> Range {
        Range::of(Table::State, partition(user), Order::Ascending).beginning(format!("BAD#{kind}#"))
    }

    /// All that a user has flagged, by kind.
    pub fn everything(user: u64) -> Range {
        Range::of(Table::State, partition(user), Order::Ascending).beginning("BAD#")
    }

    /// Where it lies.
    pub fn place(user: u64, kind: MediaKind, content: u64) -> Key {
        Key::new(Table::State, partition(user), format!("BAD#{kind}#{content:016}"))
    }
}

impl Flagger {
    /// All who flagged a content.
    pub fn all(content: u64) -> Range {
        Range::of(Table::State, flaggers(content), Order::Ascending)
    }

    /// Where the flag itself lies.
    pub fn flag_place(&self) -> Key {
        BadRecommendation::place(self.user_id, self.kind, self.content_id)
    }
}

fn flaggers(content: u64) -> String {
    format!("FLAGGERS#{content}")
}

fn partition(user: u64) -> String {
    format!("USER#{user}")
}

impl Entity for BadRecommendation {
    const TYPE: &'static str = "bad_recommendation";

    fn key(&self) -> Key {
        Self::place(self.user_id, self.kind, self.content_id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}

impl Entity for Flagger {
    const TYPE: &'static str = "flagger";

    fn key(&self) -> Key {
        Key::new(Table::State, flaggers(self.content_id), partition(self.user_id))
    }
}
