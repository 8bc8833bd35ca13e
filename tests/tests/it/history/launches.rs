//! What the engines did with events, as administrators see it.

use std::time::Duration;

use kindred::entity::job::JobOrder;
use kindred::entity::kind::MediaKind;
use kindred::entity::launches::REMEMBERED_SECONDS;
use kindred::event::META_ADDED;
use serde_json::{Value, json};
use tests::{Reader, Reply, stream};

use super::Archive;

impl Archive {
    async fn launch_page(&self, query: &str) -> Reply {
        self.administrator.get(format!("/api/admin/events/launches?{query}")).await.ok(200)
    }

    async fn launches(&self, query: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let mut next = query.to_owned();
        loop {
            let page = self.launch_page(&next).await;
            all.extend(page.body["launches"].as_array().expect("a list").clone());
            match page.body["cursor"].as_str() {
                Some(cursor) => next = format!("{query}&cursor={cursor}"),
                None => return all,
            }
        }
    }

    /// Two movies that are alike, everything worked off.
    async fn cinema(&self) -> (Reader, Vec<u64>) {
        let mut movies = Vec::new();
        for _ in 0..2 {
            movies.push(self.app.publish(MediaKind::Movie, json!({ "title": "The Same" })).await);
        }
        let reader = Reader::new(&self.app.api()).await;
        self.app.settle().await;
        (reader, movies)
    }
}

fn launched(engine: &str, kind: &str, touched: u64, written: u64) -> Value {
    let kind = if kind.is_empty() { Value::Null } else { json!(kind) };
    json!({ "engine": engine, "kind": kind, "touched": touched, "written": written, "ms": 0 })
}

#[tokio::test]
async fn a_batch_tells_what_it_launched() {
    let archive = Archive::new().await;
    let (reader, movies) = archive.cinema().await;
    archive.app.advance(Duration::from_secs(60));
    reader.rates("movie", movies[0], 5).await;
    archive.app.settle().await;

    let last = &archive.launches("").await[0];

    let events = archive.app.events().await;
    let rating = events.iter().find(|event| event.name == META_ADDED).expect("a rating").id;
    let wanted = json!({
        "id": last["id"],
        "at": "2026-01-01T00:01:00.000000",
        "trigger": "stream",
        "events": { "n": 1, "first": rating, "last": rating },
        "engines": [
            launched("FromSimilarContent", "movie", 1, 1),
            launched("FromProfile", "movie", 1, 0),
            launched("CollaborativeFiltering", "movie", 1, 0),
            launched("Popularity", "movie", 1, 1),
        ],
    });
    assert_eq!(*last, wanted);
}

#[tokio::test]
async fn what_was_there_already_is_touched_and_not_written() {
    let archive = Archive::new().await;
    let (_reader, _) = archive.cinema().await;
    let batch = stream(&archive.app.all_events().await);
    archive.app.advance(Duration::from_secs(1));

    archive.app.invoke_recompute(batch).await.expect("it is worked off again");

    let again = &archive.launches("").await[0]["engines"];
    let wanted = [
        launched("ContentSimilarities", "movie", 2, 0),
        launched("Names", "", 2, 0),
        launched("Titles", "movie", 2, 1),
        launched("LinkBetweenItems", "movie", 2, 0),
        launched("Popularity", "movie", 2, 0),
    ];
    assert_eq!(*again, json!(wanted));
}

#[tokio::test]
async fn what_asks_for_nothing_launches_nothing() {
    let archive = Archive::new().await;
    archive.app.settle().await;
    let before = archive.launches("").await;
    let owner = archive.app.account_of(&archive.administrator).await.id;
    archive.app.job_of(owner, JobOrder::default()).await;

    archive.app.settle().await;

    assert_eq!(archive.launches("").await, before);
}

#[tokio::test]
async fn the_schedule_tells_what_it_launched() {
    let archive = Archive::new().await;
    let _ = archive.cinema().await;
    archive.app.advance(Duration::from_secs(1));

    archive.app.derive_everything().await;

    let last = &archive.launches("").await[0];
    assert_eq!(last["trigger"], json!("schedule"));
    assert_eq!(last["events"], json!({ "n": 0, "first": null, "last": null }));
    let popularity = launched("Popularity", "movie", 2, 0);
    assert!(last["engines"].as_array().expect("engines").contains(&popularity), "{last}");
}

