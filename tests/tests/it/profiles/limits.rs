//! How much there can be of what belongs to profiles.

use kindred::entity::kind::MediaKind;
use kindred::entity::persona::{
    MOST_LAUNCHES, MOST_LIKES, MOST_METAS, MOST_NAME_CHARS, MOST_PERSONAS, Persona,
};
use kindred::store::Change;
use serde_json::json;
use tests::{Editorial, Sandbox, TestApp};

/// Change what the store says of this profile.
async fn doctor(app: &TestApp, profile: &Sandbox<'_>, change: impl FnOnce(&mut Persona)) {
    let owner = app.id_of(profile.owner).await;
    let place = Persona::place(owner, profile.uuid.parse().expect("a uuid"));
    let store = &app.app().store;
    let mut persona: Persona = store.get(&place).await.expect("a read").expect("a persona");
    change(&mut persona);
    store.commit(Change::new().update(&persona)).await.expect("it can be written");
}

#[tokio::test]
async fn a_name_has_1_to_45_characters() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let long = "ä".repeat(MOST_NAME_CHARS);

    for name in [json!(""), json!("  "), json!(long.clone() + "ä"), json!(null), json!(7)] {
        let body = json!({ "profilename": name });
        let made = editorial.moderator.posts("/api/profile", &body).await;
        assert_eq!(made.wrong_fields(), ["profilename"], "{name}");
        let renamed = editorial.moderator.patch(profile.path()).json(&body).send().await;
        assert_eq!(renamed.wrong_fields(), ["profilename"], "{name}");
    }
    let shown = editorial.moderator.get(profile.path()).await.ok(200);
    assert_eq!(shown.body["profile"]["profilename"], json!("One"));
    let _ = Sandbox::new(&editorial.moderator, &long).await;
}

#[tokio::test]
async fn somebody_has_100_profiles_at_most() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let mut profile = Sandbox::new(&editorial.moderator, "0").await;
    for nr in 1..MOST_PERSONAS {
        profile = Sandbox::new(&editorial.moderator, &nr.to_string()).await;
    }

    let body = json!({ "profilename": "One more" });
    let refused = editorial.moderator.posts("/api/profile", &body).await;

    assert_eq!(refused.wrong_fields(), ["profilename"]);
    let _ = editorial.moderator.delete(profile.path()).send().await.ok(201);
    let _ = editorial.moderator.posts("/api/profile", &body).await.ok(201);
}

#[tokio::test]
async fn a_full_profile_refuses_more_and_names_the_field() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let genres = app.genres(MediaKind::Movie, &["Drama", "Crime"]).await;
    let twins = app.twins(2).await;
    profile.likes(genres[0].genre_id).await;
    for (_, ids) in &twins {
        profile.meets(ids[0]).await;
    }
    doctor(&app, &profile, |persona| {
        persona.n_metas = MediaKind::ALL.map(|kind| (kind, MOST_METAS)).into();
        persona.n_launches = MOST_LAUNCHES;
    })
    .await;

    let owner = app.id_of(&editorial.moderator).await;
    app.put_likes(owner, profile.uuid.parse().expect("a uuid"), MOST_LIKES).await;
    let like = editorial.moderator.put(profile.at(format!("genre/{}", genres[1].genre_id)));
    assert_eq!(like.send().await.wrong_fields(), ["genre_id"]);
    let launch = editorial.moderator.posts(profile.at("recommend"), &json!({})).await;
    assert_eq!(launch.wrong_fields(), ["uuid"]);
    for (_, ids) in &twins {
        let reply = profile.has(ids[1], &tests::deeds()).await;
        assert_eq!(reply.wrong_fields(), ["content_id"]);
    }
    // What is there can be said again.
    profile.likes(genres[0].genre_id).await;
    for (_, ids) in &twins {
        profile.meets(ids[0]).await;
    }
}

/// The largest launch that there can be fits into a transaction, and its items into the store.
#[tokio::test]
async fn a_profile_with_as_much_of_a_kind_as_can_be_is_launched() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    let owner = app.id_of(&editorial.moderator).await;
    let place = Persona::place(owner, profile.uuid.parse().expect("a uuid"));
    let store = &app.app().store;
    let persona: Persona = store.get(&place).await.expect("a read").expect("a persona");
    profile.meets(app.publish(MediaKind::Movie, json!({ "title": "Dune" })).await).await;
    let range = kindred::entity::persona::meta::PersonaMeta::all(persona.id, MediaKind::Movie);
    let first = store.list_all::<kindred::entity::persona::meta::PersonaMeta>(&range).await;
    let first = first.expect("a read").remove(0);
    let mut metas = Vec::new();
    for kind in MediaKind::ALL {
        for nr in 0..MOST_METAS {
            let content_id = 900_000_000_000 + nr;
            let last = first.clone();
            metas.push(kindred::entity::persona::meta::PersonaMeta { kind, content_id, ..last });
        }
    }
    store.put_all(&metas, &[]).await.expect("they can be written");

    let launch = profile.launch().await;

    let page = profile.get(format!("history/{launch}/track/meta?page=42")).await.ok(200);
    assert_eq!(page.body["total_pages"], json!(42));
}
