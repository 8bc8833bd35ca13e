//! The documentation of what differs from kind to kind: handlers document it without a shape.

use kindred::entity::kind::MediaKind;
use kindred::entity::meta::{BEST_RATING, MOST_COUNT};
use kindred::http::openapi::shapes::{
    base, integer, number, one, page, reference, show, title, with,
};
use kindred::http::page::MEDIA_PAGE;
use serde_json::json;
use utoipa::openapi::{ArrayBuilder, Object, ObjectBuilder, OpenApi, Ref, RefOr, Schema, Type};

/// What a launch answers with.
const LAUNCHED: &str = "LaunchAnswer";

/// Operations of which a component under a name of its own says what they answer.
const NAMED: [(&str, &str, &str); 5] = [
    ("list_profiles", "200", "ProfilePage"),
    ("list_profile_genres", "200", "GenreList"),
    ("list_profile_launches", "200", "LaunchOfProfilePage"),
    ("list_launch_genres", "200", "LaunchedGenrePage"),
    ("recommend_to_profile", "201", LAUNCHED),
];

/// Name the shapes of what is the same for all kinds, and of the launch, which has the fields of every kind.
pub(crate) fn complete(openapi: &mut OpenApi) {
    for item in openapi.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
            let id = operation.operation_id.clone().unwrap_or_default();
            if let Some((_, status, component)) = NAMED.iter().find(|(name, ..)| *name == id) {
                show(operation, status, component);
            }
        }
    }
    forget_nameless(openapi);
    let genres = ArrayBuilder::new().items(reference("Genre"));
    let all: [(&str, RefOr<Schema>); 8] = [
        ("ProfilePage", page(reference("ProfileBase"))),
        ("GenreList", one(genres.into())),
        ("LaunchOfProfilePage", page(reference("LaunchOfProfile"))),
        ("LaunchedGenrePage", page(reference("LaunchedGenre"))),
        (LAUNCHED, launched().into()),
        ("Launch", launch().into()),
        ("LaunchResults", by_kind("The first of each kind, the best first.", first).into()),
        ("LaunchTotals", by_kind("How many there are of each kind.", total).into()),
    ];
    add(openapi, all.map(|(name, schema)| (name.to_owned(), schema)).into());
}

/// Components of generic types have names that nobody would choose.
fn forget_nameless(openapi: &mut OpenApi) {
    let components = openapi.components.get_or_insert_default();
    components.schemas.retain(|name, _| !name.contains('_'));
}

/// Give every operation the kind's name and shapes.
pub(crate) fn specialise(openapi: &mut OpenApi, kind: MediaKind) {
    for (path, item) in &mut openapi.paths.paths {
        let Some(operation) = item.get.as_mut() else { continue };
        let name = operation.operation_id.take().unwrap_or_default();
        operation.operation_id = Some(format!("{name}_{kind}"));
        operation.tags = Some(vec!["Profiles".to_owned()]);
        let entry = if path.ends_with("/result") { outcome_name(kind) } else { meta_name(kind) };
        show(operation, "200", &format!("{entry}Page"));
    }
    forget_nameless(openapi);
    let about = format!("A {kind} alone: without genres.");
    let all = [
        (base_name(kind), base(kind, about).into()),
        (meta_name(kind), meta(kind).into()),
        (meta_name(kind) + "Page", page(reference(&meta_name(kind)))),
        (outcome_name(kind), outcome(kind).into()),
        (outcome_name(kind) + "Page", page(reference(&outcome_name(kind)))),
    ];
    add(openapi, all.into());
}

fn add(openapi: &mut OpenApi, schemas: Vec<(String, RefOr<Schema>)>) {
    openapi.components.get_or_insert_default().schemas.extend(schemas);
}

fn base_name(kind: MediaKind) -> String {
    title(kind) + "Base"
}

fn meta_name(kind: MediaKind) -> String {
    format!("Profile{}", title(kind))
}

fn outcome_name(kind: MediaKind) -> String {
    format!("Launched{}", title(kind))
}

fn meta(kind: MediaKind) -> Object {
    let about = format!("What a profile has done with a {kind}.");
    let object = ObjectBuilder::new().description(Some(about));
    let rating = integer("Its rating, 5 being the best", 4).maximum(Some(BEST_RATING));
    let object = with(object, "rating", rating);
    let object = with(object, "last_rating_date", date("When it last rated it"));
    let most = |object: ObjectBuilder| object.maximum(Some(MOST_COUNT as f64));
    let views = most(integer("How often it looked at its page", 2));
    let object = with(object, "review_see_count", views);
    let object = with(object, "last_review_see_date", date("When it last looked"));
    let uses = most(integer("How often, or how long, it used it", 1));
    let object = with(object, "count", uses);
    let object = with(object, "last_count_increment", date("When it last used it"));
    with(object, kind.name(), described(&base_name(kind), "With what")).build()
}

fn outcome(kind: MediaKind) -> Object {
    let about = format!("A {kind} that was recommended to a profile.");
    let object = ObjectBuilder::new().description(Some(about));
    let object = with(object, "score", number("How much, 0 to 1", 0.5));
    let engine = text("The engine that recommends it", "FromSimilarContent");
    let object = with(object, "engine", engine);
    with(object, kind.name(), described(&base_name(kind), "What it recommends")).build()
}

fn launched() -> Object {
    let about = "What is recommended to a profile.";
    let status = ObjectBuilder::new().schema_type(Type::Boolean).examples([json!(true)]);
    let object = ObjectBuilder::new().description(Some(about));
    let object = with(object, "status", status.description(Some("Always true")));
    let object = with(object, "message", text("For a person", "Here you are"));
    let object = with(object, "profile", described("ProfileBase", "To which profile"));
    let object = with(object, "history", described("Launch", "Where the history has it"));
    let object = with(object, "results", described("LaunchResults", "The first of each kind"));
    with(object, "totals", described("LaunchTotals", "How many there are of each kind")).build()
}

fn launch() -> Object {
    let object = ObjectBuilder::new().description(Some("A launch in the history of a profile."));
    let object = with(object, "id", integer("Counts up from 1 over all profiles", 5));
    with(object, "occured_at", date("When it was")).build()
}

/// An object with a field of each kind.
fn by_kind(about: &str, field: impl Fn(MediaKind) -> RefOr<Schema>) -> Object {
    let object = ObjectBuilder::new().description(Some(about));
    let kinds = MediaKind::ALL.into_iter();
    kinds.fold(object, |object, kind| with(object, kind.name(), field(kind))).build()
}

fn first(kind: MediaKind) -> RefOr<Schema> {
    let about = format!("The first {kind}s, at most {MEDIA_PAGE}");
    let entries = ArrayBuilder::new().items(reference(&outcome_name(kind)));
    entries.max_items(Some(MEDIA_PAGE)).description(Some(about)).into()
}

fn total(kind: MediaKind) -> RefOr<Schema> {
    integer(&format!("How many {kind}s are recommended"), 1).into()
}

fn date(about: &str) -> ObjectBuilder {
    text(&format!("{about}: UTC, always six decimals, no zone"), "2026-11-20T18:30:00.000000")
}

fn text(about: &str, example: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(about))
        .examples([json!(example)])
}

/// A component with what it means in this place.
fn described(component: &str, about: &str) -> RefOr<Schema> {
    let mut place = Ref::from_schema_name(component);
    about.clone_into(&mut place.description);
    place.into()
}
