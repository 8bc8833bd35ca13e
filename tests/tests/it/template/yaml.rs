//! The template as JSON: what has a tag is an object with the tag as its only key, `{"!Ref": "State"}`.

use serde_json::{Map, Value, json};
use serde_norway::Value as Yaml;

/// The template.
pub(super) fn template() -> Value {
    plain(serde_norway::from_str(kindred_cli::TEMPLATE).expect("the template is YAML"))
}

fn plain(yaml: Yaml) -> Value {
    match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => json!(value),
        Yaml::Number(number) => match number.as_i64() {
            Some(value) => json!(value),
            None => json!(number.as_f64()),
        },
        Yaml::String(text) => json!(text),
        Yaml::Sequence(values) => values.into_iter().map(plain).collect(),
        Yaml::Mapping(fields) => {
            let name = |key: Yaml| key.as_str().expect("keys are texts").to_owned();
            let fields = fields.into_iter().map(|(key, value)| (name(key), plain(value)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Yaml::Tagged(tagged) => json!({ tagged.tag.to_string(): plain(tagged.value) }),
    }
}
