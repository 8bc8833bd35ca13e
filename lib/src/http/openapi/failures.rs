//! Failures: which an operation has, and how each looks in the dialect of its path.
//!
//! A handler lists its refusals as the description of their status: the texts, one ` | ` between two. A text that
//! begins with an `errorType` and a colon has that one where the status alone would say another, and perhaps a detail
//! after ` → `; one that begins with a field's name and a colon is a detail of a validation.

use utoipa::openapi::path::Operation;
use utoipa::openapi::{Components, Ref, RefOr, Response, Schema};

use super::bodies;
use crate::http::body::MOST_BYTES;
use crate::http::dialect::Dialect;

const NO_SESSION: &str = "Missing Authorization Header | The session has expired, please log in | The session has \
    ended, please log in";
const NO_TOKEN: &str =
    "This is not a token of ours | The Authorization header must be 'Bearer <token>'";
const NO_ACCOUNT: &str = "This account does not exist any more";
const NOT_SIGNED: &str =
    "Access-token is missing. Log in, please | Invalid access-token. Log in please";
const UNREADABLE: &str =
    "The body must be JSON: send Content-Type: application/json | The body must be a JSON object";
const WHATEVER: &str = "This path does not know this method";
const OUR_FAULT: &str = "Something went wrong on our side";

/// Complete the failures of an operation: those of sign-in and of its body, the unforeseen, and the bodies of all.
pub(super) fn document(operation: &mut Operation, dialect: Dialect, components: &mut Components) {
    let mut common = vec![("4XX", WHATEVER.to_owned()), ("5XX", OUR_FAULT.to_owned())];
    if is_signed_by_header(operation) {
        let gone = format!("{NO_SESSION} | {NO_ACCOUNT}");
        let no_session = if dialect == Dialect::Jobs { gone } else { NO_SESSION.to_owned() };
        common.extend([("401", no_session), ("422", NO_TOKEN.to_owned())]);
        if dialect == Dialect::Media {
            add(operation, "404", NO_ACCOUNT);
        }
    }
    if is_signed_in_body(operation, components) {
        common.push(("401", NOT_SIGNED.to_owned()));
    }
    if operation.request_body.is_some() {
        common.push(("413", format!("The body is larger than {MOST_BYTES} bytes")));
    }
    if takes_json(operation) {
        add(operation, "400", UNREADABLE);
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

fn is_signed_by_header(operation: &Operation) -> bool {
    operation.security.as_ref().is_some_and(|requirements| !requirements.is_empty())
}

fn takes_json(operation: &Operation) -> bool {
    let Some(RefOr::T(body)) = &operation.request_body else { return false };
    body.content.contains_key("application/json")
}

fn is_signed_in_body(operation: &Operation, components: &Components) -> bool {
    let Some(RefOr::T(body)) = &operation.request_body else { return false };
    body.content.values().any(|content| {
        let RefOr::T(content) = content else { return false };
        let Some(RefOr::Ref(reference)) = &content.schema else { return false };
        let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
        match components.schemas.get(name) {
            Some(RefOr::T(Schema::Object(body))) => body.properties.contains_key("access-token"),
            _ => false,
        }
    })
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
