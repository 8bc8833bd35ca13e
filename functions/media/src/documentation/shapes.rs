//! The bodies of a kind's answers: components by name.

use kindred::entity::bad_recommendation::{MOST_CHARS, MOST_REASONS};
use kindred::entity::kind::{Field, Genres, Holds, MediaKind};
use kindred::http::media::Content;
use kindred::http::page::Paged;
use serde_json::{Value, json};
use utoipa::PartialSchema;
use utoipa::openapi::schema::{KnownFormat, SchemaFormat, SchemaType};
use utoipa::openapi::{
    ArrayBuilder, Object, ObjectBuilder, OneOfBuilder, Ref, RefOr, Schema, Type,
};

use super::title;

/// How much of a content an answer shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Listed,
    Found,
    Recommended,
}

/// The component with which GET answers at this path below the kind's, if it is one of these.
pub(super) fn answer(kind: MediaKind, path: &str) -> Option<String> {
    match path {
        "/" => Some(Shape::Listed.page_name(kind)),
        "/user" => Some(Shape::Recommended.page_name(kind)),
        "/search/{search_term}" => Some(Shape::Found.page_name(kind)),
        "/history" => Some(history_name(kind) + "Page"),
        "/genres" => Some("GenreList".to_owned()),
        "/{content_id}/meta" => Some("InteractionAnswer".to_owned()),
        _ => super::submissions::answer(kind, path),
    }
}

/// The component that POST takes at this path below the kind's, if it is one of these.
pub(super) fn request(kind: MediaKind, path: &str) -> Option<String> {
    (path == "/{content_id}/bad_recommendation").then(|| title(kind) + "Reasons")
}

/// All components of a kind.
pub(super) fn all(kind: MediaKind) -> Vec<(String, RefOr<Schema>)> {
    let genres = ArrayBuilder::new().items(reference("Genre"));
    let mut all = vec![
        ("GenreList".to_owned(), one(genres.into())),
        ("InteractionAnswer".to_owned(), one(reference("Interaction"))),
        ("Reason".to_owned(), reason().into()),
        (title(kind) + "Reasons", reasons(kind).into()),
    ];
    if kind.differences().history {
        all.push((history_name(kind), history(kind).into()));
        all.push((history_name(kind) + "Page", page(reference(&history_name(kind)))));
    }
    for shape in [Shape::Listed, Shape::Found, Shape::Recommended] {
        all.push((shape.name(kind), shape.schema(kind).into()));
        all.push((shape.page_name(kind), page(reference(&shape.name(kind)))));
    }
    all
}

impl Shape {
    fn name(self, kind: MediaKind) -> String {
        match self {
            // Where genres make no difference, a search shows what lists show.
            Self::Found if kind.differences().genres == (Genres::All { searched: false }) => {
                format!("Found{}", title(kind))
            }
            Self::Listed | Self::Found => title(kind),
            Self::Recommended => format!("Recommended{}", title(kind)),
        }
    }

    fn page_name(self, kind: MediaKind) -> String {
        self.name(kind) + "Page"
    }

    fn schema(self, kind: MediaKind) -> Object {
        let differences = kind.differences();
        let about = match self {
            Self::Listed => format!("A {kind}."),
            Self::Found => format!("A {kind} as a search shows it: without genres."),
            Self::Recommended => format!("A {kind}, and why it is recommended."),
        };
        let object = ObjectBuilder::new().description(Some(about));
        let object = with(object, "content_id", integer("Counts up from 1 over all kinds", 42));
        let object = differences.id_alias.into_iter().fold(object, |object, alias| {
            with(object, alias, integer("The same as `content_id`", 42))
        });
        let rating = number("Mean of all ratings, 0 to 5; null before the first", 4.25);
        let object = with(object, "rating", nullable(rating));
        let object = with(object, "rating_count", integer("How many ratings it has", 8));
        let score = number("How popular it is; null for what is not among the most popular", 4.1);
        let object = with(object, "popularity_score", nullable(score));
        let fields = differences.fields.iter();
        let object = fields.fold(object, |object, field| with(object, field.name, simple(field)));
        let object = match differences.genres {
            Genres::First(name) => {
                let genre = perhaps(reference("Genre"));
                with(
                    object,
                    name,
                    genre.description(Some("Its genre, the first if it has several")),
                )
            }
            Genres::All { searched } if searched || self != Self::Found => {
                let genres = ArrayBuilder::new().items(reference("Genre"));
                with(object, "genres", genres.description(Some("What it is about, in no order")))
            }
            Genres::All { .. } | Genres::None => object,
        };
        if self == Self::Recommended { recommended(object).build() } else { object.build() }
    }
}

