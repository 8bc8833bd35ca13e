//! One's account: what is known of it, and its end.

use axum::extract::State;
use kindred::entity::user::User;
use kindred::http::jobs::{JobsUser, Message};
use kindred::http::{ClientAddress, Form, Json, Query};
use kindred::{App, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::confirmed;
use crate::deletion;

/// An account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobsAccount {
    /// For a person.
    #[schema(example = "Here you are")]
    msg: &'static str,
    /// Its address; null for somebody who registered at the forum and has not given one.
    #[schema(required, example = "ada@example.org")]
    email: Option<String>,
    /// Whether it administers accounts and jobs.
    #[serde(rename = "isAdmin")]
    #[schema(example = false)]
    is_admin: bool,
    /// Whether its address is confirmed.
    #[schema(example = true)]
    activated: bool,
}

/// Which account to delete, with the caller's password.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "the shape of a form, for the documentation")]
pub(crate) struct DeletionForm {
    /// The caller's password.
    #[schema(format = "password", example = "Kindred#1")]
    password: String,
    /// Which account; administrators only. The caller's own without it.
    #[serde(rename = "emailModify")]
    #[schema(nullable = false)]
    email_modify: Option<String>,
}

impl From<User> for JobsAccount {
    fn from(user: User) -> Self {
        let User { email, is_admin, activated, .. } = user;
        Self { msg: "Here you are", email, is_admin, activated }
    }
}

/// Tell what is known of one's account.
///
/// Administrators may ask for any.
#[utoipa::path(get, path = "/api/users/info", tag = "Job service accounts",
    params(("email" = Option<String>, Query, description = "Another account; administrators only")),
    responses(
        (status = 200, body = JobsAccount, description = "The account"),
        (status = 400, description = "notInDatabase: There is no account with this address"),
        (status = 403, description = "Only administrators may do this for others"),
    ))]
pub(crate) async fn info(
    State(app): State<App>,
    JobsUser(caller): JobsUser,
    query: Query,
) -> Result<Json<JobsAccount>> {
    let user = match query.get("email").filter(|email| !email.is_empty()) {
        None => caller,
        Some(email) => confirmed::of_address(&app, &caller, email).await?,
    };
    Ok(Json(user.into()))
}

/// Delete an account, for ever.
///
/// The account, its names and its sessions are gone with the answer; all that it owned, at every door, follows within
/// seconds. The last administrator stays.
#[utoipa::path(post, path = "/api/users/delete", tag = "Job service accounts",
    request_body(content((DeletionForm = "application/x-www-form-urlencoded"), (DeletionForm = "multipart/form-data"))),
    responses(
        (status = 200, body = Message, description = "The account is deleted"),
        (status = 400, description = "The form has no field password | \
            notInDatabase: There is no account with this address | \
            operation: The last administrator cannot be removed"),
        (status = 403, description = "auth: This is not your password | Only administrators may do this for others"),
        (status = 429, description = "Too many attempts, please try again later"),
    ))]
pub(crate) async fn delete(
    State(app): State<App>,
    client: ClientAddress,
    JobsUser(caller): JobsUser,
    form: Form,
) -> Result<Json<Message>> {
    let target = confirmed::target(&app, &caller, &form, client).await?;
    deletion::delete(&app, target.id, &caller).await?;
    Ok(Json(Message::new("The account is deleted")))
}
