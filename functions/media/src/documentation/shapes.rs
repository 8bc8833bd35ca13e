//! The bodies of a kind's answers: components by name.

use kindred::entity::kind::{Genres, MediaKind};
use kindred::http::openapi::shapes::{
    base, integer, nullable, number, one, page, reference, title, with,
};
use serde_json::json;
use utoipa::openapi::{ArrayBuilder, Object, ObjectBuilder, RefOr, Schema, Type};

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
        "/genres" => Some("GenreList".to_owned()),
        "/{content_id}/meta" => Some("InteractionAnswer".to_owned()),
        _ => super::submissions::answer(kind, path),
    }
}

/// All components of a kind.
pub(super) fn all(kind: MediaKind) -> Vec<(String, RefOr<Schema>)> {
    let genres = ArrayBuilder::new().items(reference("Genre"));
    let mut all = vec![
        ("GenreList".to_owned(), one(genres.into())),
        ("InteractionAnswer".to_owned(), one(reference("Interaction"))),
        ("Reason".to_owned(), reason().into()),
    ];
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
        let about = match self {
            Self::Listed => format!("A {kind}."),
            Self::Found => format!("A {kind} as a search shows it: without genres."),
            Self::Recommended => format!("A {kind}, and why it is recommended."),
        };
        let object = base(kind, about);
        let object = match kind.differences().genres {
            Genres::All { searched } if searched || self != Self::Found => {
                let genres = ArrayBuilder::new().items(reference("Genre"));
                with(object, "genres", genres.description(Some("What it is about, in no order")))
            }
            Genres::First(_) | Genres::All { .. } | Genres::None => object,
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
