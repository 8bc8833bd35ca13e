//! Submit something for the catalogue.

use axum::Extension;
use axum::extract::State;
use kindred::entity::addition::{Addition, Proposal};
use kindred::entity::kind::MediaKind;
use kindred::http::media::PerhapsGone;
use kindred::http::params::id;
use kindred::http::{Body, Created};
use kindred::{App, Result};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::genres;

/// That something awaits validation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Received {
    /// Always true.
    #[schema(example = true)]
    status: bool,
    /// For a person.
    #[schema(example = "It awaits validation")]
    message: String,
    /// The id of the submission; what is published gets an id of its own.
    #[schema(example = 17)]
    id: u64,
}

/// Submit something for the catalogue.
///
/// It awaits validation by a moderator, and is then published as it was submitted. Properties that are not named here
/// are passed over. A genre is named by its id; one of another kind stands for the genre of its name in this kind.
#[utoipa::path(post, path = "/", request_body = Value, responses(
    (status = 201, body = Received, description = "It awaits validation"),
    (status = 400, description = "{required}: missing | {title}: not a text | {title}: longer than 255 characters | \
        {genres}: not a list of whole numbers | {genres}: more than 100 | \
        {episodes}: not a list of objects | {episodes}: more than 500 | {episodes}[0].title: missing | \
        submission: larger than 300000 bytes | \
        taken: This has been submitted already → {unique}: another {kind} that awaits validation has the same"),
    (status = 404, description = "There is no {genre} with the id 999999"),
))]
pub(crate) async fn create_addition(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    caller: PerhapsGone,
    Body(body): Body<Map<String, Value>>,
) -> Result<Created<Received>> {
    let proposal = Proposal::read(kind, &body)?;
    let user = caller.present_and_permitted()?;
    genres::existing(&app, proposal.named_genres()).await?;
    let genres = proposal.genres.iter().filter_map(|text| id(text)).collect();
    let id = app.store.next_id("addition").await?;
    let addition = Addition::new(id, proposal, genres, user.id, app.clock.now());
    app.store.commit(addition.submission()).await?;
    Ok(Created(Received { status: true, message: "It awaits validation".to_owned(), id }))
}
