//! The bodies of one content, of what an edit changes, and of a new genre: components by name.

use kindred::entity::addition::MOST_GENRES;
use kindred::entity::kind::{Holds, MediaKind};
use kindred::http::openapi::shapes::{integer, known, one, reference, simple, title};
use utoipa::openapi::schema::SchemaType;
use utoipa::openapi::{ArrayBuilder, Object, ObjectBuilder, OneOfBuilder, RefOr, Schema, Type};

/// The component with which GET answers at this path below the kind's, if it is one of these.
pub(super) fn answer(kind: MediaKind, path: &str) -> Option<String> {
    (path == "/{content_id}").then(|| title(kind) + "Answer")
}

/// The component with which POST answers at this path below the kind's, if it is one of these.
pub(super) fn created(path: &str) -> Option<&'static str> {
    (path == "/genres").then_some("GenreAnswer")
}

/// The component that PATCH takes at this path below the kind's, if it is one of these.
pub(super) fn body(kind: MediaKind, path: &str) -> Option<String> {
    (path == "/{content_id}").then(|| title(kind) + "Change")
}

/// All components of a kind that have to do with one content, and with one genre.
pub(super) fn all(kind: MediaKind) -> Vec<(String, RefOr<Schema>)> {
    let shown = kind.parts().map_or_else(
        || reference(&title(kind)),
        |part| {
            let either = OneOfBuilder::new().item(reference(&title(kind)));
            either.item(reference(&title(part))).into()
        },
    );
    let mut all =
        vec![(title(kind) + "Answer", one(shown)), (title(kind) + "Change", change(kind).into())];
    if kind.differences().has_genres() {
        all.push(("GenreAnswer".to_owned(), one(reference("Genre"))));
    }
    all
}

/// What an edit changes.
fn change(kind: MediaKind) -> Object {
    let differences = kind.differences();
    let about = format!("What changes of a {kind}; everything else stays.");
    let object = ObjectBuilder::new().description(Some(about));
    let object = differences.fields.iter().fold(object, |object, field| {
        let schema = match field.holds {
            _ if [Some(differences.title), differences.unique].contains(&Some(field.name)) => {
                known(field)
            }
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
    if !differences.has_genres() {
        return object.build();
    }
    let genres = ArrayBuilder::new()
        .items(integer("The id of a genre", 3))
        .max_items(Some(MOST_GENRES))
        .description(Some(
            "Ids of all its genres; one of another kind stands for the genre of its name in this kind, made if there is \
             none",
        ));
    object.property("genres", genres).build()
}
