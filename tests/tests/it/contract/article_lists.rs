//! Lists of articles: pages and cursors. On a shared server only the lists of one's own authors stand still.

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Api, Reader, Reply, Writer};

async fn list(api: &Api, author: u64, query: &str) -> Reply {
    api.get(format!("/users/{author}/articles{query}")).send().await.ok(200)
}

fn ids(page: &Reply) -> Vec<u64> {
    let articles = page.body["articles"].as_array().expect("a list");
    articles.iter().map(|article| article["id"].as_u64().expect("an id")).collect()
}

/// Write so many articles; their ids, newest first.
async fn many(writer: &Writer, count: usize) -> Vec<u64> {
    let mut ids = Vec::new();
    for nr in 0..count {
        ids.push(writer.writes(&format!("Title {nr}"), "Text").await);
    }
    ids.reverse();
    ids
}

/// All pages by number, until an empty one.
async fn by_page(api: &Api, author: u64) -> Vec<u64> {
    let mut all = Vec::new();
    for page in 1.. {
        let page = list(api, author, &format!("?page={page}")).await;
        if ids(&page).is_empty() {
            assert_eq!(page.body["next"], json!(false));
            break;
        }
        all.extend(ids(&page));
    }
    all
}

/// All pages by cursor, until there is none.
async fn by_cursor(api: &Api, author: u64) -> Vec<u64> {
    let mut page = list(api, author, "").await;
    let mut all = ids(&page);
    while page.body["next"] == json!(true) {
        page = list(api, author, &format!("?cursor={}", page.text_of("cursor"))).await;
        all.extend(ids(&page));
    }
    all
}

#[tokio::test]
async fn an_author_without_articles_has_an_empty_list() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    let empty = list(&api, writer.id, "").await;

    assert_eq!(empty.body, json!({ "articles": [], "next": false }));
}

#[tokio::test]
async fn a_list_shows_all_but_the_text() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let body = json!({ "title": "Title", "text": "Text" });
    let new = writer.sends(Method::POST, "/articles/new", body).await.ok(200);

    let page = list(&api, writer.id, "").await;

    let mut expected = new.body;
    expected.as_object_mut().expect("an object").remove("text");
    assert_eq!(page.body, json!({ "articles": [expected], "next": false }));
}

#[tokio::test]
async fn the_list_of_all_articles_shows_the_same_of_each() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let _ = writer.writes("Title", "Text").await;

    let page = api.get("/articles").send().await.ok(200);

    let articles = page.body["articles"].as_array().expect("a list");
    assert!((1..=10).contains(&articles.len()), "{}", page.text);
    for article in articles {
        let keys: BTreeSet<_> = article.as_object().expect("an object").keys().collect();
        assert!(keys.into_iter().eq(["author.username", "date_posted", "id", "title", "user_id"]));
    }
}

#[tokio::test]
async fn two_authors_who_take_turns_find_theirs_in_reverse_order() {
    let api = Api::any().await;
    let writers = [Writer::new(&api).await, Writer::new(&api).await];
    let mut written: [Vec<u64>; 2] = Default::default();

    for nr in 0..15 {
        for (writer, ids) in writers.iter().zip(&mut written) {
            ids.insert(0, writer.writes(&format!("Title {nr}"), "Text").await);
        }
    }

    for (writer, ids) in writers.iter().zip(written) {
        assert_eq!(by_page(&api, writer.id).await, ids);
        assert_eq!(by_cursor(&api, writer.id).await, ids);
    }
}

#[tokio::test]
async fn there_is_a_next_page_only_from_the_eleventh_article_on() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let mut written = many(&writer, 10).await;
    let full = list(&api, writer.id, "").await;
    assert_eq!((ids(&full), &full.body["next"]), (written.clone(), &json!(false)));
    assert_eq!(full.body.get("cursor"), None);

    let eleventh = writer.writes("Title", "Text").await;

    written.insert(0, eleventh);
    let first = list(&api, writer.id, "?page=1").await;
    assert_eq!((ids(&first), &first.body["next"]), (written[..10].to_vec(), &json!(true)));
    let second = list(&api, writer.id, "?page=2").await;
    assert_eq!((ids(&second), &second.body["next"]), (written[10..].to_vec(), &json!(false)));
}

