//! Launches: the engines of real people, and nothing else changes.

use kindred::entity::kind::MediaKind;
use kindred::store::Table;
use kindred_cli::embedded::Fault;
use serde_json::{Value, json};
use tests::{Editorial, Reader, Sandbox, TestApp};

/// The ids of a list of results of a kind, in order.
fn ids(results: &Value, kind: MediaKind) -> Vec<u64> {
    let results = results.as_array().expect("a list");
    results.iter().map(|entry| entry[kind.name()]["content_id"].as_u64().expect("an id")).collect()
}

#[tokio::test]
async fn a_profile_is_recommended_of_every_kind_what_is_like_what_it_has_met() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let twins = app.twins(3).await;
    for (_, ids) in &twins {
        profile.meets(ids[0]).await;
    }

    let launched = profile.launched().await;

    assert_eq!(launched["status"], json!(true));
    assert_eq!(launched["profile"], json!({ "uuid": profile.uuid, "profilename": "One" }));
    let now = json!(app.app().clock.now().to_string());
    assert_eq!(launched["history"], json!({ "id": 1, "occured_at": now }));
    for (kind, published) in twins {
        let results = &launched["results"][kind.name()];
        assert_eq!(ids(results, kind), published[1..], "{kind}");
        assert_eq!(launched["totals"][kind.name()], json!(2), "{kind}");
        let page = profile.get(format!("history/1/{kind}/result")).await.ok(200).body;
        assert_eq!(&page["content"], results, "{kind}");
        assert_eq!(results[0]["engine"], json!("FromSimilarContent"), "{kind}");
        assert!(results[0]["score"].as_f64().is_some_and(|score| score > 0.0), "{kind}");
    }
}

#[tokio::test]
async fn a_profile_is_recommended_what_somebody_real_is_who_did_the_same() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let (reader, profile) =
        (Reader::new(&app.api()).await, Sandbox::new(&editorial.moderator, "One").await);
    let mut movies = Vec::new();
    for actors in ["A|B|C|D", "A|B|C", "C|D|E", "A|B|C|D|E", "Z"] {
        let fields = json!({ "title": "The Same", "actors": actors });
        movies.push(app.publish(MediaKind::Movie, fields).await);
    }
    app.settle().await;
    let _ = reader.get(format!("/api/movie/{}/meta", movies[1])).await.ok(200);
    reader.rates("movie", movies[1], 4).await;
    let _ = reader.get(format!("/api/movie/{}/meta", movies[2])).await.ok(200);
    reader.rates("movie", movies[2], 2).await;
    app.settle().await;

    for (movie, rating) in [(movies[1], 4), (movies[2], 2)] {
        let mut deeds = tests::deeds();
        deeds["rating"] = json!(rating);
        deeds["review_see_count"] = json!(1);
        deeds["count"] = json!(0);
        let _ = profile.has(movie, &deeds).await.ok(201);
    }
    let launched = profile.launched().await;

    let real = reader.recommended("movie").await;
    assert!(real.len() > 1, "{real:?}");
    assert_eq!(ids(&launched["results"]["movie"], MediaKind::Movie), real);
}

#[tokio::test]
async fn equally_good_results_come_by_popularity_and_those_without_last() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let mut movies = Vec::new();
    for _ in 0..4 {
        movies.push(app.publish(MediaKind::Movie, json!({ "title": "The Same" })).await);
    }
    app.settle().await;
    for (nr, movie) in movies[2..].iter().enumerate() {
        for _ in 0..10 + nr {
            Reader::new(&app.api()).await.rates("movie", *movie, 5).await;
        }
    }
    app.settle().await;
    profile.meets(movies[0]).await;

    let launched = profile.launched().await;

    let results = &launched["results"]["movie"];
    assert_eq!(ids(results, MediaKind::Movie), [movies[3], movies[1], movies[2]]);
    let popularity = |nr: usize| &results[nr]["movie"]["popularity_score"];
    assert!(popularity(0).is_f64() && popularity(1).is_null() && popularity(2).is_null());
    assert_eq!(results[0]["score"], results[2]["score"]);
}

