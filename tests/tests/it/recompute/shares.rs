//! Whatever happens: what lists say of themselves is true.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use kindred::entity::bad_recommendation::BadRecommendation;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use kindred::entity::recommendation::{Because, Engine, Recipient, RecommendationList};
use kindred::store::Table;
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tests::{Items, run};

use super::world::{SLOTS, Step, World, steps};

/// The items of a type.
fn all<T: DeserializeOwned>(items: &Items, noun: &str) -> Vec<T> {
    let of_it = items.values().filter(|item| item.get("type") == Some(&Value::from(noun)));
    let read = |item: &serde_json::Map<String, Value>| {
        serde_json::from_value(Value::Object(item.clone())).expect("an item of this type")
    };
    of_it.map(read).collect()
}

/// What nobody may be recommended, by user and kind.
fn excluded(state: &Items) -> BTreeMap<(u64, MediaKind), HashSet<u64>> {
    let mut all_of: BTreeMap<(u64, MediaKind), HashSet<u64>> = BTreeMap::new();
    for meta in all::<Meta>(state, "meta") {
        if meta.rating.is_some() || meta.count > 0 {
            all_of.entry((meta.user_id, meta.kind)).or_default().insert(meta.content_id);
        }
    }
    for flag in all::<BadRecommendation>(state, "bad_recommendation") {
        all_of.entry((flag.user_id, flag.kind)).or_default().insert(flag.content_id);
    }
    all_of
}

async fn lists_are_true(history: Vec<Step>) {
    let mut world = World::new().await;
    for step in &history {
        world.happen(step).await;
    }
    world.app.settle().await;

    let state = world.app.items(Table::State).await;
    let lists: Vec<RecommendationList> = all(&world.app.derived().await, "list");
    let excluded = excluded(&state);
    let mut seen: BTreeSet<(Recipient, MediaKind, u64)> = BTreeSet::new();
    for list in lists {
        assert!(!list.items.is_empty() && list.items.len() <= 200);
        assert!(list.items.is_sorted_by(|a, b| a.score >= b.score));
        for item in &list.items {
            assert!(seen.insert((list.recipient, list.kind, item.content_id)), "in two lists");
            assert!(item.score > 0.0 && item.score <= 1.0);
            let sum: f64 = item.reasons.iter().map(|reason| reason.share).sum();
            assert!((sum - item.score).abs() < 1e-6, "{item:?}");
            assert!((1..=5).contains(&item.reasons.len()));
            for reason in &item.reasons {
                match (list.engine, reason.because, list.recipient) {
                    (Engine::FromProfile, Because::Genre(1..=3), _) => {
                        assert_eq!(reason.member, None);
                    }
                    (_, Because::Content(id), Recipient::User(user)) => {
                        let place = Meta::first(user, list.kind, id);
                        let key = kindred::store::Entity::key(&place);
                        assert!(state.contains_key(&(key.partition, key.sort)), "{reason:?}");
                        assert_eq!(reason.member, None);
                    }
                    (_, Because::Content(id), Recipient::Group(_)) => {
                        let member = reason.member.expect("who it was");
                        let place = Meta::first(member, list.kind, id);
                        let key = kindred::store::Entity::key(&place);
                        assert!(state.contains_key(&(key.partition, key.sort)), "{reason:?}");
                    }
                    other => panic!("{other:?} is no reason"),
                }
            }
            if let Recipient::User(user) = list.recipient {
                let never = excluded.get(&(user, list.kind));
                assert!(never.is_none_or(|never| !never.contains(&item.content_id)), "{item:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn shares_sum_to_scores_and_nothing_excluded_is_listed(
        history in prop::collection::vec(steps(0..SLOTS), 1..40),
    ) {
        run(lists_are_true(history));
    }
}
