//! An account at the media API: see one, change and delete one's own.

use axum::extract::State;
use kindred::auth::session::still_open;
use kindred::config::Secret;
use kindred::entity::names::{DisplayName, Email};
use kindred::entity::user::User;
use kindred::event::Event;
use kindred::http::media::{Caller, Done, PerhapsGone, user_of_uuid};
use kindred::http::{Body, ClientAddress, Created, Json, Path};
use kindred::store::{Change, Entity};
use kindred::{App, Error, Result};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::fields::{Fields, taken};
use super::shapes::UserObject;
use crate::naming::saving;
use crate::{deletion, limits, mailing};

/// A user.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccountAnswer)]
pub(crate) struct UserAnswer {
    /// Always true.
    #[schema(example = true)]
    status: bool,
    /// For a person.
    #[schema(example = "Here you are")]
    message: &'static str,
    /// The user.
    user: UserObject,
}

/// What to change of one's account; what is absent stays.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "the shape of a body, for the documentation")]
pub(crate) struct AccountChange {
    /// A new name for others to see.
    #[schema(nullable = false, min_length = 4, max_length = 15, example = "ada.l")]
    username: Option<String>,
    /// A new password: ends all sessions.
    #[schema(nullable = false, format = "password", min_length = 8, max_length = 128)]
    password: Option<String>,
    /// A new address: not confirmed until the link in the mail to it is used.
    #[schema(nullable = false, format = "email", min_length = 5, max_length = 64)]
    email: Option<String>,
}

/// The same, read and checked.
struct Wanted {
    username: Option<DisplayName>,
    password: Option<Secret>,
    email: Option<Email>,
}

/// See a user.
///
/// One's own account in full; others as everybody may see them, without address, rights and groups.
#[utoipa::path(get, path = "/api/user/{uuid}", tag = "Accounts",
    params(("uuid" = String, Path, description = "The user's uuid", example = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52")),
    responses(
        (status = 200, body = UserAnswer, description = "The user"),
        (status = 404, description = "There is no user with the uuid 5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52"),
    ))]
pub(crate) async fn get_account(
    State(app): State<App>,
    Caller { user: caller, .. }: Caller,
    Path(segment): Path<String>,
) -> Result<Json<UserAnswer>> {
    let user = user_of_uuid(&app.store, &segment).await?;
    let user = match user.id == caller.id {
        true => UserObject::own(&app, &user).await?,
        false => UserObject::of_stranger(&user),
    };
    Ok(Json(UserAnswer { status: true, message: "Here you are", user }))
}

/// Change one's account.
///
/// A new password ends all sessions, this one included. A new address is unconfirmed; a link to confirm it is mailed.
#[utoipa::path(patch, path = "/api/user/{uuid}", tag = "Accounts",
    params(("uuid" = String, Path, description = "One's own uuid", example = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52")),
    request_body = AccountChange,
    responses(
        (status = 201, body = Done, description = "It is changed"),
        (status = 400, description = "username: not 4 to 15 letters, digits and underscores with single dots inside | \
            password: not 8 to 128 characters with a lower-case and an upper-case letter, a digit and one of \
            @$!%*?&.+-#_ | password: among the most common ones, please choose another | \
            email: not an e-mail address of 5 to 64 characters | avatar: there is no such field | \
            taken: There is already an account with this address → email: there is already an account with this address"),
        (status = 403, description = "This is not your account"),
        (status = 404, description = "There is no user with the uuid 5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52"),
        (status = 429, description = "Too many mails, please try again later"),
    ))]
