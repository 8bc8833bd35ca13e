//! The functions of the template, and the routers behind them.

use std::collections::{BTreeMap, BTreeSet};

use axum::Router;
use kindred::App;
use kindred::http::edge;
use serde_json::Value;
use utoipa::openapi::OpenApi;

use super::yaml::template;

/// A function of the template.
#[derive(Clone)]
pub(crate) struct Function {
    /// The crate in `functions/`.
    pub(crate) crate_name: String,
    /// What the template says of it.
    pub(crate) properties: Value,
    /// Its routes in the API.
    pub(crate) routes: Vec<Route>,
    common: Value,
}

/// A route of the API: a method, or `ANY`, and a pattern of paths.
#[derive(Clone)]
pub(crate) struct Route {
    pub(crate) method: String,
    pub(crate) pattern: String,
}

/// All functions of the template.
pub(crate) fn functions() -> Vec<Function> {
    let template = template();
    let common = &template["Globals"]["Function"]["Environment"]["Variables"];
    let resources = template["Resources"].as_object().expect("resources").values();
    resources
        .filter(|resource| resource["Type"] == "AWS::Serverless::Function")
        .map(|resource| Function::new(&resource["Properties"], common))
        .collect()
}

impl Function {
    fn new(properties: &Value, common: &Value) -> Self {
        let code = properties["CodeUri"].as_str().expect("a CodeUri");
        let events = properties["Events"].as_object().expect("events").values();
        let text = |event: &Value, field: &str| {
            event["Properties"][field].as_str().expect("a text").to_owned()
        };
        let routes = events
            .filter(|event| event["Type"] == "HttpApi")
            .map(|event| Route { method: text(event, "Method"), pattern: text(event, "Path") });
        Self {
            crate_name: code.trim_start_matches("functions/").to_owned(),
            properties: properties.clone(),
            routes: routes.collect(),
            common: common.clone(),
        }
    }

    /// How the stream of events is delivered to it, if it is.
    pub(crate) fn stream(&self) -> Option<Value> {
        let mut events = self.properties["Events"].as_object()?.values();
        let stream = events.find(|event| event["Type"] == "DynamoDB")?;
        Some(stream["Properties"].clone())
    }

    /// Whether it is invoked by the clock.
    pub(crate) fn has_schedule(&self) -> bool {
        let events = self.properties["Events"].as_object();
        events.is_some_and(|events| events.values().any(|event| event["Type"] == "Schedule"))
    }

    /// Its environment, that of all functions included.
    pub(crate) fn settings(&self) -> BTreeMap<String, Value> {
        let own = &self.properties["Environment"]["Variables"];
        let all = [&self.common, own].into_iter().filter_map(Value::as_object).flatten();
        all.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// Method and path of what its own router documents.
    pub(crate) fn operations(&self) -> BTreeSet<(String, String)> {
        let openapi: Option<OpenApi> = match self.crate_name.as_str() {
            "accounts" => Some(accounts::router().into_openapi()),
            "articles" => Some(articles::router().into_openapi()),
            "media" => Some(media::router().into_openapi()),
            "jobs" => Some(jobs::router().into_openapi()),
            "runners" => Some(runners::router().into_openapi()),
            "groups" => Some(groups::router().into_openapi()),
            "match" => Some(matches::router().into_openapi()),
            "profiles" => Some(profiles::router().into_openapi()),
            "admin" => Some(admin::router().into_openapi()),
            _ => None,
        };
        let paths = openapi.into_iter().flat_map(|openapi| openapi.paths.paths);
        super::described(&paths.collect::<Vec<_>>())
    }

    /// Its router as it runs, edge included; none for a function that serves no HTTP.
    pub(crate) fn router(&self, app: &App) -> Option<Router> {
        let router = match self.crate_name.as_str() {
            "accounts" => accounts::router().with_state(app.clone()).into(),
            "articles" => articles::router().with_state(app.clone()).into(),
            "media" => media::router().with_state(app.clone()).into(),
            "jobs" => jobs::router().with_state(app.clone()).into(),
            "runners" => runners::router().with_state(app.clone()).into(),
            "groups" => groups::router().with_state(app.clone()).into(),
            "match" => matches::router().with_state(app.clone()).into(),
            "profiles" => profiles::router().with_state(app.clone()).into(),
            "admin" => admin::router().with_state(app.clone()).into(),
            "docs" => docs::router(),
            _ => return None,
        };
        Some(edge(router))
    }
}

impl Route {
    /// As API Gateway names it.
    pub(crate) fn key(&self) -> String {
        if self.pattern == "$default" {
            return self.pattern.clone();
        }
        format!("{} {}", self.method, self.pattern)
    }
}
