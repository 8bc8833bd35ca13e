//! Reading a question from the body of a request.
//!
//! Everything is looked at before anything is refused, so that all that is wrong is named at once, each by its field
//! and, in a list, by its place from 0; of very many places the first few.

use std::fmt::Display;

use serde_json::{Map, Value};

use super::limits::{Limits, MOST_ID_CHARS, MOST_MATCHES, MOST_TEXT_CHARS};
use super::processor::Processor;
use super::question::{Choice, Question, USUAL_LIMIT};
use crate::http::params;
use crate::matching::fuzzy::Scorer;
use crate::{Problems, Result};

/// How many problems are named of one list.
const MOST_NAMED: usize = 10;

/// What is wrong with a text that is none.
const NO_TEXT: &str = "not a text";

impl Question {
    /// Read a body; null is as good as nothing.
    ///
    /// Refuses: `Invalid` 400 with a detail for each field that breaks a rule.
    pub fn read(mut body: Map<String, Value>, limits: &Limits) -> Result<Self> {
        body.retain(|_, value| !value.is_null());
        let mut wrong = Problems::default();
        let question = Self {
            queries: queries(body.remove("query"), body.remove("queries"), limits, &mut wrong),
            choices: choices(body.remove("choices"), limits, &mut wrong),
            scorer: scorer(body.remove("scorer"), &mut wrong).unwrap_or(Scorer::WRatio),
            processor: processor(body.remove("processor"), &mut wrong).unwrap_or_default(),
            limit: limit(body.remove("limit"), &mut wrong).unwrap_or(USUAL_LIMIT),
            score_cutoff: cutoff(body.remove("score_cutoff"), &mut wrong).unwrap_or(0.0),
        };
        wrong.unknown("", body.keys());
        wrong.done(question)
    }
}

fn queries(
    query: Option<Value>,
    queries: Option<Value>,
    limits: &Limits,
    wrong: &mut Problems,
) -> Vec<String> {
    let queries = match (query, queries) {
        (None, Some(queries)) => queries,
        (Some(query), None) => return not_empty(&"query", query, wrong).into_iter().collect(),
        (Some(_), Some(_)) => {
            return wrong.nothing("queries", "not beside query").unwrap_or_default();
        }
        (None, None) => {
            return wrong.nothing("query", "missing, and so is queries").unwrap_or_default();
        }
    };
    let queries = items("queries", queries, limits.n_queries, wrong);
    each("queries", queries, wrong, not_empty)
}

fn choices(choices: Option<Value>, limits: &Limits, wrong: &mut Problems) -> Vec<Choice> {
    let Some(choices) = choices else {
        return wrong.nothing("choices", "missing").unwrap_or_default();
    };
    let choices = items("choices", choices, limits.n_choices, wrong);
    if choices.first().is_some_and(Value::is_object) {
        each("choices", choices, wrong, object)
    } else {
        each("choices", choices, wrong, plain)
    }
}

fn scorer(value: Option<Value>, wrong: &mut Problems) -> Option<Scorer> {
    let names = || Scorer::ALL.map(Scorer::name).join(", ");
    named("scorer", &value?, Scorer::named, names, wrong)
}

fn processor(value: Option<Value>, wrong: &mut Problems) -> Option<Processor> {
    let names = || Processor::ALL.map(Processor::name).join(", ");
    named("processor", &value?, Processor::named, names, wrong)
}

fn limit(value: Option<Value>, wrong: &mut Problems) -> Option<usize> {
    wrong.read("limit", params::at_most(MOST_MATCHES, value?.as_u64()))
}

fn cutoff(value: Option<Value>, wrong: &mut Problems) -> Option<f64> {
    let cutoff = value?.as_f64().filter(|cutoff| (0.0..=100.0).contains(cutoff));
    cutoff.or_else(|| wrong.nothing("score_cutoff", "not a number from 0 to 100"))
}

fn named<T>(
    field: &str,
    value: &Value,
    named: impl Fn(&str) -> Option<T>,
    names: impl Fn() -> String,
    wrong: &mut Problems,
) -> Option<T> {
    let known = value.as_str().and_then(named);
    known.or_else(|| wrong.nothing(field, format_args!("not one of {}", names())))
}

/// The items of a list that has some, and not too many.
fn items(field: &str, list: Value, most: usize, wrong: &mut Problems) -> Vec<Value> {
    let items = match list {
        Value::Array(items) if items.is_empty() => wrong.nothing(field, "empty"),
        Value::Array(items) if items.len() > most => {
            wrong.nothing(field, format_args!("more than {most}"))
        }
        Value::Array(items) => Some(items),
        _ => wrong.nothing(field, "not a list"),
    };
    items.unwrap_or_default()
}

/// Read each item, until too many are wrong.
fn each<T>(
    field: &str,
    items: Vec<Value>,
    wrong: &mut Problems,
    read: impl Fn(&dyn Display, Value, &mut Problems) -> Option<T>,
) -> Vec<T> {
    let n_wrong = wrong.len();
    let mut all = Vec::with_capacity(items.len());
    for (place, item) in items.into_iter().enumerate() {
        all.extend(read(&format_args!("{field}[{place}]"), item, wrong));
        if wrong.len() - n_wrong >= MOST_NAMED {
            break;
        }
    }
    all
}

/// A text that says something.
fn not_empty(place: &dyn Display, value: Value, wrong: &mut Problems) -> Option<String> {
    let text = text(place, value, NO_TEXT, wrong)?;
    if text.is_empty() { wrong.nothing(place, "empty") } else { Some(text) }
}

/// A choice that is only a text, as all of its list are.
fn plain(place: &dyn Display, value: Value, wrong: &mut Problems) -> Option<Choice> {
    let rule = match value {
        Value::Object(_) => "an object, but choices[0] is none",
        _ => "neither a text nor an object with one",
    };
    text(place, value, rule, wrong).map(|text| Choice { text, id: Value::Null })
}

/// A choice that is an object, as all of its list are.
fn object(place: &dyn Display, value: Value, wrong: &mut Problems) -> Option<Choice> {
    let Value::Object(mut object) = value else {
        return wrong.nothing(place, "not an object, as choices[0] is");
    };
    let given = object.remove("text").unwrap_or_default();
    let id = id(place, object.remove("id").unwrap_or_default(), wrong);
    let text = text(&format_args!("{place}.text"), given, NO_TEXT, wrong);
    wrong.unknown(format_args!("{place}."), object.keys());
    Some(Choice { text: text?, id: id? })
}

/// By what a choice is known: as short as a name, or a number that comes back as it went.
fn id(place: &dyn Display, value: Value, wrong: &mut Problems) -> Option<Value> {
    let rule = match &value {
        Value::Null => return Some(value),
        Value::String(text) if text.chars().count() <= MOST_ID_CHARS => return Some(value),
        Value::Number(number) if !number.is_f64() => return Some(value),
        Value::String(_) => format!("longer than {MOST_ID_CHARS} characters"),
        _ => "neither a text nor a whole number of 64 bits".to_owned(),
    };
    wrong.nothing(format_args!("{place}.id"), rule)
}

fn text(place: &dyn Display, value: Value, rule: &str, wrong: &mut Problems) -> Option<String> {
    let Value::String(text) = value else { return wrong.nothing(place, rule) };
    // Counted only where there may be too many.
    if text.len() > MOST_TEXT_CHARS && text.chars().count() > MOST_TEXT_CHARS {
        return wrong.nothing(place, format_args!("longer than {MOST_TEXT_CHARS} characters"));
    }
    Some(text)
}
