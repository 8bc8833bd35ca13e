//! Failures: which an operation has, and how each looks in the dialect of its path.
//!
//! A handler lists its refusals as the description of their status: the texts, one ` | ` between two. A text that
//! begins with a field's name and a colon is a detail of a validation; one that begins with `auth: ` or `taken: ` has
//! that `errorType` where the status alone would say another.

use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{
    ArrayBuilder, Components, ContentBuilder, Object, ObjectBuilder, Ref, RefOr, Response, Schema,
    Type,
};

use super::super::dialect::Dialect;
use super::BEARER;
use crate::Error;
use crate::error::Kind;
use crate::http::body::MOST_BYTES;

const KINDS: [Kind; 9] = [
    Kind::Invalid,
    Kind::Unauthenticated,
    Kind::Credentials,
    Kind::Forbidden,
    Kind::NotFound,
    Kind::Taken,
    Kind::State,
    Kind::Unavailable,
    Kind::Internal,
];

/// Complete the failures of an operation: those of sign-in and of its body, the unforeseen, and the bodies of all.
pub(super) fn document(operation: &mut Operation, dialect: Dialect, components: &Components) {
    if is_signed_by_header(operation) {
        add(operation, "401", "Missing Authorization Header");
        add(operation, "401", "The session has expired, please log in");
        add(operation, "401", "The session has ended, please log in");
        add(operation, "404", "This account does not exist any more");
        add(operation, "422", "This is not a token of ours");
        add(operation, "422", "The Authorization header must be 'Bearer <token>'");
    }
    if is_signed_in_body(operation, components) {
        add(operation, "401", "Access-token is missing. Log in, please");
        add(operation, "401", "Invalid access-token. Log in please");
    }
    if operation.request_body.is_some() {
        add(operation, "400", "The body must be JSON: send Content-Type: application/json");
        add(operation, "400", "The body must be a JSON object");
        add(operation, "413", &format!("The body is larger than {MOST_BYTES} bytes"));
    }
    add(operation, "4XX", "This path does not know this method");
    add(operation, "5XX", "Something went wrong on our side");
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && status.starts_with(['4', '5'])
        {
            spell(status, response, dialect);
        }
    }
}

/// The schemas of failures, by name.
pub(super) fn schemas() -> [(String, RefOr<Schema>); 2] {
    [Dialect::Forum, Dialect::Media].map(|dialect| (name(dialect).to_owned(), schema(dialect).into()))
}

fn is_signed_by_header(operation: &Operation) -> bool {
    let bearer = utoipa::openapi::security::SecurityRequirement::new(BEARER, [""; 0]);
    operation.security.iter().flatten().any(|requirement| *requirement == bearer)
}

fn is_signed_in_body(operation: &Operation, components: &Components) -> bool {
    let Some(RefOr::T(body)) = &operation.request_body else { return false };
    body.content.values().any(|content| {
        let RefOr::T(content) = content else { return false };
        let Some(RefOr::Ref(reference)) = &content.schema else { return false };
        let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
        let schema = components.schemas.get(name);
        matches!(schema, Some(RefOr::T(Schema::Object(object))) if object.properties.contains_key("access-token"))
    })
}

fn add(operation: &mut Operation, status: &str, text: &str) {
    let responses = &mut operation.responses.responses;
    let none = || RefOr::T(Response::new(String::new()));
    if let RefOr::T(response) = responses.entry(status.to_owned()).or_insert_with(none) {
        if !response.description.is_empty() {
            response.description.push_str(" | ");
        }
        response.description.push_str(text);
    }
}

fn spell(status: &str, response: &mut Response, dialect: Dialect) {
    let texts: Vec<String> = response.description.split(" | ").map(str::to_owned).collect();
    let body = |text: &String| dialect.spell(&error(status, text)).1;
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(name(dialect))));
    let content = match texts.as_slice() {
        [text] => content.example(Some(body(text))),
        texts => content.examples_from_iter(texts.iter().map(|text| {
            (slug(text), ExampleBuilder::new().summary(plain(text)).value(Some(body(text))))
        })),
    };
    response.content.insert("application/json".to_owned(), content.build().into());
    response.description = match (status, texts.as_slice()) {
        ("4XX", _) => "Whatever else is wrong with the request".to_owned(),
        ("5XX", _) => "We are at fault; try again later".to_owned(),
        (_, [text]) => plain(text).to_owned(),
        (_, texts) => texts.iter().map(|text| format!("- {}\n", plain(text))).collect(),
    };
}

/// The refusal that a text of this status stands for.
fn error(status: &str, text: &str) -> Error {
    let (before, after) = text.split_once(": ").unwrap_or_default();
    let after = after.to_owned();
    match (status, before) {
        (_, "auth") => Error::credentials(after),
        (_, "taken") => Error::taken(after),
        ("400", field) if is_field(field) => {
            Error::invalid("Validation errors").with_details(vec![text.to_owned()])
        }
        ("401" | "422", _) => Error::unauthenticated(text.to_owned()),
        ("403", _) => Error::forbidden(text.to_owned()),
        ("404", _) => Error::not_found(text.to_owned()),
        ("409", _) => Error::taken(text.to_owned()),
        ("5XX", _) => Error::internal(text.to_owned()),
        _ => Error::invalid(text.to_owned()),
    }
}

fn is_field(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// A text without its `errorType`.
fn plain(text: &str) -> &str {
    text.strip_prefix("auth: ").or_else(|| text.strip_prefix("taken: ")).unwrap_or(text)
}

fn slug(text: &str) -> String {
    let words = plain(text).split(|char: char| !char.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).take(6).collect();
    words.join("_").to_lowercase()
}

fn name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Forum => "ForumFailure",
        Dialect::Jobs => "JobsFailure",
        Dialect::Runners => "RunnersFailure",
        Dialect::Media => "MediaFailure",
    }
}

fn schema(dialect: Dialect) -> Object {
    let text = |about: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(about));
    let message = "What went wrong, for a person";
    let fields: &[&str] = match dialect {
        Dialect::Forum => &["error"],
        Dialect::Jobs => &["msg"],
        Dialect::Runners => &["error", "msg"],
        Dialect::Media => &["message"],
    };
    let object = ObjectBuilder::new().description(Some("A failure, whatever its status."));
    let object = fields
        .iter()
        .fold(object, |object, name| object.property(*name, text(message)).required(*name));
    let kinds = KINDS.map(Kind::error_type);
    let error_type = text("What went wrong, for a program").enum_values(Some(kinds));
    let object = object.property("errorType", error_type).required("errorType");
    if dialect != Dialect::Media {
        return object.build();
    }
    let status = ObjectBuilder::new().schema_type(Type::Boolean).description(Some("Always false"));
    let errors = ArrayBuilder::new()
        .items(ObjectBuilder::new().schema_type(Type::String))
        .description(Some("What is wrong, field by field; with status 400 only"));
    object
        .property("status", status)
        .required("status")
        .property("errors", errors)
        .property("msg", text("The message once more; when a token is refused only"))
        .build()
}
