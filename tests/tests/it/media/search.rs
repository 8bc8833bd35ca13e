//! Search by title.

use kindred::entity::kind::MediaKind;
use serde_json::json;
use tests::shapes::{fields, found};
use tests::{Reader, TestApp};

use super::{entry, ids, movies};

/// What a search of movies finds, in order.
async fn search(reader: &Reader, term: &str) -> Vec<u64> {
    ids(&reader.get(format!("/api/movie/search/{term}")).await.ok(200))
}

#[tokio::test]
async fn titles_that_begin_with_the_term_come_before_those_that_contain_it() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let all = movies(&app, &["A Star Is Born", "Zed", "Stargate", "Star Wars", "Costar"]).await;

    let found = search(&reader, "star").await;

    assert_eq!(found, [all[3], all[2], all[0], all[4]]);
}

#[tokio::test]
async fn case_does_not_matter() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let all = movies(&app, &["ÉTÉ 42", "été 43", "Other"]).await;

    for term in ["%C3%A9t%C3%A9", "%C3%89T%C3%89", "%C3%A9T%C3%89"] {
        assert_eq!(search(&reader, term).await, [all[0], all[1]]);
    }
}

#[tokio::test]
async fn accents_do_not_matter() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let all = movies(&app, &["Café", "Cafe", "Cafés"]).await;

    assert_eq!(search(&reader, "cafe").await, all);
    assert_eq!(search(&reader, "caf%C3%A9").await, all);
}

#[tokio::test]
async fn wildcards_are_letters_like_others() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let all = movies(&app, &["100% Wolf", "100 Wolves", "snake_case", "snakes"]).await;

    assert_eq!(search(&reader, "%25").await, [all[0]]);
    assert_eq!(search(&reader, "0%25%20w").await, [all[0]]);
    assert_eq!(search(&reader, "_").await, [all[2]]);
}

#[tokio::test]
async fn blanks_pluses_and_slashes_are_parts_of_the_term() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let all = movies(&app, &["Face/Off", "Face Off", "C++ now", ".hidden"]).await;

    assert_eq!(search(&reader, "face%2Foff").await, [all[0], all[1]]);
    assert_eq!(search(&reader, "%2F").await, [all[0]]);
    assert_eq!(search(&reader, "e%20o").await, [all[1]]);
    assert_eq!(search(&reader, "c++").await, [all[2]]);
    assert_eq!(search(&reader, ".h").await, [all[3]]);
}

#[tokio::test]
async fn a_search_without_a_term_is_no_path() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;

    for path in ["/api/movie/search", "/api/movie/search/"] {
        let reply = reader.get(path).await.ok(404);

        assert_eq!(reply.body["status"], json!(false));
    }
}

#[tokio::test]
async fn a_search_pages_like_every_list() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let titles: Vec<String> = (0..30).map(|n| format!("Film {n:02}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let all = movies(&app, &titles).await;

    let first = reader.get("/api/movie/search/film").await.ok(200);
    let second = reader.get("/api/movie/search/film?page=2").await.ok(200);
    let zeroth = reader.get("/api/movie/search/film?page=0").await.ok(200);

    assert_eq!((ids(&first), ids(&second)), (all[..24].to_vec(), all[24..].to_vec()));
    assert_eq!((&second.body["total_pages"], &second.body["page"]), (&json!(2), &json!(2)));
    assert_eq!((ids(&zeroth), &zeroth.body["total_pages"]), (vec![], &json!(2)));
}

#[tokio::test]
async fn games_are_found_by_their_names_and_shown_without_genres() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let id = app.publish(MediaKind::Game, json!({ "name": "Portal" })).await;

    let reply = reader.get("/api/game/search/port").await.ok(200);

    assert_eq!(fields(&entry(&reply, id)), found("game"));
}

#[tokio::test]
async fn what_was_renamed_or_deleted_is_not_found_any_more() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let all = movies(&app, &["Alpha one", "Alpha two", "Alpha three"]).await;

    app.withdraw(all[0]).await;
    app.revise(all[1], tests::described(json!({ "title": "Beta two" }), vec![])).await;

    assert_eq!(search(&reader, "alpha").await, [all[2]]);
    assert_eq!(search(&reader, "beta").await, [all[1]]);
}