pub(crate) async fn update_account(
    State(app): State<App>,
    client: ClientAddress,
    caller: PerhapsGone,
    Path(segment): Path<String>,
    Body(body): Body<Map<String, Value>>,
) -> Result<Created<Done>> {
    let wanted = read(&app, &body)?;
    let user = own(&app, caller, &segment).await?;
    let moves_to = |email: &&Email| user.email.as_deref() != Some(email.as_str());
    if let Some(email) = wanted.email.as_ref().filter(moves_to) {
        limits::mail(&app, email.as_str(), client).await?;
    }
    let hash = match wanted.password.clone() {
        Some(password) => Some(app.passwords.hash(password).await?),
        None => None,
    };
    let decide = |found: Option<User>| {
        let found = found.ok_or_else(|| unknown(&segment))?;
        if hash.as_deref().is_some_and(|hash| found.has_hash(hash)) {
            return Ok((Change::new(), (user.clone(), found)));
        }
        let before = still_open(found, &user)?;
        let after = changed(before.clone(), &wanted, hash.clone());
        Ok((saving(&app, &before, &after, &taken()), (before, after)))
    };
    let (before, after) = app.store.change(&user.key(), decide).await?;
    if before.email != after.email && !after.activated {
        mailing::offer_activation(&app, &after).await;
    }
    Ok(Created(Done::new("Your account is changed")))
}

/// Delete one's account, for ever.
///
/// The account, its names and its sessions are gone with the answer; all that it owned, at every door, follows within
/// seconds.
#[utoipa::path(delete, path = "/api/user/{uuid}", tag = "Accounts",
    params(("uuid" = String, Path, description = "One's own uuid", example = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52")),
    responses(
        (status = 201, body = Done, description = "It is deleted"),
        (status = 400, description = "operation: The last administrator cannot be removed"),
        (status = 403, description = "This is not your account"),
        (status = 404, description = "There is no user with the uuid 5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52"),
    ))]
pub(crate) async fn delete_account(
    State(app): State<App>,
    caller: PerhapsGone,
    Path(segment): Path<String>,
) -> Result<Created<Done>> {
    let user = own(&app, caller, &segment).await?;
    deletion::delete(&app, user.id, &user).await?;
    Ok(Created(Done::new("Your account is deleted")))
}

/// Note that one has said what one likes.
#[utoipa::path(put, path = "/api/user/preferences_defined", tag = "Accounts",
    responses(
        (status = 201, body = Done, description = "It is noted"),
    ))]
pub(crate) async fn set_preferences_defined(
    State(app): State<App>,
    caller: Caller,
) -> Result<Created<Done>> {
    caller.permitted()?;
    let decide = |found: Option<User>| {
        let Some(user) = found.filter(|user| !user.preferences_defined) else {
            return Ok((Change::new(), ()));
        };
        let occurrence = app.ids.occurrence(Some(user.id));
        let event = Event::user_changed(occurrence, user.id, "preferences_defined", &json!(true));
        let user = User { preferences_defined: true, ..user };
        Ok((Change::new().update(&user).event(&event), ()))
    };
    app.store.change(&caller.user.key(), decide).await?;
    Ok(Created(Done::new("Noted")))
}

/// Contract: the account has to be there, the roles to permit it, the caller to be there, and to be its owner.
async fn own(app: &App, caller: PerhapsGone, segment: &str) -> Result<User> {
    let target = user_of_uuid(&app.store, segment).await?;
    caller.permitted()?;
    let caller = caller.existing()?;
    if caller.id != target.id {
        return Err(Error::forbidden("This is not your account"));
    }
    // As it was when the session was looked at, and not a moment later.
    Ok(caller)
}

fn unknown(segment: &str) -> Error {
    Error::not_found(format!("There is no user with the uuid {segment}"))
}

fn read(app: &App, body: &Map<String, Value>) -> Result<Wanted> {
    let mut fields = Fields::default();
    let known = ["username", "password", "email"];
    fields.unknown(body.keys().filter(|name| !known.contains(&name.as_str())));
    let wanted = Wanted {
        username: body.get("username").and_then(|value| fields.username(value)),
        password: body.get("password").and_then(|value| fields.new_password(app, value)),
        email: body.get("email").and_then(|value| fields.email(value)),
    };
    fields.done(Some(wanted))
}

fn changed(mut user: User, wanted: &Wanted, hash: Option<String>) -> User {
    if let Some(name) = &wanted.username {
        user.display_name = Some(name.as_str().to_owned());
    }
    if let Some(email) = &wanted.email {
        let same =
            user.email.as_deref().map(str::to_lowercase) == Some(email.as_str().to_lowercase());
        user.activated &= same;
        user.email = Some(email.as_str().to_owned());
    }
    match hash {
        Some(hash) => user.with_password(hash),
        None => user,
    }
}
