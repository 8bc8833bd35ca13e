//! What people do with contents.

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::{Reader, TestApp, titled};

/// A system with a reader and a content of each kind.
async fn library() -> (TestApp, Reader, Vec<(MediaKind, u64)>) {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let mut contents = Vec::new();
    for kind in MediaKind::ALL {
        contents.push((kind, app.publish(kind, titled(kind, "Zed", "1")).await));
    }
    (app, reader, contents)
}

async fn look(reader: &Reader, kind: MediaKind, content: u64) -> Value {
    reader.get(format!("/api/{kind}/{content}/meta")).await.ok(200).body["content"].clone()
}

#[tokio::test]
async fn a9_bad_movie_recommendations_have_the_categories_of_movies() {
    let (_app, reader, contents) = library().await;

    for (kind, content) in contents {
        let path = format!("/api/{kind}/{content}/bad_recommendation");
        for category in kind.differences().reasons {
            let bare = json!({ *category: "2010" });
            let _ = reader.post(&*path).json(&bare).send().await.ok(400);
            let list = json!({ *category: ["2010"] });
            let _ = reader.post(&*path).json(&list).send().await.ok(201);
        }
        let other = if kind == MediaKind::Application { "year" } else { "categorie" };
        let _ = reader.post(&*path).json(&json!({ other: "ignored" })).send().await.ok(201);
    }
}

#[tokio::test]
async fn a10_a_reason_can_be_given_twice_and_a_second_one_beside_it() {
    let (_app, reader, contents) = library().await;

    for (kind, content) in contents {
        let path = format!("/api/{kind}/{content}/bad_recommendation");
        let category = kind.differences().reasons[0];
        for reasons in [json!(["a"]), json!(["a"]), json!(["a", "b"]), json!(["b", "b"])] {
            let body = json!({ category: reasons });
            let _ = reader.post(&*path).json(&body).send().await.ok(201);
        }
    }
}

#[tokio::test]
async fn c1_the_average_is_exact_whoever_rates_at_the_same_time() {
    let (app, contention) = TestApp::contended().await;
    let movie = app.publish(MediaKind::Movie, json!({ "title": "Film" })).await;
    let mut people = Vec::new();
    for _ in 0..30 {
        people.push(app.person().await);
    }

    let mut tasks = tokio::task::JoinSet::new();
    for (n, person) in people.into_iter().enumerate() {
        tasks.spawn(async move {
            let report = json!({ "rating": n % 6 });
            while person.reader.reports("movie", movie, &report).await.status == 503 {}
        });
    }
    tasks.join_all().await;
    let content = app.content(movie).await.expect("it is there");

    assert!(contention.n_conflicts() > 0, "nobody was in anybody's way");
    assert_eq!((content.rating(), content.votes()), (Some(2.5), 30));
}

#[tokio::test]
async fn c2_views_at_the_same_time_are_all_counted() {
    let (app, reader, contents) = library().await;
    let (kind, content) = contents[0];

    let mut looks = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let call = app.api().get(format!("/api/{kind}/{content}/meta")).bearer(&reader.token);
        looks.spawn(async move { call.send().await.ok(200) });
    }
    looks.join_all().await;

    assert_eq!(look(&reader, kind, content).await["review_see_count"], json!(11));
}

#[tokio::test]
async fn c2_two_first_looks_make_one_record() {
    let (app, reader, contents) = library().await;

    for (kind, content) in contents {
        let path = format!("/api/{kind}/{content}/meta");
        let look = || app.api().get(&*path).bearer(&reader.token).send();
        let (one, other) = tokio::join!(look(), look());

        let views = [one, other].map(|reply| {
            assert_eq!(reply.status, 200, "{kind}: {}", reply.text);
            reply.body["content"]["review_see_count"].as_u64().expect("a number")
        });
        assert_eq!(views.iter().sum::<u64>(), 3, "{kind}: {views:?}");
    }
}

