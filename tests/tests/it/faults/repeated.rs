//! Answers of the store that are lost, while its client asks again by itself: the second time it is refused, because
//! the first has happened, and nobody notices.
//!
//! Transactions carry a token by which the store knows that it is asked twice. A single item has none.

use kindred_cli::embedded::Fault;
use tests::{TestApp, assert_sound};

use super::address::Asking;
use super::password::{Changing, Forgetting, Patching, ResetAtTheJobService, ResetAtTheMediaApi};
use super::session::{EndingAll, LoggingOut};
use super::{DAY, Operation, PLENTY, Told};

/// Let the answer to each request of the operation be lost once.
async fn is_done_once<O: Operation>() {
    let (app, faults) = TestApp::persistent().await;
    for n in 0..PLENTY {
        app.advance(DAY);
        let operation = O::prepare(&app).await;

        faults.arrange(n, Fault::Unanswered);
        let told = operation.ask(&app).await;
        let is_through = faults.cancel();

        assert_eq!(told, Told::Done, "request {n}");
        assert!(operation.has_happened(&app).await, "request {n}");
        assert_sound(&app).await;
        if is_through {
            return;
        }
    }
    panic!("there is no end of it");
}

#[tokio::test]
async fn a_new_password_is_set_also_if_the_store_is_asked_twice() {
    is_done_once::<Changing>().await;
    is_done_once::<Patching>().await;
    is_done_once::<ResetAtTheJobService>().await;
    is_done_once::<ResetAtTheMediaApi>().await;
}

#[tokio::test]
async fn a_link_is_mailed_also_if_the_store_is_asked_twice() {
    is_done_once::<Forgetting>().await;
    is_done_once::<Asking>().await;
}

#[tokio::test]
async fn sessions_end_also_if_the_store_is_asked_twice() {
    is_done_once::<LoggingOut>().await;
    is_done_once::<EndingAll>().await;
}
