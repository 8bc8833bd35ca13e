//! What a content's fields may be.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::entity::kind::{Field, Holds, MediaKind};
use crate::{Problems, Result};

/// All fields of the kind, each of its type and within its limit, null where unknown.
///
/// Refuses: `Invalid` 400 with a detail for each field that breaks a rule.
pub(super) fn complete(kind: MediaKind, given: &Map<String, Value>) -> Result<Map<String, Value>> {
    let differences = kind.differences();
    let mut problems = Problems::default();
    problems.unknown("", given.keys().filter(|name| differences.field(name).is_none()));
    let unique = differences.unique.filter(|unique| *unique != differences.title);
    let required: Vec<_> = [Some(differences.title), unique].into_iter().flatten().collect();
    let fields = read(kind, given, &required, &mut problems);
    problems.done(fields)
}

/// All fields of the kind as they are kept; others that are given are passed over.
pub(in crate::entity) fn read(
    kind: MediaKind,
    given: &Map<String, Value>,
    required: &[&str],
    problems: &mut Problems,
) -> Map<String, Value> {
    let mut fields = Map::new();
    for field in kind.differences().fields {
        let value = field.read(given.get(field.name).unwrap_or(&Value::Null));
        if let Some(what) = field.problem(&value) {
            problems.note(field.name, what);
        }
        fields.insert(field.name.to_owned(), value);
    }
    for name in required.iter().filter(|name| fields.get(**name).is_some_and(Value::is_null)) {
        problems.note(name, "missing");
    }
    fields
}

impl Field {
    /// A value as it is kept: nothing for an empty text, references and UUIDs in one spelling.
    fn read(&self, value: &Value) -> Value {
        match (self.holds, value) {
            (_, Value::String(text)) if text.is_empty() => Value::Null,
            (Holds::Reference(_), Value::Number(number)) if !number.is_f64() => {
                json!(number.to_string())
            }
            (Holds::Uuid, Value::String(text)) => {
                text.parse::<Uuid>().map_or_else(|_| value.clone(), |uuid| json!(uuid))
            }
            _ => value.clone(),
        }
    }

    /// What is wrong with a value, if anything.
    fn problem(&self, value: &Value) -> Option<Cow<'static, str>> {
        let is_wrong = match (self.holds, value) {
            (_, Value::Null) => false,
            (Holds::Text(most) | Holds::Reference(most), Value::String(text)) => {
                let too_long = text.chars().count() > most;
                return too_long.then(|| format!("longer than {most} characters").into());
            }
            (Holds::Uuid, value) => value.as_str().is_none_or(|text| text.parse::<Uuid>().is_err()),
            (Holds::Integer, value) => value.as_i64().is_none_or(|n| i32::try_from(n).is_err()),
            (Holds::SmallInteger, value) => {
                value.as_i64().is_none_or(|n| i16::try_from(n).is_err())
            }
            _ => true,
        };
        is_wrong.then(|| self.expected().into())
    }

    fn expected(&self) -> &'static str {
        match self.holds {
            Holds::Text(_) => "not a text",
            Holds::Reference(_) => "neither a text nor a whole number",
            Holds::Uuid => "not a UUID",
            Holds::Integer => "not a whole number of 32 bits",
            Holds::SmallInteger => "not a whole number of 16 bits",
        }
    }
}
