//! The documentation of one kind, made from what is written once for all.
//!
//! Handlers document bodies without a shape (`Paged<Value>`); here each kind's operations get the exact [`shapes`], and
//! the kind a tag that tells in what it differs.

mod edits;
mod shapes;
mod submissions;

use kindred::entity::addition::PARTS;
use kindred::entity::kind::{MediaKind, PopularOrder};
use kindred::entity::popularity::MOST_POPULAR;
use kindred::http::openapi::shapes::{show, take, title};
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
        if let Some(answer) = edits::created(path) {
            item.post.iter_mut().for_each(|operation| show(operation, "201", answer));
        }
        if let Some(body) = edits::body(kind, path) {
            item.patch.iter_mut().for_each(|operation| take(operation, &body));
        }
        let body = shapes::request(kind, path).or_else(|| submissions::body(kind, path));
        if let Some(body) = body {
            item.post.iter_mut().for_each(|operation| take(operation, &body));
        }
    }
    let components = openapi.components.get_or_insert_default();
    components.schemas.retain(|name, _| !name.contains('_'));
    components.schemas.extend(shapes::all(kind));
    components.schemas.extend(edits::all(kind));
    components.schemas.extend(submissions::all(kind));
    openapi.tags = Some(vec![tag(kind)]);
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let methods = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
    methods.into_iter().flatten()
}

/// Say in refusals which kind it is, and leave out those that it never gives.
fn name_kind(operation: &mut Operation, kind: MediaKind) {
    let names = names(kind);
    let responses = &mut operation.responses.responses;
    for response in responses.values_mut() {
        if let RefOr::T(response) = response {
            let texts = response.description.split(" | ").map(str::to_owned).collect();
            let texts = names.iter().fold(texts, |texts, (name, values)| fill(texts, name, values));
            response.description = texts.join(" | ");
        }
    }
    responses.retain(
        |_, response| !matches!(response, RefOr::T(response) if response.description.is_empty()),
    );
}

/// What stands in a refusal for something of the kind: a text that names what it has none of is not for it, one that
/// names what it has several of is for each.
fn names(kind: MediaKind) -> [(&'static str, Vec<&'static str>); 9] {
    let differences = kind.differences();
    let only_if = |has: bool, name| if has { vec![name] } else { Vec::new() };
    let has_parts = kind.parts().is_some();
    [
        ("{kind}", vec![differences.name]),
        ("{title}", vec![differences.title]),
        ("{reason}", differences.reasons.first().copied().into_iter().collect()),
        ("{required}", differences.submission.required.to_vec()),
        ("{unique}", differences.unique.into_iter().collect()),
        ("{genre}", only_if(differences.has_genres(), "genre")),
        ("{genres}", only_if(differences.has_genres(), "genres")),
        ("{serie}", only_if(has_parts, differences.name)),
        ("{episodes}", only_if(has_parts, PARTS)),
    ]
}

fn fill(texts: Vec<String>, name: &str, values: &[&str]) -> Vec<String> {
    let filled = texts.into_iter().flat_map(|text| match text.contains(name) {
        true => values.iter().map(|value| text.replace(name, value)).collect(),
        false => vec![text],
    });
    filled.collect()
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
