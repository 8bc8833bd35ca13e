//! Every documented request, sent as it stands in the description, is answered as the description says.

mod groups;
mod jobs;
mod matching;
mod profiles;

use axum::http::Method;
use kindred::entity::content::{Content, Description};
use kindred::entity::genre::Genre;
use kindred::entity::job::JobOrder;
use kindred::entity::kind::{Holds, MediaKind};
use serde_json::{Map, Value, json};
use tests::{Reader, Reply, TestApp, Worker, Writer, fresh, submissions};

use super::fits::fits;
use super::operations::{Operation, description, operations};

/// A system with something to show for every operation.
struct Stage {
    app: TestApp,
    writer: Writer,
    reader: Reader,
    /// Somebody whose taste is near the reader's.
    neighbour: Reader,
    moderator: Reader,
    article: u64,
    contents: Vec<(MediaKind, u64)>,
    /// What awaits validation: of each kind one to publish, one to decline, and one that stays.
    additions: Vec<(MediaKind, [u64; 3])>,
    /// One of each kind that nothing has.
    genres: Vec<(MediaKind, u64)>,
}

#[tokio::test]
async fn every_example_request_is_answered_as_documented() {
    let stage = Stage::new().await;

    for operation in operations() {
        let reply = stage.play(&operation).await;

        let context = format!("{}: {} {}", operation.name, reply.status, reply.text);
        let status = reply.status.to_string();
        let documented = operation.responses().find(|(known, _)| *known == status);
        let (_, response) = documented.unwrap_or_else(|| panic!("{context}"));
        // A result may be elsewhere.
        assert!(status.starts_with(['2', '3']), "{context}");
        match response["content"].get("application/json") {
            None => assert!(reply.text.is_empty(), "{context}"),
            Some(content) => fits(&description(), &content["schema"], &reply.body)
                .unwrap_or_else(|problem| panic!("{context}: {problem}")),
        }
        if operation.method == "GET" {
            let lists =
                ["content", "articles", "runners", "jobs", "jobIds", "events", "launches", "lists"];
            let list = lists.into_iter().find_map(|name| reply.body.get(name));
            assert_ne!(list, Some(&json!([])), "{context}: an empty list shows nothing");
        }
    }
}

