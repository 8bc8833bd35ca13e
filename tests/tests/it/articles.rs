//! The forum with an empty store and a clock that stands still or is moved.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::http::Method;
use kindred::entity::article::{Article, Headline};
use serde_json::json;
use tests::{Api, Reply, TestApp, Writer};
use tokio::task::JoinSet;

fn ids(page: &Reply) -> Vec<u64> {
    let articles = page.body["articles"].as_array().expect("a list");
    articles.iter().map(|article| article["id"].as_u64().expect("an id")).collect()
}

async fn page(api: &Api, nr: u32) -> Reply {
    api.get(format!("/articles?page={nr}")).send().await.ok(200)
}

#[tokio::test]
async fn an_empty_forum_has_an_empty_list() {
    let api = TestApp::new().await.api();

    let list = api.get("/articles").send().await.ok(200);

    assert_eq!(list.body, json!({ "articles": [], "next": false }));
}

#[tokio::test]
async fn users_and_articles_are_counted_from_1_each() {
    let api = TestApp::new().await.api();

    let (ada, bob) = (Writer::new(&api).await, Writer::new(&api).await);
    let articles = [ada.writes("Title", "Text").await, bob.writes("Title", "Text").await];

    assert_eq!((ada.id, bob.id, articles), (1, 2, [1, 2]));
}

#[tokio::test]
async fn the_date_is_the_moment_of_writing_and_no_edit_changes_it() {
    let app = TestApp::new().await;
    let writer = Writer::new(&app.api()).await;
    app.advance(Duration::from_micros(1_000_002));
    let id = writer.writes("Title", "Text").await;
    app.advance(Duration::from_secs(60));

    let body = json!({ "title": "Other", "text": "Text" });
    let edited = writer.sends(Method::PUT, format!("/articles/{id}/edit"), body).await.ok(200);

    assert_eq!(edited.text_of("date_posted"), "2026-01-01T00:00:01.000002");
}

#[tokio::test]
async fn articles_of_one_moment_are_listed_by_id() {
    let app = TestApp::new().await;
    let writer = Writer::new(&app.api()).await;
    for _ in 0..101 {
        let _ = writer.writes("Title", "Text").await;
    }

    let mut listed = Vec::new();
    for nr in 1..=11 {
        listed.extend(ids(&page(&app.api(), nr).await));
    }

    assert!(listed.into_iter().eq((1..=101).rev()));
}

#[tokio::test]
async fn newer_articles_come_first() {
    let app = TestApp::new().await;
    let writer = Writer::new(&app.api()).await;
    for _ in 0..12 {
        let _ = writer.writes("Title", "Text").await;
        app.advance(Duration::from_micros(999_999));
    }

    let (first, second) = (page(&app.api(), 1).await, page(&app.api(), 2).await);

    assert!(ids(&first).into_iter().chain(ids(&second)).eq((1..=12).rev()));
}

#[tokio::test]
async fn ten_articles_are_one_page_and_thirty_are_three() {
    let app = TestApp::new().await;
    let (ada, bob) = (Writer::new(&app.api()).await, Writer::new(&app.api()).await);
    for _ in 0..5 {
        let _ = (ada.writes("Title", "Text").await, bob.writes("Title", "Text").await);
    }
    let full = page(&app.api(), 1).await;
    assert_eq!((ids(&full).len(), &full.body["next"]), (10, &json!(false)));

    for _ in 0..10 {
        let _ = (ada.writes("Title", "Text").await, bob.writes("Title", "Text").await);
    }

    for (nr, length, next) in [(1, 10, true), (2, 10, true), (3, 10, false), (4, 0, false)] {
        let page = page(&app.api(), nr).await;
        assert_eq!((ids(&page).len(), &page.body["next"]), (length, &json!(next)), "page {nr}");
    }
}

#[tokio::test]
async fn pages_of_all_articles_by_cursor_do_not_shift_while_articles_are_added() {
    let app = TestApp::new().await;
    let writer = Writer::new(&app.api()).await;
    for _ in 0..25 {
        let _ = writer.writes("Title", "Text").await;
    }

    let mut page = page(&app.api(), 1).await;
    let mut listed = ids(&page);
    while page.body["next"] == json!(true) {
        app.advance(Duration::from_secs(1));
        let _ = writer.writes("New", "Text").await;
        let path = format!("/articles?cursor={}", page.text_of("cursor"));
        page = app.api().get(path).send().await.ok(200);
        listed.extend(ids(&page));
    }

    assert!(listed.into_iter().eq((1..=25).rev()));
}

