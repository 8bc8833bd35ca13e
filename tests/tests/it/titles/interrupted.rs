//! Snapshots that several make at the same time, or that are never finished.

use kindred::Event;
use kindred_cli::embedded::{Fault, Faults};
use tests::{TestApp, stream};

use super::Library;

impl Library {
    /// All titles are found as they are, by who has read something and by who has not.
    async fn assert_all_found(&self, ids: &[u64], round: &str) {
        assert_eq!(self.find(round).await, ids, "{round}");
        assert_eq!(self.find_afresh(round).await, ids, "{round}");
    }

    /// After the daily pass there is what is needed, and nothing else of all that ever was.
    async fn assert_tidy(&self, seen: &[String]) {
        self.recompute.everything().await.expect("it can be derived");
        let last = self.last().await;
        let needed: Vec<String> = last.previous.into_iter().chain(last.blob).collect();
        let mut there = self.blobs().await;
        there.sort_unstable_by_key(|blob| needed.iter().position(|other| other == blob));
        assert_eq!(there, needed);
        for blob in seen {
            assert_eq!(self.has_blob(blob).await, needed.contains(blob), "{blob}");
        }
    }
}

/// Let each request fail in turn while the next snapshot is made, and then make it.
async fn every_request_fails_once(app: TestApp, faults: Faults) {
    let mut library = Library::of(app).await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(library.publish("Untitled").await);
    }
    let mut seen = Vec::new();
    for fault in Fault::ALL {
        for n in 0.. {
            let round = format!("{fault:?} {n}");
            for id in &ids {
                library.rename(*id, &format!("{round} of {id}")).await;
            }
            faults.arrange(n, fault);
            let worked_off = library.work_off().await;
            if faults.cancel() {
                worked_off.expect("nothing has failed");
                break;
            }
            seen.extend(library.blobs().await);
            // What was lost may have been only the answer; the stream brings the batch again all the same.
            library.work_off().await.expect("it is worked off");

            library.assert_all_found(&ids, &round).await;
            seen.extend(library.blobs().await);
        }
    }
    assert!(library.last().await.generation > 4);
    library.assert_tidy(&seen).await;
}

#[tokio::test]
async fn whichever_request_to_the_store_fails_nothing_is_lost() {
    let (app, faults) = TestApp::faulty().await;

    every_request_fails_once(app, faults).await;
}

#[tokio::test]
async fn whichever_request_to_the_bucket_fails_nothing_is_lost() {
    let (app, faults) = TestApp::faulty_blobs().await;

    every_request_fails_once(app, faults).await;
}

#[tokio::test]
async fn several_instances_at_the_same_time_make_one_snapshot() {
    let mut library = Library::new().await;
    let mut seen = Vec::new();
    for round in 0..3 {
        let mut ids = Vec::new();
        for n in 0..9 {
            ids.push(library.publish(&format!("R{round} of {n}")).await);
        }
        for id in [ids[0], ids[4]] {
            library.rename(id, "Something else").await;
        }
        library.app.withdraw(ids[8]).await;
        let events = library.app.events().await;
        let new: Vec<Event> =
            events.into_iter().filter(|event| library.done.insert(event.id)).collect();
        let hand = |n: usize| stream(&new.iter().skip(n).step_by(3).cloned().collect::<Vec<_>>());
        let others = [(); 2].map(|()| library.app.system.recompute().with_snapshots_after(3));

        let (first, second, third) = tokio::join!(
            library.recompute.invoke(hand(0)),
            others[0].invoke(hand(1)),
            others[1].invoke(hand(2)),
        );

        for answer in [first, second, third] {
            answer.expect("it is worked off");
        }
        seen.extend(library.blobs().await);
        let left: Vec<u64> =
            ids[..8].iter().copied().filter(|id| ![ids[0], ids[4]].contains(id)).collect();
        library.assert_all_found(&left, &format!("r{round}")).await;
    }
    library.assert_tidy(&seen).await;
}
