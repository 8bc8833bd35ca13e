//! Whatever is submitted in accordance with the rules is published exactly as it was submitted.

use kindred::entity::kind::{Field, Holds, MediaKind};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};
use tests::run;
use uuid::Uuid;

use super::Desk;

/// A text of at most so many characters, sometimes of exactly so many.
fn text(most: usize) -> impl Strategy<Value = String> {
    let short = prop::collection::vec(any::<char>(), 1..=most.min(12));
    let short = short.prop_map(|chars| chars.into_iter().collect());
    prop_oneof![9 => short, 1 => any::<char>().prop_map(move |char| char.to_string().repeat(most))]
}

/// What is submitted for a field, and what is published of it.
fn value(field: &Field) -> BoxedStrategy<(Value, Value)> {
    let same = |value: Value| (value.clone(), value);
    match field.holds {
        Holds::Text(most) => text(most).prop_map(move |text| same(json!(text))).boxed(),
        Holds::Reference(most) => prop_oneof![
            text(most).prop_map(move |text| same(json!(text))),
            any::<i64>().prop_map(|number| (json!(number), json!(number.to_string()))),
        ]
        .boxed(),
        Holds::Uuid => any::<u128>()
            .prop_map(|bits| {
                let uuid = Uuid::from_u128(bits).to_string();
                (json!(uuid.to_uppercase()), json!(uuid))
            })
            .boxed(),
        Holds::Integer => any::<i32>().prop_map(move |number| same(json!(number))).boxed(),
        Holds::SmallInteger => any::<i16>().prop_map(move |number| same(json!(number))).boxed(),
    }
}

/// A submission of the kind with none to all of what need not be there, and the fields that come of it.
fn submission(kind: MediaKind) -> BoxedStrategy<(Map<String, Value>, Map<String, Value>)> {
    let submission = kind.differences().submission;
    let fields: Vec<_> = kind
        .differences()
        .fields
        .iter()
        .map(|field| {
            let ignored = submission.ignored.contains(&field.name);
            let known = value(field).prop_map(|(given, kept)| (Some(given), kept));
            let unknown = select(vec![None, Some(Value::Null), Some(json!(""))])
                .prop_map(|given| (given, Value::Null));
            let value = match submission.required.contains(&field.name) {
                true => known.boxed(),
                false if ignored => {
                    value(field).prop_map(|(given, _)| (Some(given), Value::Null)).boxed()
                }
                false => prop_oneof![2 => known, 1 => unknown].boxed(),
            };
            value.prop_map(move |(given, kept)| (field.name, given, kept))
        })
        .collect();
    let all = fields.prop_map(|all| {
        let given =
            all.iter().filter_map(|(name, given, _)| Some(((*name).to_owned(), given.clone()?)));
        let kept = all.iter().map(|(name, _, kept)| ((*name).to_owned(), kept.clone()));
        (given.collect(), kept.collect())
    });
    all.boxed()
}

async fn is_published_as_submitted(
    kind: MediaKind,
    (mut body, fields): (Map<String, Value>, Map<String, Value>),
    episodes: Vec<(Map<String, Value>, Map<String, Value>)>,
) {
    let desk = Desk::new().await;
    body.insert("genres".to_owned(), json!([]));
    if kind.parts().is_some() {
        let given: Vec<_> = episodes.iter().map(|(body, _)| body).collect();
        body.insert("episodes".to_owned(), json!(given));
    }

    let id = desk.publish(kind, &body.into()).await;

    let [event] = &desk.told_of(id).await[..] else { panic!("one event") };
    assert_eq!(event.fields, fields);
    assert_eq!(desk.app.content(id).await.expect("a content").fields, fields);
    if kind.parts().is_some() {
        for ((_, mut fields), part) in episodes.into_iter().zip(id + 1..) {
            fields.insert("serie_id".to_owned(), json!(id));
            let [event] = &desk.told_of(part).await[..] else { panic!("one event") };
            assert_eq!(event.fields, fields);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn whatever_is_submitted_is_published_exactly_so(
        (kind, whole) in select(MediaKind::ALL.to_vec())
            .prop_flat_map(|kind| (Just(kind), submission(kind))),
        episodes in prop::collection::vec(submission(MediaKind::Episode), 0..4),
    ) {
        run(is_published_as_submitted(kind, whole, episodes));
    }
}
