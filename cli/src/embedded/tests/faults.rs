use super::*;
use crate::embedded::{Fault, Faults};

async fn fragile_store() -> (Engine, Client, Faults) {
    let (engine, _) = store().await;
    let (client, faults) = engine.faulty_client();
    (engine, client, faults)
}

/// Try to append events to `MOVIE#1`, and return which of them were told to have failed.
async fn try_to_append(client: &Client, events: std::ops::Range<usize>) -> Vec<usize> {
    let mut failed = Vec::new();
    for n in events {
        let put = client.put_item().table_name("Events");
        let put = put.item("PK", text("MOVIE#1")).item("SK", text(format!("{n:09}")));
        if put.send().await.is_err() {
            failed.push(n);
        }
    }
    failed
}

async fn n_there(engine: &Engine) -> usize {
    let found = engine.client().scan().table_name("Events").send().await.expect("it can be read");
    found.items().len()
}

#[tokio::test]
async fn the_request_that_is_arranged_to_fails_and_no_other() {
    for (fault, expected) in [(Fault::Unsent, 3), (Fault::Unanswered, 4)] {
        let (engine, client, faults) = fragile_store().await;

        faults.arrange(2, fault);
        let failed = try_to_append(&client, 0..4).await;

        assert_eq!(failed, [2], "{fault:?}");
        assert_eq!(n_there(&engine).await, expected, "{fault:?}");
        assert!(!faults.cancel(), "it has happened");
    }
}

#[tokio::test]
async fn what_is_cancelled_does_not_happen() {
    let (_engine, client, faults) = fragile_store().await;

    faults.arrange(1, Fault::Unsent);
    assert_eq!(try_to_append(&client, 0..1).await, [0; 0]);
    assert!(faults.cancel());

    assert_eq!(try_to_append(&client, 1..4).await, [0; 0]);
    assert!(!faults.cancel());
}

#[tokio::test]
async fn other_clients_of_the_engine_do_not_fail() {
    let (engine, _client, faults) = fragile_store().await;

    faults.arrange(0, Fault::Unsent);

    assert_eq!(try_to_append(&engine.client(), 0..2).await, [0; 0]);
    assert!(faults.cancel());
}
