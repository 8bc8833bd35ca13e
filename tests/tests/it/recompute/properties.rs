//! Whatever happens, and however the events of it arrive, what is derived is what a full run derives.

use kindred::Event;
use proptest::prelude::*;
use proptest::sample::Index;
use tests::{run, stream};

use super::world::{SLOTS, Step, World, steps};

/// What happens, and after what of it the stream is worked off.
fn histories() -> impl Strategy<Value = Vec<(Step, bool)>> {
    prop::collection::vec((steps(0..SLOTS), prop::bool::weighted(0.3)), 1..40)
}

/// What happens, and what a careless stream delivers meanwhile: any events of the past, in any order, again and again.
fn deliveries() -> impl Strategy<Value = Vec<(Step, Vec<Index>)>> {
    let batch = prop_oneof![2 => Just(vec![]), 1 => prop::collection::vec(any::<Index>(), 1..6)];
    prop::collection::vec((steps(0..SLOTS), batch), 1..30)
}

async fn incremental_equals_full(history: Vec<(Step, bool)>) {
    let mut world = World::new().await;

    for (step, settles) in &history {
        world.happen(step).await;
        if *settles {
            world.app.settle().await;
        }
    }
    world.app.settle().await;

    let incremental = world.derived().await;
    assert_eq!(incremental, world.derived_afresh().await);
}

async fn delivery_does_not_matter(
    history: Vec<(Step, Vec<Index>)>,
    order: Vec<Index>,
    cuts: Vec<usize>,
) {
    let mut world = World::new().await;

    for (step, picks) in &history {
        world.happen(step).await;
        let events = world.app.all_events().await;
        if !events.is_empty() {
            let batch: Vec<_> = picks.iter().map(|pick| pick.get(&events).clone()).collect();
            deliver(&world, &batch).await;
        }
    }
    // In the end every event has come at least once after it happened.
    let mut events = world.app.all_events().await;
    let mut shuffled = Vec::new();
    for pick in order.iter().cycle() {
        if events.is_empty() {
            break;
        }
        shuffled.push(events.remove(pick.index(events.len())));
    }
    for cut in cuts.into_iter().cycle() {
        if shuffled.is_empty() {
            break;
        }
        let rest = shuffled.split_off(cut.min(shuffled.len()));
        deliver(&world, &shuffled).await;
        shuffled = rest;
    }

    let careless = world.derived().await;
    assert_eq!(careless, world.derived_afresh().await);
}

async fn instances_do_not_disturb_each_other(history: Vec<Step>) {
    let mut world = World::new().await;
    for step in &history {
        world.happen(step).await;
    }

    // Dealt like cards to three instances that work at the same time.
    let events = world.app.all_events().await;
    let hand = |n: usize| events.iter().skip(n).step_by(3).cloned().collect::<Vec<_>>();
    let hands = [hand(0), hand(1), hand(2)];
    tokio::join!(
        deliver(&world, &hands[0]),
        deliver(&world, &hands[1]),
        deliver(&world, &hands[2])
    );

    let together = world.derived().await;
    assert_eq!(together, world.derived_afresh().await);
}

async fn deliver(world: &World, events: &[Event]) {
    let answer = world.app.invoke_recompute(stream(events)).await;
    let answer = answer.expect("the batch is worked off");
    assert_eq!(answer["batchItemFailures"], serde_json::json!([]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_derived_step_by_step_is_what_a_full_run_derives(history in histories()) {
        run(incremental_equals_full(history));
    }

    #[test]
    fn neither_order_nor_repetition_nor_the_cut_of_batches_matters(
        history in deliveries(),
        order in prop::collection::vec(any::<Index>(), 8),
        cuts in prop::collection::vec(1_usize..9, 4),
    ) {
        run(delivery_does_not_matter(history, order, cuts));
    }

    #[test]
    fn several_instances_at_the_same_time_derive_what_one_does(
        history in prop::collection::vec(steps(0..SLOTS), 1..30),
    ) {
        run(instances_do_not_disturb_each_other(history));
    }
}
