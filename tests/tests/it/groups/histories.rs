//! Whatever people do with groups: what can be seen is what the model says; and what is done at once is as if it had
//! been done one after another.

use proptest::prelude::*;
use tests::run;

use super::model::{Act, Model};
use super::world::{PEOPLE, World};

/// Groups that there are at the start of a history.
const GROUPS: usize = 2;

fn acts() -> impl Strategy<Value = Act> {
    let (who, group) = (|| 0..PEOPLE, || 0..GROUPS);
    // Mostly by the owner, who is the person of the group's number: else little would succeed.
    let by = move |group: usize| prop_oneof![3 => Just(group), 1 => 0..PEOPLE];
    let owners = move || group().prop_flat_map(move |group| (Just(group), by(group), who()));
    prop_oneof![
        5 => owners().prop_map(|(group, by, who)| Act::Invite { by, group, who }),
        4 => (who(), group()).prop_map(|(who, group)| Act::Accept { who, group }),
        1 => owners().prop_map(|(group, by, who)| Act::Uninvite { by, group, who }),
        1 => (who(), group()).prop_map(|(who, group)| Act::Uninvite { by: who, group, who }),
        1 => owners().prop_map(|(group, by, who)| Act::Dismiss { by, group, who }),
        1 => (2..PEOPLE, group()).prop_map(|(who, group)| Act::Leave { who, group }),
    ]
}

/// The same, and the end of a group.
fn any_act() -> impl Strategy<Value = Act> {
    let end = (0..PEOPLE, 0..GROUPS).prop_map(|(who, group)| Act::Leave { who, group });
    prop_oneof![9 => acts(), 1 => end]
}

async fn one_after_another(history: Vec<Act>) {
    let mut world = World::new().await;
    for act in history {
        let expected = world.model.does(act);
        let reply = world.call(act).send().await;
        assert_eq!(reply.status, expected, "{act:?}: {}", reply.text);
        world.agrees().await;
    }
}

async fn at_once(before: Vec<Act>, acts: Vec<Act>) {
    let mut world = World::new().await;
    for act in before {
        let status = world.model.does(act);
        let _ = world.call(act).send().await.ok(status);
    }

    let under_way: Vec<_> = acts.iter().map(|act| tokio::spawn(world.call(*act).send())).collect();
    let mut done = Vec::new();
    for (act, reply) in acts.into_iter().zip(under_way) {
        let reply = reply.await.expect("a call does not panic");
        // Whoever was outrun too often has done nothing, and is told so.
        if reply.status != 503 {
            assert!(reply.status < 500, "{act:?}: {}", reply.text);
            done.push((act, reply.status));
        }
    }

    let seen = world.seen().await;
    let after = explained(&world.model, &done, &seen);
    world.model = after.unwrap_or_else(|| panic!("{done:?} on {:?} gives {seen:?}", world.model));
    world.agrees().await;
}

/// The model after these acts in some order, if there is one in which all are answered so and end in what is seen.
fn explained(before: &Model, acts: &[(Act, u16)], seen: &Model) -> Option<Model> {
    if acts.is_empty() {
        return (before == seen).then(|| before.clone());
    }
    (0..acts.len()).find_map(|first| {
        let mut rest = acts.to_vec();
        let (act, status) = rest.remove(first);
        let mut after = before.clone();
        if after.does(act) == status { explained(&after, &rest, seen) } else { None }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn whatever_is_done_groups_are_as_the_model_says(
        history in prop::collection::vec(any_act(), 1..20),
    ) {
        run(one_after_another(history));
    }

    #[test]
    fn what_is_done_at_once_is_as_if_done_one_after_another(
        before in prop::collection::vec(acts(), 0..12),
        acts in prop::collection::vec(any_act(), 2..6),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        runtime.expect("a runtime").block_on(at_once(before, acts));
    }
}
