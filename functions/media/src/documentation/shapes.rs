//! The bodies of a kind's answers: components by name.

mod recommended;
mod similar;

use kindred::entity::bad_recommendation::{MOST_CHARS, MOST_REASONS};
use kindred::entity::kind::{Genres, MediaKind};
use kindred::http::openapi::shapes::{
    base, integer, nullable, number, one, page, perhaps, reference, title, with,
};
use serde_json::json;
use utoipa::openapi::schema::RefBuilder;
use utoipa::openapi::{ArrayBuilder, Object, ObjectBuilder, RefOr, Schema, Type};

/// How much of a content an answer shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Listed,
    Found,
    Recommended,
    RecommendedToGroup,
}

/// The component with which GET answers at this path below the kind's, if it is one of these.
pub(super) fn answer(kind: MediaKind, path: &str) -> Option<String> {
    match path {
        "/" => Some(Shape::Listed.page_name(kind)),
        "/user" => Some(Shape::Recommended.page_name(kind)),
        "/groups" => Some(Shape::RecommendedToGroup.page_name(kind)),
        "/search/{search_term}" => Some(Shape::Found.page_name(kind)),
        "/history" => Some(history_name(kind) + "Page"),
        "/genres" => Some("GenreList".to_owned()),
        "/{content_id}/similar" => Some(similar::page_name(kind)),
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
        (title(kind) + "Reasons", reasons(kind).into()),
    ];
    all.extend(recommended::reasons());
    if kind.differences().history {
        all.push((history_name(kind), history(kind).into()));
        all.push((history_name(kind) + "Page", page(reference(&history_name(kind)))));
    }
    for shape in [Shape::Listed, Shape::Found, Shape::Recommended, Shape::RecommendedToGroup] {
        all.push((shape.name(kind), shape.schema(kind).into()));
        all.push((shape.page_name(kind), page(reference(&shape.name(kind)))));
    }
    let about = format!("A {kind} that is like another content.");
    all.extend(similar::all(kind, Shape::Listed.object(kind, about)));
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
            Self::RecommendedToGroup => format!("GroupRecommended{}", title(kind)),
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
            Self::RecommendedToGroup => {
                format!("A {kind}, to which group it is recommended, and why.")
            }
        };
        let object = self.object(kind, about);
        match self {
            Self::Listed | Self::Found => object.build(),
            Self::Recommended => recommended::to_user(object).build(),
            Self::RecommendedToGroup => recommended::to_group(object).build(),
        }
    }

    /// The content as far as it is shown, without what is said of it besides.
    fn object(self, kind: MediaKind, about: String) -> ObjectBuilder {
        let object = base(kind, about);
        match kind.differences().genres {
            Genres::All { searched } if searched || self != Self::Found => {
                let genres = ArrayBuilder::new().items(reference("Genre"));
                with(object, "genres", genres.description(Some("What it is about, in no order")))
            }
            Genres::First(_) | Genres::All { .. } | Genres::None => object,
        }
    }
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
    let which = RefBuilder::new()
        .ref_location_from_schema_name(Shape::Listed.name(kind))
        .description(Some("What you used, as lists show it"));
    with(object, kind.name(), RefOr::Ref(which.build())).build()
}

/// Why a recommendation was bad, category by category.
fn reasons(kind: MediaKind) -> Object {
    let about = "Why it should not have been recommended, as you say; perhaps not at all.";
    let object = ObjectBuilder::new().description(Some(about));
    let categories = kind.differences().reasons.iter();
    let object = categories.fold(object, |object, category| {
        let reason = ObjectBuilder::new()
            .schema_type(Type::String)
            .max_length(Some(MOST_CHARS))
            .examples([json!("2010")]);
        let list = ArrayBuilder::new()
            .items(reason)
            .max_items(Some(MOST_REASONS))
            .description(Some("What is wrong about this"));
        object.property(*category, list)
    });
    object.build()
}
