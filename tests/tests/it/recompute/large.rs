//! The same over a catalogue so large that its statistics stand still between milestones.

use kindred::entity::kind::MediaKind;
use proptest::prelude::*;
use serde_json::json;
use tests::run;

use super::world::{SLOTS, Step, World, steps};

/// Contents that are there from the beginning: a few more than the first milestone.
const CATALOGUE: usize = 104;

/// A world over a full catalogue: some places hold contents of the statistics, some later ones, some are free.
async fn world() -> World {
    let mut world = World::new().await;
    for n in 0..CATALOGUE {
        let (title, director) = (format!("Title {}", n % 37), format!("Person {}", n % 11));
        let fields = json!({ "title": title, "director": director });
        let id = world.app.publish(MediaKind::Movie, fields).await;
        // The even places are those of movies.
        if !(2..CATALOGUE - 2).contains(&n) {
            world.slots[2 * (n % 4)] = Some(id);
        }
    }
    world.app.derive_everything().await;
    world
}

async fn incremental_equals_full(history: Vec<Step>) {
    let mut world = world().await;

    for step in &history {
        world.happen(step).await;
        world.app.settle().await;
    }

    let incremental = world.derived().await;
    assert_eq!(incremental, world.derived_afresh().await);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn what_is_derived_step_by_step_is_what_a_full_run_derives(
        history in prop::collection::vec(steps(0..SLOTS), 1..20),
    ) {
        run(incremental_equals_full(history));
    }
}