#[tokio::test]
async fn what_is_no_page_number_above_one_is_page_one() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let written = many(&writer, 11).await;
    let odd = [
        "",
        "?page",
        "?page=",
        "?page=1",
        "?page=0",
        "?page=-1",
        "?page=-99999999999999999999",
        "?page=abc",
        "?page=1.5",
        "?page=2.0",
        "?page=2e0",
        "?page=0x2",
        "?page=2,",
        "?page=%202a",
        "?page=%FF",
        "?page=1&page=2",
        "?page=&page=2",
        "?Page=2",
        "?other=2",
        "?cursor=",
    ];

    for query in odd {
        assert_eq!(ids(&list(&api, writer.id, query).await), written[..10], "{query}");
    }
}

#[tokio::test]
async fn a_page_number_may_have_blanks_and_a_plus() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let written = many(&writer, 11).await;

    for query in
        ["?page=2", "?page=+2", "?page=%2B2", "?page=%202%20", "?page=02", "?page=2&page=1"]
    {
        assert_eq!(ids(&list(&api, writer.id, query).await), written[10..], "{query}");
    }
}

#[tokio::test]
async fn a_page_beyond_the_end_is_empty() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let _ = writer.writes("Title", "Text").await;

    for page in ["2", "1000000", "9223372036854775807", "99999999999999999999999"] {
        let beyond = list(&api, writer.id, &format!("?page={page}")).await;

        assert_eq!(beyond.body, json!({ "articles": [], "next": false }), "{page}");
    }
}

#[tokio::test]
async fn pages_by_cursor_do_not_shift_while_articles_are_added() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let written = many(&writer, 25).await;
    let first = list(&api, writer.id, "").await;
    assert_eq!(ids(&first), written[..10]);

    let _ = many(&writer, 3).await;
    let second = list(&api, writer.id, &format!("?cursor={}", first.text_of("cursor"))).await;
    let _ = many(&writer, 3).await;
    let third = list(&api, writer.id, &format!("?cursor={}", second.text_of("cursor"))).await;

    assert_eq!((ids(&second), ids(&third)), (written[10..20].to_vec(), written[20..].to_vec()));
}

#[tokio::test]
async fn a_cursor_outlives_the_article_it_points_at() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let written = many(&writer, 12).await;
    let first = list(&api, writer.id, "").await;
    let path = format!("/articles/{}/delete", written[9]);
    let _ = writer.sends(Method::DELETE, path, json!({})).await.ok(200);

    let second = list(&api, writer.id, &format!("?cursor={}", first.text_of("cursor"))).await;

    assert_eq!(ids(&second), written[10..]);
}

#[tokio::test]
async fn a_cursor_goes_before_a_page() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let written = many(&writer, 12).await;
    let cursor = list(&api, writer.id, "").await.text_of("cursor");

    let page = list(&api, writer.id, &format!("?page=1&cursor={cursor}")).await;

    assert_eq!(ids(&page), written[10..]);
}

#[tokio::test]
async fn a_cursor_that_no_list_gave_out_is_refused() {
    let api = Api::any().await;
    let author = Writer::new(&api).await.id;
    // No base64; no base64 of this alphabet; bits left over; not UTF-8.
    let made_up = ["x", "!", "%20", "%C3%A9", "YQ==", "Y+", "YR", "_w"];

    for list in ["/articles".to_owned(), format!("/users/{author}/articles")] {
        for cursor in made_up {
            let reply = api.get(format!("{list}?cursor={cursor}")).send().await;

            reply.refused(400, "The cursor is not one that this list gave out");
        }
    }
}

#[tokio::test]
async fn an_unknown_author_has_no_list_whatever_the_page() {
    let api = Api::any().await;
    let unknown = |id: &str| format!("User with id={id} was not found");
    let odd =
        [("abc", "abc"), ("0", "0"), ("-1", "-1"), ("1%20", "1 "), ("999999999", "999999999")];

    for (sent, shown) in odd {
        for query in ["", "?page=abc", "?page=-1", "?page=2", "?cursor=!"] {
            let reply = api.get(format!("/users/{sent}/articles{query}")).send().await;

            reply.refused(404, &unknown(shown));
        }
    }
}

#[tokio::test]
async fn the_media_api_s_users_have_a_list_once_they_have_an_article() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;
    let token = json!({ "access-token": reader.token });
    let id = api.post("/verify-token").json(&token).send().await.ok(200).number_of("id");
    let path = format!("/users/{id}/articles");
    api.get(&path).send().await.refused(404, &format!("User with id={id} was not found"));

    let body = json!({ "title": "Title", "text": "Text", "access-token": reader.token });
    let article: Value = api.post("/articles/new").json(&body).send().await.ok(200).body;

    let page = api.get(&path).send().await.ok(200);
    assert_eq!(page.body["articles"][0]["id"], article["id"]);
}
