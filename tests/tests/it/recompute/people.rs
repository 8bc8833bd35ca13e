//! The names by which people are found.

mod histories;

use std::collections::BTreeMap;

use kindred::entity::people;
use kindred::entity::user::{Origin, User};
use kindred_cli::embedded::{Fault, Units};
use tests::TestApp;

async fn found(app: &TestApp, term: &str) -> Vec<u64> {
    people::search(&app.app().store, term).await.expect("the store answers")
}

/// Register somebody at the media API.
async fn comes(app: &TestApp, name: &str) -> u64 {
    app.register(Origin::Media, |user| user.display_name = Some(name.to_owned())).await.id
}

/// A system with people of these names, who are listed.
async fn town(names: &[&str]) -> (TestApp, Vec<u64>) {
    let app = TestApp::new().await;
    let mut ids = Vec::new();
    for name in names {
        ids.push(comes(&app, name).await);
    }
    app.settle().await;
    (app, ids)
}

/// The places in the index and how the names are listed there.
async fn index(app: &TestApp) -> Vec<String> {
    let is_index = |pk: &str| ["NAMES#", "INNER#", "PERSON#"].iter().any(|p| pk.starts_with(p));
    let places = app.derived().await.into_keys().filter(|(pk, _)| is_index(pk));
    places.map(|(pk, sk)| format!("{pk} {sk}")).collect()
}

#[tokio::test]
async fn names_that_begin_so_come_first_and_each_part_in_the_order_of_the_alphabet() {
    let names = ["Zada", "adam", "Ada_l", "ADA.", "ada9", "xx_ada", "nobody", "adada"];
    let (app, ids) = town(&names).await;

    let by_id: BTreeMap<u64, &str> = ids.into_iter().zip(names).collect();
    let found: Vec<_> = found(&app, "aDa").await.into_iter().map(|id| by_id[&id]).collect();

    // Each once, also who has it twice.
    assert_eq!(found, ["ADA.", "ada9", "Ada_l", "adada", "adam", "xx_ada", "Zada"]);
}

#[tokio::test]
async fn people_of_one_name_are_all_found_oldest_first() {
    let (app, ids) = town(&["same", "same", "Same"]).await;

    assert_eq!(found(&app, "same").await, ids);
}

#[tokio::test]
async fn a_name_is_listed_whole_and_by_its_endings() {
    let (app, ids) = town(&["Anna"]).await;

    let id = format!("{:016}", ids[0]);
    let rows = [
        format!("INNER#a a {id}"),
        format!("INNER#n na {id}"),
        format!("INNER#n nna {id}"),
        format!("NAMES#a anna {id}"),
        format!("PERSON#{} NAME", ids[0]),
    ];
    assert_eq!(index(&app).await, rows);
}

#[tokio::test]
async fn the_term_is_literal() {
    let app = TestApp::new().await;
    let named = |user: &mut User| user.login_name = Some("x%y#1*z".into());
    let id = app.register(Origin::Forum, named).await.id;
    comes(&app, "x_y.1_z").await;
    app.settle().await;

    for term in ["%", "y#1", "#1*", "1*z", "x%y#1*z"] {
        assert_eq!(found(&app, term).await, [id], "{term}");
    }
    for term in ["x.y", "x*", ".*", "z 0", "z#0", "x%y#1*z ", &format!("x%y#1*z {id:016}")] {
        assert_eq!(found(&app, term).await, [0; 0], "{term}");
    }
}

#[tokio::test]
async fn an_empty_term_finds_nobody_and_neither_does_one_longer_than_any_name() {
    let (app, meter) = TestApp::metered().await;
    comes(&app, "abcdefghijklmno").await;
    app.settle().await;
    meter.take();

    assert_eq!(found(&app, "").await, [0; 0]);
    assert_eq!(found(&app, &"a".repeat(21)).await, [0; 0]);
    assert_eq!(found(&app, &"ä".repeat(2_000)).await, [0; 0]);
    assert_eq!(meter.take(), Units::default(), "nothing is read for these");
}

