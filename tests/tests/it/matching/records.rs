//! Records looked up in a catalogue, and submissions that are there already.

use kindred::entity::kind::MediaKind;
use serde_json::{Map, Value, json};
use tests::{Reader, Reply, TestApp, described};

/// What is found, in order.
fn ids(reply: &Reply) -> Vec<u64> {
    let content = reply.body["content"].as_array().expect("a list");
    content.iter().map(|item| item["content_id"].as_u64().expect("an id")).collect()
}

async fn look_up(reader: &Reader, kind: MediaKind, body: &Value) -> Reply {
    reader.posts(format!("/api/match/{kind}"), body).await.ok(200)
}

#[tokio::test]
async fn an_item_is_told_with_what_speaks_for_it() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let stalker = json!({ "title": "Stalker", "year": "1979", "director": "Andrei Tarkovsky" });
    let id = app.publish(MediaKind::Movie, stalker).await;
    app.publish(MediaKind::Movie, json!({ "title": "Solaris" })).await;

    let asked = json!({ "title": "Stalkre", "year": 1980, "creator": "Tarkovsky, A." });
    let reply = look_up(&reader, MediaKind::Movie, &asked).await;

    assert_eq!(ids(&reply), [id]);
    let found = &reply.body["content"][0];
    assert_eq!(
        (&found["title"], &found["director"]),
        (&json!("Stalker"), &json!("Andrei Tarkovsky"))
    );
    let weights = found["weights"].as_array().expect("weights");
    let levels: Vec<_> =
        weights.iter().map(|it| (it["field"].clone(), it["level"].clone())).collect();
    let expected =
        [("prior", "expected"), ("title", "close"), ("year", "near"), ("creator", "compatible")];
    assert_eq!(levels, expected.map(|(field, level)| (json!(field), json!(level))));
    let number = |value: &Value| value.as_f64().expect("a number");
    let sum: f64 = weights.iter().map(|it| number(&it["weight"])).sum();
    assert!((sum - number(&found["score"])).abs() < 1e-9, "{found}");
    let odds = number(&found["score"]).exp2();
    assert!((number(&found["probability"]) - odds / (1.0 + odds)).abs() < 1e-9, "{found}");
}

#[tokio::test]
async fn both_forms_of_an_isbn_find_a_book_whatever_its_title() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let book = json!({ "title": "Ulysses", "isbn": "9780306406157" });
    let id = app.publish(MediaKind::Book, book).await;
    app.publish(MediaKind::Book, json!({ "title": "Dracula", "isbn": "9780141439846" })).await;

    for isbn in ["0-306-40615-2", "978-0306406157"] {
        let reply = look_up(&reader, MediaKind::Book, &json!({ "isbn": isbn })).await;
        assert_eq!(ids(&reply), [id], "{isbn}");

        for asked in [
            json!({ "isbn": isbn, "title": "Dracula" }),
            json!({ "ids": { "isbn": isbn, "olid": null } }),
            json!({ "ids": { "isbn": isbn }, "isbn": "9780306406157" }),
        ] {
            assert_eq!(ids(&look_up(&reader, MediaKind::Book, &asked).await)[0], id, "{asked}");
        }
    }
}

#[tokio::test]
async fn what_comes_changes_and_goes_is_found_as_it_is() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let asked = json!({ "title": "Alien" });

    let id = app.publish(MediaKind::Movie, json!({ "title": "Alien" })).await;
    assert_eq!(ids(&look_up(&reader, MediaKind::Movie, &asked).await), [id], "at once");

    app.settle().await;
    app.revise(id, described(json!({ "title": "Brazil", "year": "1985" }), vec![])).await;
    app.settle().await;
    assert!(ids(&look_up(&reader, MediaKind::Movie, &asked).await).is_empty());
    assert_eq!(ids(&reader.get("/api/match/movie?q=brazil%20(1985)").await.ok(200)), [id]);

    app.withdraw(id).await;
    app.settle().await;
    assert!(ids(&reader.get("/api/match/movie?q=brazil").await.ok(200)).is_empty());
}

#[tokio::test]
async fn a_moderator_sees_what_a_submission_may_be_already() {
    let app = TestApp::new().await;
    let (reader, moderator) = (app.person().await.reader, app.moderator().await);
    let stalker = json!({ "title": "Stalker", "year": "1979", "director": "Andrei Tarkovsky" });
    let id = app.publish(MediaKind::Movie, stalker).await;
    let genre = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
    let submitted = |title: &str| json!({ "title": title, "year": "1979", "genres": [genre] });
    let known = reader.submits(MediaKind::Movie, &submitted("Stalker, The")).await;
    reader.submits(MediaKind::Movie, &submitted("Mad Max")).await;

    let listed = moderator.get("/api/movie/additional").await.ok(200);
    let duplicates = |n: usize| &listed.body["content"][n]["duplicates"];
    assert_eq!(duplicates(0)[0]["content_id"], id);
    assert_eq!(duplicates(0)[0]["title"], "Stalker");
    assert!(duplicates(0)[0]["probability"].as_f64().is_some_and(|it| it > 0.5));
    assert_eq!(duplicates(1), &json!([]));

    let path = "/api/match/movie/duplicates";
    for body in [json!({ "addition_id": known }), json!({ "title": "stalker", "year": 1979 })] {
        assert_eq!(ids(&moderator.posts(path, &body).await.ok(200)), [id], "{body}");
    }
    let body = json!({ "title": "Mad Max" });
    assert!(ids(&moderator.posts(path, &body).await.ok(200)).is_empty());
}

#[tokio::test]
async fn of_fields_that_do_not_belong_there_the_first_are_told_and_none_at_length() {
    let app = TestApp::new().await;
    let moderator = app.moderator().await;
    let odd = |n: usize| (format!("{n:02}{}", "x".repeat(1_000)), json!(1));
    let others: Map<String, Value> = (0..30).map(odd).collect();
    let mut record = others.clone();
    record.insert("title".to_owned(), json!("Stalker"));
    let mut submission = others;
    submission.insert("addition_id".to_owned(), json!(42));

    for (path, body, what) in [
        ("/api/match/movie", record, "there is no such field"),
        ("/api/match/movie/duplicates", submission, "not beside addition_id"),
    ] {
        let reply = moderator.posts(path, &json!(body)).await.ok(400);

        let told = reply.body["errors"].as_array().expect("a list");
        let name = |n: usize| format!("{n:02}{}", "x".repeat(98));
        let expected: Vec<_> = (0..10).map(|n| json!(format!("{}: {what}", name(n)))).collect();
        assert_eq!(told, &expected);
    }
}
