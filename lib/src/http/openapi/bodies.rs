//! The bodies of failures: an example of each text, and the schema of each dialect.

use axum::http::StatusCode;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::{
    ArrayBuilder, ContentBuilder, Object, ObjectBuilder, Ref, RefOr, Response, Schema, Type,
};

use crate::Error;
use crate::error::Kind;
use crate::http::dialect::Dialect;

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

/// Turn the texts of a response's description into a list for people, and bodies in the dialect.
pub(super) fn spell(status: &str, response: &mut Response, dialect: Dialect) {
    let texts: Vec<String> = response.description.split(" | ").map(str::to_owned).collect();
    let code = match status {
        "4XX" => StatusCode::METHOD_NOT_ALLOWED,
        "5XX" => StatusCode::INTERNAL_SERVER_ERROR,
        status => status.parse().unwrap_or_default(),
    };
    let body = |text: &String| dialect.spell(&error(status, text).with_status(code)).1;
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
        (_, [text]) => markdown(text),
        (_, texts) => texts.iter().map(|text| format!("- {}\n", markdown(text))).collect(),
    };
}

/// A text as pages show it: what looks like a tag would not be shown.
fn markdown(text: &str) -> String {
    plain(text).replace('<', "\\<")
}

/// The schemas of failures, by name.
pub(super) fn schemas() -> [(String, RefOr<Schema>); 2] {
    [Dialect::Forum, Dialect::Media].map(|dialect| (name(dialect), schema(dialect).into()))
}

/// The refusal that a text of this status stands for.
fn error(status: &str, text: &str) -> Error {
    let (text, detail) = text.split_once(" → ").unwrap_or((text, ""));
    let details = Some(detail.to_owned()).filter(|detail| !detail.is_empty());
    let (before, after) = text.split_once(": ").unwrap_or_default();
    let after = after.to_owned();
    match (status, before) {
        (_, "auth") => Error::credentials(after),
        (_, "taken") => Error::taken(after).with_details(details.into_iter().collect()),
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

/// A text without its `errorType` and its detail.
fn plain(text: &str) -> &str {
    let (text, _) = text.split_once(" → ").unwrap_or((text, ""));
    text.strip_prefix("auth: ").or_else(|| text.strip_prefix("taken: ")).unwrap_or(text)
}

/// The first words of a text, as a name.
fn slug(text: &str) -> String {
    let words = plain(text).split(|char: char| !char.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).take(7).collect();
    words.join("_").to_lowercase()
}

fn name(dialect: Dialect) -> String {
    format!("{dialect:?}Failure")
}

fn schema(dialect: Dialect) -> Object {
    let text =
        |about: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(about));
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
    if dialect == Dialect::Media { media(object).build() } else { object.build() }
}

/// What the media API says besides.
fn media(object: ObjectBuilder) -> ObjectBuilder {
    let status = ObjectBuilder::new().schema_type(Type::Boolean).description(Some("Always false"));
    let errors = ArrayBuilder::new()
        .items(ObjectBuilder::new().schema_type(Type::String))
        .description(Some("What is wrong, field by field; with status 400 only"));
    let again = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some("The message once more; when a token is refused only"));
    let object = object.property("status", status).required("status");
    object.property("errors", errors).property("msg", again)
}
