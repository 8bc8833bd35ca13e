//! The template deploys what the code is: every operation reaches its function, every function gets its settings.

mod functions;
mod gateway;
mod yaml;

use std::collections::BTreeSet;
use std::fs;

use kindred::entity::job::Lease;
use kindred::entity::kind::MediaKind;
use kindred::event::{JOB_DELETED, JOB_SUBMITTED, RUNNER_LOST};
use kindred::ids::Ids;
use kindred::store::Entity;
use kindred::{Clock, Event};
use kindred_cli::api;
use serde_json::{Value, json};
use tests::stream;
use utoipa::openapi::path::PathItem;

use yaml::template;

pub(crate) use functions::{Function, functions};
pub(crate) use gateway::resolve;

#[test]
fn every_operation_reaches_its_function() {
    let mut used = BTreeSet::new();

    for (method, path) in operations() {
        let concrete = filled(&path);
        let route = resolve(&method, &concrete);
        let route = route.unwrap_or_else(|| panic!("{method} {path} reaches no function"));
        let own = route.function.operations();
        assert!(
            own.contains(&(method.clone(), path.clone())),
            "{method} {path} reaches {} by {}, which does not serve it",
            route.function.crate_name,
            route.key,
        );
        used.insert(route.key);
    }

    for function in functions().iter().filter(|function| function.crate_name != "docs") {
        for route in &function.routes {
            assert!(used.contains(&route.key()), "no operation uses the route {}", route.key());
        }
    }
}

#[test]
fn every_operation_belongs_to_one_function() {
    let all: Vec<_> = functions().iter().flat_map(Function::operations).collect();
    let distinct: BTreeSet<_> = all.iter().cloned().collect();

    assert_eq!(all.len(), distinct.len(), "two functions serve the same operation");
    assert_eq!(distinct, operations());
}

#[test]
fn the_emulator_knows_the_paths_of_the_gateway() {
    let manifest = source("Cargo.toml");
    let (_, router) = manifest
        .split_once("[workspace.metadata.lambda.watch.router]")
        .expect("the routes of the emulator");
    let lines = router.lines().take_while(|line| !line.starts_with('['));
    let known: BTreeSet<_> = lines.filter_map(|line| line.split_once(" = ")).collect();

    let mut wanted = BTreeSet::new();
    for function in functions() {
        for route in &function.routes {
            // What no other route is for has two lines there.
            let patterns = match route.pattern.as_str() {
                "$default" => vec!["/".to_owned(), "/{*proxy}".to_owned()],
                pattern => vec![pattern.replace("{proxy+}", "{*proxy}")],
            };
            let name = format!("{:?}", function.crate_name);
            wanted.extend(patterns.iter().map(|pattern| (format!("{pattern:?}"), name.clone())));
        }
    }
    let wanted: BTreeSet<_> = wanted.iter().map(|(path, name)| (&**path, &**name)).collect();
    assert_eq!(known, wanted);
}

#[test]
fn the_gateway_prefers_what_is_more_exact() {
    let key = |method: &str, path: &str| resolve(method, path).expect("a route").key;

    assert_eq!(key("GET", "/articles"), "ANY /articles");
    assert_eq!(key("GET", "/articles/1"), "ANY /articles/{proxy+}");
    assert_eq!(key("GET", "/users/1"), "ANY /users/{id}");
    assert_eq!(key("GET", "/users/1/articles"), "ANY /users/{id}/articles");
    assert_eq!(key("GET", "/users/1/other"), "$default");
    assert_eq!(key("GET", "/api/auth"), "$default");
    assert_eq!(key("GET", "/api/users/info"), "ANY /api/users/{proxy+}");
    assert_eq!(key("GET", "/api/user/search/a"), "ANY /api/user/{proxy+}");
    assert_eq!(key("GET", "/"), "$default");
}

#[test]
fn every_function_logs_into_a_group_that_forgets() {
    let template = template();

    for function in functions() {
        let name = &function.crate_name;
        let group = &function.properties["LoggingConfig"]["LogGroup"]["!Ref"];
        let group = group.as_str().unwrap_or_else(|| panic!("{name} has no log group"));
        let group = &template["Resources"][group];
        assert_eq!(group["Type"], "AWS::Logs::LogGroup", "{name}");
        assert!(
            !group["Properties"]["RetentionInDays"].is_null(),
            "{name} keeps its logs for ever"
        );
    }
}

