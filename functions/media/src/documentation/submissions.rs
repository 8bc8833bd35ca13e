//! The bodies of what is submitted, and of episodes: components by name.

use kindred::entity::addition::{MOST_GENRES, MOST_PARTS, PARTS};
use kindred::entity::kind::{Holds, MediaKind};
use kindred::http::openapi::shapes::{
    integer, known, nullable, number, one, page, reference, simple, title, with,
};
use serde_json::json;
use utoipa::openapi::schema::{SchemaFormat, SchemaType};
use utoipa::openapi::{ArrayBuilder, Object, ObjectBuilder, RefOr, Schema, Type};

use crate::additions::duplicates::MOST_SHOWN;

/// The component with which GET answers at this path below the kind's, if it is one of these.
pub(super) fn answer(kind: MediaKind, path: &str) -> Option<String> {
    match path {
        "/additional" => Some(format!("Submitted{}Page", title(kind))),
        "/{content_id}/episodes" => Some("EpisodeList".to_owned()),
        _ => super::edits::answer(kind, path),
    }
}

/// The component that POST takes at this path below the kind's, if it is one of these.
pub(super) fn body(kind: MediaKind, path: &str) -> Option<String> {
    match path {
        "/" => Some(name(kind)),
        "/{content_id}/episodes" => kind.parts().map(name),
        _ => None,
    }
}

/// All components of a kind that have to do with submissions and parts.
pub(super) fn all(kind: MediaKind) -> Vec<(String, RefOr<Schema>)> {
    let row = format!("Submitted{}", title(kind));
    let mut all = vec![
        (name(kind), submission(kind).into()),
        (row.clone() + "Page", page(reference(&row))),
        (row, submitted(kind).into()),
    ];
    if let Some(part) = kind.parts() {
        let list = ArrayBuilder::new().items(reference(&title(part)));
        all.push((name(part), submission(part).into()));
        all.push((title(part), shown(part).into()));
        all.push(("EpisodeList".to_owned(), one(list.into())));
    }
    all
}

fn name(kind: MediaKind) -> String {
    format!("New{}", title(kind))
}

/// What somebody submits.
fn submission(kind: MediaKind) -> Object {
    let differences = kind.differences();
    let submission = &differences.submission;
    let about =
        format!("A {kind} for the catalogue; all its fields together at most 300000 bytes.");
    let object = ObjectBuilder::new().description(Some(about));
    let fields = differences.fields.iter();
    let taken = fields.filter(|field| !submission.ignored.contains(&field.name));
    let object = taken.fold(object, |object, field| {
        let schema = match field.holds {
            _ if submission.required.contains(&field.name) => known(field),
            // A number is taken as well, for its digits.
            Holds::Reference(_) => simple(field).schema_type(SchemaType::from_iter([
                Type::String,
                Type::Integer,
                Type::Null,
            ])),
            _ => simple(field),
        };
        object.property(field.name, schema)
    });
    let object = if differences.has_genres() || kind.is_part() {
        object.property("genres", genres(kind))
    } else {
        object
    };
    let object = match kind.parts() {
        Some(part) => object.property(PARTS, parts(part)),
        None => object,
    };
    submission.required.iter().fold(object, |object, name| object.required(*name)).build()
}

fn genres(kind: MediaKind) -> ArrayBuilder {
    let about = if kind.is_part() {
        "Ids of genres. They have to exist, but are not kept: an episode has none"
    } else {
        "Ids of genres; one of another kind stands for the genre of its name in this kind"
    };
    ArrayBuilder::new()
        .items(integer("The id of a genre", 3))
        .max_items(Some(MOST_GENRES))
        .description(Some(about))
}

fn parts(part: MediaKind) -> ArrayBuilder {
    ArrayBuilder::new()
        .items(reference(&name(part)))
        .max_items(Some(MOST_PARTS))
        .description(Some("Its episodes, which are published with it"))
}

/// What a moderator sees of a submission.
fn submitted(kind: MediaKind) -> Object {
    let differences = kind.differences();
    let about = format!("A {kind} that awaits validation.");
    let object = ObjectBuilder::new().description(Some(about));
    let id = integer("The id of the submission; what is published gets an id of its own", 17);
    let object = with(object, differences.submission.id, id);
    let fields = differences.fields.iter();
    let object = fields.fold(object, |object, field| with(object, field.name, simple(field)));
    let by = text("Who submitted it; null when the account is gone")
        .format(Some(SchemaFormat::Custom("uuid".to_owned())))
        .examples([json!("5b0b1f0c-8a53-4a0e-9d3c-0e6a3a1f4c11")]);
    let object = with(object, "submitted_by", nullable(by));
    let at = text("When: UTC, always six decimals, no zone");
    let object = with(object, "submitted_at", at.examples([json!("2026-11-20T18:30:00.000000")]));
    with(object, "duplicates", duplicates()).build()
}

/// What a submission may be that is there already.
fn duplicates() -> ArrayBuilder {
    let object = with(ObjectBuilder::new(), "content_id", integer("The content's id", 42));
    let object = with(object, "title", text("Its title, or name").examples([json!("Stalker")]));
    let probability = ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::Number))
        .description(Some("How probable it is that both are the same"))
        .minimum(Some(0.5))
        .maximum(Some(1.0))
        .examples([json!(0.97)]);
    let about = "Contents that it is as likely as not to be, or likelier, the most probable first";
    ArrayBuilder::new()
        .items(with(object, "probability", probability))
        .max_items(Some(MOST_SHOWN))
        .description(Some(about))
}

/// A part as it is listed.
fn shown(part: MediaKind) -> Object {
    let differences = part.differences();
    let object = ObjectBuilder::new().description(Some(format!("An {part} of a serie.")));
    let object = with(object, "content_id", integer("Counts up from 1 over all kinds", 43));
    let object = differences
        .id_alias
        .into_iter()
        .fold(object, |object, alias| with(object, alias, integer("The same as `content_id`", 43)));
    let fields = differences.fields.iter();
    let object = fields.fold(object, |object, field| with(object, field.name, simple(field)));
    let rating = number("Mean of all ratings, 0 to 5; null before the first", 4.25);
    let object = with(object, "rating", nullable(rating));
    with(object, "rating_count", integer("How many ratings it has", 8)).build()
}

fn text(about: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).description(Some(about))
}
