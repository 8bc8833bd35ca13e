//! The committed description of the API is current, whole and true.

mod fits;
pub(crate) mod operations;
mod refusals;
mod successes;

use std::collections::BTreeSet;
use std::fs;

use kindred::http::dialect::Dialect;
use kindred_cli::api;
use serde_json::Value;

use fits::fits;
use operations::{description, operations};

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi.json");

#[test]
fn openapi_is_current() {
    let current = api::description_text();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(COMMITTED, &current).expect("openapi.json can be written");
    }

    let committed = fs::read_to_string(COMMITTED).expect("openapi.json can be read");

    assert!(
        committed == current,
        "openapi.json is out of date: run `make openapi`, read the difference, commit it"
    );
}

#[test]
fn every_operation_says_what_it_does() {
    let mut ids = BTreeSet::new();

    for operation in operations() {
        let name = &operation.name;
        let text = |field: &str| operation.body[field].as_str().unwrap_or_default();
        assert!(ids.insert(text("operationId").to_owned()), "{name}: its operationId is taken");
        assert!(!text("operationId").is_empty(), "{name}: no operationId");
        assert!(!text("summary").is_empty(), "{name}: no summary");
        assert!(text("description").len() > 20, "{name}: hardly a description");
        assert!(!operation.path.ends_with('/'), "{name}: a slash at the end");
        let tags = operation.body["tags"].as_array().expect("tags");
        assert_eq!(tags.len(), 1, "{name}: {tags:?}");
        assert!(tag_names().contains(tags[0].as_str().expect("a name")), "{name}: {tags:?}");
    }
}

#[test]
fn every_parameter_is_explained() {
    for operation in operations() {
        let name = &operation.name;
        let in_path = operation.path.matches('{').count();
        let parameters = operation.parameters();
        let documented = parameters.iter().filter(|parameter| parameter["in"] == "path").count();
        assert_eq!(documented, in_path, "{name}: parameters of the path");
        for parameter in &parameters {
            assert!(parameter["description"].is_string(), "{name}: {parameter}");
            assert!(parameter["schema"]["type"].is_string(), "{name}: {parameter}");
            let example = parameter.get("example");
            assert!(example.is_some() || parameter["in"] != "path", "{name}: {parameter}");
            if let Some(example) = example {
                fits(&description(), &parameter["schema"], example)
                    .unwrap_or_else(|problem| panic!("{name}: {problem}"));
            }
        }
    }
}

#[test]
fn every_body_has_a_schema_and_an_example_that_fits() {
    let root = description();

    for operation in operations() {
        for (place, content) in operation.bodies() {
            let context = format!("{}, {place}", operation.name);
            let schema = &content["schema"];
            assert!(schema["$ref"].is_string(), "{context}: no named schema");
            let examples = examples(&content);
            assert!(!examples.is_empty(), "{context}: no example");
            for example in examples {
                fits(&root, schema, example)
                    .unwrap_or_else(|problem| panic!("{context}: {problem}"));
            }
        }
    }
}

#[test]
fn every_operation_has_a_success_and_failures_in_its_dialect() {
    for operation in operations() {
        let name = &operation.name;
        let statuses: Vec<_> = operation.responses().map(|(status, _)| status).collect();
        let count = |first| statuses.iter().filter(|status| status.starts_with(first)).count();
        let n_successes = if count('2') > 0 { count('2') } else { count('3') };
        assert_eq!(n_successes, 1, "{name}: {statuses:?}");
        assert!(count('4') > 0 && count('5') > 0, "{name}: {statuses:?}");
        let wanted = format!("{:?}Failure", Dialect::of_path(&operation.path));
        for (place, content) in operation.bodies() {
            if place.starts_with(['4', '5']) {
                let schema = content["schema"]["$ref"].as_str().unwrap_or_default();
                assert_eq!(schema, format!("#/components/schemas/{wanted}"), "{name}, {place}");
            }
        }
    }
}

#[test]
fn every_schema_is_explained() {
    let root = description();
    let schemas = root["components"]["schemas"].as_object().expect("schemas");

    for (name, schema) in schemas {
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        assert!(plain, "{name}: an ugly name");
        assert!(schema["description"].is_string(), "{name}: no description");
        // What is put together from others has its own fields in its last part.
        let last = schema["allOf"].as_array().and_then(|parts| parts.last());
        let schema = last.unwrap_or(schema);
        // One of several is explained where these are.
        if schema["oneOf"].is_array() {
            continue;
        }
        for (field, schema) in schema["properties"].as_object().expect("an object") {
            // Of what may be null, utoipa explains the other.
            let explained = [&schema["description"], &schema["oneOf"][0]["description"]];
            let explained = explained.iter().any(|it| it.is_string()) || field == "content";
            assert!(explained, "{name}.{field}: no description");
        }
    }
}

#[test]
fn no_reference_dangles_and_no_component_is_idle() {
    let root = description();
    let mut wanted = BTreeSet::new();
    collect_references(&root, &mut wanted);

    for reference in &wanted {
        let pointer = reference.strip_prefix('#').expect("a reference into the document");
        assert!(root.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    for sort in ["schemas", "responses"] {
        for name in root["components"][sort].as_object().expect("components").keys() {
            let reference = format!("#/components/{sort}/{name}");
            assert!(wanted.contains(&reference), "nobody refers to {reference}");
        }
    }
}

fn tag_names() -> BTreeSet<String> {
    let root = description();
    let tags = root["tags"].as_array().expect("tags");
    tags.iter()
        .map(|tag| {
            assert!(tag["description"].is_string(), "{tag}");
            tag["name"].as_str().expect("a name").to_owned()
        })
        .collect()
}

fn examples(content: &Value) -> Vec<&Value> {
    let many = content["examples"].as_object().into_iter().flat_map(|all| all.values());
    many.map(|example| &example["value"]).chain(content.get("example")).collect()
}

fn collect_references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get("$ref") {
                found.insert(reference.clone());
            }
            object.values().for_each(|value| collect_references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| collect_references(value, found)),
        _ => {}
    }
}
