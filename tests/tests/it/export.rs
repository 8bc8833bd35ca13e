//! What an export holds: all that somebody did, wrote and is recommended, page by page, and nothing of others.

use axum::http::Method;
use kindred::entity::job::ABORTED;
use kindred::entity::kind::MediaKind;
use kindred::entity::transcript::Speech;
use serde_json::{Value, json};
use tests::{Reader, TestApp, Writer};

/// All pages of somebody's export.
async fn export(app: &TestApp, token: &str) -> Vec<Value> {
    let mut pages = Vec::new();
    let mut query = String::new();
    loop {
        let call = app.api().get(format!("/api/user/export{query}")).bearer(token);
        let reply = call.send().await.ok(200);
        pages.push(reply.body["user"].clone());
        match reply.body.get("cursor") {
            Some(cursor) => query = format!("?cursor={}", cursor.as_str().expect("a text")),
            None => return pages,
        }
    }
}

/// A list of all pages.
fn all(pages: &[Value], list: &str) -> Vec<Value> {
    pages.iter().flat_map(|page| page[list].as_array().expect("a list").clone()).collect()
}

#[tokio::test]
async fn an_export_has_every_interaction_and_no_ones_else() {
    let app = TestApp::new().await;
    let (reader, other) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let dune = app.publish(MediaKind::Movie, json!({ "title": "Dune" })).await;
    let emma = app.publish(MediaKind::Book, json!({ "title": "Emma", "isbn": "1" })).await;

    reader.rates("movie", dune, 4).await;
    let _ = reader.reports("book", emma, &json!({ "additional_count": 2 })).await.ok(201);
    other.rates("book", emma, 1).await;

    let mut metas = all(&export(&app, &reader.token).await, "meta_user_content");
    metas.sort_by_key(|meta| meta["content_id"].as_u64());
    let now = app.app().clock.now().to_string();
    let meta = |id: u64, kind: &str| {
        json!({
            "content_id": id,
            "content_type": kind,
            "rating": null,
            "last_rating_date": null,
            "review_see_count": 0,
            "last_review_see_date": null,
            "count": 0,
            "last_count_increment": null,
        })
    };
    let (mut rated, mut used) = (meta(dune, "movie"), meta(emma, "book"));
    (rated["rating"], rated["last_rating_date"]) = (json!(4), json!(now));
    (used["count"], used["last_count_increment"]) = (json!(2), json!(now));
    assert_eq!(metas, [rated, used]);
}

#[tokio::test]
async fn an_export_has_what_was_called_a_bad_recommendation_page_by_page() {
    let app = TestApp::new().await;
    let (reader, other) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let flags = async |reader: &Reader, content: u64, reasons: &Value| {
        let path = format!("/api/movie/{content}/bad_recommendation");
        let _ = reader.post(path).json(reasons).send().await.ok(201);
    };
    let dune = app.publish(MediaKind::Movie, json!({ "title": "Dune" })).await;
    flags(&reader, dune, &json!({ "year": ["2021"] })).await;
    flags(&other, dune, &json!({})).await;
    let mut much = json!({});
    for category in MediaKind::Movie.differences().reasons {
        let reason = |n: usize| format!("{n:>02}{}", "\u{1f355}".repeat(250));
        much[*category] = json!((0..50).map(reason).collect::<Vec<_>>());
    }
    let mut ids = vec![dune];
    for _ in 0..9 {
        let movie = app.publish(MediaKind::Movie, json!({ "title": "Long" })).await;
        flags(&reader, movie, &much).await;
        ids.push(movie);
    }

    let pages = export(&app, &reader.token).await;

    assert!(pages.len() > 1, "{} pages", pages.len());
    assert!(pages.iter().all(|page| page.to_string().len() < 6 * 1_024 * 1_024));
    let flagged = all(&pages, "bad_recommendations");
    let told: Vec<_> = flagged.iter().map(|flag| flag["content_id"].as_u64()).collect();
    assert_eq!(told, ids.into_iter().map(Some).collect::<Vec<_>>());
    let first = json!({
        "content_id": dune, "content_type": "movie",
        "reasons": [{ "reason_categorie": "year", "reason": "2021" }],
    });
    assert_eq!(flagged[0], first);
}

#[tokio::test]
async fn an_export_has_every_article_with_its_text() {
    let app = TestApp::new().await;
    let (writer, other) = (Writer::new(&app.api()).await, Writer::new(&app.api()).await);
    let mut ids = Vec::new();
    for nr in 0..20 {
        ids.push(writer.writes(&format!("Title {nr}"), &format!("Text {nr}")).await);
    }
    let _ = other.writes("Title", "Text").await;
    let path = format!("/articles/{}/delete", ids.remove(0));
    let _ = writer.sends(Method::DELETE, path, json!({})).await.ok(200);

    let pages = export(&app, &writer.token).await;

    let mut articles = all(&pages, "articles");
    articles.sort_by_key(|article| article["id"].as_u64());
    let found: Vec<_> = articles.iter().map(|article| article["id"].as_u64()).collect();
    assert_eq!(found, ids.into_iter().map(Some).collect::<Vec<_>>());
    assert_eq!(
        (&articles[0]["title"], &articles[0]["text"]),
        (&json!("Title 1"), &json!("Text 1"))
    );
    assert!(articles[0]["date_posted"].is_string());
    assert_eq!(pages[0]["account"]["login_name"], json!(writer.name));
}