#[tokio::test]
async fn every_engine_that_is_told_can_be_asked_for() {
    let archive = Archive::new().await;
    let (reader, movies) = archive.cinema().await;
    reader.rates("movie", movies[0], 5).await;
    archive.app.settle().await;

    for launches in archive.launches("").await {
        for launched in launches["engines"].as_array().expect("engines") {
            let engine = launched["engine"].as_str().expect("a name");
            let found = match launched["kind"].as_str() {
                Some(kind) => archive.launches(&format!("engine={engine}&kind={kind}")).await,
                None => archive.launches(&format!("engine={engine}")).await,
            };
            assert!(found.contains(&launches), "{engine}");
        }
    }
    assert_eq!(archive.launches("engine=Names&kind=movie").await, [Value::Null; 0]);
    assert_eq!(archive.launches("kind=book").await, [Value::Null; 0]);
}

#[tokio::test]
async fn an_event_leads_to_what_became_of_it() {
    let archive = Archive::new().await;
    let (reader, movies) = archive.cinema().await;
    let mut told = Vec::new();
    for rating in 1..4 {
        archive.app.advance(Duration::from_secs(10 * 60));
        reader.rates("movie", movies[0], rating).await;
        archive.app.settle().await;
        told.push(archive.launches("").await[0].clone());
    }
    archive.app.advance(Duration::from_secs(1));
    archive.app.invoke_recompute(stream(&archive.app.events().await)).await.expect("worked off");
    let again = archive.launches("").await[0].clone();

    for launches in &told {
        let event = launches["events"]["first"].as_u64().expect("an id");
        let found = archive.launches(&format!("event={event}&limit=1")).await;
        assert_eq!(found, [launches.clone(), again.clone()]);
    }
    assert_eq!(archive.launches("event=9007199254740991").await, [Value::Null; 0]);
}

#[tokio::test]
async fn the_list_has_pages_newest_first() {
    let archive = Archive::new().await;
    let (reader, movies) = archive.cinema().await;
    for hour in 0..40 {
        archive.app.advance(Duration::from_secs(900));
        let report = json!({ "rating": 1 + hour % 5 });
        let _ = reader.reports("movie", movies[0], &report).await.ok(201);
        archive.app.settle().await;
    }
    let archive = Archive { administrator: archive.app.administrator().await, ..archive };

    let all = archive.launches("since=2026-01-01&limit=100").await;

    let ids: Vec<_> = all.iter().map(|launches| launches["id"].as_u64()).collect();
    assert!(ids.is_sorted_by(|one, other| one > other), "{ids:?}");
    assert!(all.len() > 40);
    for limit in [1, 7, 40] {
        let pages = archive.launches(&format!("since=2026-01-01&limit={limit}")).await;
        assert_eq!(pages, all);
        let odd = archive.launches(&format!("engine=Names&since=2026-01-01&limit={limit}")).await;
        assert!(odd.len() < all.len() && !odd.is_empty());
    }
    let (since, until) = (&all[30]["at"], &all[20]["at"]);
    let query = format!("since={since}&until={until}&limit=3").replace('"', "");
    assert_eq!(archive.launches(&query).await, all[20..=30]);
}

#[tokio::test]
async fn launches_are_forgotten_after_a_month() {
    let archive = Archive::new().await;
    let _ = archive.cinema().await;
    let stored = archive.app.derived().await;
    let told = stored.iter().filter(|((pk, _), _)| pk.starts_with("LAUNCHES#2026-01-01"));
    let expiries: Vec<_> = told.map(|(_, item)| item["expires_at"].as_i64()).collect();
    let now = archive.app.app().clock.now().seconds();
    assert!(!expiries.is_empty());
    assert!(expiries.iter().all(|expiry| *expiry == Some(now + REMEMBERED_SECONDS)));

    archive.app.advance(Duration::from_secs(32 * 86_400));

    // The store may take its time to delete them.
    let archive = Archive { administrator: archive.app.administrator().await, ..archive };
    assert_eq!(archive.launches("since=2026-01-01").await, [Value::Null; 0]);
}

#[tokio::test]
async fn instances_that_are_done_at_the_same_moment_all_tell() {
    let archive = Archive::new().await;
    let _ = archive.cinema().await;
    let before = archive.launches("").await.len();
    let batch = stream(&archive.app.events().await);

    for _ in 0..40 {
        archive.app.invoke_recompute(batch.clone()).await.expect("it is worked off");
    }

    assert_eq!(archive.launches("").await.len(), before + 40);
}
