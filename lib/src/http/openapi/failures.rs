//! Failures: which an operation has, and how each looks in the dialect of its path.
//!
//! A handler lists its refusals as the description of their status: the texts, one ` | ` between two. A text that
//! begins with an `errorType` and a colon has that one where the status alone would say another, and perhaps a detail
//! after ` → `: for an address, the field and the domains that are admitted; for work, how much it would be and how
//! much is allowed. One that begins with a field's name and a colon is a detail of a validation.

use utoipa::openapi::path::Operation;
use utoipa::openapi::{Components, Ref, RefOr, Response};

use super::bodies;
use crate::auth::access::Access;
use crate::http::body::MOST_BYTES;
use crate::http::dialect::Dialect;
use crate::http::form::MOST_FIELDS;

const NO_SESSION: &str = "Missing Authorization Header | The session has expired, please log in | The session has \
    ended, please log in";
const NO_TOKEN: &str =
    "This is not a token of ours | The Authorization header must be 'Bearer <token>'";
const NO_ACCOUNT: &str = "This account does not exist any more";
const NOT_SIGNED: &str =
    "Access-token is missing. Log in, please | Invalid access-token. Log in please";
const NO_RUNNER: &str = "token: Missing Authorization Header | token: The Authorization header must be 'Bearer \
    <token>' | token: This is not the token of a runner";
const UNREADABLE: &str =
    "The body must be JSON: send Content-Type: application/json | The body must be a JSON object";
const UNREADABLE_FORM: &str = "The form cannot be read: is its boundary the one of the header?";
const WHATEVER: &str = "This path does not know this method";
const OUR_FAULT: &str = "Something went wrong on our side";

/// Complete the failures of an operation: those of sign-in and of its body, the unforeseen, and the bodies of all.
pub(super) fn document(
    operation: &mut Operation,
    access: Access,
    dialect: Dialect,
    components: &mut Components,
) {
    let mut common = vec![("4XX", WHATEVER.to_owned()), ("5XX", OUR_FAULT.to_owned())];
    common.extend(sign_in(operation, access, dialect));
    // An operation that takes more says so itself.
    if operation.request_body.is_some() && !operation.responses.responses.contains_key("413") {
        common.push(("413", format!("The body is larger than {MOST_BYTES} bytes")));
    }
    if takes(operation, "application/json") {
        add(operation, "400", UNREADABLE);
    }
    if takes(operation, "multipart/form-data") {
        let too_many = format!("The form has more than {MOST_FIELDS} fields");
        add(operation, "400", &format!("{UNREADABLE_FORM} | {too_many}"));
    }
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && status.starts_with(['4', '5'])
        {
            bodies::spell(status, response, dialect);
        }
    }
    for (status, texts) in common {
        let name = format!("{dialect:?}{status}");
        let place = Ref::from_response_name(&name);
        let mut response = Response::new(texts);
        bodies::spell(status, &mut response, dialect);
        components.responses.insert(name, response.into());
        operation.responses.responses.insert(status.to_owned(), place.into());
    }
}

/// The failures of sign-in that all operations with this access share; one that its path has besides is added to it.
fn sign_in(
    operation: &mut Operation,
    access: Access,
    dialect: Dialect,
) -> Vec<(&'static str, String)> {
    let (no_session, no_token) = (NO_SESSION.to_owned(), NO_TOKEN.to_owned());
    match (access, dialect) {
        (Access::Anyone, _) => Vec::new(),
        (Access::TokenInBody, _) => vec![("401", NOT_SIGNED.to_owned())],
        (Access::Runner, _) => {
            add(operation, "400", NO_RUNNER);
            Vec::new()
        }
        (_, Dialect::Jobs | Dialect::Runners) => {
            vec![("401", format!("{no_session} | {NO_ACCOUNT}")), ("422", no_token)]
        }
        (access, _) => {
            // Who is gone has no roles either: where these are asked first, that is what they are told.
            if !matches!(access, Access::PermittedFirst(_)) {
                add(operation, "404", NO_ACCOUNT);
            }
            vec![("401", no_session), ("422", no_token)]
        }
    }
}

fn takes(operation: &Operation, content_type: &str) -> bool {
    let Some(RefOr::T(body)) = &operation.request_body else { return false };
    body.content.contains_key(content_type)
}

/// Add refusals to those of the operation's own.
pub(super) fn add(operation: &mut Operation, status: &str, texts: &str) {
    let responses = &mut operation.responses.responses;
    let none = || RefOr::T(Response::new(String::new()));
    if let RefOr::T(response) = responses.entry(status.to_owned()).or_insert_with(none) {
        if !response.description.is_empty() {
            response.description.push_str(" | ");
        }
        response.description.push_str(texts);
    }
}