fn recommended(object: ObjectBuilder) -> ObjectBuilder {
    let engine = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some("The engine that recommends it"))
        .enum_values(Some(["FromSimilarContent"]))
        .examples([json!("FromSimilarContent")]);
    let reasons = ArrayBuilder::new().items(reference("Reason")).description(Some(
        "Why: contents of yours whose shares sum to the score, the greatest first",
    ));
    let object = with(object, "reco_engine", engine);
    let object = with(object, "reco_score", number("How much, 0 to 1; orders the list", 0.5));
    with(object, "reco_reasons", reasons)
}

fn reason() -> Object {
    let title = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some("Its title, or name; null when it is gone"))
        .examples([json!("Solaris")]);
    let object = ObjectBuilder::new().description(Some("A content that speaks for another."));
    let object = with(object, "content_id", integer("Which", 41));
    let object = with(object, "title", nullable(title));
    with(object, "share", number("Its part of the score, above 0", 0.5)).build()
}

fn history_name(kind: MediaKind) -> String {
    format!("Played{}", title(kind))
}

fn history(kind: MediaKind) -> Object {
    let object = ObjectBuilder::new().description(Some(format!("A {kind} that you used.")));
    let last = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some("When you last did: UTC, always six decimals, no zone"))
        .examples([json!("2026-11-20T18:30:00.000000")]);
    let object = with(object, "last_played_date", last);
    with(object, kind.name(), reference(&Shape::Listed.name(kind))).build()
}

/// Why a recommendation was bad, category by category.
fn reasons(kind: MediaKind) -> Object {
    let about = "Why it should not have been recommended, as you say; perhaps not at all.";
    let object = ObjectBuilder::new().description(Some(about));
    let categories = kind.differences().reasons.iter();
    let object = categories.fold(object, |object, category| {
        let reason = ObjectBuilder::new().schema_type(Type::String).max_length(Some(MOST_CHARS));
        let list = ArrayBuilder::new()
            .items(reason)
            .max_items(Some(MOST_REASONS))
            .description(Some("What is wrong about this"))
            .examples([json!(["2010"])]);
        object.property(*category, list)
    });
    object.build()
}

/// A page of such entries; its other fields are documented where it is made.
pub(super) fn page(entry: RefOr<Schema>) -> RefOr<Schema> {
    let entries = ArrayBuilder::new().items(entry).max_items(Some(kindred::http::page::MEDIA_PAGE));
    envelope(Paged::<Value>::schema(), entries.description(Some("The entries")).into())
}

/// An answer that brings this.
pub(super) fn one(content: RefOr<Schema>) -> RefOr<Schema> {
    envelope(Content::<Value>::schema(), content)
}

fn envelope(mut schema: RefOr<Schema>, content: RefOr<Schema>) -> RefOr<Schema> {
    if let RefOr::T(Schema::Object(object)) = &mut schema {
        object.properties.insert("content".to_owned(), content);
    }
    schema
}

pub(super) fn with(
    object: ObjectBuilder,
    name: &str,
    schema: impl Into<RefOr<Schema>>,
) -> ObjectBuilder {
    object.property(name, schema).required(name)
}

pub(super) fn reference(component: &str) -> RefOr<Schema> {
    RefOr::Ref(Ref::from_schema_name(component))
}

pub(super) fn integer(about: &str, example: u64) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .minimum(Some(0))
        .description(Some(about))
        .examples([json!(example)])
}

pub(super) fn number(about: &str, example: f64) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::Number)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Double)))
        .description(Some(about))
        .examples([json!(example)])
}

/// The schema of a kind's own field, of which nothing may be known.
pub(super) fn simple(field: &Field) -> ObjectBuilder {
    nullable(known(field))
}

/// The schema of a kind's own field that is known.
pub(super) fn known(field: &Field) -> ObjectBuilder {
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
fn perhaps(component: RefOr<Schema>) -> OneOfBuilder {
    OneOfBuilder::new().item(ObjectBuilder::new().schema_type(Type::Null)).item(component)
}

/// The same, or null.
pub(super) fn nullable(object: ObjectBuilder) -> ObjectBuilder {
    let object = object.build();
    let SchemaType::Type(kind) = object.schema_type.clone() else { return object.into() };
    ObjectBuilder::from(object).schema_type(SchemaType::from_iter([kind, Type::Null]))
}
