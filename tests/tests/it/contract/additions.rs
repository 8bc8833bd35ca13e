//! What people submit for the catalogue: one table over all kinds.

use axum::http::Method;
use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::shapes::{PAGE, fields};
use tests::submissions::{minimal, whole};
use tests::{Editorial, Reader, fresh};

use super::media::{assert_invalid, assert_refused};

/// An id that no submission has reached.
const UNKNOWN: &str = "9007199254740991";

/// Everything that can be said of something of the kind, as clients of old say it.
fn full(kind: MediaKind, title: &str) -> Value {
    let mut body = whole(kind, title);
    match kind {
        MediaKind::Game => body["steamid"] = json!(-1),
        MediaKind::Serie => {
            body["episodes"] = json!([{
                "title": "One", "imdbid": "tt0", "year": 1999, "season_number": 1,
                "episode_number": 1, "genres": [],
            }]);
        }
        MediaKind::Track => {
            body["year"] = json!(-1);
            body["spotify_id"] = json!(-1);
        }
        _ => {}
    }
    body
}

/// All routes of submissions, with a body that is good where one is taken.
fn routes(kind: MediaKind) -> Vec<(Method, String, Value)> {
    let one = format!("/api/{kind}/additional/{UNKNOWN}");
    vec![
        (Method::POST, format!("/api/{kind}"), minimal(kind, "Zed")),
        (Method::GET, format!("/api/{kind}/additional"), json!({})),
        (Method::PUT, one.clone(), json!({})),
        (Method::DELETE, one, json!({})),
    ]
}

/// The row of a submission in the list of one's own: pages of all move while other tests publish and decline.
async fn row(reader: &Reader, kind: MediaKind, id: u64) -> Option<Value> {
    for page in 1.. {
        let path = format!("/api/{kind}/additional?mine=true&page={page}");
        let reply = reader.get(path).await.ok(200);
        let rows = reply.body["content"].as_array().expect("a list");
        let found = rows.iter().find(|row| row[kind.differences().submission.id] == json!(id));
        if found.is_some() || rows.is_empty() {
            return found.cloned();
        }
    }
    None
}

/// The ids of contents with a title.
async fn found(reader: &Reader, kind: MediaKind, title: &str) -> Vec<Value> {
    let reply = reader.get(format!("/api/{kind}/search/{title}")).await.ok(200);
    let contents = reply.body["content"].as_array().expect("a list");
    contents.iter().map(|content| content["content_id"].clone()).collect()
}

#[tokio::test]
async fn anybody_submits_something() {
    let Editorial { reader, .. } = Editorial::any().await;

    for kind in MediaKind::ALL {
        for body in [full(kind, &fresh("Zed")), minimal(kind, &fresh("Zed"))] {
            let reply = reader.posts(format!("/api/{kind}"), &body).await.ok(201);

            assert_eq!(reply.body["status"], json!(true), "{}", reply.text);
            assert!(reply.body["message"].is_string(), "{}", reply.text);
            assert!(reply.body["id"].is_u64(), "{}", reply.text);
        }
    }
}

#[tokio::test]
async fn what_awaits_validation_is_listed_with_the_fields_of_its_kind() {
    let Editorial { reader, .. } = Editorial::any().await;

    for kind in MediaKind::ALL {
        let id = reader.submits(kind, &full(kind, &fresh("Zed"))).await;

        let page = reader.get(format!("/api/{kind}/additional")).await.ok(200);
        assert_eq!(fields(&page.body), PAGE.map(str::to_owned).into(), "{}", page.text);
        let row = row(&reader, kind, id).await.expect("it is listed");
        let differences = kind.differences();
        let own = differences.fields.iter().map(|field| field.name);
        let others = [differences.submission.id, "submitted_by", "submitted_at", "duplicates"];
        let all = own.chain(others).map(str::to_owned).collect();
        assert_eq!(fields(&row), all, "{row}");
        assert_eq!(row["submitted_by"], reader.user["uuid"]);
        assert_eq!(row["submitted_at"].as_str().expect("a time").len(), 26, "{row}");
    }
}

#[tokio::test]
async fn a_moderator_publishes_what_was_submitted() {
    let Editorial { reader, moderator, .. } = Editorial::any().await;

    for kind in MediaKind::ALL {
        let title = fresh("Zed");
        let id = reader.submits(kind, &full(kind, &title)).await;

        let reply = moderator.publishes(kind, id).await.ok(201);

        assert_eq!(reply.body["status"], json!(true), "{}", reply.text);
        assert_eq!(found(&reader, kind, &title).await, [reply.body["content_id"].clone()]);
        assert_eq!(row(&reader, kind, id).await, None);
        assert_refused(&moderator.publishes(kind, id).await, 404, "notInDatabase");
        assert_refused(&moderator.declines(kind, id).await, 404, "notInDatabase");
    }
}

