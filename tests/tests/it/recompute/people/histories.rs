//! Whatever people do with their names, and however the events of it arrive.

use std::collections::BTreeMap;

use kindred::entity::user::{Origin, User};
use proptest::prelude::*;
use proptest::sample::Index;
use tests::{TestApp, run, stream};

use super::{found, index};

/// Somebody comes, gets another name, goes.
#[derive(Clone, Debug)]
enum Step {
    Come { login: Option<String>, shown: Option<String>, of_data_set: bool },
    Rename(Index, String),
    Go(Index),
}

fn steps() -> impl Strategy<Value = Step> {
    // Few characters, so that names overlap.
    let login = || prop::option::weighted(0.5, "[abAB#0_*]{5,20}");
    let shown = || "[abAB0_]{2,7}\\.?[abAB0_]{2,7}";
    let come = (login(), prop::option::weighted(0.7, shown()), prop::bool::weighted(0.1));
    let come =
        come.prop_map(|(login, shown, of_data_set)| Step::Come { login, shown, of_data_set });
    prop_oneof![
        4 => come,
        2 => (any::<Index>(), shown()).prop_map(|(who, name)| Step::Rename(who, name)),
        1 => any::<Index>().prop_map(Step::Go),
    ]
}

/// Let it happen; returns the names by which people are to be found.
async fn happen(app: &TestApp, steps: &[Step]) -> BTreeMap<u64, String> {
    let (mut there, mut taken) = (Vec::new(), Vec::new());
    for step in steps {
        match step {
            Step::Come { login, shown, of_data_set } => {
                let login = login.clone().filter(|name| !taken.contains(name));
                taken.extend(login.clone());
                let origin = if *of_data_set { Origin::Dataset } else { Origin::Forum };
                let named = |user: &mut User| {
                    (user.login_name, user.display_name) = (login, shown.clone());
                };
                there.push(app.register(origin, named).await.id);
            }
            Step::Rename(who, name) if !there.is_empty() => {
                app.rename(*who.get(&there), name).await;
            }
            Step::Go(who) if !there.is_empty() => {
                app.delete_account(there.remove(who.index(there.len()))).await;
            }
            Step::Rename(..) | Step::Go(_) => {}
        }
    }
    let mut names = BTreeMap::new();
    for id in there {
        let user = app.user(id).await.expect("an account");
        let name = user.display_name.or(user.login_name);
        names.extend(name.filter(|_| user.origin != Origin::Dataset).map(|name| (id, name)));
    }
    names
}

/// Whom a term is to find, in order.
fn expected(names: &BTreeMap<u64, String>, term: &str) -> Vec<u64> {
    let term = term.to_lowercase();
    let mut all: Vec<_> = names
        .iter()
        .map(|(id, name)| (name.to_lowercase(), *id))
        .filter_map(|(name, id)| Some((name.find(&term)? != 0, name, id)))
        .collect();
    all.sort_unstable();
    all.into_iter().map(|(.., id)| id).collect()
}

/// Every part of a name, in upper case.
fn parts(name: &str) -> Vec<String> {
    let ends = (0..name.len()).flat_map(|from| (from + 1..=name.len()).map(move |to| (from, to)));
    ends.map(|(from, to)| name[from..to].to_uppercase()).collect()
}

async fn every_part_finds_its_people(history: Vec<Step>, pick: Index) {
    let app = TestApp::new().await;
    let names = happen(&app, &history).await;
    app.settle().await;

    // All parts of one name, and of every other the whole.
    let mut terms: Vec<String> = names.values().cloned().collect();
    if !terms.is_empty() {
        let name = &terms[pick.index(terms.len())];
        terms.extend(parts(name));
    }
    for term in terms {
        assert_eq!(found(&app, &term).await, expected(&names, &term), "{term} in {names:?}");
    }
}

async fn delivery_does_not_matter(history: Vec<Step>, order: Vec<Index>, cut: usize) {
    let app = TestApp::new().await;
    let names = happen(&app, &history).await;

    // Every event comes, some of them several times, in any order.
    let mut events = app.all_events().await;
    let mut shuffled: Vec<_> = match events.is_empty() {
        true => Vec::new(),
        false => order.iter().map(|pick| pick.get(&events).clone()).collect(),
    };
    for pick in order.iter().cycle() {
        if events.is_empty() {
            break;
        }
        shuffled.push(events.remove(pick.index(events.len())));
    }
    for batch in shuffled.chunks(cut) {
        app.invoke_recompute(stream(batch)).await.expect("it is worked off");
    }

    let listed = index(&app).await;
    let rows: usize = names.values().map(|name| name.len() + 1).sum();
    assert_eq!(listed.len(), rows, "{names:?}");
    app.forget_derived().await;
    app.derive_everything().await;
    assert_eq!(index(&app).await, listed);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn every_part_of_every_name_finds_its_people_and_nobody_else(
        history in prop::collection::vec(steps(), 1..14),
        pick in any::<Index>(),
    ) {
        run(every_part_finds_its_people(history, pick));
    }

    #[test]
    fn neither_order_nor_repetition_of_events_matters(
        history in prop::collection::vec(steps(), 1..14),
        order in prop::collection::vec(any::<Index>(), 6),
        cut in 1_usize..6,
    ) {
        run(delivery_does_not_matter(history, order, cut));
    }
}
