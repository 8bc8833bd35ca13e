//! Change the address of an account.

use axum::extract::State;
use kindred::entity::user::User;
use kindred::http::jobs::{JobsUser, Message};
use kindred::http::{ClientAddress, Form, Json};
use kindred::store::Claim;
use kindred::{App, Error, Result};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{address, confirmed};
use crate::activation::check_permitted;
use crate::{limits, log_in, mailing};

/// A new address, with the present password.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "the shape of a form, for the documentation")]
pub(crate) struct AddressForm {
    /// The caller's present password.
    #[schema(format = "password", example = "Kindred#1")]
    password: String,
    /// The new address; unique, whatever the case; its domain in lower case.
    #[serde(rename = "newEmail")]
    #[schema(max_length = 254, example = "ada@example.com")]
    new_email: String,
    /// Whose address it is to be; administrators only.
    #[serde(rename = "emailModify")]
    #[schema(nullable = false)]
    email_modify: Option<String>,
}

/// Change the address of an account.
///
/// Mails a link to the new address. Nothing changes until it is used, then all sessions end.
#[utoipa::path(post, path = "/api/users/changeEmail", tag = "Job service accounts",
    request_body(content((AddressForm = "application/x-www-form-urlencoded"), (AddressForm = "multipart/form-data"))),
    responses(
        (status = 200, body = Message, description = "The mail is on its way to the new address"),
        (status = 400, description = "The form has no field password | \
            notInDatabase: There is no account with this address | The form has no field newEmail | \
            email: This is not an e-mail address → allowedEmailDomains | \
            email: This is not an e-mail address of example.org → allowedEmailDomains example.org | \
            serverConfig: Nobody can register here at present | \
            email: There is already an account with this address | \
            email: The mail cannot be sent, please try again later"),
        (status = 403, description = "auth: This is not your password | Only administrators may do this for others"),
        (status = 429, description = "Too many attempts, please try again later | \
            Too many mails, please try again later"),
    ))]
pub(crate) async fn change_email(
    State(app): State<App>,
    client: ClientAddress,
    JobsUser(caller): JobsUser,
    form: Form,
) -> Result<Json<Message>> {
    let target = confirmed::target(&app, &caller, &form, client).await?;
    let email = address(&app, form.required("newEmail")?)?;
    check_permitted(&app, &target, email.as_str())?;
    if app.store.get::<Claim>(&User::email_claim(email.as_str())).await?.is_some() {
        return Err(Error::email("There is already an account with this address"));
    }
    limits::mail(&app, &log_in::name(&target), client).await?;
    // Many accounts may want the same address, which is perhaps somebody else's.
    limits::mail_to(&app, email.as_str()).await?;
    mailing::send_address_change(&app, &target, email.as_str()).await?;
    Ok(Json(Message::new("Please confirm the new address with the link in our mail")))
}
