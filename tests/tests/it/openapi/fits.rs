//! Whether a value is what a schema says: exactly its fields, each of its type and within its limits.

use serde_json::{Value, json};

/// Refuses with the place and what is wrong there; knows the parts of JSON Schema that the description uses.
pub(super) fn fits(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    check(root, schema, value, "")
}

fn check(root: &Value, schema: &Value, value: &Value, place: &str) -> Result<(), String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#'));
        return check(root, target.ok_or("a dangling reference")?, value, place);
    }
    let merged;
    let schema = match schema["allOf"].as_array() {
        Some(parts) => {
            merged = together(root, parts);
            &merged
        }
        None => schema,
    };
    if let Some(parts) = schema["oneOf"].as_array() {
        let fitting = parts.iter().any(|part| check(root, part, value, place).is_ok());
        return fitting
            .then_some(())
            .ok_or_else(|| format!("{place}: {value} is none of {parts:?}"));
    }
    let types = match &schema["type"] {
        Value::Array(types) => types.clone(),
        one => vec![one.clone()],
    };
    if !types.iter().any(|wanted| is_a(wanted.as_str().unwrap_or_default(), value)) {
        return Err(format!("{place}: {value} is none of {types:?}"));
    }
    if let Some(values) = schema["enum"].as_array()
        && !values.contains(value)
    {
        return Err(format!("{place}: {value} is none of {values:?}"));
    }
    limits(schema, value, place)?;
    match value {
        Value::Object(_) if schema.get("additionalProperties").is_some() => Ok(()),
        Value::Object(object) => {
            let known = schema["properties"].as_object().ok_or("an object without properties")?;
            for (name, value) in object {
                let field = format!("{place}.{name}");
                let schema = known.get(name).ok_or_else(|| format!("{field}: not documented"))?;
                check(root, schema, value, &field)?;
            }
            let required = schema["required"].as_array().into_iter().flatten();
            let mut required = required.filter_map(Value::as_str);
            match required.find(|name| !object.contains_key(*name)) {
                Some(name) => Err(format!("{place}.{name}: missing")),
                None => Ok(()),
            }
        }
        Value::Array(items) => items.iter().enumerate().try_for_each(|(index, item)| {
            check(root, &schema["items"], item, &format!("{place}[{index}]"))
        }),
        _ => Ok(()),
    }
}

/// One object with the fields of all parts.
fn together(root: &Value, parts: &[Value]) -> Value {
    let mut whole = json!({ "type": "object", "properties": {}, "required": [] });
    for part in parts {
        let target = part["$ref"].as_str().map(|reference| reference.trim_start_matches('#'));
        let part = target.map_or(part, |place| root.pointer(place).expect("no dangling reference"));
        let part = match part["allOf"].as_array() {
            Some(parts) => together(root, parts),
            None => part.clone(),
        };
        let fields = part["properties"].as_object().cloned().unwrap_or_default();
        whole["properties"].as_object_mut().expect("an object").extend(fields);
        let required = part["required"].as_array().cloned().unwrap_or_default();
        whole["required"].as_array_mut().expect("a list").extend(required);
    }
    whole
}

fn is_a(wanted: &str, value: &Value) -> bool {
    match wanted {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

fn limits(schema: &Value, value: &Value, place: &str) -> Result<(), String> {
    let size = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => Some(text.chars().count() as f64),
        Value::Array(items) => Some(items.len() as f64),
        _ => None,
    };
    let Some(size) = size else { return Ok(()) };
    let (least, most) = match value {
        Value::Number(_) => ("minimum", "maximum"),
        Value::String(_) => ("minLength", "maxLength"),
        _ => ("minItems", "maxItems"),
    };
    let too_small = schema[least].as_f64().is_some_and(|least| size < least);
    let too_large = schema[most].as_f64().is_some_and(|most| size > most);
    if too_small || too_large { Err(format!("{place}: {value} is out of range")) } else { Ok(()) }
}
