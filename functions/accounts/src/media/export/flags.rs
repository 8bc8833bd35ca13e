//! Recommendations that were called bad, until there is text enough.

use std::collections::BTreeMap;

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
    /// Why, by category.
    #[schema(example = json!({ "year": ["2010"] }))]
    reasons: BTreeMap<String, Vec<String>>,
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
        self.reasons.values().flatten().map(String::len).sum()
    }
}

impl From<BadRecommendation> for FlagExport {
    fn from(flagged: BadRecommendation) -> Self {
        let BadRecommendation { content_id, kind, reasons, .. } = flagged;
        Self { content_id, content_type: kind.name(), reasons }
    }
}
