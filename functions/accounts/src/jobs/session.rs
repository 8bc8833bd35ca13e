//! Log in, and end all sessions.

use axum::extract::State;
use kindred::auth::session;
use kindred::auth::token::Door;
use kindred::config::Secret;
use kindred::entity::user::User;
use kindred::http::jobs::{JobsUser, Message};
use kindred::http::{ClientAddress, Form, Json};
use kindred::store::{Change, Entity};
use kindred::{App, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::log_in::log_in;

/// Address and password of an account.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "the shape of a form, for the documentation")]
pub(crate) struct LoginForm {
    /// The address, in any case.
    #[schema(example = "ada@example.org")]
    email: String,
    /// The password.
    #[schema(format = "password", example = "Kindred#1")]
    password: String,
}

/// A new session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobsSession {
    /// For a person.
    #[schema(example = "Welcome back")]
    msg: &'static str,
    /// To be sent as `Authorization: Bearer`.
    #[serde(rename = "accessToken")]
    #[schema(example = "eyJhbGciOiJIUzI1NiJ9.e30.c2ln")]
    token: String,
}

/// Log in at the job service.
///
/// Whether the address exists cannot be told from the answer, nor from the time it takes (that of a password hash).
#[utoipa::path(post, path = "/api/users/login", tag = "Job service accounts",
    request_body(content((LoginForm = "application/x-www-form-urlencoded"), (LoginForm = "multipart/form-data"))),
    responses(
        (status = 200, body = JobsSession, description = "A session: one hour at the job service"),
        (status = 400, description = "The form has no field email | The form has no field password | \
            auth: There is no account with this address and password"),
        (status = 429, description = "Too many attempts, please try again later"),
    ))]
pub(crate) async fn login_jobs(
    State(app): State<App>,
    client: ClientAddress,
    form: Form,
) -> Result<Json<JobsSession>> {
    let (email, password) = (form.required("email")?, form.required("password")?);
    let claim = User::email_claim(email);
    let user = log_in(&app, email, Some(claim), Secret::new(password), client).await?;
    let refusal = || Error::credentials("There is no account with this address and password");
    let token = session::open(&app, &user.ok_or_else(refusal)?, Door::Jobs)?;
    Ok(Json(JobsSession { msg: "Welcome back", token }))
}

/// End all sessions of one's account, this one included.
///
/// At every door and on every instance at once: each request looks at the account.
#[utoipa::path(post, path = "/api/users/invalidateAllTokens", tag = "Job service accounts",
    responses((status = 200, body = Message, description = "All sessions have ended")))]
pub(crate) async fn invalidate_all_tokens(
    State(app): State<App>,
    JobsUser(user): JobsUser,
) -> Result<Json<Message>> {
    let decide = |found: Option<User>| match found {
        Some(user) => Ok((Change::new().update(&user.end_sessions()), ())),
        None => Ok((Change::new(), ())),
    };
    app.store.change(&user.key(), decide).await?;
    Ok(Json(Message::new("All your sessions have ended")))
}
