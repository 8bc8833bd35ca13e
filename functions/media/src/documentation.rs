//! The documentation of one kind, made from what is written once for all.
//!
//! Handlers document bodies without a shape (`Paged<Value>`); here each kind's operations get the exact [`shapes`], and
//! the kind a tag that tells in what it differs.

mod shapes;

use kindred::entity::kind::MediaKind;
use kindred::entity::popularity::MOST_POPULAR;
use kindred::http::openapi::shapes::{show, title};
use kindred::matching::popularity::Formula;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::tag::{Tag, TagBuilder};
use utoipa::openapi::{OpenApi, RefOr};

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
            item.get.iter_mut().for_each(|operation| show(operation, "200", &answer));
        }
    }
    let components = openapi.components.get_or_insert_default();
    components.schemas.retain(|name, _| !name.contains('_'));
    components.schemas.extend(shapes::all(kind));
    openapi.tags = Some(vec![tag(kind)]);
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.patch].into_iter().flatten()
}

/// Say in refusals which kind it is.
fn name_kind(operation: &mut Operation, kind: MediaKind) {
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            response.description = response.description.replace("{kind}", kind.name());
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
    let about = format!(
        "The catalogue of {kind}s and what you did with them. Every operation wants a bearer token.\n\n\
         {popularity}. It orders the popular list, and is kept of the {MOST_POPULAR} most popular.",
    );
    TagBuilder::new().name(title(kind) + "s").description(Some(about)).build()
}
