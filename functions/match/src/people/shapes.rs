//! What people of near taste look like.

use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::entity::user::User;
use kindred::matching::affinity::{Affinity, Common};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Somebody, and how near their taste is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NearPerson)]
pub(crate) struct PersonOut {
    /// The id by which the media API knows them.
    #[schema(value_type = String, format = "uuid", example = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52")]
    uuid: Uuid,
    /// The name that others see.
    #[schema(example = "grace.h")]
    username: String,
    #[serde(flatten)]
    affinity: AffinityOut,
    /// What both think the same of, what tells most first.
    shared: Vec<CommonOut>,
    /// What they think otherwise of, where they are farthest apart first.
    diverging: Vec<CommonOut>,
}

/// How near two tastes are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Affinity)]
pub(crate) struct AffinityOut {
    /// -1 to 1: opposite tastes, nothing to go by, the same taste.
    #[schema(example = 0.62)]
    score: f64,
    /// How many contents both have rated or used.
    #[schema(example = 12)]
    overlap: u64,
    /// 0 to 1: how much of the score the number and the rarity of these leave; agreeing on little proves little.
    #[schema(example = 0.7)]
    confidence: f64,
}

/// How near two tastes are where one kind is concerned.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AffinityOfKind)]
pub(crate) struct KindOut {
    /// The kind.
    #[schema(value_type = String, example = "movie")]
    pub(super) kind: MediaKind,
    #[serde(flatten)]
    pub(super) affinity: AffinityOut,
}

/// Somebody, and how near their taste is, kind by kind as well.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NearPersonInDetail)]
pub(crate) struct DetailOut {
    #[serde(flatten)]
    pub(super) person: PersonOut,
    /// Each kind of which both have rated or used something.
    pub(super) kinds: Vec<KindOut>,
}

/// A content that both have rated or used.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CommonContent)]
pub(crate) struct CommonOut {
    /// Its kind.
    #[schema(value_type = String, example = "movie")]
    kind: MediaKind,
    /// Its id.
    #[schema(example = 42)]
    content_id: u64,
    /// Its title, or name.
    #[schema(example = "Dune")]
    title: String,
    /// How you rated it; null when you used it without rating it.
    #[schema(required, example = 5)]
    your_rating: Option<u8>,
    /// How they rated it; null when they used it without rating it.
    #[schema(required, example = 4)]
    their_rating: Option<u8>,
}

impl PersonOut {
    pub(super) fn new(
        user: &User,
        affinity: Affinity,
        [shared, diverging]: [Vec<CommonOut>; 2],
    ) -> Self {
        let (uuid, username) = (user.uuid, user.author_name());
        Self { uuid, username, affinity: affinity.into(), shared, diverging }
    }
}

impl CommonOut {
    pub(super) fn new(content: &Content, common: &Common) -> Self {
        Self {
            kind: content.kind,
            content_id: content.id,
            title: content.title().to_owned(),
            your_rating: common.own.rating(),
            their_rating: common.other.rating(),
        }
    }
}

impl From<Affinity> for AffinityOut {
    fn from(Affinity { score, overlap, confidence }: Affinity) -> Self {
        Self { score, overlap, confidence }
    }
}
