//! Whatever happens and however it is asked for: the history is what lies in the table, in order, each event once.

use std::ops::Range;
use std::time::Duration;

use kindred::Event;
use kindred::entity::kind::MediaKind;
use kindred::store::Entity;
use proptest::prelude::*;
use serde_json::{Value, json};
use tests::{Reader, run};

use super::{Archive, shown};

/// Something that happens, and how many seconds after the last.
#[derive(Clone, Copy, Debug)]
enum Step {
    Look(usize, usize),
    Rate(usize, usize, u8),
    Publish,
    Register,
}

type History = Vec<(Step, u64)>;

fn histories(n: Range<usize>) -> impl Strategy<Value = History> {
    let step = prop_oneof![
        3 => (0_usize..2, 0_usize..2).prop_map(|(who, what)| Step::Look(who, what)),
        3 => (0_usize..2, 0_usize..2, 0_u8..=5).prop_map(|(who, what, stars)| Step::Rate(who, what, stars)),
        1 => Just(Step::Publish),
        1 => Just(Step::Register),
    ];
    // Often no time passes at all, and sometimes a day.
    let pause = prop_oneof![3 => Just(0_u64), 3 => 1_u64..60, 1 => 3_600_u64..200_000];
    prop::collection::vec((step, pause), n)
}

/// An archive in which things happen.
struct World {
    archive: Archive,
    readers: Vec<Reader>,
    movies: Vec<u64>,
}

impl World {
    async fn new() -> Self {
        let archive = Archive::new().await;
        let api = archive.app.api();
        let readers = vec![Reader::new(&api).await, Reader::new(&api).await];
        let mut movies = Vec::new();
        for title in ["One", "Two"] {
            movies.push(archive.app.publish(MediaKind::Movie, json!({ "title": title })).await);
        }
        Self { archive, readers, movies }
    }

    async fn happen(&mut self, history: &History) {
        for (step, pause) in history {
            self.archive.app.advance(Duration::from_secs(*pause));
            match *step {
                Step::Look(who, what) => {
                    let path = format!("/api/movie/{}/meta", self.movies[what]);
                    let reply = self.readers[who].get(path).await;
                    // Who has waited for half a day has to log in again, and does not.
                    assert!(matches!(reply.status, 200 | 401), "{}", reply.text);
                }
                Step::Rate(who, what, stars) => {
                    let report = json!({ "rating": stars });
                    let reply = self.readers[who].reports("movie", self.movies[what], &report);
                    assert!(matches!(reply.await.status, 201 | 401));
                }
                Step::Publish => {
                    self.archive.app.publish(MediaKind::Track, json!({ "title": "Three" })).await;
                }
                Step::Register => {
                    let _ = Reader::new(&self.archive.app.api()).await;
                }
            }
        }
        self.archive.administrator = self.archive.app.administrator().await;
    }

    /// What the table says, in order.
    async fn table(&self, wanted: impl Fn(&Event) -> bool) -> Vec<Value> {
        let events = self.archive.app.all_events().await;
        events.iter().filter(|event| wanted(event)).map(shown).collect()
    }
}

/// The history of one object is that of its partition, even when more happens while somebody reads it.
async fn objects_are_listed_whole(first: History, second: History, limit: usize) {
    let mut world = World::new().await;
    world.happen(&first).await;
    let object = format!("object={}&limit={limit}", world.movies[0]);
    let partition = Event::partition(world.movies[0]);

    let begun = world.archive.page(&object).await;
    world.happen(&second).await;

    let table = world.table(|event| event.key().partition == partition).await;
    let known = begun.body["events"].as_array().expect("a list").clone();
    assert_eq!(known, table[..known.len()]);
    if let Some(cursor) = begun.body["cursor"].as_str() {
        // What happened after the page was asked for is not in the window that it began.
        let until = world.archive.app.app().clock.now();
        let rest =
            world.archive.pages_after(&format!("{object}&until={until}"), Some(cursor)).await;
        assert_eq!([known, rest.concat()].concat(), table);
    }
    let pages = world.archive.pages(&object).await;
    assert!(pages.iter().rev().skip(1).all(|page| page.len() == limit), "a page is too short");
    assert_eq!(pages.concat(), table);
    let mut reversed = world.archive.listed(&format!("{object}&order=desc")).await;
    reversed.reverse();
    assert_eq!(reversed, table);
}

/// The history between two moments is what happened between them, each event once.
async fn times_are_listed_whole(history: History, ends: (u64, u64), limit: usize) {
    let mut world = World::new().await;
    world.happen(&history).await;
    let all = world.archive.app.all_events().await;
    let at = |part: u64| all[(part as usize) % all.len()].occured_at;
    let (since, until) = (at(ends.0).min(at(ends.1)), at(ends.0).max(at(ends.1)));
    let query = format!("since={since}&until={until}&limit={limit}");

    let mut listed = world.archive.listed(&query).await;
    let mut reversed = world.archive.listed(&format!("{query}&order=desc")).await;

    let table = world.table(|event| (since..=until).contains(&event.occured_at)).await;
    assert_eq!(listed, table);
    reversed.reverse();
    assert_eq!(reversed, table);
    // By ids, too, and from the first to the last of them.
    let (first, last) = (&all[0], &all[all.len() - 1]);
    listed = world.archive.listed(&format!("since={}&until={}", first.id, last.id)).await;
    assert_eq!(listed, world.table(|_| true).await);
}

/// What happens while somebody reads comes after what they have seen, or in the next window, and moves nothing.
async fn pages_stay_where_they_are(first: History, second: History, limit: usize) {
    let mut world = World::new().await;
    world.happen(&first).await;
    let before = world.table(|_| true).await;
    let query = format!("since=2026-01-01&limit={limit}");

    for order in ["asc", "desc"] {
        let query = format!("{query}&order={order}");
        let begun = world.archive.page(&query).await;
        world.happen(&second).await;
        let mut seen = begun.body["events"].as_array().expect("a list").clone();
        if let Some(cursor) = begun.body["cursor"].as_str() {
            seen.extend(world.archive.pages_after(&query, Some(cursor)).await.concat());
        }
        if order == "desc" {
            seen.reverse();
        }
        assert_eq!(seen[..before.len()], before);
        let ids: Vec<_> = seen.iter().map(|event| event["id"].as_u64()).collect();
        assert!(ids.is_sorted_by(|one, other| one < other), "{ids:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn the_history_of_an_object_is_its_partition(
        first in histories(0..12), second in histories(0..6), limit in 1_usize..8,
    ) {
        run(objects_are_listed_whole(first, second, limit));
    }

    #[test]
    fn the_history_between_two_moments_is_what_happened_between_them(
        history in histories(1..24), ends in any::<(u64, u64)>(), limit in 1_usize..30,
    ) {
        run(times_are_listed_whole(history, ends, limit));
    }

    #[test]
    fn what_happens_while_somebody_reads_moves_nothing(
        first in histories(0..12), second in histories(0..6), limit in 1_usize..8,
    ) {
        run(pages_stay_where_they_are(first, second, limit));
    }
}
