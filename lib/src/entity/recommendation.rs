//! What is recommended to whom: derived, one list for each recipient, kind and engine, replaced whole.

use serde::{Deserialize, Serialize};

use super::kind::MediaKind;
use super::packed;
use crate::store::{Entity, Key, Order, Range, Table};

/// How many contents a list has at most.
pub const MOST_RECOMMENDED: usize = 200;

/// An engine, by the name that clients know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Engine {
    /// What is popular.
    Popularity,
    /// What is like what, by its text.
    ContentSimilarities,
    /// What of another kind goes by the same title.
    LinkBetweenItems,
    /// What is like that which somebody liked.
    FromSimilarContent,
    /// What is of the genres that somebody likes.
    FromProfile,
    /// What those use who use the same.
    CollaborativeFiltering,
}

impl Engine {
    /// All, in the order in which they run.
    pub const ALL: [Self; 6] = [
        Self::Popularity,
        Self::ContentSimilarities,
        Self::LinkBetweenItems,
        Self::FromSimilarContent,
        Self::FromProfile,
        Self::CollaborativeFiltering,
    ];

    /// Its place among all, as they run: of two that recommend the same, the first is told.
    pub fn priority(self) -> usize {
        Self::ALL.iter().position(|engine| *engine == self).unwrap_or(Self::ALL.len())
    }

    /// Those that make lists for people, the first first: what one recommends, those behind it do not.
    pub const LISTING: [Self; 3] =
        [Self::FromSimilarContent, Self::FromProfile, Self::CollaborativeFiltering];
}

impl std::fmt::Display for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

/// To whom something is recommended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Recipient {
    /// One user.
    User(u64),
    /// A group: its owner and members together.
    Group(u64),
}

impl std::fmt::Display for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::User(id) => write!(f, "USER#{id}"),
            Self::Group(id) => write!(f, "GROUP#{id}"),
        }
    }
}

/// What an engine recommends to somebody among the contents of a kind, best first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecommendationList {
    /// To whom.
    pub recipient: Recipient,
    /// Contents of this kind.
    pub kind: MediaKind,
    /// By this engine.
    pub engine: Engine,
    /// At most [`MOST_RECOMMENDED`].
    #[serde(with = "packed")]
    pub items: Vec<Recommendation>,
    /// The newest event that it surely takes into account.
    #[serde(default)]
    pub position: u64,
    /// The generation of the model from which it was made, for an engine that learns one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<u64>,
    /// Raised by every write.
    pub version: u64,
}

/// One recommended content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recommendation {
    /// Which.
    pub content_id: u64,
    /// How much, 0.0 to 1.0.
    pub score: f64,
    /// Why: the shares sum to the score.
    pub reasons: Vec<Reason>,
}

/// What speaks for a recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// What it is.
    #[serde(flatten)]
    pub because: Because,
    /// Its part of the score.
    pub share: f64,
    /// Whose it is, in the list of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<u64>,
}

/// Something of the recipient's that speaks for a recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Because {
    /// A content that they have met.
    #[serde(rename = "content_id")]
    Content(u64),
    /// A genre that they like, or meet often.
    #[serde(rename = "genre_id")]
    Genre(u64),
}

impl Recommendation {
    /// Let it count so much less, and each reason alike.
    pub fn scale(&mut self, factor: f64) {
        self.score *= factor;
        self.reasons.iter_mut().for_each(|reason| reason.share *= factor);
    }
}

impl Because {
    /// The content, if it is one.
    pub fn content(self) -> Option<u64> {
        match self {
            Self::Content(id) => Some(id),
            Self::Genre(_) => None,
        }
    }

    /// The genre, if it is one.
    pub fn genre(self) -> Option<u64> {
        match self {
            Self::Genre(id) => Some(id),
            Self::Content(_) => None,
        }
    }
}

impl RecommendationList {
    /// Where a list lies.
    pub fn place(recipient: Recipient, kind: MediaKind, engine: Engine) -> Key {
        Key::new(Table::Derived, recipient.to_string(), format!("{kind}#{engine}"))
    }

    /// The lists of a recipient for a kind, one for each engine.
    pub fn all(recipient: Recipient, kind: MediaKind) -> Range {
        let partition = recipient.to_string();
        Range::of(Table::Derived, partition, Order::Ascending).beginning(format!("{kind}#"))
    }

    /// All lists of a recipient.
    pub fn everything(recipient: Recipient) -> Range {
        Range::of(Table::Derived, recipient.to_string(), Order::Ascending)
    }
}

impl Entity for RecommendationList {
    const TYPE: &'static str = "list";

    fn key(&self) -> Key {
        Self::place(self.recipient, self.kind, self.engine)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
