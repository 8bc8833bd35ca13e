//! Whatever happens, what events tell of it is what lies in the store, as far as lists depend on it.

use std::collections::{BTreeMap, BTreeSet};

use kindred::entity::bad_recommendation::BadRecommendation;
use kindred::entity::consent::Consent;
use kindred::entity::content::Content;
use kindred::entity::genre::Genre;
use kindred::entity::group::{Group, Membership};
use kindred::entity::kind::MediaKind;
use kindred::entity::like::Like;
use kindred::entity::meta::Meta;
use kindred::entity::user::{Origin, User};
use kindred::replay::Past;
use kindred::store::{Entity, Table};
use proptest::prelude::*;
use serde_json::{Value, json};
use tests::{TestApp, run};

use super::world::{Step, World, histories};

/// What contents of a kind have, in lower case: only such reasons matter.
type Words = BTreeSet<(MediaKind, String)>;

/// What counts of each item, by its key.
type Facts = BTreeMap<(String, String), Value>;

fn fact(entity: &impl Entity, value: Value) -> ((String, String), Value) {
    let key = entity.key();
    ((key.partition, key.sort), value)
}

fn content(it: &Content) -> ((String, String), Value) {
    let genres: Vec<_> = it.genres.iter().map(|genre| (genre.genre_id, &genre.name)).collect();
    fact(it, json!([it.kind, it.fields, genres, it.rating(), it.votes()]))
}

fn meta(it: &Meta) -> ((String, String), Value) {
    fact(it, json!([it.rating, it.review_see_count, it.count]))
}

fn flag(it: &BadRecommendation, words: &Words) -> ((String, String), Value) {
    let known = |text: &&String| words.contains(&(it.kind, text.to_lowercase()));
    let reasons = it.reasons.iter().map(|(category, texts)| {
        let mut texts: Vec<_> = texts.iter().filter(known).map(|it| it.to_lowercase()).collect();
        texts.sort_unstable();
        (category, texts)
    });
    let reasons: BTreeMap<_, _> = reasons.filter(|(_, texts)| !texts.is_empty()).collect();
    fact(it, json!(reasons))
}

fn group(it: &Group) -> ((String, String), Value) {
    fact(it, json!([it.name, it.owner, it.members, it.invitations]))
}

fn told(past: &Past, app: &TestApp, words: &Words) -> Facts {
    let contents = past.contents();
    let mut facts: Facts = contents.iter().map(content).collect();
    facts.extend(past.metas().map(|it| meta(&it)));
    facts.extend(past.flags().map(|it| flag(&it, words)));
    facts.extend(past.groups().map(|it| group(&it)));
    facts.extend(past.genres().map(|it| fact(&it, json!(it.name))));
    facts.extend(past.consents().map(|it| fact(&it, json!(it.given_at))));
    facts.extend(past.likes().map(|it| fact(&it, json!(it.name))));
    facts.extend(past.memberships().map(|it| fact(&it, json!(it.standing))));
    let now = app.app().clock.now();
    facts.extend(past.accounts(now).map(|it| fact(&it, json!(it.origin == Origin::Dataset))));
    facts
}

async fn stored(app: &TestApp, words: &Words) -> Facts {
    fn read<T: serde::de::DeserializeOwned>(item: Value) -> T {
        serde_json::from_value(item).expect("an entity")
    }
    let mut facts = Facts::new();
    for item in app.items(Table::State).await.into_values() {
        let (noun, item) = (item["type"].clone(), Value::from(item));
        let noun = noun.as_str().expect("a noun").to_owned();
        facts.extend(match &*noun {
            Content::TYPE => Some(content(&read(item))),
            Meta::TYPE => Some(meta(&read(item))),
            BadRecommendation::TYPE => Some(flag(&read(item), words)),
            Group::TYPE => Some(group(&read(item))),
            Genre::TYPE => Some(read::<Genre>(item)).map(|it| fact(&it, json!(it.name))),
            Consent::TYPE => Some(read::<Consent>(item)).map(|it| fact(&it, json!(it.given_at))),
            Like::TYPE => Some(read::<Like>(item)).map(|it| fact(&it, json!(it.name))),
            Membership::TYPE => {
                Some(read::<Membership>(item)).map(|it| fact(&it, json!(it.standing)))
            }
            User::TYPE => {
                Some(read::<User>(item)).map(|it| fact(&it, json!(it.origin == Origin::Dataset)))
            }
            _ => None,
        });
    }
    facts
}

async fn events_are_the_state(history: Vec<(Step, bool)>) {
    let mut world = World::new().await;
    // So that everybody of the data set is known by what they did.
    world.happen(&Step::Describe(0, (0, 0), 1)).await;
    world.happen(&Step::Import(0, 3)).await;
    for (step, settles) in &history {
        world.happen(step).await;
        if *settles {
            let _ = world.settled().await;
        }
    }
    let _ = world.settled().await;

    let mut past = Past::default();
    world.app.all_events().await.iter().for_each(|event| past.apply(event));

    let mut words = BTreeSet::new();
    for content in past.contents() {
        for category in ["director", "author"] {
            let elements = content.elements(category);
            words.extend(elements.map(|element| (content.kind, element.to_lowercase())));
        }
    }
    let mut state = stored(&world.app, &words).await;
    // Nobody of the data set is known before they did something, or after all of it is gone.
    let outsider = past.accounts(world.app.app().clock.now()).map(|it| it.key().partition);
    let known: BTreeSet<String> = outsider.collect();
    state.retain(|(pk, sk), fact| known.contains(pk) || *fact != json!(true) || sk != "STATE");
    assert_eq!(told(&past, &world.app, &words), state);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_events_of_everything_are_the_state(history in histories()) {
        run(events_are_the_state(history));
    }
}