#[tokio::test]
async fn a_cursor_of_one_list_is_a_place_in_another() {
    let app = TestApp::new().await;
    let (ada, bob) = (Writer::new(&app.api()).await, Writer::new(&app.api()).await);
    for _ in 0..11 {
        let _ = (ada.writes("Title", "Text").await, bob.writes("Title", "Text").await);
    }
    let page = app.api().get(format!("/users/{}/articles", ada.id)).send().await.ok(200);

    let path = format!("/articles?cursor={}", page.text_of("cursor"));
    let rest = app.api().get(path).send().await.ok(200);

    assert_eq!((ids(&page).last(), ids(&rest)), (Some(&3), vec![2, 1]));
}

#[tokio::test]
async fn the_id_of_the_newest_article_is_not_given_again_after_its_deletion() {
    let app = TestApp::new().await;
    let writer = Writer::new(&app.api()).await;
    for _ in 0..3 {
        let _ = writer.writes("Title", "Text").await;
    }
    for id in [3, 2, 1] {
        let path = format!("/articles/{id}/delete");
        let _ = writer.sends(Method::DELETE, path, json!({})).await.ok(200);
    }
    assert_eq!(page(&app.api(), 1).await.body, json!({ "articles": [], "next": false }));

    let next = writer.writes("Title", "Text").await;

    assert_eq!(next, 4);
}

#[tokio::test]
async fn a_refused_article_uses_up_no_id() {
    let app = TestApp::new().await;
    let writer = Writer::new(&app.api()).await;
    let body = json!({ "title": "Title" });
    let reply = writer.sends(Method::POST, "/articles/new", body).await;
    reply.refused(400, "Article text is missing");

    let first = writer.writes("Title", "Text").await;

    assert_eq!(first, 1);
}

#[tokio::test]
async fn a_deleted_article_leaves_nothing_in_the_store() {
    let app = TestApp::new().await;
    let writer = Writer::new(&app.api()).await;
    let id = writer.writes("Title", "Text").await;

    let path = format!("/articles/{id}/delete");
    let _ = writer.sends(Method::DELETE, path, json!({})).await.ok(200);

    let store = &app.app().store;
    let article = store.get::<Article>(&Article::place(id)).await.expect("a read");
    assert_eq!(article, None);
    for list in [Headline::all(), Headline::by_author(writer.id)] {
        let headlines = store.list_all::<Headline>(&list).await.expect("a read");
        assert_eq!(headlines, []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_written_at_the_same_time_are_all_there() {
    let app = TestApp::new().await;
    let writer = Writer::new(&app.api()).await;
    let mut calls = JoinSet::new();
    for _ in 0..30 {
        let body = json!({ "title": "Title", "text": "Text", "access-token": writer.token });
        calls.spawn(app.api().post("/articles/new").json(&body).send());
    }

    let replies = calls.join_all().await;

    let written: BTreeSet<u64> =
        replies.into_iter().map(|reply| reply.ok(200).number_of("id")).collect();
    assert!(written.into_iter().eq(1..=30));
    let pages = [page(&app.api(), 1).await, page(&app.api(), 2).await, page(&app.api(), 3).await];
    assert!(pages.iter().flat_map(ids).eq((1..=30).rev()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_deleted_once_by_many_at_the_same_time() {
    let app = TestApp::new().await;
    let writer = Writer::new(&app.api()).await;
    let id = writer.writes("Title", "Text").await;
    let mut calls = JoinSet::new();
    for _ in 0..10 {
        let body = json!({ "access-token": writer.token });
        calls.spawn(app.api().delete(format!("/articles/{id}/delete")).json(&body).send());
    }

    let replies = calls.join_all().await;

    let with = |status: u16| replies.iter().filter(|reply| reply.status == status).count();
    assert_eq!((with(200), with(404)), (1, 9));
}
