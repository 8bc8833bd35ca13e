//! Snapshots that cannot be read: a search answers all the same, and recompute makes another.

use axum::body::Bytes;
use kindred_cli::embedded::Fault;
use tests::TestApp;

use super::Library;

const TITLES: [&str; 4] = ["Alien", "Brazil", "Casablanca", "Delicatessen"];

/// Everything is found as before, and the next event brings another snapshot.
async fn assert_mended(mut library: Library, ids: &[u64]) {
    let lost = library.blob().await;
    assert_eq!(library.find_afresh("alien").await, [ids[0]]);
    assert_eq!(library.find_afresh("a").await, [ids[0], ids[1], ids[2], ids[3]]);

    let new = library.publish("Eraserhead").await;
    library.recompute = library.app.system.recompute().with_snapshots_after(3);
    library.work_off().await.expect("it is worked off");

    let blob = library.blob().await;
    assert!(blob != lost && library.has_blob(&blob).await);
    assert_eq!(library.last().await.n_titles, 5);
    assert_eq!(library.find_afresh("eraserhead").await, [new]);
    assert_eq!(library.find("brazil").await, [ids[1]]);
}

#[tokio::test]
async fn a_lost_snapshot_is_made_anew() {
    let (library, ids) = Library::with(&TITLES).await;

    library.app.app().blobs.delete(&library.blob().await).await.expect("it can be deleted");

    assert_mended(library, &ids).await;
}

#[tokio::test]
async fn a_damaged_snapshot_is_made_anew() {
    let damages: [fn(&mut Vec<u8>); 3] =
        [|bytes| bytes[60] ^= 1, |bytes| bytes.truncate(50), |bytes| bytes.clear()];
    for damage in damages {
        let (library, ids) = Library::with(&TITLES).await;
        let (blobs, blob) = (&library.app.app().blobs, library.blob().await);

        let mut bytes =
            blobs.get(&blob).await.expect("it can be read").expect("it is there").to_vec();
        damage(&mut bytes);
        blobs.put(&blob, bytes.into()).await.expect("it can be written");

        assert_mended(library, &ids).await;
    }
}

#[tokio::test]
async fn a_snapshot_of_a_later_version_is_left_alone_until_it_has_to_be_read() {
    let (library, ids) = Library::with(&TITLES).await;
    let (blobs, blob) = (&library.app.app().blobs, library.blob().await);

    let bytes = blobs.get(&blob).await.expect("it can be read").expect("it is there");
    let version = b"kindred titles".len();
    let later = [&bytes[..version], &[99, 0, 0, 0], &bytes[version + 4..]].concat();
    blobs.put(&blob, Bytes::from(later)).await.expect("it can be written");

    assert_mended(library, &ids).await;
}

#[tokio::test]
async fn lost_records_cost_only_themselves_and_are_made_anew() {
    let (library, ids) = Library::with(&TITLES).await;
    let lost = library.last().await.records.expect("there are records");
    library.app.app().blobs.delete(&lost).await.expect("it can be deleted");

    let reply = library.reader.get("/api/match/movie?q=alien").await.ok(200);
    assert_eq!(reply.body["content"][0]["content_id"], ids[0], "from the catalogue");

    assert_mended(library, &ids).await;
}

#[tokio::test]
async fn the_daily_pass_mends_a_lost_snapshot() {
    let (library, ids) = Library::with(&TITLES).await;
    let lost = library.blob().await;
    library.app.app().blobs.delete(&lost).await.expect("it can be deleted");

    let recompute = library.app.system.recompute().with_snapshots_after(3);
    recompute.everything().await.expect("it can be derived");

    assert_ne!(library.blob().await, lost);
    assert_eq!(library.find_afresh("alien").await, [ids[0]]);
}

#[tokio::test]
async fn a_bucket_out_of_reach_holds_up_no_search() {
    let (app, faults) = TestApp::faulty_blobs().await;
    let mut library = Library::of(app).await;
    let mut ids = Vec::new();
    for title in TITLES {
        ids.push(library.publish(title).await);
    }
    library.work_off().await.expect("it is worked off");

    faults.arrange(0, Fault::Unsent);
    assert_eq!(library.find("alien").await, [ids[0]]);
    assert!(!faults.cancel(), "the bucket was asked");

    assert_eq!(library.find("alien").await, [ids[0]]);
}

#[tokio::test]
async fn what_is_derived_can_be_dropped() {
    let (mut library, ids) = Library::with(&TITLES).await;
    library.rename(ids[1], "Twelve Monkeys").await;
    library.work_off().await.expect("it is worked off");

    library.app.forget_derived().await;
    assert_eq!(library.find("monkeys").await, [ids[1]], "from the catalogue");

    library.recompute.everything().await.expect("it can be derived");
    assert_eq!((library.last().await.generation, library.last().await.n_titles), (1, 4));
    assert_eq!(library.find("monkeys").await, [ids[1]]);
    assert_eq!(library.find("alien").await, [ids[0]]);
}

#[tokio::test]
async fn the_daily_pass_finds_what_no_event_told() {
    let (library, ids) = Library::with(&TITLES).await;
    library.rename(ids[1], "Twelve Monkeys").await;
    library.app.withdraw(ids[2]).await;

    library.recompute.everything().await.expect("it can be derived");

    assert_eq!(library.find("monkeys").await, [ids[1]]);
    assert_eq!(library.find("brazil").await, [0; 0]);
    assert_eq!(library.last().await.n_beyond, 2);
}
