//! Whatever happens, and however its events arrive, a search finds what a look at the whole catalogue finds.

use kindred::current::{Current, Known};
use kindred::entity::content::CatalogueRow;
use kindred::entity::kind::MediaKind;
use kindred::matching::records::{Record, Records, look_up};
use kindred::matching::titles::{Titles, search};
use kindred::snapshots::Snapshots;
use proptest::prelude::*;
use proptest::sample::Index;
use tests::{run, stream};

use super::Library;

/// Places for movies.
const SLOTS: usize = 8;

/// Few words, so that titles are alike; and more are looked for.
const WORDS: [&str; 4] = ["Alpha", "Álpha", "Beta", "Alpah"];

#[derive(Clone, Debug)]
enum Step {
    /// Publish a movie, or give it another title when it is there.
    Describe(usize, usize, usize),
    Withdraw(usize),
    WorkOff,
    /// Some events of the past come again, perhaps for the first time.
    Deliver(Vec<Index>),
    DailyPass,
    /// What recompute has read is forgotten.
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let words = || 0..WORDS.len();
    let step = prop_oneof![
        8 => (0..SLOTS, words(), words()).prop_map(|(slot, a, b)| Step::Describe(slot, a, b)),
        2 => (0..SLOTS).prop_map(Step::Withdraw),
        2 => Just(Step::WorkOff),
        1 => prop::collection::vec(any::<Index>(), 1..6).prop_map(Step::Deliver),
        1 => Just(Step::DailyPass),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec(step, 1..40)
}

async fn a_search_tells_the_truth(history: Vec<Step>) {
    let mut library = Library::new().await;
    let mut slots = [None; SLOTS];

    for step in history {
        match step {
            Step::Describe(slot, a, b) => {
                let title = format!("{} {}", WORDS[a], WORDS[b]);
                match slots[slot] {
                    Some(id) => library.rename(id, &title).await,
                    None => slots[slot] = Some(library.publish(&title).await),
                }
            }
            Step::Withdraw(slot) => {
                if let Some(id) = slots[slot].take() {
                    library.app.withdraw(id).await;
                }
            }
            Step::WorkOff => library.work_off().await.expect("it is worked off"),
            Step::Deliver(picks) => {
                let events = library.app.events().await;
                let picks = picks.iter().filter(|_| !events.is_empty());
                let batch: Vec<_> = picks.map(|pick| pick.get(&events).clone()).collect();
                library.recompute.invoke(stream(&batch)).await.expect("it is worked off");
            }
            Step::DailyPass => library.recompute.everything().await.expect("it is derived"),
            Step::Restart => {
                library.recompute = library.app.system.recompute().with_snapshots_after(3);
            }
        }
    }
    library.work_off().await.expect("it is worked off");

    let store = &library.app.app().store;
    let rows = store.list_all::<CatalogueRow>(&CatalogueRow::all(MediaKind::Movie)).await;
    let rows = rows.expect("the store answers");
    assert_records_tell_the_truth(&library, rows.clone()).await;
    let all = Titles::of(rows.into_iter().map(|row| (row.content_id, row.title)));
    for term in ["alpha", "beta alpha", "a", "alpah", "h b"] {
        let truth = search(&all, &[], &Titles::default(), term);
        assert_eq!(library.find(term).await, truth, "{term}");
        assert_eq!(library.find_afresh(term).await, truth, "{term}");
    }
}

/// Records are another index of the same contents.
async fn assert_records_tell_the_truth(library: &Library, rows: Vec<CatalogueRow>) {
    let all = <Records as kindred::current::Index>::of(rows.into_iter().map(Known::from));
    let app = library.app.app();
    let current = Current::<Records>::of(app, &Snapshots::default(), MediaKind::Movie).await;
    let current = current.expect("the store answers");
    for title in ["Alpha Beta", "beta", "alpa"] {
        let asked = Record { title: title.to_owned(), ..Record::default() };
        let truth = look_up(&all, &[], &Records::default(), &asked, 10);
        assert_eq!(current.look_up(&asked, 10), truth, "{title}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_search_finds_what_is_in_the_catalogue(history in steps()) {
        run(a_search_tells_the_truth(history));
    }
}
