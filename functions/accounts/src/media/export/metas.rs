//! What a user, or a made-up person of theirs, did with a content.

use kindred::Timestamp;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use kindred::entity::persona::meta::Deeds;
use serde::Serialize;
use utoipa::ToSchema;

/// What somebody did with a content.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MetaExport {
    /// The content.
    #[schema(example = 42)]
    pub(super) content_id: u64,
    /// Its kind.
    #[schema(example = "movie")]
    pub(super) content_type: &'static str,
    /// 0 to 5.
    #[schema(required, example = 4)]
    pub(super) rating: Option<u8>,
    /// When it was rated last, UTC.
    #[schema(required, example = "2026-11-20T18:30:00.000000")]
    pub(super) last_rating_date: Option<String>,
    /// How often its page was looked at.
    #[schema(example = 2)]
    pub(super) review_see_count: u64,
    /// When that was the last time, UTC.
    #[schema(required, example = "2026-11-20T18:30:00.000000")]
    pub(super) last_review_see_date: Option<String>,
    /// How often, or how long, it was used.
    #[schema(example = 1)]
    pub(super) count: u64,
    /// When that was reported last, UTC.
    #[schema(required, example = "2026-11-20T18:30:00.000000")]
    pub(super) last_count_increment: Option<String>,
}

impl From<Meta> for MetaExport {
    fn from(meta: Meta) -> Self {
        let text = |date: Option<Timestamp>| date.map(|date| date.to_string());
        Self {
            content_id: meta.content_id,
            content_type: meta.kind.name(),
            rating: meta.rating,
            last_rating_date: text(meta.last_rating_date),
            review_see_count: meta.review_see_count,
            last_review_see_date: text(meta.last_review_see_date),
            count: meta.count,
            last_count_increment: text(meta.last_count_increment),
        }
    }
}

impl MetaExport {
    /// What a made-up person has done.
    pub(super) fn imagined(kind: MediaKind, content_id: u64, deeds: &Deeds) -> Self {
        Self {
            content_id,
            content_type: kind.name(),
            rating: Some(deeds.rating),
            last_rating_date: Some(deeds.last_rating_date.to_string()),
            review_see_count: deeds.review_see_count,
            last_review_see_date: Some(deeds.last_review_see_date.to_string()),
            count: deeds.count,
            last_count_increment: Some(deeds.last_count_increment.to_string()),
        }
    }
}
