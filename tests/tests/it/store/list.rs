//! Lists: every page of every length, in both orders.

use kindred::Store;
use kindred::store::{Cursor, Listing, Order, Range};
use proptest::prelude::*;
use tests::TestApp;

use super::Sheep;

const LENGTHS: [u64; 5] = [0, 1, 10, 11, 25];
const ORDERS: [Order; 2] = [Order::Ascending, Order::Descending];

/// A store with a flock of each length, named by it, and neighbours that must never be listed.
async fn flocks() -> (TestApp, Store) {
    let app = TestApp::new().await;
    let store = app.app().store.clone();
    for n in LENGTHS {
        let flock: Vec<_> = (1..=n).map(|id| Sheep::new(&n.to_string(), id)).collect();
        store.put_all(&flock, &[]).await.expect("it can be written");
    }
    store
        .put_all(&[Sheep::new("2", 1), Sheep::new("250", 1)], &[])
        .await
        .expect("it can be written");
    (app, store)
}

/// The numbers of a flock in this order.
fn expected(n: u64, order: Order) -> Vec<u64> {
    match order {
        Order::Ascending => (1..=n).collect(),
        Order::Descending => (1..=n).rev().collect(),
    }
}

fn numbers(listing: &Listing<Sheep>) -> Vec<u64> {
    listing.items.iter().map(|sheep| sheep.n).collect()
}

async fn page(
    store: &Store,
    range: &Range,
    after: Option<&Cursor>,
    limit: usize,
) -> Listing<Sheep> {
    store.list(range, after, limit).await.expect("a page")
}

#[tokio::test]
async fn cursors_lead_through_lists_of_every_length() {
    let (_app, store) = flocks().await;

    for (n, order) in LENGTHS.into_iter().flat_map(|n| ORDERS.map(|order| (n, order))) {
        let range = Sheep::flock(&n.to_string(), order);
        let (mut seen, mut place, mut n_pages) = (Vec::new(), None, 0);
        loop {
            let listing = page(&store, &range, place.as_ref(), 10).await;
            n_pages += 1;
            seen.extend(numbers(&listing));
            // As a client gets it and sends it back.
            let next = listing.next.map(|cursor| Cursor::parse(&cursor.to_string()));
            let Some(next) = next else { break };
            place = Some(next.expect("a cursor can be read"));
        }

        assert_eq!(seen, expected(n, order));
        assert_eq!(n_pages, n.div_ceil(10).max(1), "no page more than needed for {n}");
    }
}

#[tokio::test]
async fn offsets_lead_through_lists_of_every_length() {
    let (_app, store) = flocks().await;

    for (n, order) in LENGTHS.into_iter().flat_map(|n| ORDERS.map(|order| (n, order))) {
        let range = Sheep::flock(&n.to_string(), order);
        for offset in [0, 1, 9, 10, 11, 24, 25, 26, u64::MAX] {
            let listing: Listing<Sheep> =
                store.list_from(&range, offset, 10).await.expect("a page");

            let start = usize::try_from(offset).unwrap_or(usize::MAX);
            let rest: Vec<_> = expected(n, order).into_iter().skip(start).collect();
            let shown: Vec<_> = rest.iter().copied().take(10).collect();
            assert_eq!(numbers(&listing), shown, "{n} {order:?} from {offset}");
            assert_eq!(listing.next.is_some(), rest.len() > 10, "{n} {order:?} from {offset}");
        }
    }
}

#[tokio::test]
async fn list_all_lists_all() {
    let (_app, store) = flocks().await;

    for n in LENGTHS {
        let range = Sheep::flock(&n.to_string(), Order::Ascending);
        let all: Vec<Sheep> = store.list_all(&range).await.expect("a list");

        assert_eq!(
            all.into_iter().map(|sheep| sheep.n).collect::<Vec<_>>(),
            expected(n, Order::Ascending)
        );
    }
}

#[tokio::test]
async fn a_prefix_cuts_a_stretch_out_of_a_partition() {
    let (_app, store) = flocks().await;

    let teens = Sheep::flock("25", Order::Descending).beginning("000000000000001");
    let first = page(&store, &teens, None, 4).await;
    let rest = page(&store, &teens, first.next.as_ref(), 10).await;

    assert_eq!(
        (numbers(&first), numbers(&rest)),
        (vec![19, 18, 17, 16], (10..=15).rev().collect())
    );
    assert_eq!(rest.next, None);
}

#[tokio::test]
async fn a_page_begins_after_its_cursor_even_if_that_entry_is_gone() {
    let (_app, store) = flocks().await;
    let range = Sheep::flock("25", Order::Ascending);
    let first = page(&store, &range, None, 10).await;

    store.put_all::<Sheep>(&[], &[Sheep::place("25", 10)]).await.expect("it can be removed");
    let second = page(&store, &range, first.next.as_ref(), 10).await;

    assert_eq!(numbers(&second), (11..=20).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_list_of_much_text_comes_whole() {
    let app = TestApp::new().await;
    let store = app.app().store.clone();
    // More than the megabyte that DynamoDB reads at once.
    let flock = "x".repeat(1_000);
    let sheep: Vec<_> = (1..=1_200).map(|n| Sheep::new(&flock, n)).collect();
    store.put_all(&sheep, &[]).await.expect("it can be written");

    let range = Sheep::flock(&flock, Order::Ascending);
    let all: Vec<Sheep> = store.list_all(&range).await.expect("a list");
    let late: Listing<Sheep> = store.list_from(&range, 1_150, 10).await.expect("a page");

    assert_eq!(all, sheep);
    assert_eq!(numbers(&late), (1_151..=1_160).collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_cursor_is_read_as_it_was_written(sort in "\\PC{1,40}") {
        let cursor = Cursor::after(sort);

        prop_assert_eq!(Cursor::parse(&cursor.to_string()).expect("its own text"), cursor);
    }

    #[test]
    fn any_text_is_a_cursor_or_a_refusal(text in "\\PC{0,40}") {
        let refused = Cursor::parse(&text).err().map(|refusal| refusal.kind());

        prop_assert!(refused.is_none_or(|kind| kind == kindred::Kind::Invalid));
    }
}
