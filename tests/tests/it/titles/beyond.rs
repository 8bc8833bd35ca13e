//! What changes after a snapshot was made, and when the next one is.

use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::entity::snapshot::Amendment;
use serde_json::json;
use tests::described;

use super::Library;

const TITLES: [&str; 4] = ["Alien", "Brazil", "Casablanca", "Delicatessen"];

impl Library {
    async fn amendments(&self) -> Vec<Amendment> {
        let range = Amendment::all(MediaKind::Movie);
        self.app.app().store.list_all(&range).await.expect("the store answers")
    }
}

#[tokio::test]
async fn few_titles_need_no_snapshot() {
    let mut library = Library::new().await;
    let id = library.publish("Alien").await;
    library.work_off().await.expect("it is worked off");

    assert_eq!(library.last().await.blob, None);
    assert_eq!(library.find("alien").await, [id]);
}

#[tokio::test]
async fn a_new_title_is_found_at_once() {
    let (library, ids) = Library::with(&TITLES).await;
    assert_eq!(library.find("alien").await, [ids[0]]);

    let new = library.publish("Aliens").await;

    assert_eq!(library.find("alien").await, [ids[0], new]);
    library.app.withdraw(new).await;
    assert_eq!(library.find("alien").await, [ids[0]]);
}

#[tokio::test]
async fn another_title_counts_when_its_event_is_worked_off() {
    let (mut library, ids) = Library::with(&TITLES).await;

    library.rename(ids[1], "Twelve Monkeys").await;
    library.work_off().await.expect("it is worked off");

    assert_eq!(library.find("brazil").await, [0; 0]);
    assert_eq!(library.find("monkeys").await, [ids[1]]);
    assert_eq!(library.last().await.generation, 1, "an amendment will do");

    library.rename(ids[1], "BRAZIL").await;
    library.work_off().await.expect("it is worked off");

    assert_eq!(library.find("brazil").await, [ids[1]]);
    assert_eq!(library.amendments().await, [], "it is what the snapshot says");
}

#[tokio::test]
async fn what_is_deleted_is_not_shown_and_soon_not_counted() {
    let (mut library, ids) = Library::with(&TITLES).await;
    library.app.withdraw(ids[1]).await;

    assert_eq!(library.find("brazil").await, [0; 0], "at once");
    library.work_off().await.expect("it is worked off");

    let reply = library.reader.get("/api/movie/search/brazil").await.ok(200);
    assert_eq!(reply.body["total_pages"], json!(0));
}

#[tokio::test]
async fn what_changes_but_does_not_identify_it_leaves_everything_as_it_is() {
    let (mut library, ids) = Library::with(&TITLES).await;

    let fields =
        json!({ "title": "Alien", "plot_outline": "In space no one can hear you scream." });
    library.app.revise(ids[0], described(fields, vec![])).await;
    library.work_off().await.expect("it is worked off");

    assert_eq!(library.amendments().await, []);
    assert_eq!(library.last().await.n_beyond, 0);
}

#[tokio::test]
async fn a_content_that_comes_after_others_with_greater_ids_is_found() {
    let mut library = Library::new().await;
    let app = library.app.app().clone();
    let late = app.store.next_id("content").await.expect("an id");
    for title in TITLES {
        library.publish(title).await;
    }
    library.work_off().await.expect("it is worked off");
    assert!(library.last().await.max_id > late);

    let description = described(json!({ "title": "Late Spring" }), vec![]);
    let occurrence = app.ids.occurrence(None);
    let (content, events) =
        Content::publish(MediaKind::Movie, late, description, occurrence).expect("a valid content");
    app.store.commit(content.saving(None).events(&events)).await.expect("it can be written");
    library.work_off().await.expect("it is worked off");

    assert_eq!(library.find("late").await, [late]);
}

#[tokio::test]
async fn many_changes_make_the_next_snapshot_and_two_of_them_are_kept() {
    let (mut library, ids) = Library::with(&TITLES).await;
    let mut made = vec![library.blob().await];
    for generation in 2..=4 {
        for id in &ids {
            library.rename(*id, &format!("Title {id} of {generation}")).await;
        }
        library.work_off().await.expect("it is worked off");

        let last = library.last().await;
        assert_eq!((last.generation, last.n_titles, last.n_beyond), (generation, 4, 0));
        assert_eq!(library.find(&format!("of {generation}")).await, ids);
        made.push(library.blob().await);
    }

    let mut kept = library.blobs().await;
    kept.sort_unstable();
    assert_eq!(kept, made[2..]);
    for (generation, blob) in (1..).zip(&made) {
        assert_eq!(library.has_blob(blob).await, generation > 2, "{blob}");
    }
    let generations = library.amendments().await.into_iter().map(|it| it.generation);
    assert_eq!(generations.min(), Some(3));
}

#[tokio::test]
async fn a_page_does_not_cost_more_when_there_are_more_titles() {
    let (app, meter) = tests::TestApp::metered().await;
    let mut library = Library::of(app).await;
    let mut units = Vec::new();
    for n in [10, 200] {
        for number in 0..n {
            library.publish(&format!("Title {number} that is not short, so that rows weigh")).await;
        }
        library.work_off().await.expect("it is worked off");
        meter.take();
        assert_eq!(library.find("nothing").await, [0; 0]);
        units.push(meter.take().read);
    }

    assert!(units[1] <= units[0], "{units:?}");
}