#[test]
fn what_cannot_be_worked_off_goes_to_the_dead_letters() {
    let template = template();

    for function in followers() {
        let stream = function.stream().expect("a stream");
        assert_eq!(stream["FunctionResponseTypes"][0], "ReportBatchItemFailures");
        assert_eq!(stream["BisectBatchOnFunctionError"], true);
    }
    let streams = followers().into_iter().filter_map(|function| function.stream());
    let clocks = functions().into_iter().filter(Function::has_schedule);
    let invocations = clocks.map(|function| function.properties["EventInvokeConfig"].clone());
    // What is never tried again is not lost: the clock strikes again.
    let invocations = invocations.filter(|config| config["MaximumRetryAttempts"] != 0);
    for holder in streams.chain(invocations) {
        let destination = &holder["DestinationConfig"]["OnFailure"]["Destination"]["!GetAtt"];
        let queue = destination.as_str().expect("a destination").trim_end_matches(".Arn");
        assert_eq!(template["Resources"][queue]["Type"], "AWS::SQS::Queue");
        assert!(holder["MaximumRetryAttempts"].is_u64(), "it would be tried for a day");
    }
}

#[test]
fn the_filter_of_a_stream_lets_through_what_its_function_works_off() {
    for function in followers() {
        let lets_through = |record: &Value| lets_through(&function, record);
        for name in ["stream-user-deleted", "stream-group-deleted", "stream-meta-added"] {
            let is_own = function.crate_name == "recompute" || name != "stream-meta-added";
            let batch = source(&format!("events/recompute/{name}.json"));
            let mut batch: Value = serde_json::from_str(&batch).expect("JSON");
            let record = &mut batch["Records"][0];
            assert_eq!(lets_through(record), is_own, "{name} at {}", function.crate_name);
            record["eventName"] = "REMOVE".into();
            assert!(!lets_through(record), "a removal at {}", function.crate_name);
        }
    }
}

#[test]
fn whatever_is_deleted_with_something_that_hangs_on_it_reaches_cascade() {
    let ids = Ids::new(Clock::System);
    let contents = MediaKind::WITH_EPISODES
        .map(|kind| (Event::deleted(ids.occurrence(None), kind, 7), true, true));
    let others = [
        (Event::user_deleted(ids.occurrence(None), 7), true, true),
        (Event::genre_deleted(ids.occurrence(None), MediaKind::Movie, 7), true, false),
        (Event::meta_deleted(ids.occurrence(None), MediaKind::Movie, 7), false, true),
    ];

    for (event, cascades, derives) in contents.into_iter().chain(others) {
        let mut batch = stream(std::slice::from_ref(&event));
        let record = &mut batch["Records"][0];
        record["dynamodb"]["NewImage"]["PK"] = json!({ "S": event.key().partition });
        for function in followers() {
            let wanted = if function.crate_name == "cascade" { cascades } else { derives };
            let context = format!("{:?} at {}", event.fields, function.crate_name);
            assert_eq!(lets_through(&function, record), wanted, "{context}");
        }
    }
}

/// Whether the stream is filtered so that a function is invoked for a record.
fn lets_through(function: &Function, record: &Value) -> bool {
    let stream = function.stream().expect("a stream");
    let filters = stream["FilterCriteria"]["Filters"].as_array().expect("filters");
    filters.iter().any(|filter| {
        let pattern = filter["Pattern"].as_str().expect("a pattern");
        fits(&serde_json::from_str(pattern).expect("a pattern is JSON"), record)
    })
}

/// Whether a record fits the pattern of a filter: in the end of each branch stands a list of what may be there, or
/// of how it may begin.
fn fits(pattern: &Value, record: &Value) -> bool {
    match pattern {
        Value::Object(fields) => fields.iter().all(|(name, field)| fits(field, &record[name])),
        Value::Array(values) => values.iter().any(|value| match value["prefix"].as_str() {
            Some(prefix) => record.as_str().is_some_and(|text| text.starts_with(prefix)),
            None => value == record,
        }),
        _ => false,
    }
}

#[test]
fn what_happens_to_jobs_and_runners_sets_off_nothing_that_is_derived() {
    let ids = Ids::new(Clock::System);
    let events = [
        Event::job(ids.occurrence(Some(1)), JOB_SUBMITTED, 7, None),
        Event::job(ids.occurrence(None), JOB_DELETED, 7, Some(Lease { runner: 3, number: 1 })),
        Event::runner(ids.occurrence(None), RUNNER_LOST, 3),
    ];
    let mut batch = stream(&events);

    for (record, event) in batch["Records"].as_array_mut().expect("records").iter_mut().zip(&events)
    {
        record["dynamodb"]["NewImage"]["PK"] = json!({ "S": event.key().partition });
        for function in followers() {
            assert!(!lets_through(&function, record), "{} at {}", event.name, function.crate_name);
        }
    }
}

/// The functions that follow the stream.
fn followers() -> Vec<Function> {
    let all: Vec<_> =
        functions().into_iter().filter(|function| function.stream().is_some()).collect();
    let names: Vec<_> = all.iter().map(|function| function.crate_name.as_str()).collect();
    assert_eq!(names, ["recompute", "cascade"]);
    all
}

