//! What is said of a content that is like another: how much, and who found out.

use kindred::entity::kind::MediaKind;
use kindred::http::openapi::shapes::{number, page, reference, title, with};
use serde_json::json;
use utoipa::openapi::{Object, ObjectBuilder, OneOfBuilder, RefOr, Schema, Type};

/// The name of a page of what is like a content of this kind.
pub(super) fn page_name(kind: MediaKind) -> String {
    format!("SimilarTo{}Page", title(kind))
}

/// Such a page, and the shape of an entry of this kind, which is on pages of others, too.
pub(super) fn all(kind: MediaKind, listed: ObjectBuilder) -> [(String, RefOr<Schema>); 2] {
    let kinds = std::iter::once(&kind).chain(kind.differences().links);
    let one_of = kinds.fold(OneOfBuilder::new(), |all, kind| all.item(reference(&name(*kind))));
    let entries = page(RefOr::T(one_of.build().into()));
    [(name(kind), entry(kind, listed).into()), (page_name(kind), entries)]
}

fn name(kind: MediaKind) -> String {
    format!("Similar{}", title(kind))
}

fn entry(kind: MediaKind, listed: ObjectBuilder) -> Object {
    let text = |about: &str, values: &[&str]| {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(about))
            .enum_values(Some(values.to_vec()))
            .examples([json!(values[0])])
    };
    let object = with(listed, "kind", text("Its kind", &[kind.name()]));
    let how = number("How much, above 0 and at most 1; orders the list", 0.5);
    let object = with(object, "similarity", how);
    let engines = ["ContentSimilarities", "LinkBetweenItems"];
    with(object, "engine", text("The engine that found out", &engines)).build()
}
