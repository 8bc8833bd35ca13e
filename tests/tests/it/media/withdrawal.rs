//! Taking a rating back.

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::{Reader, Reply, TestApp, titled};

use super::{entry, movies};

async fn withdraws(reader: &Reader, kind: &str, content: u64) -> Reply {
    reader.delete(format!("/api/{kind}/{content}/meta/rating")).send().await
}

/// The average and how many ratings are in it.
async fn average(reader: &Reader, movie: u64) -> (Value, Value) {
    let movie = entry(&reader.get("/api/movie").await.ok(200), movie);
    (movie["rating"].clone(), movie["rating_count"].clone())
}

#[tokio::test]
async fn it_leaves_the_average_and_the_record() {
    let app = TestApp::new().await;
    let (reader, other) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let movie = movies(&app, &["Film"]).await[0];
    other.rates("movie", movie, 5).await;
    let report = json!({ "rating": 2, "additional_count": 3 });
    let _ = reader.reports("movie", movie, &report).await.ok(201);
    assert_eq!(average(&reader, movie).await, (json!(3.5), json!(2)));

    let _ = withdraws(&reader, "movie", movie).await.ok(201);

    assert_eq!(average(&reader, movie).await, (json!(5.0), json!(1)));
    let meta = reader.get(format!("/api/movie/{movie}/meta")).await.ok(200);
    let meta = &meta.body["content"];
    assert_eq!((&meta["rating"], &meta["last_rating_date"]), (&Value::Null, &Value::Null));
    assert_eq!((&meta["count"], &meta["review_see_count"]), (&json!(3), &json!(1)));
    let _ = withdraws(&other, "movie", movie).await.ok(201);
    assert_eq!(average(&reader, movie).await, (Value::Null, json!(0)));
}

#[tokio::test]
async fn a_rating_of_zero_is_one_to_take_back() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let movie = movies(&app, &["Film"]).await[0];
    reader.rates("movie", movie, 0).await;

    let _ = withdraws(&reader, "movie", movie).await.ok(201);

    assert_eq!(average(&reader, movie).await, (Value::Null, json!(0)));
}

#[tokio::test]
async fn where_there_is_none_there_is_nothing_to_take_back() {
    let app = TestApp::new().await;
    let (reader, other) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let movie = movies(&app, &["Film"]).await[0];
    other.rates("movie", movie, 5).await;
    let n_before = app.events().await.len();

    let never_met = withdraws(&reader, "movie", movie).await.ok(400);
    assert_eq!(never_met.body["errorType"], json!("operation"));
    let _ = reader.get(format!("/api/movie/{movie}/meta")).await.ok(200);
    let _ = withdraws(&reader, "movie", movie).await.ok(400);
    reader.rates("movie", movie, 4).await;
    let _ = withdraws(&reader, "movie", movie).await.ok(201);
    let _ = withdraws(&reader, "movie", movie).await.ok(400);

    assert_eq!(average(&reader, movie).await, (json!(5.0), json!(1)));
    // The look, the rating and its date, and that they are gone.
    assert_eq!(app.events().await.len(), n_before + 5);
}

#[tokio::test]
async fn what_was_rated_can_be_recommended_again() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let movies = movies(&app, &["The Same"; 2]).await;
    for movie in &movies {
        reader.rates("movie", *movie, 5).await;
    }
    app.settle().await;
    assert_eq!(reader.recommended("movie").await, [0; 0]);

    let _ = withdraws(&reader, "movie", movies[1]).await.ok(201);
    app.settle().await;

    assert_eq!(reader.recommended("movie").await, [movies[1]]);
    let list = reader.get("/api/movie").await.ok(200);
    assert_eq!(entry(&list, movies[1])["popularity_score"], Value::Null);
    let derived = app.derived().await;
    app.forget_derived().await;
    app.derive_everything().await;
    let votes = format!("{:016}", movies[1]);
    let place = ("VOTES#movie".to_owned(), votes);
    assert_eq!(app.derived().await[&place], derived[&place]);
}

#[tokio::test]
async fn every_kind_and_its_episodes_can_do_it() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let mut contents = Vec::new();
    for kind in MediaKind::ALL {
        contents.push((kind.name(), app.publish(kind, titled(kind, "Zed", "1")).await));
    }
    let episode = json!({ "title": "One", "serie_id": contents[4].1 });
    contents.push(("serie", app.publish(MediaKind::Episode, episode).await));

    for (kind, content) in contents {
        reader.rates(kind, content, 3).await;

        let _ = withdraws(&reader, kind, content).await.ok(201);

        let content = app.content(content).await.expect("it is there");
        assert_eq!((content.rating(), content.votes()), (None, 0), "{kind}");
        let other = if kind == "movie" { "book" } else { "movie" };
        let _ = withdraws(&reader, other, content.id).await.ok(404);
    }
}