#[tokio::test]
async fn an_export_of_much_text_comes_in_pages_that_fit_into_an_answer() {
    let app = TestApp::new().await;
    let writer = Writer::new(&app.api()).await;
    let text = "x".repeat(250_000);
    for nr in 0..20 {
        let _ = writer.writes(&format!("Title {nr}"), &text).await;
    }

    let pages = export(&app, &writer.token).await;

    assert!(pages.len() > 1, "{} pages", pages.len());
    for page in &pages {
        assert!(page.to_string().len() < 6 * 1_024 * 1_024);
        assert_eq!(page["account"]["login_name"], json!(writer.name));
    }
    let mut titles: Vec<_> = all(&pages, "articles").iter().map(|a| a["title"].clone()).collect();
    titles.sort_by_key(Value::to_string);
    titles.dedup();
    assert_eq!(titles.len(), 20);
}

#[tokio::test]
async fn an_export_goes_on_for_its_owner_only() {
    let app = TestApp::new().await;
    let (writer, other) = (Writer::new(&app.api()).await, Writer::new(&app.api()).await);
    let text = "x".repeat(250_000);
    for nr in 0..20 {
        let _ = writer.writes(&format!("Title {nr}"), &text).await;
    }
    let first = app.api().get("/api/user/export").bearer(&writer.token).send().await.ok(200);
    let path = format!("/api/user/export?cursor={}", first.text_of("cursor"));

    let reply = app.api().get(path).bearer(&other.token).send().await;

    assert!([200, 400].contains(&reply.status), "{}", reply.text);
    assert!(!reply.text.contains(&text[..100]), "another's articles");
}

#[tokio::test]
async fn an_export_has_what_is_recommended() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let mut movies = Vec::new();
    for _ in 0..2 {
        movies.push(app.publish(MediaKind::Movie, json!({ "title": "The Same" })).await);
    }
    reader.rates("movie", movies[0], 5).await;
    app.settle().await;
    assert_eq!(reader.recommended("movie").await, [movies[1]]);

    let exported = all(&export(&app, &reader.token).await, "recommendations");

    let [recommendation] = &exported[..] else { panic!("one recommendation: {exported:?}") };
    assert_eq!(recommendation["content_id"], json!(movies[1]));
    assert_eq!(recommendation["content_type"], json!("movie"));
    assert_eq!(recommendation["reco_engine"], json!("FromSimilarContent"));
    assert!(recommendation["reco_score"].is_f64(), "{recommendation}");
}

#[tokio::test]
async fn an_export_has_every_job_with_its_transcript_and_no_ones_else() {
    let app = TestApp::new().await;
    let (member, other) = (app.administrator().await, app.administrator().await);
    let owner = app.account_of(&member).await.id;
    let speech = |text: String| Speech { text, segments: Vec::new() };
    let done = app.job_done(owner, speech("Hello.".to_owned())).await;
    let failed = member.has_job().await;
    let _ = member.aborts(&failed.to_string()).await.ok(200);
    let _ = other.has_job().await;
    let mut ids = vec![done, failed];
    for _ in 0..30 {
        ids.push(app.job_done(owner, speech("x".repeat(100_000))).await);
    }

    let pages = export(&app, &member.token).await;

    assert!(pages.len() > 1, "{} pages", pages.len());
    let jobs = all(&pages, "jobs");
    let told: Vec<_> = jobs.iter().map(|job| job["job_id"].as_u64()).collect();
    assert_eq!(told, ids.into_iter().map(Some).collect::<Vec<_>>());
    let now = json!(app.app().clock.now().to_string());
    let job = json!({
        "job_id": done, "submitted_at": now, "finished_at": now, "step": "success",
        "file_name": null, "model": null, "language": null, "error": null,
        "transcript": "Hello.",
    });
    assert_eq!(jobs[0], job);
    assert_eq!((&jobs[1]["step"], &jobs[1]["file_name"]), (&json!("failed"), &json!("sample.mp3")));
    assert_eq!((&jobs[1]["error"], &jobs[1]["transcript"]), (&json!(ABORTED), &json!(null)));
}

#[tokio::test]
async fn an_export_tells_since_when_somebody_agrees_to_be_compared() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let since = async || export(&app, &reader.token).await[0]["matching_consent_since"].clone();
    assert_eq!(since().await, Value::Null);

    reader.consents(true).await;
    assert_eq!(since().await, json!(app.app().clock.now().to_string()));

    reader.consents(false).await;
    assert_eq!(since().await, Value::Null);
}
