//! What the OpenAPI description says beyond the handlers' own words, written once for all operations.
//!
//! A handler documents its success and the refusals that are its own. From there: `failures` adds those that sign-in and
//! bodies bring along, `bodies` spells each in the dialect of its path, `examples` shows every success by the examples of
//! its fields. Nothing here runs in a function that serves requests.

mod bodies;
mod examples;
mod failures;

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi, PathItem};

use super::dialect::Dialect;

/// The name of the scheme in which the media API is signed in; operations ask for it by `security(("bearer" = []))`.
const BEARER: &str = "bearer";

/// Complete a description: failures, sign-in and examples of all operations.
pub fn describe(openapi: &mut OpenApi) {
    let mut components = openapi.components.take().unwrap_or_default();
    for (path, item) in &mut openapi.paths.paths {
        for operation in operations(item) {
            failures::document(operation, Dialect::of_path(path), &mut components);
        }
    }
    components.schemas.extend(bodies::schemas());
    for operation in openapi.paths.paths.values_mut().flat_map(operations) {
        examples::show(operation, &components);
    }
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some(
            "The `access_token` of any log-in or registration, not older than 12 hours.",
        ))
        .build();
    components.security_schemes.insert(BEARER.to_owned(), SecurityScheme::Http(scheme).into());
    openapi.components = Some(components);
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete]
        .into_iter()
        .flatten()
}
