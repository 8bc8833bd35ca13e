//! The operations of the description, as tests walk them.

use std::sync::{Arc, LazyLock};

use kindred::entity::role;
use kindred_cli::api;
use serde_json::Value;

/// One method of one path.
pub(crate) struct Operation {
    /// `GET /articles`.
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: Value,
    root: Arc<Value>,
}

/// The description as JSON.
pub(crate) fn description() -> Arc<Value> {
    static WHOLE: LazyLock<Arc<Value>> = LazyLock::new(|| {
        Arc::new(serde_json::from_str(&api::description_text()).expect("the description is JSON"))
    });
    WHOLE.clone()
}

/// All operations, in the order of the description.
pub(crate) fn operations() -> Vec<Operation> {
    let root = description();
    let paths = root["paths"].as_object().expect("paths");
    let mut all = Vec::new();
    for (path, item) in paths {
        for (method, body) in item.as_object().expect("operations") {
            let method = method.to_uppercase();
            all.push(Operation {
                name: format!("{method} {path}"),
                method,
                path: path.clone(),
                body: body.clone(),
                root: root.clone(),
            });
        }
    }
    all
}

impl Operation {
    pub(crate) fn id(&self) -> &str {
        self.body["operationId"].as_str().expect("an operationId")
    }

    pub(crate) fn tag(&self) -> &str {
        self.body["tags"][0].as_str().expect("a tag")
    }

    pub(crate) fn parameters(&self) -> Vec<Value> {
        self.body["parameters"].as_array().cloned().unwrap_or_default()
    }

    /// Whether it is signed in by a session in the header.
    pub(crate) fn takes_session(&self) -> bool {
        self.body["security"][0].get("bearer").is_some()
    }

    /// Whether it is signed in by the token of a runner.
    pub(crate) fn takes_runner(&self) -> bool {
        self.body["security"][0].get("runner").is_some()
    }

    /// The permission that it wants.
    pub(crate) fn permission(&self) -> Option<&str> {
        self.body["security"][0]["bearer"][0].as_str()
    }

    /// Whether it wants more than every role of every user permits.
    pub(crate) fn is_for_moderators(&self) -> bool {
        let roles = role::permissions(&[role::USER.to_owned()]);
        self.permission().is_some_and(|wanted| roles.iter().all(|known| known.name() != wanted))
    }

    /// Its path, with these values of parameters, and the examples of the others.
    pub(crate) fn path_with(&self, values: &[(&str, &str)]) -> String {
        let parameters =
            self.parameters().into_iter().filter(|parameter| parameter["in"] == "path");
        parameters.fold(self.path.clone(), |path, parameter| {
            let name = parameter["name"].as_str().expect("a name");
            let example = parameter["example"].to_string().replace('"', "");
            let value = values.iter().find(|(known, _)| *known == name);
            path.replace(&format!("{{{name}}}"), value.map_or(&example, |(_, value)| value))
        })
    }

    /// The responses by status, references followed.
    pub(crate) fn responses(&self) -> impl Iterator<Item = (&str, &Value)> {
        let responses = self.body["responses"].as_object().expect("responses");
        responses.iter().map(|(status, response)| match response["$ref"].as_str() {
            Some(reference) => {
                let pointer = reference.trim_start_matches('#');
                (status.as_str(), self.root.pointer(pointer).expect("a response"))
            }
            None => (status.as_str(), response),
        })
    }

    /// The request's body and those of all responses, by status.
    pub(crate) fn bodies(&self) -> Vec<(String, Value)> {
        let request = self.body.get("requestBody").map(|body| ("request".to_owned(), body));
        let responses = self.responses().map(|(status, response)| (status.to_owned(), response));
        // What has no content is answered without a body.
        let all = request.into_iter().chain(responses).filter_map(|(place, body)| {
            let content = body.get("content")?.as_object()?;
            Some(content.values().map(move |content| (place.clone(), content.clone())))
        });
        all.flatten().collect()
    }

    /// The example of the request's body, if it is JSON.
    pub(crate) fn request(&self) -> Option<Value> {
        self.example("application/json")
    }

    /// The example of the request's body, if it is a form.
    pub(crate) fn form(&self) -> Option<Value> {
        self.example("application/x-www-form-urlencoded")
    }

    /// The example of the request's body in this type, if it takes that.
    pub(crate) fn example(&self, content_type: &str) -> Option<Value> {
        let content = self.body.get("requestBody")?["content"].get(content_type)?;
        Some(content["example"].clone())
    }
}
