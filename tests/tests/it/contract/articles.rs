//! One article: writing, reading, editing, deleting, and in which order a request is looked at.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Api, Reader, Writer};

/// What names no article, and how it reads in the refusal.
const ODD_IDS: [(&str, &str); 11] = [
    ("abc", "abc"),
    ("-1", "-1"),
    ("+1", "+1"),
    ("0", "0"),
    ("1.0", "1.0"),
    ("1%20", "1 "),
    ("new", "new"),
    ("99999999999999999999", "99999999999999999999"),
    ("18446744073709551615", "18446744073709551615"),
    ("a%2Fb", "a/b"),
    ("%E2%82%AC", "€"),
];

fn not_found(id: impl std::fmt::Display) -> String {
    format!("Article with id={id} was not found")
}

/// What counts as a missing title or text; null stands for an absent field, too.
fn nothings() -> [Value; 7] {
    [json!(null), json!(""), json!(0), json!(5), json!(true), json!(["a"]), json!({ "a": "b" })]
}

#[tokio::test]
async fn a_new_article_is_answered_whole() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    let body = json!({ "title": "Title", "text": "Text" });
    let new = writer.sends(Method::POST, "/articles/new", body).await.ok(200);

    let (id, date) = (new.number_of("id"), new.text_of("date_posted"));
    assert_eq!(
        new.body,
        json!({
            "id": id, "date_posted": date, "title": "Title", "text": "Text",
            "user_id": writer.id, "author.username": writer.name,
        })
    );
    assert_eq!(date.replace(|char: char| char.is_ascii_digit(), "0"), "0000-00-00T00:00:00.000000");
    assert_eq!(api.get(format!("/articles/{id}")).send().await.ok(200).body, new.body);
}

#[tokio::test]
async fn an_article_keeps_every_character() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let text = " \u{0}\t\r\n\"\\/ <b>é</b> 日本語 🦀 \u{202e}\u{feff} ";

    let id = writer.writes(text, text).await;

    let article = api.get(format!("/articles/{id}")).send().await.ok(200);
    assert_eq!((article.text_of("title"), article.text_of("text")), (text.into(), text.into()));
}

#[tokio::test]
async fn blanks_alone_are_a_title_and_a_text() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    let body = json!({ "title": " ", "text": "\n" });
    let new = writer.sends(Method::POST, "/articles/new", body).await.ok(200);

    assert_eq!((new.text_of("title"), new.text_of("text")), (" ".into(), "\n".into()));
}

#[tokio::test]
async fn only_title_and_text_of_a_new_article_are_taken() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    let body = json!({
        "title": "Title", "text": "Text", "id": 1, "user_id": 1, "date_posted": "1999", "version": 7,
    });
    let new = writer.sends(Method::POST, "/articles/new", body).await.ok(200);

    assert_eq!(new.number_of("user_id"), writer.id);
    assert_ne!(new.text_of("date_posted"), "1999");
}

#[tokio::test]
async fn the_media_api_s_users_write_under_the_name_they_show() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    let body = json!({ "title": "Title", "text": "Text", "access-token": reader.token });
    let new = api.post("/articles/new").json(&body).send().await.ok(200);

    assert_eq!(new.body["author.username"], reader.user["username"]);
    assert!(!new.text.contains('@'), "{}", new.text);
}

#[tokio::test]
async fn an_article_needs_a_title_and_then_a_text() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let id = writer.writes("Title", "Text").await;
    let edit = format!("/articles/{id}/edit");

    for (method, path) in [(Method::POST, "/articles/new"), (Method::PUT, &edit)] {
        let send = async |body| writer.sends(method.clone(), path, body).await;
        send(json!({})).await.refused(400, "Article title is missing");
        send(json!({ "title": "Title" })).await.refused(400, "Article text is missing");
        send(json!({ "text": "Text" })).await.refused(400, "Article title is missing");
        for nothing in nothings() {
            let body = json!({ "title": nothing, "text": nothing });
            send(body).await.refused(400, "Article title is missing");
            let body = json!({ "title": "Title", "text": nothing });
            send(body).await.refused(400, "Article text is missing");
        }
    }
}

#[tokio::test]
async fn titles_and_texts_have_limits() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let (title, text) = ("ß".repeat(1_000), "a".repeat(256 * 1_024));
    let id = writer.writes(&title, &text).await;
    let edit = format!("/articles/{id}/edit");

    for (method, path) in [(Method::POST, "/articles/new"), (Method::PUT, &edit)] {
        let body = json!({ "title": format!("{title}a"), "text": "Text" });
        let reply = writer.sends(method.clone(), path, body).await;
        reply.refused(400, "Article title is longer than 1000 characters");
        let body = json!({ "title": "Title", "text": format!("{text}a") });
        let reply = writer.sends(method, path, body).await;
        reply.refused(400, "Article text is longer than 262144 bytes");
    }
    let article = api.get(format!("/articles/{id}")).send().await.ok(200);
    assert_eq!((article.text_of("title"), article.text_of("text")), (title, text));
}

