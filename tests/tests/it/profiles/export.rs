//! What an export holds of profiles.

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::{Editorial, Reader, Sandbox, TestApp, shown_deeds};

/// All profiles of somebody's export, page by page.
async fn exported(reader: &Reader) -> Vec<Vec<Value>> {
    let mut pages = Vec::new();
    let mut query = String::new();
    loop {
        let reply = reader.get(format!("/api/user/export{query}")).await.ok(200);
        assert!(reply.text.len() < 6 * 1_024 * 1_024, "too large for an answer");
        pages.push(reply.body["user"]["profiles"].as_array().expect("a list").clone());
        match reply.body.get("cursor") {
            Some(cursor) => query = format!("?cursor={}", cursor.as_str().expect("a text")),
            None => return pages,
        }
    }
}

#[tokio::test]
async fn an_export_has_every_profile_with_its_launches_and_no_ones_else() {
    let app = TestApp::new().await;
    let owner = Editorial::over(&app).await.moderator;
    let other = Editorial::another_moderator(&app).await;
    let genre = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
    let mut movies = Vec::new();
    for _ in 0..2 {
        movies.push(app.publish(MediaKind::Movie, json!({ "title": "The Same" })).await);
    }
    app.settle().await;
    let profile = Sandbox::new(&owner, "One").await;
    profile.likes(genre).await;
    profile.meets(movies[0]).await;
    let launched = profile.launched().await;
    let _ = Sandbox::new(&other, "Other").await;

    let profiles = exported(&owner).await.concat();

    let mut meta = shown_deeds();
    (meta["content_id"], meta["content_type"]) = (json!(movies[0]), json!("movie"));
    let now = app.app().clock.now().to_string();
    let score = &launched["results"]["movie"][0]["score"];
    let expected = json!([{
        "uuid": profile.uuid,
        "profilename": "One",
        "created_at": now,
        "liked_genres": [{ "genre_id": genre, "name": "Drama", "count": 0 }],
        "meta_content": [meta],
        "launches": [{
            "id": launched["history"]["id"],
            "occured_at": now,
            "genres": ["Drama"],
            "meta_content": [meta],
            "results": [{
                "content_id": movies[1],
                "content_type": "movie",
                "reco_engine": "FromSimilarContent",
                "reco_score": score,
            }],
        }],
    }]);
    assert_eq!(json!(profiles), expected);
}

#[tokio::test]
async fn profiles_with_much_in_them_come_in_pages_and_none_is_left_out() {
    let app = TestApp::new().await;
    let owner = Editorial::over(&app).await.moderator;
    let mut launches = Vec::new();
    let mut contents = Vec::new();
    for nr in 0..200 {
        contents.push(app.publish(MediaKind::Movie, json!({ "title": format!("M {nr}") })).await);
    }
    for name in ["One", "Two", "Three"] {
        let profile = Sandbox::new(&owner, name).await;
        for content in &contents {
            profile.meets(*content).await;
        }
        for _ in 0..25 {
            launches.push(profile.launch().await);
        }
    }

    let pages = exported(&owner).await;

    assert!(pages.len() > 1, "{} pages", pages.len());
    let parts = pages.concat();
    let told = parts.iter().flat_map(|part| part["launches"].as_array().expect("a list"));
    let mut told: Vec<_> = told.map(|launch| launch["id"].as_u64().expect("an id")).collect();
    told.sort_unstable();
    assert_eq!(told, launches);
    let metas = parts.iter().flat_map(|part| part["meta_content"].as_array().expect("a list"));
    assert_eq!(metas.count(), 3 * contents.len());
}

#[tokio::test]
async fn an_export_of_profiles_goes_on_only_where_it_ended() {
    let app = TestApp::new().await;
    let owner = Editorial::over(&app).await.moderator;

    for cursor in ["p", "p.x", "p.x.1", "p.7c9e6679-7425-40de-944b-e07fc1f90ae7.x", "p.."] {
        let reply = owner.get(format!("/api/user/export?cursor={cursor}")).await;
        reply.failed(400, "invalidRequest");
    }
}
