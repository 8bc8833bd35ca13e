//! Profiles themselves: list, make, see, rename, delete.

use axum::extract::State;
use kindred::entity::persona::{MOST_NAME_CHARS, MOST_PERSONAS, Persona};
use kindred::http::media::{Caller, Done};
use kindred::http::page::{MediaPage, MediaPaging, Paged};
use kindred::http::{Body, Created, Json, Path, Query};
use kindred::store::Change;
use kindred::{App, Error, Result};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::genres::liked;
use crate::named;
use crate::shapes::{ProfileAnswer, ProfileInFull, ProfileMade, ProfileOut};

/// The field with the name of a profile.
const NAME: &str = "profilename";

/// What a profile is called.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a body that is read field by field")]
pub(crate) struct NewProfile {
    /// Its name; no two profiles of yours have the same.
    #[schema(min_length = 1, max_length = 45, example = "Likes everything slow")]
    profilename: String,
}

/// What to change of a profile; what is absent stays.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a body that is read field by field")]
pub(crate) struct ProfileChange {
    /// A new name.
    #[schema(
        nullable = false,
        min_length = 1,
        max_length = 45,
        example = "Likes everything quick"
    )]
    profilename: Option<String>,
}

/// List my profiles.
///
/// In the order in which they were made. A page that is no whole number is page 1.
#[utoipa::path(get, path = "/api/profile", tag = "Profiles", params(MediaPaging), responses(
    (status = 200, body = Paged<ProfileOut>, description = "The page"),
))]
pub(crate) async fn list_profiles(
    State(app): State<App>,
    caller: Caller,
    query: Query,
) -> Result<Json<Paged<ProfileOut>>> {
    caller.permitted()?;
    let page = MediaPage::lenient(&query);
    let mut all: Vec<Persona> = app.store.list_all(&Persona::all(caller.user.id)).await?;
    all.sort_by_key(|persona| persona.id);
    let total = all.len() as u64;
    let shown = page.of(all).iter().map(ProfileOut::from).collect();
    Ok(Json(Paged::new(page, total, shown)))
}

/// Make a profile.
///
/// It likes nothing yet and has met nothing. Somebody can have 100 of them.
#[utoipa::path(post, path = "/api/profile", tag = "Profiles", request_body = NewProfile, responses(
    (status = 201, body = ProfileMade, description = "It is there"),
    (status = 400, description = "profilename: not a text of 1 to 45 characters | \
        profilename: you have 100 profiles, and can have no more | \
        taken: You have a profile of this name → profilename: you have a profile of this name"),
))]
pub(crate) async fn create_profile(
    State(app): State<App>,
    caller: Caller,
    Body(body): Body<Map<String, Value>>,
) -> Result<Created<ProfileMade>> {
    caller.permitted()?;
    let name = name(body.get("profilename").unwrap_or(&Value::Null))?;
    let owner = caller.user.id;
    let others = app.store.list::<Persona>(&Persona::all(owner), None, MOST_PERSONAS).await?;
    if others.items.len() >= MOST_PERSONAS {
        let what = format_args!("you have {MOST_PERSONAS} profiles, and can have no more");
        return Err(Error::invalid_field(NAME, what));
    }
    let id = app.store.next_id("persona").await?;
    let persona = Persona::new(id, app.ids.uuid(), owner, name, app.clock.now());
    app.store.commit(persona.saving(None)).await?;
    let profile = ProfileOut::from(&persona);
    Ok(Created(ProfileMade { status: true, message: "Your profile is there", profile }))
}

/// See a profile.
///
/// One of your own, with the genres that it likes.
#[utoipa::path(get, path = "/api/profile/{uuid}", tag = "Profiles",
    params(("uuid" = String, Path, description = "The profile's uuid", example = "7c9e6679-7425-40de-944b-e07fc1f90ae7")),
    responses(
        (status = 200, body = ProfileAnswer, description = "The profile"),
        (status = 404, description = "You have no profile with the uuid 7c9e6679-7425-40de-944b-e07fc1f90ae7"),
    ))]
pub(crate) async fn get_profile(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Path(segment): Path<String>,
) -> Result<Json<ProfileAnswer>> {
    let persona = named::profile(&app, &user, &segment).await?;
    let liked_genres = liked(&app, &persona).await?;
    let profile = ProfileInFull { profile: ProfileOut::from(&persona), liked_genres };
    Ok(Json(ProfileAnswer { status: true, message: "Here you are", profile }))
}

/// Rename a profile.
///
/// Without a name, nothing happens.
#[utoipa::path(patch, path = "/api/profile/{uuid}", tag = "Profiles",
    params(("uuid" = String, Path, description = "The profile's uuid", example = "7c9e6679-7425-40de-944b-e07fc1f90ae7")),
    request_body = ProfileChange,
    responses(
        (status = 201, body = Done, description = "It is changed"),
        (status = 400, description = "profilename: not a text of 1 to 45 characters | \
            taken: You have a profile of this name → profilename: you have a profile of this name"),
        (status = 404, description = "You have no profile with the uuid 7c9e6679-7425-40de-944b-e07fc1f90ae7"),
    ))]
pub(crate) async fn update_profile(
    State(app): State<App>,
    caller: Caller,
    Path(segment): Path<String>,
    Body(body): Body<Map<String, Value>>,
) -> Result<Created<Done>> {
    named::profile(&app, &caller.user, &segment).await?;
    caller.permitted()?;
    let name = body.get("profilename").map(name).transpose()?;
    app.store
        .turn(|| async {
            let before = named::profile(&app, &caller.user, &segment).await?;
            let name = name.clone().unwrap_or_else(|| before.name.clone());
            let after = Persona { name, ..before.clone() };
            let change = if after == before { Change::new() } else { after.saving(Some(&before)) };
            Ok((change, ()))
        })
        .await?;
    Ok(Created(Done::new("Your profile is changed")))
}

/// Delete a profile, for ever.
///
/// It and its name are gone with the answer; what it liked, what it had met and its launches follow within seconds.
#[utoipa::path(delete, path = "/api/profile/{uuid}", tag = "Profiles",
    params(("uuid" = String, Path, description = "The profile's uuid", example = "7c9e6679-7425-40de-944b-e07fc1f90ae7")),
    responses(
        (status = 201, body = Done, description = "It is deleted"),
        (status = 404, description = "You have no profile with the uuid 7c9e6679-7425-40de-944b-e07fc1f90ae7"),
    ))]
pub(crate) async fn delete_profile(
    State(app): State<App>,
    caller: Caller,
    Path(segment): Path<String>,
) -> Result<Created<Done>> {
    named::profile(&app, &caller.user, &segment).await?;
    caller.permitted()?;
    app.store
        .turn(|| async {
            let persona = named::profile(&app, &caller.user, &segment).await?;
            Ok((persona.removal(app.ids.occurrence(Some(caller.user.id))), ()))
        })
        .await?;
    Ok(Created(Done::new("Your profile is deleted")))
}

fn name(value: &Value) -> Result<String> {
    let fits = |text: &&str| (1..=MOST_NAME_CHARS).contains(&text.trim().chars().count());
    let refused = || {
        let what = format_args!("not a text of 1 to {MOST_NAME_CHARS} characters");
        Error::invalid_field(NAME, what)
    };
    value.as_str().filter(fits).map(|text| text.trim().to_owned()).ok_or_else(refused)
}
