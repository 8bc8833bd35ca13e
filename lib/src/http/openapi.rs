//! What the OpenAPI description says of errors and sign-in, written once for all operations.

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, ObjectBuilder, OpenApi, RefOr, Response, Schema, Type};

use super::dialect::Dialect;
use crate::Error;

/// The name of the scheme in which the media API is signed in.
const BEARER: &str = "bearer";

/// Give every failure of every operation the body of its dialect, every operation a 4XX and a 5XX, and those that want
/// a token in the header the scheme.
pub fn describe(openapi: &mut OpenApi) {
    for (path, item) in &mut openapi.paths.paths {
        let dialect = Dialect::of_path(path);
        let operations =
            [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            if operation.responses.responses.contains_key("422") {
                operation.security = Some(vec![SecurityRequirement::new(BEARER, [""; 0])]);
            }
            document(operation, dialect);
        }
    }
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    let components = openapi.components.get_or_insert_default();
    components.security_schemes.insert(BEARER.to_owned(), SecurityScheme::Http(scheme).into());
}

fn document(operation: &mut Operation, dialect: Dialect) {
    let responses = &mut operation.responses.responses;
    let any = |text: &str| RefOr::T(Response::new(text));
    responses.entry("4XX".to_owned()).or_insert_with(|| any("The request is at fault"));
    responses.entry("5XX".to_owned()).or_insert_with(|| any("We are at fault"));
    for (status, response) in responses {
        if let RefOr::T(response) = response
            && status.starts_with(['4', '5'])
            && response.content.is_empty()
        {
            let error = example(status, &response.description);
            let content = ContentBuilder::new()
                .schema(Some(schema(dialect)))
                .example(Some(dialect.spell(&error).1))
                .build();
            response.content.insert("application/json".to_owned(), content.into());
        }
    }
}

fn example(status: &str, text: &str) -> Error {
    let text = text.to_owned();
    match status {
        "401" | "422" => Error::unauthenticated(text),
        "403" => Error::forbidden(text),
        "404" => Error::not_found(text),
        "409" => Error::taken(text),
        _ if status.starts_with('5') => Error::internal(text),
        _ => Error::invalid(text),
    }
}

fn schema(dialect: Dialect) -> Schema {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let object = ObjectBuilder::new().property("errorType", text()).required("errorType");
    let fields: &[&str] = match dialect {
        Dialect::Forum => &["error"],
        Dialect::Jobs => &["msg"],
        Dialect::Runners => &["error", "msg"],
        Dialect::Media => &["message"],
    };
    let object =
        fields.iter().fold(object, |object, name| object.property(*name, text()).required(*name));
    match dialect {
        Dialect::Media => {
            let status = ObjectBuilder::new().schema_type(Type::Boolean);
            object.property("status", status).required("status").into()
        }
        _ => object.into(),
    }
}