#[tokio::test]
async fn a_profile_that_has_met_nothing_is_recommended_nothing() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let _ = app.twins(2).await;

    let launched = profile.launched().await;

    for kind in MediaKind::ALL {
        assert_eq!(launched["results"][kind.name()], json!([]), "{kind}");
        assert_eq!(launched["totals"][kind.name()], json!(0), "{kind}");
        for list in ["result", "meta"] {
            let page = profile.get(format!("history/1/{kind}/{list}")).await.ok(200);
            assert_eq!(page.body["content"], json!([]), "{kind}");
        }
    }
    assert_eq!(profile.get("history/1/genres").await.ok(200).body["content"], json!([]));
}

#[tokio::test]
async fn a_launch_changes_nothing_but_the_history_of_its_profile() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let genre = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
    profile.likes(genre).await;
    for (kind, ids) in app.twins(3).await {
        Reader::new(&app.api()).await.rates(kind.name(), ids[1], 4).await;
        profile.meets(ids[0]).await;
    }
    app.settle().await;
    let shared = async || {
        let mut state = app.items(Table::State).await;
        state.retain(|(pk, sk), _| {
            let is_own = pk.starts_with("PERSONA#") || sk.starts_with("PERSONA#");
            !is_own && !pk.starts_with("COUNTER#") && !pk.starts_with("UNIQUE#LAUNCH#")
        });
        (state, app.items(Table::Events).await, app.derived().await)
    };
    let before = shared().await;

    let _ = profile.launched().await;
    app.settle().await;

    assert!(shared().await == before, "something else has changed");
}

#[tokio::test]
async fn what_a_launch_holds_stays_as_it_was() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let genre = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
    let mut movies = Vec::new();
    for _ in 0..2 {
        movies.push(app.publish(MediaKind::Movie, json!({ "title": "The Same" })).await);
    }
    app.settle().await;
    profile.likes(genre).await;
    profile.meets(movies[0]).await;
    let launch = profile.launch().await;
    let history = async || {
        let mut all = Vec::new();
        for list in ["genres", "movie/meta", "movie/result"] {
            let page = profile.get(format!("history/{launch}/{list}")).await.ok(200);
            assert_eq!(page.body["number_of_elements"], json!(1), "{list}");
            all.push(page.body["content"].clone());
        }
        all
    };
    let before = history().await;

    let unlike = editorial.moderator.delete(profile.at(format!("genre/{genre}")));
    let _ = unlike.send().await.ok(201);
    profile.meets(movies[1]).await;
    let mut other = tests::deeds();
    other["rating"] = json!(0);
    let _ = profile.has(movies[0], &other).await.ok(201);

    assert_eq!(history().await, before);
    assert_eq!(before[0], json!([{ "name": "Drama", "content_type": "movie" }]));
}

/// Wherever the store fails, there is all of a launch or nothing of it.
#[tokio::test]
async fn a_launch_that_breaks_off_leaves_nothing() {
    let (app, faults) = TestApp::faulty().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    for (_, ids) in app.twins(2).await {
        profile.meets(ids[0]).await;
    }
    let launches = async || {
        let items = app.items(Table::State).await.into_keys();
        let parts: Vec<_> = items.map(|(_, sk)| sk).filter(|sk| sk.contains("LAUNCH")).collect();
        let rows = parts.iter().filter(|sk| sk.starts_with("LAUNCH#")).count();
        // A row, and of each kind what was met and what was found.
        assert_eq!(parts.len(), rows * 13);
        rows
    };

    for fault in Fault::ALL {
        for n in 0..1_000 {
            let before = launches().await;
            faults.arrange(n, fault);
            let reply = editorial.moderator.posts(profile.at("recommend"), &json!({})).await;
            let is_through = faults.cancel();

            let after = launches().await;

            assert!(after - before <= 1, "{fault:?} {n}");
            assert!(reply.status != 201 || after == before + 1, "{fault:?} {n}");
            if is_through {
                assert_eq!(reply.status, 201, "{fault:?} {n}: {}", reply.text);
                break;
            }
        }
    }
}
