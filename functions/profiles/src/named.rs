//! What segments of a path name.

use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::entity::persona::Persona;
use kindred::entity::persona::launch::Launch;
use kindred::entity::user::User;
use kindred::http::params::id;
use kindred::store::Claim;
use kindred::{App, Error, Result};
use uuid::Uuid;

/// The profile of this user that a segment names.
///
/// Refuses: `NotFound` 404, also when it is somebody else's.
pub(crate) async fn profile(app: &App, owner: &User, segment: &str) -> Result<Persona> {
    let unknown = || Error::not_found(format!("You have no profile with the uuid {segment}"));
    let uuid: Uuid = segment.parse().map_err(|_| unknown())?;
    app.store.get(&Persona::place(owner.id, uuid)).await?.ok_or_else(unknown)
}

/// The content that a segment names.
///
/// Refuses: `NotFound` 404, also for an episode: nothing is recommended because of one.
pub(crate) async fn content(app: &App, segment: &str) -> Result<Content> {
    let unknown = || Error::not_found(format!("There is no content with the id {segment}"));
    let id = id(segment).ok_or_else(unknown)?;
    let content = app.store.get::<Content>(&Content::place(id)).await?;
    content.filter(|content| content.kind != MediaKind::Episode).ok_or_else(unknown)
}

/// The launch of this profile that a segment names.
///
/// Refuses: `NotFound` 404; `Forbidden` 403 when it is of another profile, whosever that is.
pub(crate) async fn launch(app: &App, persona: &Persona, segment: &str) -> Result<Launch> {
    let unknown = || Error::not_found(format!("There is no launch with the id {segment}"));
    let id = id(segment).ok_or_else(unknown)?;
    if let Some(launch) = app.store.get(&Launch::place(persona.id, id)).await? {
        return Ok(launch);
    }
    let other = app.store.get::<Claim>(&Launch::claim_place(id)).await?;
    Err(other.map_or_else(unknown, |_| Error::forbidden("This launch is of another profile")))
}
