//! The bodies of failures: an example of each text, and the schema of each dialect.

use std::time::Duration;

use axum::http::StatusCode;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::{
    ArrayBuilder, ContentBuilder, Object, ObjectBuilder, Ref, RefOr, Response, Schema, Type,
};

use crate::Error;
use crate::error::Kind;
use crate::http::dialect::Dialect;

const KINDS: [Kind; 13] = [
    Kind::Invalid,
    Kind::Unauthenticated,
    Kind::Credentials,
    Kind::Forbidden,
    Kind::NotFound,
    Kind::Taken,
    Kind::Email,
    Kind::Password,
    Kind::State,
    Kind::Disabled,
    Kind::Throttled,
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
    let body = |text: &String| dialect.spell(&error(dialect, status, text).with_status(code)).1;
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(name(dialect))));
    let content = match texts.as_slice() {
        [text] => content.example(Some(body(text))),
        texts => content.examples_from_iter(texts.iter().map(|text| {
            (
                slug(dialect, text),
                ExampleBuilder::new().summary(plain(dialect, text)).value(Some(body(text))),
            )
        })),
    };
    response.content.insert("application/json".to_owned(), content.build().into());
    response.description = match (status, texts.as_slice()) {
        ("4XX", _) => "Whatever else is wrong with the request".to_owned(),
        ("5XX", _) => "We are at fault; try again later".to_owned(),
        (_, [text]) => markdown(dialect, text),
        (_, texts) => texts.iter().map(|text| format!("- {}\n", markdown(dialect, text))).collect(),
    };
}

/// A text as pages show it: what looks like a tag would not be shown.
fn markdown(dialect: Dialect, text: &str) -> String {
    plain(dialect, text).replace('<', "\\<")
}

/// The schemas of failures, by name.
pub(super) fn schemas() -> [(String, RefOr<Schema>); 4] {
    [Dialect::Forum, Dialect::Jobs, Dialect::Runners, Dialect::Media]
        .map(|dialect| (name(dialect), schema(dialect).into()))
}

/// The refusal that a text of this status stands for.
fn error(dialect: Dialect, status: &str, text: &str) -> Error {
    let (text, detail) = text.split_once(" → ").unwrap_or((text, ""));
    let (kind, message) = kind(dialect, text);
    let message = message.to_owned();
    match (kind, status) {
        (Some(Kind::Unauthenticated), _) => Error::unauthenticated(message),
        (Some(Kind::Credentials), _) => Error::credentials(message),
        (Some(Kind::Email), _) if !detail.is_empty() => {
            let domains: Vec<_> = detail.split_whitespace().skip(1).collect();
            Error::email(message).with_field("allowedEmailDomains", domains)
        }
        (Some(Kind::Email), _) => Error::email(message),
        (Some(Kind::Password), _) => Error::password(message),
        (Some(Kind::Disabled), _) => Error::disabled(message),
        (Some(Kind::State), _) => Error::state(message),
        (Some(Kind::NotFound), _) | (None, "404") => Error::not_found(message),
        (Some(Kind::Taken), _) | (None, "409") => {
            let detail = Some(detail.to_owned()).filter(|detail| !detail.is_empty());
            Error::taken(message).with_details(detail.into_iter().collect())
        }
        (None, "400") if is_field(text) => Error::invalid_fields(vec![text.to_owned()]),
        (None, "401" | "422") => Error::unauthenticated(message),
        (None, "403") => Error::forbidden(message),
        (None, "413") => numbers(detail)
            .fold(Error::invalid(message), |error, (name, number)| error.with_field(name, number)),
        (None, "429") => Error::throttled(message, Duration::ZERO),
        (None, "503") => Error::unavailable(message),
        (None, "5XX") => Error::internal(message),
        _ => Error::invalid(message),
    }
}

/// The `errorType` with which a text begins where the status would say another, and the rest of the text.
fn kind(dialect: Dialect, text: &str) -> (Option<Kind>, &str) {
    let Some((before, after)) = text.split_once(": ") else { return (None, text) };
    // The media API has fields of these names, of which its texts tell.
    let is_field = dialect == Dialect::Media && matches!(before, "email" | "password");
    let kind = KINDS.into_iter().find(|kind| !is_field && kind.error_type() == before);
    (kind, if kind.is_some() { after } else { text })
}

/// How much it would be and how much it may be, where a detail tells both: `estimate 17 allowance 4`.
fn numbers(detail: &str) -> impl Iterator<Item = (&'static str, u64)> {
    let words: Vec<&str> = detail.split_whitespace().collect();
    ["estimate", "allowance"].into_iter().filter_map(move |name| {
        let place = words.iter().position(|word| *word == name)?;
        Some((name, words.get(place + 1)?.parse().ok()?))
    })
}

fn is_field(text: &str) -> bool {
    let (field, _) = text.split_once(": ").unwrap_or_default();
    // One in a list is named by its place: `episodes[0].title`.
    let is_part =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_[].".contains(&byte);
    field.starts_with(|first: char| first.is_ascii_lowercase()) && field.bytes().all(is_part)
}

/// A text without its `errorType` and its detail.
fn plain(dialect: Dialect, text: &str) -> &str {
    let (text, _) = text.split_once(" → ").unwrap_or((text, ""));
    kind(dialect, text).1
}

/// The first words of a text, as a name.
fn slug(dialect: Dialect, text: &str) -> String {
    let words = plain(dialect, text).split(|char: char| !char.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).take(8).collect();
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
    match dialect {
        Dialect::Media => media(object).build(),
        Dialect::Jobs => jobs(object).build(),
        Dialect::Forum | Dialect::Runners => object.build(),
    }
}

/// What the job service says besides.
fn jobs(object: ObjectBuilder) -> ObjectBuilder {
    let domains =
        ArrayBuilder::new().items(ObjectBuilder::new().schema_type(Type::String)).description(
            Some("The only domains that are admitted, if any; when an address is refused only"),
        );
    object.property("allowedEmailDomains", domains)
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
    let object = object.property("errors", errors).property("msg", again);
    ["estimate", "allowance"].into_iter().fold(object, |object, name| {
        let about = "Units of work; when it is too much only";
        let number = ObjectBuilder::new().schema_type(Type::Integer).description(Some(about));
        object.property(name, number)
    })
}