impl Stage {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let writer = Writer::new(&app.api()).await;
        let reader = Reader::new(&app.api()).await;
        let neighbour = Reader::new(&app.api()).await;
        reader.consents(true).await;
        neighbour.consents(true).await;
        let article = writer.writes("Title", "Text").await;
        let mut contents = Vec::new();
        for kind in MediaKind::ALL {
            for number in 0..4 {
                let id = publish(&app, kind, number).await;
                contents.push((kind, id));
                if number == 0 {
                    let report = json!({ "rating": 5, "additional_count": 1 });
                    let _ = reader.reports(kind.name(), id, &report).await.ok(201);
                    neighbour.rates(kind.name(), id, 4).await;
                }
            }
        }
        let moderator = app.moderator().await;
        let mut additions = Vec::new();
        for kind in MediaKind::ALL {
            let mut ids = [0; 3];
            for id in &mut ids {
                *id = reader.submits(kind, &submissions::whole(kind, &fresh("s"))).await;
            }
            additions.push((kind, ids));
        }
        for (kind, serie) in contents.iter().filter(|(kind, _)| kind.parts().is_some()) {
            let episode = json!({ "title": "One" });
            let path = format!("/api/{kind}/{serie}/episodes");
            let _ = moderator.posts(path, &episode).await.ok(201);
        }
        reader.founds("book_club").await;
        let mut genres = Vec::new();
        for kind in MediaKind::ALL {
            genres.push((kind, app.genres(kind, &["Idle"]).await[0].genre_id));
        }
        app.settle().await;
        Self { app, writer, reader, neighbour, moderator, article, contents, additions, genres }
    }

    /// Send the operation's examples, with the ids and tokens of this stage.
    async fn play(&self, operation: &Operation) -> Reply {
        if operation.tag() == "Jobs" {
            return self.play_job(operation).await;
        }
        if operation.tag() == "Profiles" {
            return self.play_profile(operation).await;
        }
        if operation.path.starts_with("/api/match/jobs") {
            return self.play_matching_job(operation).await;
        }
        if operation.tag() == "Groups" {
            return self.play_group(operation).await;
        }
        let method: Method = operation.method.parse().expect("a method");
        // Accounts are changed and deleted: somebody new for each operation, who likes something.
        let newcomer = Reader::new(&self.app.api()).await;
        let like = self.app.api().put("/api/user/genre/1").bearer(&newcomer.token);
        let _ = like.send().await.ok(201);
        let is_account = operation.tag().ends_with("ccounts");
        let reader = if is_account { &newcomer } else { &self.reader };
        let call = self.app.api().call(method, self.path(operation, reader));
        let call = match operation.body.get("security") {
            Some(_) if operation.takes_runner() => call.bearer(&self.worker(operation).await),
            Some(_) if operation.tag().starts_with("Administration") => {
                call.bearer(&self.app.administrator().await.token)
            }
            Some(_) if operation.is_for_moderators() => call.bearer(&self.moderator.token),
            Some(_) => call.bearer(&reader.token),
            None => call,
        };
        if let Some(form) = operation.form() {
            return call.form(&self.fields(operation, &form, reader).await).send().await;
        }
        let Some(mut body) = operation.request() else { return call.send().await };
        if body.get("access-token").is_some() {
            body["access-token"] = json!(self.writer.token);
        }
        if body.get("reset_password_token").is_some() {
            body["reset_password_token"] = json!(self.mailed_reset(reader).await);
        }
        if operation.id() == "login_media" {
            body["email"] = reader.user["email"].clone();
        }
        call.json(&body).send().await
    }

    /// The token of a runner that works on a job; one that comes online is not there yet.
    async fn worker(&self, operation: &Operation) -> String {
        let worker = Worker::new(&self.app.api(), &self.app.administrator().await).await;
        // There is one for each of them, so that none is left idle.
        self.app.job_of(self.writer.id, JobOrder::default()).await;
        if operation.id() != "register_runner" {
            let _ = worker.posts("register").await.ok(200);
            worker.fetches().await;
        }
        worker.token
    }

    /// The fields of a form as they stand in its example, with what belongs to this reader.
    async fn fields(
        &self,
        operation: &Operation,
        form: &Value,
        reader: &Reader,
    ) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        for (name, example) in form.as_object().expect("fields") {
            let own = match (name.as_str(), operation.id()) {
                (_, "signup") | ("newPassword" | "newEmail", _) => example.clone(),
                ("email", _) => reader.user["email"].clone(),
                ("password", _) => json!(tests::PASSWORD),
                ("token", "activate") => json!(self.mailed()),
                ("token", _) => json!(self.mailed_reset(reader).await),
                _ => example.clone(),
            };
            let text = own.as_str().map_or_else(|| own.to_string(), str::to_owned);
            if !own.is_null() {
                fields.push((name.clone(), text));
            }
        }
        fields
    }

    /// The token in a mail to a new password for this reader.
    async fn mailed_reset(&self, reader: &Reader) -> String {
        let body = json!({ "email": reader.user["email"] });
        let _ = self.app.api().post("/api/auth/forget").json(&body).send().await.ok(200);
        self.mailed()
    }

    /// The token in the last mail.
    fn mailed(&self) -> String {
        let mail = self.app.outbox().attempts().pop().expect("a mail");
        let (_, rest) = mail.body.split_once("?token=").expect("a link");
        rest.lines().next().expect("a token").to_owned()
    }

    /// What awaits that this method is used on it.
    fn addition(&self, kind: Option<MediaKind>, method: &str) -> u64 {
        let of_kind = self.additions.iter().find(|(of, _)| Some(*of) == kind);
        let (_, [to_publish, to_decline, _]) = of_kind.expect("some of the kind");
        if method == "PUT" { *to_publish } else { *to_decline }
    }

    fn path(&self, operation: &Operation, reader: &Reader) -> String {
        let kind = operation.path.split('/').nth(2).and_then(MediaKind::named);
        let mut contents = self.contents.iter().filter(|(of, _)| Some(*of) == kind);
        let is_end = operation.id().starts_with("delete_content");
        let content = if is_end { contents.next_back() } else { contents.next() };
        let mut path = operation.path.clone();
        let mut query = Vec::new();
        for parameter in operation.parameters() {
            let name = parameter["name"].as_str().expect("a name");
            let text = match name {
                // The first runner: one of those that have played before.
                "id" if path.starts_with("/api/admin/runners") => "1".to_owned(),
                "id" if path.starts_with("/users") => self.writer.id.to_string(),
                "id" => self.article.to_string(),
                "user" if path.starts_with("/api/admin/replay") => {
                    reader.user["uuid"].as_str().expect("a uuid").to_owned()
                }
                "uuid" if path.starts_with("/api/match") => {
                    self.neighbour.user["uuid"].as_str().expect("a uuid").to_owned()
                }
                "uuid" => reader.user["uuid"].as_str().expect("a uuid").to_owned(),
                "genre_id" if operation.id().starts_with("delete_genre") => {
                    let genre = self.genres.iter().find(|(of, _)| Some(*of) == kind);
                    genre.expect("a genre of the kind").1.to_string()
                }
                "genre_id" => "1".to_owned(),
                "addition_id" => self.addition(kind, &operation.method).to_string(),
                "search_term" if path.starts_with("/api/user") => "read".to_owned(),
                "content_id" => content.expect("a content of the kind").1.to_string(),
                _ => parameter["example"].to_string().replace('"', ""),
            };
            match parameter["in"].as_str() {
                Some("path") => path = path.replace(&format!("{{{name}}}"), &text),
                _ if text != "null" => query.push(format!("{name}={text}")),
                _ => {}
            }
        }
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }
}

/// Publish a content that has the examples of its kind's fields.
async fn publish(app: &TestApp, kind: MediaKind, number: u64) -> u64 {
    let differences = kind.differences();
    let mut fields = Map::new();
    for field in differences.fields {
        let example = match field.holds {
            Holds::Integer | Holds::SmallInteger => {
                serde_json::from_str(field.example).expect("an integer")
            }
            Holds::Text(_) if differences.unique == Some(field.name) => {
                let (_, rest) = field.example.split_at(1);
                Value::String(format!("{number}{rest}"))
            }
            Holds::Text(_) | Holds::Reference(_) | Holds::Uuid => field.example.into(),
        };
        fields.insert(field.name.to_owned(), example);
    }
    let store = &app.app().store;
    let mut genres = Vec::new();
    if differences.has_genres() {
        // So many that contents with hardly another word in common are alike.
        for name in ["Drama", "Art", "Music"] {
            let occurrence = app.app().ids.occurrence(None);
            let genre = Genre::named(store, kind, name, occurrence).await;
            genres.push(genre.expect("a genre"));
        }
    }
    let id = store.next_id("content").await.expect("an id");
    let description = Description { fields, genres };
    let (content, events) = Content::publish(kind, id, description, app.app().ids.occurrence(None))
        .expect("the examples of a kind's fields are a valid content");
    store.commit(content.saving(None).events(&events)).await.expect("it can be written");
    id
}
