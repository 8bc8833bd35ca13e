//! Every documented refusal is given, word for word, and nothing else is given where it is documented.

mod scene;

use std::collections::BTreeSet;

use kindred::entity::kind::MediaKind;
use serde_json::Value;

use super::examples;
use super::operations::{Operation, description, operations};

/// The kind for which refusals are provoked; those of the others come from the same lines.
const KIND: &str = "movie";

/// What a test has seen: the operation, the status and the body, without what belongs to one request only.
type Refusal = (String, String, String);

#[tokio::test]
async fn every_documented_refusal_is_given() {
    let mut missing = documented();

    let mut seen = scene::play().await;

    seen.retain(|refusal| !missing.remove(refusal));
    assert!(seen.is_empty(), "not documented, or given twice: {seen:#?}");
    assert!(missing.is_empty(), "documented, but not provoked here: {missing:#?}");
}

/// The refusals of all operations, without the unforeseen and without those of other kinds.
fn documented() -> BTreeSet<Refusal> {
    let mut all = BTreeSet::new();
    for operation in operations().iter().filter(|operation| concerns(operation)) {
        for (status, content) in operation.bodies() {
            if status.starts_with('4') && status != "4XX" {
                let bodies = examples(&content).into_iter();
                let refusal =
                    |body: &Value| (operation.id().to_owned(), status.clone(), body.to_string());
                all.extend(bodies.map(refusal));
            }
        }
    }
    all
}

/// Whether an operation is not that of another kind which this kind has as well.
fn concerns(operation: &Operation) -> bool {
    let below = operation.path.strip_prefix("/api/").unwrap_or_default();
    let (kind, rest) = below.split_once('/').unwrap_or((below, ""));
    if kind == KIND || MediaKind::named(kind).is_none() {
        return true;
    }
    let path = format!("/api/{KIND}/{rest}");
    let same = &description()["paths"][path.trim_end_matches('/')];
    same.get(operation.method.to_lowercase()).is_none()
}
