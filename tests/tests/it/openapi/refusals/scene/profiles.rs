//! What those are refused who have profiles, or have none.

use std::time::Duration;

use kindred::entity::kind::MediaKind;
use kindred::entity::persona::{MOST_LAUNCHES, MOST_LIKES, MOST_METAS, MOST_PERSONAS, Persona};
use kindred::entity::role::ADMIN;
use serde_json::json;
use tests::deeds;
use uuid::Uuid;

use super::super::KIND;
use super::people::Person;
use super::{Scene, those};

impl Scene {
    pub(super) async fn profiles(&mut self) {
        let owner = Person::with(&self.app, |user| user.roles = vec![ADMIN.to_owned()]).await;
        self.unknown_profiles(&owner).await;
        let uuid = self.profile_of(&owner, |_| {}).await;
        self.names_of_profiles(&owner, uuid).await;
        self.deeds(&owner).await;
        self.launches(&owner, uuid).await;
        self.full_profiles(&owner).await;
    }

    /// What there is not, and pages that are none.
    async fn unknown_profiles(&mut self, owner: &Person) {
        self.deeds_of_nobody(owner).await;
        let is_below = |path: &str| path.starts_with("/api/profile/{uuid}");
        for operation in those(|operation| is_below(&operation.path)) {
            if operation != "set_profile_meta" {
                self.meet(&operation, |call| call.bearer(&owner.token).json(&json!({}))).await;
            }
        }
        let is_strict = |path: &str| is_below(path) && path.contains("/history");
        for operation in those(|operation| is_strict(&operation.path)) {
            let (_, path) = self.routes[&operation].clone();
            let call = self.app.api().get(path + "?page=x").bearer(&owner.token);
            self.meet_by(&operation, call).await;
        }
    }

    /// A content that there is, and nobody who could have met it.
    async fn deeds_of_nobody(&mut self, owner: &Person) {
        let movie = self.app.publish(MediaKind::Movie, json!({ "title": "Dune" })).await;
        let (_, path) = self.routes["set_profile_meta"].clone();
        let path = path.replace("/42/", &format!("/{movie}/"));
        let call = self.app.api().put(path).bearer(&owner.token).json(&deeds());
        self.meet_by("set_profile_meta", call).await;
    }

    async fn names_of_profiles(&mut self, owner: &Person, uuid: Uuid) {
        let own = format!("/api/profile/{uuid}");
        self.profile_of(owner, |persona| persona.name = "Taken".to_owned()).await;
        for name in [json!(null), json!("Taken")] {
            let body = json!({ "profilename": name });
            self.meet("create_profile", |call| call.bearer(&owner.token).json(&body)).await;
            let rename = self.app.api().patch(&own).bearer(&owner.token).json(&body);
            self.meet_by("update_profile", rename).await;
        }
        let genre = self.app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
        let unliked = self.app.api().delete(format!("{own}/genre/{genre}"));
        self.meet_by("unlike_profile_genre", unliked.bearer(&owner.token)).await;
        for operation in ["like_profile_genre", "unlike_profile_genre"] {
            let (method, _) = self.routes[operation].clone();
            let call = self.app.api().call(method, format!("{own}/genre/3"));
            self.meet_by(operation, call.bearer(&owner.token)).await;
        }
    }

    async fn deeds(&mut self, owner: &Person) {
        self.meet("set_profile_meta", |call| call.bearer(&owner.token).json(&deeds())).await;
        for field in deeds().as_object().expect("an object").keys() {
            let mut body = deeds();
            body[field] = json!(null);
            self.meet("set_profile_meta", |call| call.bearer(&owner.token).json(&body)).await;
        }
    }

    async fn launches(&mut self, owner: &Person, uuid: Uuid) {
        self.history(owner, uuid).await;
        // The fifth launch, which is another profile's.
        let other = self.profile_of(owner, |_| {}).await;
        for _ in 0..5 {
            self.app.advance(Duration::from_secs(1));
            let path = format!("/api/profile/{other}/recommend");
            let _ = self.app.api().post(path).bearer(&owner.token).send().await.ok(201);
        }
        self.history(owner, uuid).await;
    }

    /// Ask for the launch of the examples in the history of this profile.
    async fn history(&mut self, owner: &Person, uuid: Uuid) {
        for operation in those(|operation| operation.path.contains("/history/")) {
            let (_, path) = self.routes[&operation].clone();
            let rest = path.split("/history/").nth(1).expect("what is below");
            let own = format!("/api/profile/{uuid}/history/{rest}");
            let call = self.app.api().get(own).bearer(&owner.token);
            self.meet_by(&operation, call).await;
        }
    }

    async fn full_profiles(&mut self, owner: &Person) {
        let full = self.profile_of(owner, |persona| {
            persona.n_launches = MOST_LAUNCHES;
            persona.n_metas.insert(MediaKind::named(KIND).expect("a kind"), MOST_METAS);
        });
        let full = full.await;
        let path = format!("/api/profile/{full}");
        let api = self.app.api();
        let genre = self.app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
        let movie = self.app.publish(MediaKind::Movie, json!({ "title": "Dune" })).await;
        self.app.put_likes(owner.user.id, full, MOST_LIKES).await;
        let like = api.put(format!("{path}/genre/{genre}")).bearer(&owner.token);
        self.meet_by("like_profile_genre", like).await;
        let meet = api.put(format!("{path}/content/{movie}/meta")).bearer(&owner.token);
        self.meet_by("set_profile_meta", meet.json(&deeds())).await;
        let launch = api.post(format!("{path}/recommend")).bearer(&owner.token);
        self.meet_by("recommend_to_profile", launch).await;
        for _ in 0..MOST_PERSONAS {
            self.profile_of(owner, |_| {}).await;
        }
        let one_more = json!({ "profilename": "One more" });
        self.meet("create_profile", |call| call.bearer(&owner.token).json(&one_more)).await;
    }

    /// A profile of somebody's, as it may have become; its uuid.
    async fn profile_of(&self, owner: &Person, become_so: impl FnOnce(&mut Persona)) -> Uuid {
        let app = self.app.app();
        let id = app.store.next_id("persona").await.expect("an id");
        let name = format!("Profile {id}");
        let uuid = app.ids.uuid();
        let mut persona = Persona::new(id, uuid, owner.user.id, name, app.clock.now());
        become_so(&mut persona);
        app.store.commit(persona.saving(None)).await.expect("nobody has this name");
        uuid
    }
}
