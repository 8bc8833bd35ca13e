//! What the media API refuses: about accounts, and in the catalogue.

use axum::http::Method;
use kindred::entity::kind::MediaKind;
use serde_json::json;
use tests::PASSWORD;

use super::super::KIND;
use super::people::Person;
use super::{COMMON, Scene};

impl Scene {
    pub(super) async fn media_accounts(&mut self) {
        let person = Person::new(&self.app).await;
        let other = Person::with(&self.app, |user| user.is_admin = true).await;
        self.media_sessions(person.email()).await;
        self.own_account(&person, &other).await;
        self.likes(&person).await;
        let api = self.app.api();
        let last = api.delete(other.path()).bearer(&other.token);
        self.meet_by("delete_account", last).await;
        self.meet("get_account", |call| call.bearer(&person.token)).await;
        for (operation, path) in
            [("search_users", "/api/user/search/%FF"), ("export", "/api/user/export?cursor=x")]
        {
            self.meet_by(operation, api.get(path).bearer(&person.token)).await;
        }
    }

    async fn media_sessions(&mut self, taken: &str) {
        let whole = json!({ "email": taken, "username": "ada.l", "password": PASSWORD });
        self.meet("register_media", |call| call.json(&whole)).await;
        for (field, value) in
            [("email", "?"), ("username", "?"), ("password", "?"), ("password", COMMON)]
        {
            let mut body = whole.clone();
            body[field] = json!(value);
            self.meet("register_media", |call| call.json(&body)).await;
        }
        for (field, value) in [("email", "?"), ("password", "?"), ("password", "Password#2")] {
            let mut body = whole.clone();
            body[field] = json!(value);
            self.meet("login_media", |call| call.json(&body)).await;
        }
    }

    async fn own_account(&mut self, person: &Person, other: &Person) {
        for (field, value) in [
            ("username", "?"),
            ("password", "?"),
            ("password", COMMON),
            ("email", "?"),
            ("avatar", "?"),
        ] {
            let body = json!({ field: value });
            self.meet("update_account", |call| call.bearer(&person.token).json(&body)).await;
        }
        let taken = self.app.api().patch(person.path()).json(&json!({ "email": other.email() }));
        self.meet_by("update_account", taken.bearer(&person.token)).await;
        for (operation, method) in
            [("update_account", Method::PATCH), ("delete_account", Method::DELETE)]
        {
            let call = self.app.api().call(method, other.path()).json(&json!({}));
            self.meet_by(operation, call.bearer(&person.token)).await;
        }
    }

    async fn likes(&mut self, person: &Person) {
        for operation in ["like_genre", "unlike_genre"] {
            self.meet(operation, |call| call.bearer(&person.token)).await;
        }
        let genres = self.app.genres(MediaKind::Movie, &["Drama"]).await;
        let path = format!("/api/user/genre/{}", genres[0].genre_id);
        let unliked = self.app.api().delete(path).bearer(&person.token);
        self.meet_by("unlike_genre", unliked).await;
    }

    /// What nobody has to say of a movie that is there.
    async fn tastes(&mut self, person: &Person) {
        let api = self.app.api();
        let movie = self.app.publish(MediaKind::Movie, json!({ "title": "Film" })).await;
        let path = format!("/api/movie/{movie}");
        let unrated = api.delete(format!("{path}/meta/rating")).bearer(&person.token);
        self.meet_by("withdraw_rating_movie", unrated).await;
        let operation = "report_bad_recommendation_movie";
        for reasons in [json!({}), json!({ "actors": "2010" })] {
            self.meet(operation, |call| call.bearer(&person.token).json(&reasons)).await;
        }
        let full: Vec<_> = (0..50).map(|n| n.to_string()).collect();
        let flag = |reasons| {
            let call = api.post(format!("{path}/bad_recommendation")).bearer(&person.token);
            call.json(&json!({ "actors": reasons }))
        };
        let _ = flag(full).send().await.ok(201);
        self.meet_by(operation, flag(vec!["50".to_owned()])).await;
    }

    pub(super) async fn catalogue(&mut self) {
        let person = Person::new(&self.app).await;
        for (operation, path) in [
            ("list_recommended_movie", format!("/api/{KIND}/user?page=x")),
            ("list_recommended_to_groups_movie", format!("/api/{KIND}/groups?page=x")),
            ("list_similar_movie", format!("/api/{KIND}/42/similar?kind=x")),
            ("search_movie", format!("/api/{KIND}/search/%FF")),
        ] {
            let call = self.app.api().get(path).bearer(&person.token);
            self.meet_by(operation, call).await;
        }
        for operation in ["get_meta_movie", "list_similar_movie", "withdraw_rating_movie"] {
            self.meet(operation, |call| call.bearer(&person.token)).await;
        }
        self.tastes(&person).await;
        for report in [json!({}), json!({ "rating": 6 }), json!({ "additional_count": -1 })] {
            self.meet("update_meta_movie", |call| call.bearer(&person.token).json(&report)).await;
        }
    }
}
