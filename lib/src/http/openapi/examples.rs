//! Examples of whole bodies, put together from the examples of their fields.

use serde_json::{Map, Value};
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::ArrayItems;
use utoipa::openapi::{Components, Content, RefOr, Schema};

/// Give an example to the request and to every success that has none.
pub(super) fn show(operation: &mut Operation, components: &Components) {
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        body.content.values_mut().for_each(|content| exemplify(content, components));
    }
    let responses = operation.responses.responses.iter_mut();
    for (_, response) in responses.filter(|(status, _)| status.starts_with('2')) {
        if let RefOr::T(response) = response {
            response.content.values_mut().for_each(|content| exemplify(content, components));
        }
    }
}

fn exemplify(content: &mut RefOr<Content>, components: &Components) {
    let RefOr::T(content) = content else { return };
    if content.example.is_none() && content.examples.is_empty() {
        content.example = content.schema.as_ref().map(|schema| example(schema, components));
    }
}

/// A value of this schema; null for a field that has no example of its own.
fn example(schema: &RefOr<Schema>, components: &Components) -> Value {
    match schema {
        RefOr::Ref(reference) => {
            let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
            components.schemas.get(name).map_or(Value::Null, |schema| example(schema, components))
        }
        RefOr::T(Schema::Object(object)) => {
            match object.example.iter().chain(&object.examples).next() {
                Some(example) => example.clone(),
                None if object.properties.is_empty() => Value::Null,
                None => {
                    let fields = object.properties.iter();
                    let fields =
                        fields.map(|(name, field)| (name.clone(), example(field, components)));
                    // What may be left out and has no example is left out.
                    let shown = |(name, value): &(_, Value)| {
                        !value.is_null() || object.required.contains(name)
                    };
                    Value::Object(fields.filter(shown).collect::<Map<_, _>>())
                }
            }
        }
        RefOr::T(Schema::AllOf(parts)) => {
            let parts = parts.items.iter().map(|part| example(part, components));
            let fields = parts.filter_map(|part| part.as_object().cloned());
            Value::Object(fields.flatten().collect::<Map<_, _>>())
        }
        RefOr::T(Schema::Array(array)) => match (&array.example, &array.items) {
            (Some(example), _) => example.clone(),
            (None, ArrayItems::RefOrSchema(items)) => {
                Value::Array(vec![example(items, components)])
            }
            (None, ArrayItems::False) => Value::Array(Vec::new()),
        },
        RefOr::T(Schema::OneOf(either)) => {
            either.items.first().map_or(Value::Null, |first| example(first, components))
        }
        RefOr::T(_) => Value::Null,
    }
}
