//! Of profiles.

use kindred::entity::kind::MediaKind;
use kindred::entity::user::User;
use kindred::store::{Change, Table};
use serde_json::{Value, json};
use tests::{Editorial, Sandbox, TestApp, deeds};
use tokio::task::JoinSet;

#[tokio::test]
async fn a6_a_launch_of_an_unknown_profile_says_so() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let stranger = Editorial::another_moderator(&app).await;
    let profile = Sandbox::new(&stranger, "Not yours").await;

    for uuid in ["5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52", &profile.uuid, "x", "1", "%00"] {
        let path = format!("/api/profile/{uuid}/recommend");
        editorial.moderator.posts(path, &json!({})).await.failed(404, "notInDatabase");
    }

    let history = profile.get("history").await.ok(200);
    assert_eq!(history.body["content"], json!([]), "no row without results is left");
}

#[tokio::test]
async fn b5_a_profile_is_made_by_permission_and_seen_by_its_owner_only() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let stranger = Editorial::another_moderator(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let body = json!({ "profilename": "Mine" });

    editorial.reader.posts("/api/profile", &body).await.failed(403, "permission");
    for who in [&editorial.reader, &stranger] {
        for path in [profile.path(), profile.at("genre")] {
            who.get(path).await.failed(404, "notInDatabase");
        }
    }

    // Who may use the sandbox no more still sees what is theirs.
    let id = app.id_of(&editorial.moderator).await;
    let user = app.user(id).await.expect("an account");
    let change = Change::new().update(&User { roles: Vec::new(), ..user });
    app.app().store.commit(change).await.expect("it can be written");
    for path in [profile.path(), profile.at("genre")] {
        let _ = editorial.moderator.get(path).await.ok(200);
    }
    editorial.moderator.get("/api/profile").await.failed(403, "permission");
}

#[tokio::test]
async fn c5_a_launch_is_there_with_all_its_results_or_not_at_all() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    for (_, ids) in app.twins(2).await {
        profile.meets(ids[0]).await;
    }
    let before = app.items(Table::State).await.len();

    let launched = profile.launched().await;

    // A row, whose it is, of every kind what was met and what was found; and the counter.
    assert_eq!(app.items(Table::State).await.len(), before + 2 + 12 + 1);
    let launch = &launched["history"]["id"];
    for kind in MediaKind::ALL {
        let results = profile.get(format!("history/{launch}/{kind}/result")).await.ok(200);
        assert_eq!(results.body["number_of_elements"], json!(1), "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn c7_a_name_is_one_profiles_however_many_take_it_at_once() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let mut profiles = Vec::new();
    for nr in 0..10 {
        profiles.push(Sandbox::new(&editorial.moderator, &format!("Profile {nr}")).await);
    }
    let body = json!({ "profilename": "The One" });

    let renaming =
        profiles.iter().map(|profile| editorial.moderator.patch(profile.path()).json(&body).send());
    let replies = renaming.collect::<JoinSet<_>>().join_all().await;

    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 1);
    for reply in replies.iter().filter(|reply| reply.status != 201) {
        reply.failed(400, "taken");
    }
    let page = editorial.moderator.get("/api/profile").await.ok(200);
    let names = page.body["content"].as_array().expect("a list").iter();
    assert_eq!(names.filter(|profile| profile["profilename"] == "The One").count(), 1);
}

#[tokio::test]
async fn c7_a_name_that_was_given_up_is_free_and_others_may_have_it_anyway() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let stranger = Editorial::another_moderator(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let rename = async |name: &str| {
        let body = json!({ "profilename": name });
        editorial.moderator.patch(profile.path()).json(&body).send().await
    };

    let _ = Sandbox::new(&stranger, "One").await;
    let _ = rename("One").await.ok(201);
    let _ = rename("Two").await.ok(201);
    let _ = Sandbox::new(&editorial.moderator, "One").await;
    rename("One").await.failed(400, "taken");
    let _ = editorial.moderator.delete(profile.path()).send().await.ok(201);
    let _ = Sandbox::new(&editorial.moderator, "Two").await;
}

#[tokio::test]
async fn c7_liking_twice_is_liking_once() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let genre = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;

    for _ in 0..2 {
        profile.likes(genre).await;
    }

    let genres = profile.get("genre").await.ok(200);
    assert_eq!(genres.body["content"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn d1_a_missing_name_is_told_by_its_field() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;

    for body in [json!({}), json!({ "name": "One" }), json!({ "profilename": ["One"] })] {
        let reply = editorial.moderator.posts("/api/profile", &body).await;
        assert_eq!(reply.wrong_fields(), ["profilename"], "{body}");
    }
}

#[tokio::test]
async fn d1_what_is_no_date_or_number_is_told_by_its_field() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let movie = app.publish(MediaKind::Movie, json!({ "title": "Dune" })).await;
    let dates = ["last_rating_date", "last_review_see_date", "last_count_increment"];
    let not_dates = [
        json!("yesterday"),
        json!("2026-13-01T00:00:00"),
        json!(1_763_000_000),
        json!(""),
        Value::Null,
    ];
    let not_numbers =
        [json!(-1), json!(1.5), json!("1"), json!(null), json!(1_000_000_001), json!(4.0)];

    let wrong = async |field: &str, value: &Value| {
        let mut body = deeds();
        body[field] = value.clone();
        let reply = profile.has(movie, &body).await;
        assert_eq!(reply.wrong_fields(), [field], "{value}");
        let mut body = deeds();
        body.as_object_mut().expect("an object").remove(field);
        let reply = profile.has(movie, &body).await;
        assert_eq!(reply.wrong_fields(), [field], "without");
    };
    for (field, value) in dates.iter().flat_map(|f| not_dates.iter().map(move |v| (f, v))) {
        wrong(field, value).await;
    }
    for field in ["rating", "review_see_count", "count"] {
        for value in &not_numbers {
            wrong(field, value).await;
        }
    }
    wrong("rating", &json!(6)).await;
    let all = profile.has(movie, &json!({})).await;
    assert_eq!(all.wrong_fields().len(), 6);
    let page = profile.get("movie/meta").await.ok(200);
    assert_eq!(page.body["content"], json!([]), "nothing was noted");
}
