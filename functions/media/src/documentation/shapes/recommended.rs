//! What is said of a content that is recommended: by which engine, how much, why, and to which group.

use serde_json::json;
use utoipa::openapi::schema::RefBuilder;
use utoipa::openapi::{ArrayBuilder, Object, ObjectBuilder, RefOr, Type};

use super::{integer, nullable, number, reference, with};

/// Recommended to the caller.
pub(super) fn to_user(object: ObjectBuilder) -> ObjectBuilder {
    explained(object, "yours")
}

/// Recommended to a group.
pub(super) fn to_group(object: ObjectBuilder) -> ObjectBuilder {
    let group = RefBuilder::new().ref_location_from_schema_name("GroupName");
    let group = group.description(Some("The group to which it is recommended"));
    with(explained(object, "the group's"), "group", RefOr::Ref(group.build()))
}

/// With what is said of a recommendation, whose reasons are contents of somebody's.
fn explained(object: ObjectBuilder, whose: &str) -> ObjectBuilder {
    let engine = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some("The engine that recommends it"))
        .enum_values(Some(["FromSimilarContent"]))
        .examples([json!("FromSimilarContent")]);
    let why = format!("Why: contents of {whose} whose shares sum to the score, the greatest first");
    let reasons = ArrayBuilder::new().items(reference("Reason")).description(Some(why));
    let object = with(object, "reco_engine", engine);
    let object = with(object, "reco_score", number("How much, 0 to 1; orders the list", 0.5));
    with(object, "reco_reasons", reasons)
}

/// A content that is a reason.
pub(super) fn reason() -> Object {
    let title = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some("Its title, or name; null when it is gone"))
        .examples([json!("Solaris")]);
    let object = ObjectBuilder::new().description(Some("A content that speaks for another."));
    let object = with(object, "content_id", integer("Which", 41));
    let object = with(object, "title", nullable(title));
    with(object, "share", number("Its part of the score, above 0", 0.5)).build()
}
