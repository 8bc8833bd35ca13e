//! What a moderator decides of an addition.

use axum::Extension;
use axum::extract::State;
use kindred::entity::addition::Addition;
use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::http::media::{Caller, Done};
use kindred::http::{Created, Path};
use kindred::store::Change;
use kindred::{App, Error, Result};

use super::publication::{self, Published};
use super::{place, unknown};

/// Publish what somebody submitted.
///
/// It becomes a content of the catalogue and is a submission no more, in one transaction with the event that tells of
/// it; episodes become contents of their own. A long list of episodes takes several transactions: if that is broken
/// off, publishing the same submission again goes on where it was. Nothing is published twice, whoever does it.
#[utoipa::path(put, path = "/additional/{addition_id}", params(
    ("addition_id" = u64, Path, description = "The id of the submission", example = 42),
), responses(
    (status = 201, body = Published, description = "It is in the catalogue"),
    (status = 400, description = "taken: Another content of the catalogue has the same identifier → \
        {unique}: another {kind} of the catalogue has the same | \
        operation: The {serie} has been deleted meanwhile, please decline the rest of its episodes"),
    (status = 404, description = "There is no submission of a {kind} with the id 42"),
))]
pub(crate) async fn publish_addition(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    caller: Caller,
    Path(segment): Path<String>,
) -> Result<Created<Published>> {
    caller.permitted()?;
    let place = place(kind, &segment)?;
    let content = publication::publish(&app, &place, caller.user.id).await?;
    let content = content.ok_or_else(|| unknown(kind, &segment))?;
    Ok(Created(Published::new(content)))
}

/// Decline what somebody submitted.
///
/// It is gone; nothing tells of it, and the same may be submitted again.
#[utoipa::path(delete, path = "/additional/{addition_id}", params(
    ("addition_id" = u64, Path, description = "The id of the submission", example = 42),
), responses(
    (status = 201, body = Done, description = "It is gone"),
    (status = 400, description = "operation: The {serie} is published already, please publish the rest of its episodes"),
    (status = 404, description = "There is no submission of a {kind} with the id 42"),
))]
pub(crate) async fn decline_addition(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    caller: Caller,
    Path(segment): Path<String>,
) -> Result<Created<Done>> {
    caller.permitted()?;
    let place = place(kind, &segment)?;
    for attempt in 0..kindred::store::ATTEMPTS {
        let addition: Option<Addition> = app.store.get(&place).await?;
        let addition = addition.ok_or_else(|| unknown(kind, &segment))?;
        let change = refusal_of(&app, &addition).await?;
        if app.store.attempt(change, attempt).await? {
            return Ok(Created(Done::new("It is declined")));
        }
    }
    Err(kindred::store::outrun())
}

/// What declines it.
///
/// Refuses: `State` 400 when it is half published, and what is published is still there.
async fn refusal_of(app: &App, addition: &Addition) -> Result<Change> {
    if let Some(id) = addition.published
        && app.store.get::<Content>(&Content::place(id)).await?.is_some()
    {
        let kind = addition.kind;
        let message =
            format!("The {kind} is published already, please publish the rest of its episodes");
        return Err(Error::state(message));
    }
    Ok(addition.settlement())
}