#[tokio::test]
async fn c3_a_look_is_told_by_one_event() {
    let (app, reader, contents) = library().await;
    let (kind, content) = contents[0];
    let n_before = app.events().await.len();

    for _ in 0..3 {
        look(&reader, kind, content).await;
    }

    let news = app.events().await.split_off(n_before);
    let names: Vec<_> = news.iter().map(|event| &*event.name).collect();
    assert_eq!(names, ["MetaAddedEvent", "ChangedEvent", "ChangedEvent"]);
}

#[tokio::test]
async fn d2_a_content_is_met_below_its_own_kind_only_and_an_episode_below_series() {
    let (app, reader, mut contents) = library().await;
    let serie = contents[4].1;
    let episode = json!({ "title": "One", "serie_id": serie });
    contents.push((MediaKind::Episode, app.publish(MediaKind::Episode, episode).await));

    for (of, content) in contents {
        for kind in MediaKind::ALL {
            let status = if of.is_reached_as(kind) { 200 } else { 404 };
            let path = format!("/api/{kind}/{content}/meta");

            let read = reader.get(&*path).await;
            let report = reader.patch(&*path).json(&json!({ "rating": 3 })).send().await;
            let withdrawal = reader.delete(format!("{path}/rating")).send().await;

            assert_eq!(read.status, status, "{of} as {kind}");
            assert_eq!(report.status == 201, status == 200, "{of} as {kind}: {}", report.text);
            assert_eq!(withdrawal.status, report.status, "{of} as {kind}: {}", withdrawal.text);
        }
    }
}

#[tokio::test]
async fn d7_a_rating_can_be_withdrawn() {
    let (app, reader, contents) = library().await;

    for (kind, content) in contents {
        reader.rates(kind.name(), content, 5).await;
        let path = format!("/api/{kind}/{content}/meta/rating");

        let _ = reader.delete(&*path).send().await.ok(201);

        let _ = reader.delete(&*path).send().await.ok(400);
        assert_eq!(look(&reader, kind, content).await["rating"], Value::Null, "{kind}");
        assert_eq!(app.content(content).await.expect("it is there").votes(), 0, "{kind}");
    }
}

#[tokio::test]
async fn d8_what_was_called_a_bad_recommendation_is_never_recommended_again() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    for kind in MediaKind::ALL {
        let mut ids = Vec::new();
        for n in 0..3 {
            let mut fields = titled(kind, "The Same", "");
            if let Some(unique) = kind.differences().unique {
                fields[unique] = json!(format!("The Same{}", " ".repeat(n)));
            }
            ids.push(app.publish(kind, fields).await);
        }
        reader.rates(kind.name(), ids[0], 5).await;
        app.settle().await;
        assert_eq!(reader.recommended(kind.name()).await, ids[1..], "{kind}");

        let path = format!("/api/{kind}/{}/bad_recommendation", ids[1]);
        let _ = reader.post(path).json(&json!({})).send().await.ok(201);
        app.settle().await;
        assert_eq!(reader.recommended(kind.name()).await, ids[2..], "{kind}");

        reader.rates(kind.name(), ids[0], 4).await;
        app.settle().await;
        app.derive_everything().await;
        assert_eq!(reader.recommended(kind.name()).await, ids[2..], "{kind}");
    }
}

#[tokio::test]
async fn d9_what_older_clients_report_counts() {
    let (_app, reader, contents) = library().await;
    let reports = [
        (json!({ "num_watched_episodes": 7 }), 7),
        (json!({ "purchase": true }), 1),
        (json!({ "downloaded": true }), 1),
    ];

    for ((kind, content), (report, count)) in contents.into_iter().zip(reports) {
        let _ = reader.reports(kind.name(), content, &report).await.ok(201);

        assert_eq!(look(&reader, kind, content).await["count"], json!(count), "{kind}");
    }
}
