//! Broken off anywhere, and taken up again.

use kindred::store::Table;
use kindred_cli::embedded::{Fault, Faults};
use serde_json::json;
use tests::TestApp;

use super::{Town, everything};

/// More requests than any of the works below needs.
const PLENTY: usize = 1_000;

async fn fragile_town() -> (Town, Faults) {
    let (app, faults) = TestApp::faulty().await;
    (Town::over(app).await, faults)
}

#[tokio::test]
async fn a_batch_that_breaks_off_anywhere_is_finished_when_it_comes_again() {
    let (town, faults) = fragile_town().await;
    for fault in Fault::ALL {
        for n in 0..PLENTY {
            let guest = town.guest(2, 4).await;
            let batch = town.delete(&guest).await;

            faults.arrange(n, fault);
            let broken_off = town.app.invoke_cascade(batch.clone()).await.is_err();
            let is_through = faults.cancel();
            town.app.invoke_cascade(batch).await.expect("nothing fails any more");

            let context = format!("{fault:?} {n}");
            assert_ne!(broken_off, is_through, "{context}");
            town.app.settle().await;
            town.assert_as_before(&everything(&town.app).await, &context);
            if is_through {
                break;
            }
        }
    }
}

#[tokio::test]
async fn what_a_batch_left_behind_the_schedule_finishes_wherever_it_broke_off_itself() {
    let (town, faults) = fragile_town().await;
    for fault in Fault::ALL {
        for n in 0..PLENTY {
            let guest = town.guest(2, 4).await;
            let batch = town.delete(&guest).await;

            // Half of it is done.
            faults.arrange(8, fault);
            town.app.invoke_cascade(batch).await.expect_err("it breaks off");
            town.app.advance(std::time::Duration::from_secs(400));
            faults.arrange(n, fault);
            let broken_off = town.app.finish_erasures().await.is_err();
            let is_through = faults.cancel();
            town.app.finish_erasures().await.expect("nothing fails any more");

            let context = format!("{fault:?} {n}");
            assert_ne!(broken_off, is_through, "{context}");
            assert_eq!(town.app.erasures().await, [], "{context}");
            town.app.settle().await;
            town.assert_as_before(&everything(&town.app).await, &context);
            if is_through {
                break;
            }
        }
    }
}

/// Recompute and cascade behind one stream, and what they write to it meanwhile.
#[tokio::test]
async fn wherever_a_request_fails_the_stream_brings_everything_to_its_end() {
    let (town, faults) = fragile_town().await;
    for fault in Fault::ALL {
        for n in 0..PLENTY {
            let guest = town.guest(1, 2).await;
            town.app.settle().await;
            town.delete(&guest).await;

            faults.arrange(n, fault);
            town.app.settle().await;

            let is_through = faults.cancel();
            town.assert_as_before(&everything(&town.app).await, &format!("{fault:?} {n}"));
            if is_through {
                break;
            }
        }
    }
}

#[tokio::test]
async fn two_at_once_do_no_more_than_one() {
    let town = Town::new().await;
    let guest = town.guest(5, 9).await;
    town.app.settle().await;
    let batch = town.delete(&guest).await;

    let (first, second, third) = tokio::join!(
        town.app.invoke_cascade(batch.clone()),
        town.app.invoke_cascade(batch),
        town.app.finish_erasures(),
    );

    for answer in [first, second] {
        assert_eq!(answer.expect("it is worked off"), json!({ "batchItemFailures": [] }));
    }
    third.expect("it is gone through");
    assert_eq!(town.forgotten().await.len(), 9, "each is told once");
    town.app.settle().await;
    town.assert_as_before(&everything(&town.app).await, "after all three");
}

#[tokio::test]
async fn people_who_go_at_once_take_their_own_shares_only() {
    let town = Town::new().await;
    let guests = [town.guest(1, 9).await, town.guest(1, 9).await, town.guest(1, 9).await];
    let mut batches = Vec::new();
    for guest in &guests {
        batches.push(town.delete(guest).await);
    }

    let (first, second, third) = tokio::join!(
        town.app.invoke_cascade(batches[0].clone()),
        town.app.invoke_cascade(batches[1].clone()),
        town.app.invoke_cascade(batches[2].clone()),
    );

    assert!(first.is_ok() && second.is_ok() && third.is_ok());
    town.app.settle().await;
    town.assert_as_before(&everything(&town.app).await, "after all three");
    assert!(!town.app.items(Table::State).await.is_empty());
}
