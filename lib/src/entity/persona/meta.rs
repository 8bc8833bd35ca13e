//! What a persona has done with contents, as its owner says: nobody did it, so it happens without events.

use serde::{Deserialize, Serialize};

use super::partition;
use crate::Timestamp;
use crate::engines::Met;
use crate::entity::kind::MediaKind;
use crate::store::{Entity, Key, Order, Range, Table};

/// What a persona has done with one content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonaMeta {
    /// Which persona.
    pub persona: u64,
    /// With what.
    pub content_id: u64,
    /// What that is.
    pub kind: MediaKind,
    /// What it has done.
    pub deeds: Deeds,
    /// Raised by every write.
    pub version: u64,
}

/// What is said of a persona and a content: all of it, always.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deeds {
    /// 0 to [`BEST_RATING`](crate::entity::meta::BEST_RATING).
    pub rating: u8,
    /// When it last rated it.
    pub last_rating_date: Timestamp,
    /// How often it looked at its page.
    pub review_see_count: u64,
    /// When it last looked.
    pub last_review_see_date: Timestamp,
    /// How often, or how long, it used it.
    pub count: u64,
    /// When that was last reported.
    pub last_count_increment: Timestamp,
}

impl PersonaMeta {
    /// All that a persona has done with contents of a kind, by content id.
    pub fn all(persona: u64, kind: MediaKind) -> Range {
        Range::of(Table::State, partition(persona), Order::Ascending)
            .beginning(format!("META#{kind}#"))
    }

    /// All that a persona has done, by kind and content id.
    pub fn everything(persona: u64) -> Range {
        Range::of(Table::State, partition(persona), Order::Ascending).beginning("META#")
    }

    /// Where it lies.
    pub fn place(persona: u64, kind: MediaKind, content: u64) -> Key {
        Key::new(Table::State, partition(persona), format!("META#{kind}#{content:016}"))
    }
}

impl Deeds {
    /// As the engines see it.
    pub fn with(&self, content_id: u64) -> Met {
        Met {
            content_id,
            rating: Some(self.rating),
            review_see_count: self.review_see_count,
            count: self.count,
            member: None,
        }
    }
}

impl Entity for PersonaMeta {
    const TYPE: &'static str = "persona_meta";

    fn key(&self) -> Key {
        Self::place(self.persona, self.kind, self.content_id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