#[test]
fn every_setting_that_the_code_reads_is_there_and_no_other() {
    let config = source("lib/src/config.rs") + &source("lib/src/config/training.rs");
    let known: BTreeSet<_> = settings(&(config.clone() + &source("lib/src/lambda.rs"))).collect();

    for function in functions() {
        let name = &function.crate_name;
        let main = source(&format!("functions/{name}/src/main.rs"));
        let set = function.settings();
        let tables = ["KINDRED_TABLE_STATE", "KINDRED_TABLE_EVENTS", "KINDRED_TABLE_DERIVED"];
        let secret = ["KINDRED_TOKEN_SECRET"];
        let jobs = ["KINDRED_BUCKET", "KINDRED_AUDIO", "KINDRED_JOB_RETENTION_DAYS"];
        let needed: &[&str] = match () {
            // They read what lies in the bucket, and work with no job.
            () if ["accounts", "match", "media", "profiles"].contains(&name.as_str()) => {
                &[&tables[..], &secret, &jobs[..1]].concat()
            }
            () if main.contains("start_with_blobs()") => &[&tables[..], &secret, &jobs].concat(),
            () if main.contains("lambda::serve") => &[&tables[..], &secret].concat(),
            () if main.contains("queue()") => &[&tables[..], &jobs].concat(),
            () if main.contains("engines()") => &[&tables[..], &jobs[..1]].concat(),
            () => &[],
        };
        for setting in needed {
            assert!(known.contains(*setting), "the code does not read {setting}");
            assert!(set.contains_key(*setting), "{name} needs {setting}");
        }
        for setting in set.keys().filter(|setting| setting.starts_with("KINDRED_")) {
            assert!(known.contains(setting), "{name} is given {setting}, which nobody reads");
        }
        if !needed.contains(&"KINDRED_TOKEN_SECRET") {
            assert!(!set.contains_key("KINDRED_TOKEN_SECRET"), "{name} opens no door");
        }
    }
}

#[test]
fn no_secret_stands_in_the_template() {
    let template = template();
    let mut found = 0;

    for function in functions() {
        for (name, value) in function.settings() {
            if is_secret(&name) {
                for value in values(&value) {
                    let text = value["!Sub"].as_str().or(value.as_str()).unwrap_or_default();
                    let resolved = text.starts_with("{{resolve:secretsmanager:${");
                    assert!(resolved || text.is_empty(), "{name}: {value}");
                    found += usize::from(resolved);
                }
            }
        }
    }
    assert!(found > 0, "no function is given the token secret");
    for (name, parameter) in template["Parameters"].as_object().expect("parameters") {
        assert!(!is_secret(name) || parameter["Default"].is_null(), "{name} has a default");
    }
    for resource in template["Resources"].as_object().expect("resources").values() {
        if resource["Type"] == "AWS::SecretsManager::Secret" {
            assert!(resource["Properties"]["SecretString"].is_null(), "{resource}");
        }
    }
}

/// Method and path of every documented operation.
fn operations() -> BTreeSet<(String, String)> {
    described(&api::description().paths.paths.into_iter().collect::<Vec<_>>())
}

/// Method and path of every operation of these paths.
fn described(paths: &[(String, PathItem)]) -> BTreeSet<(String, String)> {
    let mut all = BTreeSet::new();
    for (path, item) in paths {
        let methods = [
            ("GET", &item.get),
            ("POST", &item.post),
            ("PUT", &item.put),
            ("PATCH", &item.patch),
            ("DELETE", &item.delete),
        ];
        for (method, operation) in methods {
            if operation.is_some() {
                all.insert((method.to_owned(), path.clone()));
            }
        }
    }
    all
}

/// A path with something in place of its parameters.
fn filled(path: &str) -> String {
    let segments = path.split('/');
    segments
        .map(|segment| if segment.starts_with('{') { "7" } else { segment })
        .collect::<Vec<_>>()
        .join("/")
}

fn source(path: &str) -> String {
    let path = format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The names of settings in a text.
fn settings(text: &str) -> impl Iterator<Item = String> {
    text.split(|char: char| char != '_' && !char.is_ascii_uppercase())
        .filter(|word| word.starts_with("KINDRED_"))
        .map(str::to_owned)
}

fn is_secret(name: &str) -> bool {
    let name = name.to_uppercase();
    ["SECRET", "PASSWORD"].iter().any(|word| name.ends_with(word))
}

/// The value of a setting, or both when it depends on a condition.
fn values(value: &Value) -> Vec<&Value> {
    match value["!If"].as_array() {
        Some(branches) => branches[1..].iter().collect(),
        None => vec![value],
    }
}