#[tokio::test]
async fn an_odd_id_is_an_unknown_article_on_every_route() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    for (sent, shown) in ODD_IDS {
        let reply = api.get(format!("/articles/{sent}")).send().await;
        reply.refused(404, &not_found(shown));
        let reply = writer.sends(Method::PUT, format!("/articles/{sent}/edit"), json!({})).await;
        reply.refused(404, &not_found(shown));
        let path = format!("/articles/{sent}/delete");
        writer.sends(Method::DELETE, path, json!({})).await.refused(404, &not_found(shown));
    }
}

#[tokio::test]
async fn an_edit_changes_title_and_text_only() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let id = writer.writes("Title", "Text").await;
    let before = api.get(format!("/articles/{id}")).send().await.ok(200);

    let body =
        json!({ "title": "Other", "text": "Words", "id": 1, "user_id": 1, "date_posted": "1" });
    let edited = writer.sends(Method::PUT, format!("/articles/{id}/edit"), body).await.ok(200);

    let mut expected = before.body;
    expected["title"] = json!("Other");
    expected["text"] = json!("Words");
    assert_eq!(edited.body, expected);
    assert_eq!(api.get(format!("/articles/{id}")).send().await.ok(200).body, expected);
}

#[tokio::test]
async fn an_edit_shows_in_lists_and_keeps_their_order() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let old = writer.writes("Old", "Text").await;
    let new = writer.writes("New", "Text").await;

    let body = json!({ "title": "Edited", "text": "Text" });
    let _ = writer.sends(Method::PUT, format!("/articles/{old}/edit"), body).await.ok(200);

    let list = api.get(format!("/users/{}/articles", writer.id)).send().await.ok(200);
    let shown =
        |nr: usize| (list.body["articles"][nr]["id"].clone(), &list.body["articles"][nr]["title"]);
    assert_eq!(shown(0), (json!(new), &json!("New")));
    assert_eq!(shown(1), (json!(old), &json!("Edited")));
}

#[tokio::test]
async fn a_stranger_cannot_edit_an_article() {
    let api = Api::any().await;
    let (author, stranger) = (Writer::new(&api).await, Writer::new(&api).await);
    let id = author.writes("Title", "Text").await;

    // Also before title and text are looked at.
    for body in [json!({ "title": "Other", "text": "Words" }), json!({})] {
        let reply = stranger.sends(Method::PUT, format!("/articles/{id}/edit"), body).await;
        reply.refused(403, "You can edit only own article");
    }

    let article = api.get(format!("/articles/{id}")).send().await.ok(200);
    assert_eq!(article.text_of("title"), "Title");
}

#[tokio::test]
async fn a_stranger_cannot_delete_an_article() {
    let api = Api::any().await;
    let (author, stranger) = (Writer::new(&api).await, Writer::new(&api).await);
    let id = author.writes("Title", "Text").await;

    let path = format!("/articles/{id}/delete");
    let reply = stranger.sends(Method::DELETE, path, json!({})).await;

    reply.refused(403, "You can delete only own article");
    let _ = api.get(format!("/articles/{id}")).send().await.ok(200);
}

#[tokio::test]
async fn a_deleted_article_is_answered_once_more_and_then_gone() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let id = writer.writes("Title", "Text").await;
    let before = api.get(format!("/articles/{id}")).send().await.ok(200);
    let path = format!("/articles/{id}/delete");

    let deleted = writer.sends(Method::DELETE, &path, json!({})).await.ok(200);

    assert_eq!(deleted.body, before.body);
    writer.sends(Method::DELETE, &path, json!({})).await.refused(404, &not_found(id));
    api.get(format!("/articles/{id}")).send().await.refused(404, &not_found(id));
    let body = json!({ "title": "Title", "text": "Text" });
    let reply = writer.sends(Method::PUT, format!("/articles/{id}/edit"), body).await;
    reply.refused(404, &not_found(id));
    let list = api.get(format!("/users/{}/articles", writer.id)).send().await.ok(200);
    assert_eq!(list.body, json!({ "articles": [], "next": false }));
}

#[tokio::test]
async fn ids_of_deleted_articles_are_not_given_again() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let deleted = writer.writes("Title", "Text").await;
    let path = format!("/articles/{deleted}/delete");
    let _ = writer.sends(Method::DELETE, path, json!({})).await.ok(200);

    let next = writer.writes("Title", "Text").await;

    assert!(next > deleted, "{next} after {deleted}");
}
