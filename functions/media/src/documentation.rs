//! The documentation of one kind, made from what is written once for all.
//!
//! Handlers document bodies without a shape (`Paged<Value>`); here each kind's operations get the exact [`shapes`], and
//! the kind a tag that tells in what it differs.

mod shapes;

use kindred::entity::kind::{MediaKind, PopularOrder};
use kindred::entity::popularity::MOST_POPULAR;
use kindred::matching::popularity::Formula;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::tag::{Tag, TagBuilder};
use utoipa::openapi::{OpenApi, Ref, RefOr};

/// Give every operation the kind's name, tag and shapes.
pub(crate) fn specialise(openapi: &mut OpenApi, kind: MediaKind) {
    for (path, item) in &mut openapi.paths.paths {
        for operation in operations(item) {
            let name = operation.operation_id.take().unwrap_or_default();
            operation.operation_id = Some(format!("{name}_{kind}"));
            operation.tags = Some(vec![title(kind) + "s"]);
            name_kind(operation, kind);
        }
        if let Some(answer) = shapes::answer(kind, path) {
            item.get.iter_mut().for_each(|operation| show(operation, &answer));
        }
        if let Some(request) = shapes::request(kind, path) {
            item.post.iter_mut().for_each(|operation| take(operation, &request));
        }
    }
    let components = openapi.components.get_or_insert_default();
    components.schemas.retain(|name, _| !name.contains('_'));
    components.schemas.extend(shapes::all(kind));
    openapi.tags = Some(vec![tag(kind)]);
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.patch, &mut item.delete].into_iter().flatten()
}

/// Say in refusals which kind it is, and name one of its categories of reasons.
fn name_kind(operation: &mut Operation, kind: MediaKind) {
    let reason = kind.differences().reasons.first().copied().unwrap_or_default();
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            let description = response.description.replace("{kind}", kind.name());
            response.description = description.replace("{reason}", reason);
        }
    }
}

/// Say that an operation answers with the component of this name.
fn show(operation: &mut Operation, component: &str) {
    let Some(RefOr::T(response)) = operation.responses.responses.get_mut("200") else { return };
    for content in response.content.values_mut() {
        if let RefOr::T(content) = content {
            content.schema = Some(RefOr::Ref(Ref::from_schema_name(component)));
        }
    }
}

/// Say that an operation takes the component of this name.
fn take(operation: &mut Operation, component: &str) {
    let Some(RefOr::T(request)) = &mut operation.request_body else { return };
    for content in request.content.values_mut() {
        if let RefOr::T(content) = content {
            content.schema = Some(RefOr::Ref(Ref::from_schema_name(component)));
        }
    }
}

fn tag(kind: MediaKind) -> Tag {
    let popularity = match kind.differences().popularity {
        Formula::WeightedRating => {
            "`popularity_score` is the weighted rating `v/(v+m)·R + m/(v+m)·C`: R the content's mean rating, v the \
             number of its ratings, C the mean of all, m the 90th percentile of all numbers; below m there is none"
        }
        Formula::CountPlusRating => "`popularity_score` is the number of ratings plus their mean",
        Formula::Votes => {
            "`popularity_score` is the number of votes, which the field `recommendations` tells"
        }
    };
    let order = match kind.differences().popular_order {
        PopularOrder::Score => "It orders the popular list",
        PopularOrder::Ratings => {
            "The popular list is ordered by the number of ratings, then by their mean"
        }
    };
    let about = format!(
        "The catalogue of {kind}s and what you did with them. Every operation wants a bearer token.\n\n\
         {popularity}. {order}; the {MOST_POPULAR} most popular have a place there.",
    );
    TagBuilder::new().name(title(kind) + "s").description(Some(about)).build()
}

/// The kind's name as a heading, and in names of components.
fn title(kind: MediaKind) -> String {
    let mut name = kind.name().to_owned();
    name[..1].make_ascii_uppercase();
    name
}
