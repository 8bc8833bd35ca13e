//! What is told to have changed between two moments is the difference of what was recommended at each.

use std::collections::{BTreeMap, BTreeSet};

use kindred::entity::turnover::TOLD;
use kindred::{Event, Timestamp};
use kindred_cli::replay::{Moment, Wanted};
use proptest::prelude::*;
use serde_json::{Value, json};
use tests::{Member, Reader, run};

use super::served::replayed;
use super::world::{Step, World, histories};

/// Contents by kind and engine, with their places: null behind what is told.
type Lists = BTreeMap<(String, String), BTreeMap<u64, Value>>;

/// By kind, engine and content: where it was and is.
type Moves = BTreeMap<(String, String, u64), (Value, Value)>;

async fn lists(world: &World, user: u64, at: Timestamp) -> Lists {
    let wanted = Wanted { users: [user].into(), ..Wanted::default() };
    let text = replayed(&world.app, Moment::Time(at), &wanted).await;
    let mut lists = Lists::new();
    for line in text.lines() {
        let list: Value = serde_json::from_str(line).expect("JSON");
        let name = |field: &str| list[field].as_str().expect("a name").to_owned();
        let items = list["items"].as_array().expect("items").iter().enumerate();
        let places = items.map(|(position, item)| {
            let is_told = position < TOLD;
            let (rank, score) = (json!(position + 1), item["score"].clone());
            let place = if is_told { (rank, score) } else { (Value::Null, Value::Null) };
            let id = item["content_id"].as_u64().expect("an id");
            (id, json!({ "rank": place.0, "score": place.1 }))
        });
        lists.insert((name("kind"), name("engine")), places.collect());
    }
    lists
}

fn difference(before: &Lists, after: &Lists) -> Moves {
    let mut moves = Moves::new();
    for list in before.keys().chain(after.keys()) {
        let [old, new] = [before, after].map(|lists| lists.get(list).cloned().unwrap_or_default());
        for id in old.keys().chain(new.keys()) {
            let place = |of: &BTreeMap<u64, Value>| of.get(id).cloned().unwrap_or(Value::Null);
            let (was, is) = (place(&old), place(&new));
            if was != is {
                moves.insert((list.0.clone(), list.1.clone(), *id), (was, is));
            }
        }
    }
    moves
}

/// What administrators are told, and that it hangs together.
async fn told(administrator: &Member, reader: &Reader, from: Timestamp, to: Timestamp) -> Moves {
    let uuid = reader.user["uuid"].as_str().expect("a uuid");
    let path = format!("/api/admin/replay/diff?user={uuid}&from={from}&to={to}");
    let page = administrator.get(path).await.ok(200).body;
    assert_eq!(page["cursor"], Value::Null);
    let events = page["events"].as_array().expect("events").iter();
    let known: BTreeSet<u64> = events.filter_map(|event| event["id"].as_u64()).collect();
    let mut moves = Moves::new();
    for list in page["lists"].as_array().expect("lists") {
        let name = |field: &str| list[field].as_str().expect("a name").to_owned();
        for part in ["entered", "left", "moved"] {
            for item in list[part].as_array().expect("a list") {
                let id = item["content_id"].as_u64().expect("an id");
                let (before, after) = (item["before"].clone(), item["after"].clone());
                assert_eq!(before.is_null(), part == "entered", "{item}");
                assert_eq!(after.is_null(), part == "left", "{item}");
                let causes = item["events"].as_array().expect("ids").iter();
                assert!(causes.filter_map(Value::as_u64).all(|id| known.contains(&id)), "{item}");
                moves.insert((name("kind"), name("engine"), id), (before, after));
            }
        }
    }
    moves
}

async fn what_is_told_is_the_difference(history: Vec<(Step, bool)>) {
    let mut world = World::new().await;
    let administrator = world.app.administrator().await;
    let mut moments = vec![world.settled().await];
    for (step, looks) in &history {
        world.happen(step).await;
        if *looks {
            moments.push(world.settled().await);
        }
    }
    moments.push(world.settled().await);

    let (first, last) = (moments[0], moments[moments.len() - 1]);
    let pairs = moments.windows(2).map(|pair| (pair[0], pair[1])).chain([(first, last)]);
    let reader = &world.readers[1];
    let user = world.app.id_of(reader).await;
    for (from, to) in pairs {
        let [before, after] = [lists(&world, user, from).await, lists(&world, user, to).await];
        let expected = difference(&before, &after);
        assert_eq!(told(&administrator, reader, from, to).await, expected, "{from} to {to}");
    }
}

/// Who looks is recommended what is like that, because of this.
#[tokio::test]
async fn an_event_is_told_as_the_cause_of_what_it_changed() {
    let mut world = World::new().await;
    let administrator = world.app.administrator().await;
    for slot in [1, 3] {
        world.happen(&Step::Describe(slot, (0, 0), 0)).await;
    }
    let before = world.settled().await;
    world.happen(&Step::Report(0, 1, Some(5), None)).await;
    let cause: Event = world.app.all_events().await.pop().expect("an event");
    let _ = world.settled().await;

    let uuid = world.readers[0].user["uuid"].as_str().expect("a uuid");
    let path = format!("/api/admin/replay/diff?user={uuid}&from={before}");
    let page = administrator.get(&path).await.ok(200).body;

    let entered = &page["lists"][0]["entered"];
    assert_eq!((&entered[0]["events"], entered[1].is_null()), (&json!([cause.id]), true), "{page}");
    assert_eq!(page["events"][0]["id"], json!(cause.id));
    let by_event =
        format!("/api/admin/replay/diff?user={uuid}&from={}&to={}", cause.id - 1, cause.id);
    assert_eq!(administrator.get(by_event).await.ok(200).body["lists"], page["lists"]);
    let after = format!("/api/admin/replay/diff?user={uuid}&from={}", cause.id);
    assert_eq!(administrator.get(after).await.ok(200).body["lists"], json!([]));
}

#[tokio::test]
async fn nothing_is_told_of_who_is_gone() {
    let mut world = World::new().await;
    for slot in [1, 3] {
        world.happen(&Step::Describe(slot, (0, 0), 0)).await;
    }
    world.happen(&Step::Report(0, 1, Some(5), None)).await;
    let _ = world.settled().await;
    let is_told = async |world: &World| {
        let derived = world.app.derived().await;
        derived.into_keys().any(|(pk, _)| pk.starts_with("TURNOVERS#"))
    };
    assert!(is_told(&world).await);

    world.happen(&Step::Leave(0)).await;
    let _ = world.settled().await;

    assert!(!is_told(&world).await);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn what_changed_between_two_moments_is_the_difference_of_both(history in histories()) {
        run(what_is_told_is_the_difference(history));
    }
}
