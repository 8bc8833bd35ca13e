//! Schemas that are put together by hand, because they differ from kind to kind.
//!
//! What a content looks like follows from the table of kinds; functions that show contents add what they say besides.

use serde_json::{Value, json};
use utoipa::PartialSchema;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{KnownFormat, SchemaFormat, SchemaType};
use utoipa::openapi::{
    ArrayBuilder, Object, ObjectBuilder, OneOfBuilder, Ref, RefOr, Schema, Type,
};

use crate::entity::kind::{Field, Genres, Holds, MediaKind};
use crate::http::media::Content;
use crate::http::page::{MEDIA_PAGE, Paged};

/// The kind's name as a heading, and in names of components.
pub fn title(kind: MediaKind) -> String {
    let mut name = kind.name().to_owned();
    name[..1].make_ascii_uppercase();
    name
}

/// A content alone: without genres, but for a kind that shows its first in a field of its own.
pub fn base(kind: MediaKind, about: String) -> ObjectBuilder {
    let differences = kind.differences();
    let object = ObjectBuilder::new().description(Some(about));
    let object = with(object, "content_id", integer("Counts up from 1 over all kinds", 42));
    let object = differences
        .id_alias
        .into_iter()
        .fold(object, |object, alias| with(object, alias, integer("The same as `content_id`", 42)));
    let rating = number("Mean of all ratings, 0 to 5; null before the first", 4.25);
    let object = with(object, "rating", nullable(rating));
    let object = with(object, "rating_count", integer("How many ratings it has", 8));
    let score = number("How popular it is; null for what is not among the most popular", 4.1);
    let object = with(object, "popularity_score", nullable(score));
    let fields = differences.fields.iter();
    let object = fields.fold(object, |object, field| with(object, field.name, simple(field)));
    match differences.genres {
        Genres::First(name) => {
            let genre = perhaps(reference("Genre"));
            with(object, name, genre.description(Some("Its genre, the first if it has several")))
        }
        Genres::All { .. } | Genres::None => object,
    }
}

/// A page of such entries; its other fields are documented where it is made.
pub fn page(entry: RefOr<Schema>) -> RefOr<Schema> {
    let entries = ArrayBuilder::new().items(entry).max_items(Some(MEDIA_PAGE));
    envelope(Paged::<Value>::schema(), entries.description(Some("The entries")).into())
}

/// An answer that brings this.
pub fn one(content: RefOr<Schema>) -> RefOr<Schema> {
    envelope(Content::<Value>::schema(), content)
}

fn envelope(mut schema: RefOr<Schema>, content: RefOr<Schema>) -> RefOr<Schema> {
    if let RefOr::T(Schema::Object(object)) = &mut schema {
        object.properties.insert("content".to_owned(), content);
    }
    schema
}

/// Say that an operation answers with the component of this name.
pub fn show(operation: &mut Operation, status: &str, component: &str) {
    let Some(RefOr::T(response)) = operation.responses.responses.get_mut(status) else { return };
    for content in response.content.values_mut() {
        if let RefOr::T(content) = content {
            content.schema = Some(reference(component));
        }
    }
}

/// Say that an operation takes the component of this name.
pub fn take(operation: &mut Operation, component: &str) {
    let Some(RefOr::T(request)) = &mut operation.request_body else { return };
    for content in request.content.values_mut() {
        if let RefOr::T(content) = content {
            content.schema = Some(reference(component));
        }
    }
}

/// The object with one more field, which is always there.
pub fn with(object: ObjectBuilder, name: &str, schema: impl Into<RefOr<Schema>>) -> ObjectBuilder {
    object.property(name, schema).required(name)
}

/// The component of this name.
pub fn reference(component: &str) -> RefOr<Schema> {
    RefOr::Ref(Ref::from_schema_name(component))
}

/// A whole number, 0 or more.
pub fn integer(about: &str, example: u64) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .minimum(Some(0))
        .description(Some(about))
        .examples([json!(example)])
}

/// Any number.
pub fn number(about: &str, example: f64) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::Number)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Double)))
        .description(Some(about))
        .examples([json!(example)])
}

/// The schema of a kind's own field, of which nothing may be known.
pub fn simple(field: &Field) -> ObjectBuilder {
    nullable(known(field))
}

/// The schema of a kind's own field that is known.
pub fn known(field: &Field) -> ObjectBuilder {
    let object = ObjectBuilder::new().description(Some(field.about));
    match field.holds {
        Holds::Text(most) | Holds::Reference(most) => {
            object.schema_type(Type::String).max_length(Some(most)).examples([json!(field.example)])
        }
        Holds::Uuid => object
            .schema_type(Type::String)
            .format(Some(SchemaFormat::Custom("uuid".to_owned())))
            .examples([json!(field.example)]),
        Holds::Integer | Holds::SmallInteger => object
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32)))
            .examples(serde_json::from_str::<Value>(field.example)),
    }
}

/// What this names, or null.
pub fn perhaps(component: RefOr<Schema>) -> OneOfBuilder {
    OneOfBuilder::new().item(ObjectBuilder::new().schema_type(Type::Null)).item(component)
}

/// The same, or null.
pub fn nullable(object: ObjectBuilder) -> ObjectBuilder {
    let object: Object = object.build();
    let SchemaType::Type(kind) = object.schema_type.clone() else { return object.into() };
    ObjectBuilder::from(object).schema_type(SchemaType::from_iter([kind, Type::Null]))
}
