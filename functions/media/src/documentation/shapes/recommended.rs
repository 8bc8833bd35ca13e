//! What is said of a content that is recommended: by which engine, how much, why, and to which group.

use kindred::entity::recommendation::Engine;
use serde_json::json;
use utoipa::openapi::schema::{RefBuilder, SchemaFormat};
use utoipa::openapi::{ArrayBuilder, Object, ObjectBuilder, OneOfBuilder, RefOr, Schema, Type};

use super::{integer, nullable, number, perhaps, reference, with};

/// Recommended to the caller.
pub(super) fn to_user(object: ObjectBuilder) -> ObjectBuilder {
    explained(object, "yours", "Reason")
}

/// Recommended to a group.
pub(super) fn to_group(object: ObjectBuilder) -> ObjectBuilder {
    let group = RefBuilder::new().ref_location_from_schema_name("GroupName");
    let group = group.description(Some("The group to which it is recommended"));
    let object = explained(object, "the group's", "GroupReason");
    with(object, "group", RefOr::Ref(group.build()))
}

/// With what is said of a recommendation, whose reasons are somebody's.
fn explained(object: ObjectBuilder, whose: &str, reason: &str) -> ObjectBuilder {
    let engines = [Engine::Popularity].into_iter().chain(Engine::LISTING);
    let engine = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some("The engine that recommends it"))
        .enum_values(Some(engines.map(|engine| engine.to_string())))
        .examples([json!(Engine::FromSimilarContent)]);
    let why = format!(
        "Why: contents and genres of {whose} whose shares sum to the score, the greatest first, at most five; none for \
         what is only popular"
    );
    let reasons = ArrayBuilder::new().items(reference(reason)).max_items(Some(5));
    let object = with(object, "reco_engine", engine);
    let object = with(object, "reco_score", number("How much, 0 to 1; orders the list", 0.5));
    with(object, "reco_reasons", reasons.description(Some(why)))
}

/// What can be a reason, by the names of components.
pub(super) fn reasons() -> Vec<(String, RefOr<Schema>)> {
    let either = |one: &str, about: &str| {
        let both = OneOfBuilder::new().item(reference(one)).item(reference("GenreReason"));
        RefOr::from(both.description(Some(about)))
    };
    let all: [(&str, RefOr<Schema>); 6] = [
        ("Reason", either("ContentReason", "What speaks for a content: another, or a genre.")),
        ("GroupReason", either("MemberReason", "The same for a group.")),
        ("ContentReason", content("A content that speaks for another.").build().into()),
        ("MemberReason", member().build().into()),
        ("GenreReason", genre().into()),
        ("Person", person().into()),
    ];
    all.map(|(name, schema)| (name.to_owned(), schema)).into()
}

fn content(about: &str) -> ObjectBuilder {
    let object = ObjectBuilder::new().description(Some(about));
    let object = with(object, "content_id", integer("Which", 41));
    let object =
        with(object, "title", named("Its title, or name; null when it is gone", "Solaris"));
    with(object, "share", share())
}

fn member() -> ObjectBuilder {
    let object =
        content("A content that speaks for another, because somebody of the group knows it.");
    let who = perhaps(reference("Person"));
    with(object, "member", who.description(Some("Who knows it; null when their account is gone")))
}

fn genre() -> Object {
    let object = ObjectBuilder::new().description(Some("A genre that speaks for a content."));
    let object = with(object, "genre_id", integer("Which", 3));
    let object = with(object, "name", named("Its name; null when it is gone", "Drama"));
    with(object, "share", share()).build()
}

fn person() -> Object {
    let uuid = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::Custom("uuid".to_owned())))
        .description(Some("The id by which the media API knows them"))
        .examples([json!("5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52")]);
    let object = ObjectBuilder::new().description(Some("Somebody, as others see them."));
    let object = with(object, "uuid", uuid);
    let name = ObjectBuilder::new().schema_type(Type::String).examples([json!("ada.l")]);
    with(object, "username", name.description(Some("The name that others see"))).build()
}

fn named(about: &str, example: &str) -> ObjectBuilder {
    let text = ObjectBuilder::new().schema_type(Type::String).description(Some(about));
    nullable(text.examples([json!(example)]))
}

fn share() -> ObjectBuilder {
    number("Its part of the score, above 0", 0.5)
}
