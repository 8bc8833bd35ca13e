//! Whatever users and runners do, in whatever order: what can be seen is what the model says, and everything fits.

use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::Index;
use tests::{assert_sound, run};

use super::model::{Job, Place};
use super::world::{RUNNERS, USERS, World};

/// Something that somebody does; jobs are any that there were.
#[derive(Clone, Debug)]
pub(super) enum Act {
    Submit(usize, Option<u8>),
    Abort(Index),
    Delete(Index),
    Download(Index),
    Erase(usize),
    Look,
    Register(usize),
    Heartbeat(usize, Option<f64>),
    Fetch(usize),
    Finish(usize),
    Fail(usize),
    Unregister(usize),
    Revoke(usize),
    /// The process forgets what it was doing.
    Restart(usize),
    Wait(u64),
    Sweep,
}

fn acts() -> impl Strategy<Value = Act> {
    let (user, runner) = (0..USERS, 0..RUNNERS);
    let ratio = prop::option::of(prop::sample::select(vec![0.0, 0.25, 1.0]));
    prop_oneof![
        6 => (user.clone(), prop::option::weighted(0.3, 0..2_u8)).prop_map(|(u, k)| Act::Submit(u, k)),
        4 => any::<Index>().prop_map(Act::Abort),
        2 => any::<Index>().prop_map(Act::Delete),
        2 => any::<Index>().prop_map(Act::Download),
        1 => user.prop_map(Act::Erase),
        1 => Just(Act::Look),
        6 => runner.clone().prop_map(Act::Register),
        8 => (runner.clone(), ratio).prop_map(|(r, ratio)| Act::Heartbeat(r, ratio)),
        8 => runner.clone().prop_map(Act::Fetch),
        5 => runner.clone().prop_map(Act::Finish),
        2 => runner.clone().prop_map(Act::Fail),
        2 => runner.clone().prop_map(Act::Unregister),
        1 => (0..RUNNERS - 1).prop_map(Act::Revoke),
        1 => runner.prop_map(Act::Restart),
        4 => prop::sample::select(vec![5, 15, 30, 60, 61, 90_000]).prop_map(Act::Wait),
        2 => Just(Act::Sweep),
    ]
}

async fn everything_is_as_the_model_says(history: Vec<Act>) {
    let mut world = World::new().await;
    for act in &history {
        world.does(act).await;
        world.agrees().await;
    }
    assert_sound(&world.yard.app).await;

    // Nobody comes any more but one runner, which works everything off.
    world.yard.app.advance(Duration::from_secs(61));
    world.model.now += 61;
    world.hands = [None; RUNNERS];
    let last = RUNNERS - 1;
    world.does(&Act::Sweep).await;
    world.does(&Act::Register(last)).await;
    let is_open = |job: &Job| matches!(job.place, Place::Waits | Place::With(_));
    for _ in 0..history.len() {
        if !world.model.jobs.iter().any(is_open) {
            break;
        }
        world.does(&Act::Heartbeat(last, None)).await;
        world.does(&Act::Fetch(last)).await;
        world.does(&Act::Finish(last)).await;
    }
    world.agrees().await;
    assert_sound(&world.yard.app).await;
    assert!(!world.model.jobs.iter().any(is_open), "{:#?}", world.model);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_is_done_everything_is_as_the_model_says(
        history in prop::collection::vec(acts(), 1..80),
    ) {
        run(everything_is_as_the_model_says(history));
    }
}
