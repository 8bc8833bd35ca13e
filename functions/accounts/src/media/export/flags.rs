//! Recommendations that were called bad, until there is text enough.

use kindred::entity::bad_recommendation::BadRecommendation;
use kindred::entity::user::User;
use kindred::store::Cursor;
use kindred::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;

/// Contents that are read at once; one has at most some 300 KB of reasons.
const FEW: usize = 4;

/// A content that a user does not want to be recommended.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BadRecommendationExport)]
pub(crate) struct FlagExport {
    /// The content.
    #[schema(example = 42)]
    content_id: u64,
    /// Its kind.
    #[schema(example = "movie")]
    content_type: &'static str,
    /// Why, if they said so.
    reasons: Vec<ReasonExport>,
}

/// Why a content should not have been recommended.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReasonExport {
    /// In which category.
    #[schema(example = "year")]
    reason_categorie: String,
    /// What is wrong about it.
    #[schema(example = "2010")]
    reason: String,
}

/// What was flagged until there are so many bytes of reasons, and where the rest begins.
pub(super) async fn flags(
    app: &App,
    user: &User,
    mut after: Option<Cursor>,
    enough_bytes: usize,
) -> Result<(Vec<FlagExport>, Option<Cursor>)> {
    let all = BadRecommendation::everything(user.id);
    let mut flags: Vec<FlagExport> = Vec::new();
    loop {
        let few = app.store.list::<BadRecommendation>(&all, after.as_ref(), FEW).await?;
        flags.extend(few.items.into_iter().map(FlagExport::from));
        after = few.next;
        let bytes: usize = flags.iter().map(FlagExport::text_bytes).sum();
        if after.is_none() || bytes > enough_bytes {
            return Ok((flags, after));
        }
    }
}

impl FlagExport {
    /// Bytes of the reasons.
    pub(super) fn text_bytes(&self) -> usize {
        self.reasons.iter().map(|why| why.reason.len()).sum()
    }
}

impl From<BadRecommendation> for FlagExport {
    fn from(flagged: BadRecommendation) -> Self {
        let BadRecommendation { content_id, kind, reasons, .. } = flagged;
        let all = reasons.into_iter().flat_map(|(category, given)| {
            given.into_iter().map(move |reason| (category.clone(), reason))
        });
        let why = |(reason_categorie, reason)| ReasonExport { reason_categorie, reason };
        Self { content_id, content_type: kind.name(), reasons: all.map(why).collect() }
    }
}