#[tokio::test]
async fn a_moderator_declines_what_was_submitted() {
    let Editorial { reader, moderator, .. } = Editorial::any().await;

    for kind in MediaKind::ALL {
        let title = fresh("Zed");
        let body = full(kind, &title);
        let id = reader.submits(kind, &body).await;

        let reply = moderator.declines(kind, id).await.ok(201);

        assert_eq!(reply.body["status"], json!(true), "{}", reply.text);
        assert_eq!(found(&reader, kind, &title).await, [] as [Value; 0]);
        assert_eq!(row(&reader, kind, id).await, None);
        assert_refused(&moderator.publishes(kind, id).await, 404, "notInDatabase");
        // So the same may be submitted again.
        reader.submits(kind, &body).await;
    }
}

#[tokio::test]
async fn without_a_session_nothing_is_submitted_shown_or_decided() {
    let Editorial { api, .. } = Editorial::any().await;
    let gone = Reader::gone(&api).await;

    for (method, path, body) in MediaKind::ALL.into_iter().flat_map(routes) {
        let call = || api.call(method.clone(), &path).json(&body);

        let nobody = call().send().await;
        assert_refused(&nobody, 401, "token");
        assert_eq!(nobody.body["msg"], json!("Missing Authorization Header"), "{path}");
        assert_refused(&call().bearer("5b0b1f0c-8a53-4a0e-9d3c").send().await, 422, "token");
        assert_refused(&call().bearer(&gone.token).send().await, 404, "notInDatabase");
    }
}

#[tokio::test]
async fn only_a_moderator_publishes_and_declines() {
    let Editorial { reader, .. } = Editorial::any().await;

    for kind in MediaKind::ALL {
        let id = reader.submits(kind, &minimal(kind, "Zed")).await;

        assert_refused(&reader.publishes(kind, id).await, 403, "permission");
        assert_refused(&reader.declines(kind, id).await, 403, "permission");
        assert!(row(&reader, kind, id).await.is_some());
    }
}

#[tokio::test]
async fn an_id_that_names_no_submission_is_not_found() {
    let Editorial { moderator, .. } = Editorial::any().await;

    for kind in MediaKind::ALL {
        for id in [UNKNOWN, "0", "99999999999999999999", "-1", "1.0", "abc", "%20"] {
            let path = format!("/api/{kind}/additional/{id}");

            let published = moderator.put(&path).send().await;
            let declined = moderator.delete(&path).send().await;

            assert_refused(&published, 404, "notInDatabase");
            assert_refused(&declined, 404, "notInDatabase");
        }
    }
}

#[tokio::test]
async fn everything_that_is_missing_is_named() {
    let Editorial { reader, .. } = Editorial::any().await;

    for kind in MediaKind::ALL {
        let reply = reader.posts(format!("/api/{kind}"), &json!({ "unknown": 1 })).await;

        let mut named = reply.wrong_fields();
        named.sort_unstable();
        let mut required = kind.differences().submission.required.to_vec();
        required.sort_unstable();
        assert_eq!(named, required, "{}", reply.text);
    }
}

#[tokio::test]
async fn every_field_that_is_wrong_is_named() {
    let Editorial { reader, .. } = Editorial::any().await;

    for kind in MediaKind::ALL {
        let differences = kind.differences();
        let fields = differences.fields.iter().map(|field| field.name);
        let ignored = differences.submission.ignored;
        let taken: Vec<_> = fields.filter(|name| !ignored.contains(name)).collect();
        let mut body = minimal(kind, "Zed");
        for name in &taken {
            body[*name] = json!([true]);
        }
        for name in ignored {
            body[*name] = json!([true]);
        }

        let reply = reader.posts(format!("/api/{kind}"), &body).await;

        assert_eq!(reply.wrong_fields(), taken, "{}", reply.text);
    }
}

#[tokio::test]
async fn what_only_one_can_have_is_submitted_once() {
    let Editorial { reader, .. } = Editorial::any().await;

    for kind in MediaKind::ALL {
        let Some(unique) = kind.differences().unique else { continue };
        let body = minimal(kind, &fresh("Zed"));
        reader.submits(kind, &body).await;

        let again = reader.posts(format!("/api/{kind}"), &body).await;

        assert_refused(&again, 400, "taken");
        let error = again.body["errors"][0].as_str().expect("an error").to_owned();
        assert!(error.starts_with(unique), "{}", again.text);
    }
}

#[tokio::test]
async fn a_submission_is_a_json_object() {
    let Editorial { api, reader, .. } = Editorial::any().await;

    for kind in MediaKind::ALL {
        for body in ["", "{", "[]", "null", "4", "\"title\""] {
            let call = api.post(format!("/api/{kind}")).bearer(&reader.token);
            let reply = call.body("application/json", body).send().await;

            assert_refused(&reply, 400, "invalidRequest");
            assert!(reply.body["errors"].is_array(), "{body}: {}", reply.text);
        }
    }
}

#[tokio::test]
async fn what_is_no_page_number_is_refused() {
    let Editorial { reader, .. } = Editorial::any().await;

    for kind in MediaKind::ALL {
        for page in ["abc", "1.5", ""] {
            let path = format!("/api/{kind}/additional?page={page}");
            assert_invalid(&reader.get(path).await, "page");
        }
        for page in [0, -1, i64::MAX] {
            let path = format!("/api/{kind}/additional?page={page}");
            let reply = reader.get(path).await.ok(200);
            assert_eq!(reply.body["content"], json!([]), "{}", reply.text);
        }
    }
}