#[tokio::test]
async fn the_name_that_others_see_goes_before_that_of_the_forum() {
    let app = TestApp::new().await;
    let both = app.register(Origin::Forum, |user| {
        user.login_name = Some("hidden_name".into());
        user.display_name = Some("shown_name".into());
    });
    let both = both.await.id;
    let forum = app.register(Origin::Forum, |user| user.login_name = Some("forum_name".into()));
    let forum = forum.await.id;
    app.register(Origin::Jobs, |user| user.email = Some("name@example.org".into())).await;
    app.settle().await;

    assert_eq!(found(&app, "name").await, [forum, both]);
    assert_eq!(found(&app, "hidden").await, [0; 0]);
}

#[tokio::test]
async fn people_of_data_sets_are_not_found_not_even_after_a_full_pass() {
    let app = TestApp::new().await;
    app.register(Origin::Dataset, |user| user.display_name = Some("dataset".into())).await;

    app.settle().await;
    assert_eq!(index(&app).await, [""; 0]);
    app.derive_everything().await;
    assert_eq!(index(&app).await, [""; 0]);
}

#[tokio::test]
async fn a_new_name_takes_the_place_of_the_old_one() {
    let (app, ids) = town(&["Annabel"]).await;

    app.rename(ids[0], "Belinda").await;
    app.settle().await;

    assert_eq!(found(&app, "bel").await, ids);
    assert_eq!(found(&app, "belinda").await, ids);
    assert_eq!(found(&app, "anna").await, [0; 0]);
    assert_eq!(index(&app).await.len(), 8, "seven rows and who they are of");
}

#[tokio::test]
async fn who_is_gone_is_not_found() {
    let (app, ids) = town(&["Anna", "Annabel"]).await;

    app.delete_account(ids[0]).await;
    app.settle().await;

    assert_eq!(found(&app, "anna").await, [ids[1]]);
    assert_eq!(index(&app).await.len(), 8);
}

#[tokio::test]
async fn a_full_pass_lists_who_is_there_and_nobody_else() {
    let (app, ids) = town(&["Anna", "Berta", "Clara"]).await;
    app.rename(ids[1], "Dora").await;
    app.delete_account(ids[2]).await;

    app.derive_everything().await;

    let listed = index(&app).await;
    assert_eq!((found(&app, "a").await, found(&app, "t").await), (vec![ids[0], ids[1]], vec![]));
    app.forget_derived().await;
    app.derive_everything().await;
    assert_eq!(index(&app).await, listed);
}

#[tokio::test]
async fn wherever_a_request_fails_a_rename_leaves_no_half_name() {
    let (app, faults) = TestApp::faulty().await;
    let user = comes(&app, "name").await;
    for fault in Fault::ALL {
        for n in 0.. {
            let name = format!("name_{n}");
            app.rename(user, &name).await;

            faults.arrange(n, fault);
            app.settle().await;

            let is_through = faults.cancel();
            assert_eq!(found(&app, &name).await, [user], "{fault:?} {n}");
            assert_eq!(index(&app).await.len(), name.len() + 1, "{fault:?} {n}");
            if is_through {
                break;
            }
        }
    }
}

#[tokio::test]
async fn a_search_costs_what_it_finds_and_no_more_than_its_limit() {
    let (app, meter) = TestApp::metered().await;
    for n in 0..150 {
        comes(&app, &format!("{}{n:03}", "a".repeat(12))).await;
    }
    let rare = comes(&app, "rarely").await;
    app.settle().await;

    meter.take();
    assert_eq!(found(&app, "rar").await, [rare]);
    assert_eq!(meter.take(), Units { read: 2.0, write: 0.0 });
    assert_eq!(found(&app, "aaaaaaaaaaaa1").await.len(), 50);
    assert_eq!(meter.take(), Units { read: 2.0, write: 0.0 });
    // 151 names and 1,651 endings.
    assert_eq!(found(&app, "a").await.len(), 151);
    let all = meter.take().read;
    assert!((33.0..34.0).contains(&all), "{all} read units");
}
