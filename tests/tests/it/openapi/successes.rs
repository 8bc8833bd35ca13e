//! Every documented request, sent as it stands in the description, is answered as the description says.

use axum::http::Method;
use kindred::entity::content::{Content, Description};
use kindred::entity::genre::Genre;
use kindred::entity::kind::{Holds, MediaKind};
use serde_json::{Map, Value, json};
use tests::{Reader, Reply, TestApp, Writer};

use super::fits::fits;
use super::operations::{Operation, description, operations};

/// A system with something to show for every operation.
struct Stage {
    app: TestApp,
    writer: Writer,
    reader: Reader,
    article: u64,
    contents: Vec<(MediaKind, u64)>,
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
        assert!(status.starts_with('2'), "{context}");
        let schema = &response["content"]["application/json"]["schema"];
        fits(&description(), schema, &reply.body)
            .unwrap_or_else(|problem| panic!("{context}: {problem}"));
        if operation.method == "GET" {
            let list = reply.body.get("content").or(reply.body.get("articles"));
            assert_ne!(list, Some(&json!([])), "{context}: an empty list shows nothing");
        }
    }
}

impl Stage {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let writer = Writer::new(&app.api()).await;
        let reader = Reader::new(&app.api()).await;
        let article = writer.writes("Title", "Text").await;
        let mut contents = Vec::new();
        for kind in MediaKind::ALL {
            for number in 0..4 {
                let id = publish(&app, kind, number).await;
                contents.push((kind, id));
                if number == 0 {
                    reader.rates(kind.name(), id, 5).await;
                }
            }
        }
        app.settle().await;
        Self { app, writer, reader, article, contents }
    }

    /// Send the operation's examples, with the ids and tokens of this stage.
    async fn play(&self, operation: &Operation) -> Reply {
        let method: Method = operation.method.parse().expect("a method");
        let call = self.app.api().call(method, self.path(operation));
        let call = match operation.body.get("security") {
            Some(_) => call.bearer(&self.reader.token),
            None => call,
        };
        let Some(mut body) = operation.request() else { return call.send().await };
        if body.get("access-token").is_some() {
            body["access-token"] = json!(self.writer.token);
        }
        call.json(&body).send().await
    }

    fn path(&self, operation: &Operation) -> String {
        let kind = operation.path.split('/').nth(2).and_then(MediaKind::named);
        let content = self.contents.iter().find(|(of, _)| Some(*of) == kind);
        let mut path = operation.path.clone();
        let mut query = Vec::new();
        for parameter in operation.parameters() {
            let name = parameter["name"].as_str().expect("a name");
            let text = match name {
                "id" if path.starts_with("/users") => self.writer.id.to_string(),
                "id" => self.article.to_string(),
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
            Holds::Integer => serde_json::from_str(field.example).expect("an integer"),
            Holds::Text(_) if differences.unique == Some(field.name) => {
                let (_, rest) = field.example.split_at(1);
                Value::String(format!("{number}{rest}"))
            }
            Holds::Text(_) => field.example.into(),
        };
        fields.insert(field.name.to_owned(), example);
    }
    let store = &app.app().store;
    let mut genres = Vec::new();
    if differences.genres {
        genres.push(Genre::named(store, kind, "Drama").await.expect("a genre"));
    }
    let id = store.next_id("content").await.expect("an id");
    let description = Description { fields, genres };
    let (content, event) = Content::publish(kind, id, description, app.app().ids.occurrence(None))
        .expect("the examples of a kind's fields are a valid content");
    store.commit(content.saving(None).event(&event)).await.expect("it can be written");
    id
}
