//! Sign up, and confirm the address.

use axum::extract::State;
use kindred::auth::token::Door;
use kindred::entity::names::JobsPassword;
use kindred::entity::user::User;
use kindred::http::jobs::{JobsUser, Message};
use kindred::http::{ClientAddress, Form, Json};
use kindred::{App, Error, Result};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{PASSWORD_RULE, address};
use crate::activation::{activate as confirm, check_permitted, not_good};
use crate::new_password::new_password;
use crate::registration::{Applicant, check_open, register};
use crate::{deletion, limits, log_in, mailing};

/// Address and password of a new account.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "the shape of a form, for the documentation")]
pub(crate) struct SignupForm {
    /// Unique, whatever the case; its domain in lower case.
    #[schema(max_length = 254, example = "grace@example.org")]
    email: String,
    /// With a lower-case and an upper-case letter, a digit and another character; no line break.
    #[schema(format = "password", min_length = 12, max_length = 1024, example = "Correct-Horse-7")]
    password: String,
}

/// What came by mail.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "the shape of a form, for the documentation")]
pub(crate) struct ActivationForm {
    /// The token of the link.
    #[schema(example = "b3JkaW5hcnktYnl0ZXMtZm9yLWFuLWV4YW1wbGUtb2YtYS10b2tlbg")]
    token: String,
}

/// Sign up for the job service.
///
/// Mails a link that confirms the address; it is good for 24 hours. Until it is used, the account can log in but not
/// submit jobs. When the mail cannot be handed over, there is no account. Costs a password hash, about 0.2 s of
/// computing.
#[utoipa::path(post, path = "/api/users/signup", tag = "Job service accounts",
    request_body(content((SignupForm = "application/x-www-form-urlencoded"), (SignupForm = "multipart/form-data"))),
    responses(
        (status = 200, body = Message, description = "The account is there; the mail is on its way"),
        (status = 400, description = "serverConfig: Nobody can register here at present | \
            The form has no field email | The form has no field password | \
            email: This is not an e-mail address → allowedEmailDomains | \
            email: This is not an e-mail address of example.org → allowedEmailDomains example.org | \
            password: The password needs at least 12 characters, among them a lower-case and an upper-case letter, \
            a digit and another character, and no line break | \
            password: This password is among the most common ones, please choose another | \
            email: There is already an account with this address | \
            email: The mail cannot be sent, please try again later"),
        (status = 429, description = "Too many accounts from here, please try again later | \
            Too many mails, please try again later"),
    ))]
pub(crate) async fn signup(
    State(app): State<App>,
    client: ClientAddress,
    form: Form,
) -> Result<Json<Message>> {
    check_open(&app, Door::Jobs)?;
    let (email, password) = (form.required("email")?, form.required("password")?);
    let email = address(&app, email)?;
    let password = new_password(&app, password, PASSWORD_RULE, JobsPassword::parse)?;
    let applicant = Applicant {
        door: Door::Jobs,
        client,
        password,
        claim: User::email_claim(email.as_str()),
        taken: Error::email("There is already an account with this address"),
    };
    let named = |user| User { email: Some(email.as_str().to_owned()), ..user };
    let user = register(&app, applicant, named).await?;
    if let Err(refusal) = send_first_link(&app, &user).await {
        // Mailed only once the address is ours: of many who want it at once, one gets a link. So it has to be undone.
        deletion::delete(&app, user.id, &user).await?;
        return Err(refusal);
    }
    Ok(Json(Message::new("Welcome! Please confirm your address with the link in our mail")))
}

async fn send_first_link(app: &App, user: &User) -> Result<()> {
    limits::mail_to(app, user.email.as_deref().unwrap_or_default()).await?;
    mailing::send_activation(app, user).await
}

/// Confirm an address, with what came by mail.
///
/// The first address of an account, or its new one: then all sessions end.
#[utoipa::path(post, path = "/api/users/activate", tag = "Job service accounts",
    request_body(content((ActivationForm = "application/x-www-form-urlencoded"), (ActivationForm = "multipart/form-data"))),
    responses(
        (status = 200, body = Message, description = "The address is confirmed"),
        (status = 400, description = "auth: This link is not good any more, please ask for a new one | \
            notInDatabase: There is no account with this address any more | \
            operation: This address is confirmed already | \
            email: Addresses of this domain are not admitted → allowedEmailDomains example.org | \
            serverConfig: Nobody can register here at present | \
            email: There is already an account with this address"),
        (status = 429, description = "Too many attempts, please try again later"),
    ))]
pub(crate) async fn activate(
    State(app): State<App>,
    client: ClientAddress,
    form: Form,
) -> Result<Json<Message>> {
    let token = form.get("token").filter(|token| !token.is_empty()).ok_or_else(not_good)?;
    confirm(&app, token, client).await?;
    Ok(Json(Message::new("Your address is confirmed")))
}

/// Mail the link that confirms one's address again.
///
/// Links that were mailed before stay good for their 24 hours.
#[utoipa::path(get, path = "/api/users/resendActivationEmail", tag = "Job service accounts",
    responses(
        (status = 200, body = Message, description = "The mail is on its way"),
        (status = 400, description = "operation: This address is confirmed already | \
            operation: This account has no address | \
            email: Addresses of this domain are not admitted → allowedEmailDomains example.org | \
            serverConfig: Nobody can register here at present | \
            email: The mail cannot be sent, please try again later"),
        (status = 429, description = "Too many mails, please try again later"),
    ))]
pub(crate) async fn resend_activation_email(
    State(app): State<App>,
    client: ClientAddress,
    JobsUser(user): JobsUser,
) -> Result<Json<Message>> {
    if user.activated {
        return Err(Error::state("This address is confirmed already"));
    }
    let Some(email) = &user.email else {
        return Err(Error::state("This account has no address"));
    };
    check_permitted(&app, &user, email)?;
    limits::mail(&app, &log_in::name(&user), client).await?;
    mailing::send_activation(&app, &user).await?;
    Ok(Json(Message::new("The mail is on its way")))
}
