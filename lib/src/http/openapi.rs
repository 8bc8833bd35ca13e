//! What the OpenAPI description says beyond the handlers' own words, written once for all operations.
//!
//! A handler documents its success and the refusals that are its own. From there: `roles` says who may call it,
//! `failures` adds the refusals that sign-in and bodies bring along, `bodies` spells each in the dialect of its path,
//! `examples` shows every success by the examples of its fields. Nothing here runs in a function that serves requests.

mod bodies;
mod examples;
mod failures;
mod roles;
pub mod shapes;

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi, PathItem};

use super::dialect::Dialect;
use crate::auth::access::{self, Access};

/// The name of the scheme in which requests are signed in by their header.
const BEARER: &str = "bearer";

/// The name of the scheme in which runners sign in.
const RUNNER: &str = "runner";

/// Complete a description: failures, sign-in and examples of all operations.
pub fn describe(openapi: &mut OpenApi) {
    let mut components = openapi.components.take().unwrap_or_default();
    for (path, item) in &mut openapi.paths.paths {
        for (method, operation) in methods(item) {
            let access = access::of(method, path).unwrap_or(Access::Anyone);
            roles::document(operation, access);
            failures::document(operation, access, Dialect::of_path(path), &mut components);
        }
    }
    components.schemas.extend(bodies::schemas());
    for operation in openapi.paths.paths.values_mut().flat_map(operations) {
        examples::show(operation, &components);
    }
    let session = HttpBuilder::new().bearer_format("JWT").description(Some(
        "The `access_token` or `accessToken` of any log-in or registration: not older than 12 hours at the media \
         API, one hour at the job service.",
    ));
    let runner =
        HttpBuilder::new().description(Some("The `runnerToken` of `/api/runners/create`."));
    for (name, scheme) in [(BEARER, session), (RUNNER, runner)] {
        let scheme = SecurityScheme::Http(scheme.scheme(HttpAuthScheme::Bearer).build());
        components.security_schemes.insert(name.to_owned(), scheme.into());
    }
    openapi.components = Some(components);
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    methods(item).map(|(_, operation)| operation)
}

fn methods(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [
        ("GET", &mut item.get),
        ("POST", &mut item.post),
        ("PUT", &mut item.put),
        ("PATCH", &mut item.patch),
        ("DELETE", &mut item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}
