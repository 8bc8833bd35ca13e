//! Profiles, by their contract: over a server with whatever is in its catalogue.

use axum::http::Method;
use serde_json::{Value, json};
use tests::shapes::{PAGE, fields};
use tests::{Editorial, Reader, Reply, Sandbox, deeds, fresh};

/// The kinds of which there are lists.
const KINDS: [&str; 6] = ["application", "book", "game", "movie", "serie", "track"];

/// Nobody's.
const NOBODYS: &str = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52";

/// Every route of a profile, with a body that is good.
fn routes(uuid: &str) -> Vec<(Method, String, Value)> {
    let own = format!("/api/profile/{uuid}");
    let name = json!({ "profilename": fresh("Profile") });
    let mut all = vec![
        (Method::GET, own.clone(), json!({})),
        (Method::PATCH, own.clone(), name),
        (Method::DELETE, own.clone(), json!({})),
        (Method::GET, format!("{own}/genre"), json!({})),
        (Method::PUT, format!("{own}/genre/1"), json!({})),
        (Method::DELETE, format!("{own}/genre/1"), json!({})),
        (Method::POST, format!("{own}/recommend"), json!({})),
        (Method::GET, format!("{own}/history"), json!({})),
        (Method::GET, format!("{own}/history/1/genres"), json!({})),
    ];
    for kind in KINDS {
        for list in [
            format!("{kind}/meta"),
            format!("history/1/{kind}/meta"),
            format!("history/1/{kind}/result"),
        ] {
            all.push((Method::GET, format!("{own}/{list}"), json!({})));
        }
    }
    all
}

/// The same, and those that are of no profile that there is, or of a content.
fn all_routes(uuid: &str) -> Vec<(Method, String, Value)> {
    let name = json!({ "profilename": fresh("Profile") });
    let more = [
        (Method::GET, "/api/profile".to_owned(), json!({})),
        (Method::POST, "/api/profile".to_owned(), name),
        (Method::PUT, format!("/api/profile/{uuid}/content/1/meta"), deeds()),
    ];
    routes(uuid).into_iter().chain(more).collect()
}

async fn sent(editorial: &Editorial, route: &(Method, String, Value), reader: &Reader) -> Reply {
    let (method, path, body) = route.clone();
    editorial.api.call(method, path).bearer(&reader.token).json(&body).send().await
}

#[track_caller]
fn assert_done(reply: &Reply) {
    assert_eq!((reply.status, &reply.body["status"]), (201, &json!(true)), "{}", reply.text);
    assert!(!reply.text_of("message").is_empty());
}

#[tokio::test]
async fn profile_bad_jwt() {
    let editorial = Editorial::any().await;

    for (method, path, body) in all_routes(NOBODYS) {
        let call = editorial.api.call(method, &path).bearer("not.a.token").json(&body);
        call.send().await.failed(422, "token");
    }
}

#[tokio::test]
async fn profile_no_jwt() {
    let editorial = Editorial::any().await;

    for (method, path, body) in all_routes(NOBODYS) {
        let reply = editorial.api.call(method, &path).json(&body).send().await;
        reply.failed(401, "token");
        assert_eq!(reply.body["msg"], json!("Missing Authorization Header"), "{path}");
    }
}

#[tokio::test]
async fn profile_fake_jwt() {
    let editorial = Editorial::any().await;
    let gone = Reader::gone(&editorial.api).await;

    for route in all_routes(NOBODYS) {
        sent(&editorial, &route, &gone).await.failed(404, "notInDatabase");
    }
}

#[tokio::test]
async fn profile_bad_uuid_and_other_profile() {
    let editorial = Editorial::any().await;
    let name = fresh("Profile");
    let profile = Sandbox::new(&editorial.moderator, &name).await;

    for uuid in [NOBODYS, "1", "x", &profile.uuid[1..]] {
        for route in routes(uuid) {
            sent(&editorial, &route, &editorial.moderator).await.failed(404, "notInDatabase");
        }
    }
    for (method, path, _) in routes(&profile.uuid).into_iter().take(6) {
        let reply = editorial.api.call(method, path).bearer(&editorial.reader.token);
        reply.json(&json!({})).send().await.failed(404, "notInDatabase");
    }
    let shown = editorial.moderator.get(profile.path()).await.ok(200);
    assert_eq!(shown.body["profile"]["profilename"], json!(name));
}

#[tokio::test]
async fn what_takes_the_sandbox_is_refused_to_everybody_else() {
    let editorial = Editorial::any().await;
    let body = json!({ "profilename": fresh("Profile") });

    let (get, post) = (
        editorial.reader.get("/api/profile").await,
        editorial.reader.posts("/api/profile", &body).await,
    );

    get.failed(403, "permission");
    post.failed(403, "permission");
}

#[tokio::test]
async fn profile_resource() {
    let editorial = Editorial::any().await;
    let name = fresh("Profile");

    let body = json!({ "profilename": name });
    let made = editorial.moderator.posts("/api/profile", &body).await.ok(201);

    let base = made.body["profile"].clone();
    assert_eq!(fields(&base), ["profilename", "uuid"].map(str::to_owned).into());
    assert_eq!(base["profilename"], json!(name));
    let path = format!("/api/profile/{}", base["uuid"].as_str().expect("a uuid"));
    let shown = editorial.moderator.get(&path).await.ok(200);
    let expected =
        json!({ "uuid": base["uuid"], "profilename": base["profilename"], "liked_genres": [] });
    assert_eq!(shown.body["profile"], expected);
    let again = editorial.moderator.posts("/api/profile", &body).await;
    again.failed(400, "taken");
    let mut found = false;
    for page in 1..=5 {
        let page = editorial.moderator.get(format!("/api/profile?page={page}")).await.ok(200);
        assert_eq!(fields(&page.body), PAGE.map(str::to_owned).into());
        found |= page.body["content"].as_array().expect("a list").contains(&base);
    }
    assert!(found, "it is listed");
    assert_done(&editorial.moderator.delete(path).send().await);
}

#[tokio::test]
async fn update_and_delete_profile() {
    let editorial = Editorial::any().await;
    let profile = Sandbox::new(&editorial.moderator, &fresh("Profile")).await;
    let name = fresh("Renamed");

    let renaming = editorial.moderator.patch(profile.path()).json(&json!({ "profilename": name }));
    assert_done(&renaming.send().await);
    assert_done(&editorial.moderator.patch(profile.path()).json(&json!({})).send().await);
    let shown = editorial.moderator.get(profile.path()).await.ok(200);
    assert_eq!(shown.body["profile"]["profilename"], json!(name));

    assert_done(&editorial.moderator.delete(profile.path()).send().await);
    editorial.moderator.get(profile.path()).await.failed(404, "notInDatabase");
    let again = editorial.moderator.delete(profile.path()).send().await;
    again.failed(404, "notInDatabase");
}

#[tokio::test]
async fn profile_genre_bad_id() {
    let editorial = Editorial::any().await;
    let profile = Sandbox::new(&editorial.moderator, &fresh("Profile")).await;

    for odd in ["0", "999999999999", "99999999999999999999", "x", "-1"] {
        let path = profile.at(format!("genre/{odd}"));
        editorial.moderator.put(&path).send().await.failed(404, "notInDatabase");
        editorial.moderator.delete(&path).send().await.failed(404, "notInDatabase");
        let meta = editorial.moderator.put(profile.at(format!("content/{odd}/meta")));
        meta.json(&deeds()).send().await.failed(404, "notInDatabase");
    }
    let genres = profile.get("genre").await.ok(200);
    assert_eq!(genres.body["content"], json!([]));
    assert_done(&editorial.moderator.delete(profile.path()).send().await);
}

#[tokio::test]
async fn a_new_profile_has_empty_lists_and_is_recommended_nothing() {
    let editorial = Editorial::any().await;
    let profile = Sandbox::new(&editorial.moderator, &fresh("Profile")).await;

    let launched = profile.launched().await;

    let launch = launched["history"]["id"].as_u64().expect("an id");
    assert!(launched["history"]["occured_at"].is_string(), "{launched}");
    let history = profile.get("history").await.ok(200);
    assert_eq!(history.body["content"][0]["id"], json!(launch));
    assert_eq!(history.body["content"][0]["profile"], launched["profile"]);
    for kind in KINDS {
        assert_eq!(launched["results"][kind], json!([]), "{kind}");
        for list in [
            format!("{kind}/meta"),
            format!("history/{launch}/{kind}/meta"),
            format!("history/{launch}/{kind}/result"),
        ] {
            let page = profile.get(&list).await.ok(200);
            assert_eq!(fields(&page.body), PAGE.map(str::to_owned).into(), "{list}");
            let (content, pages) = (&page.body["content"], &page.body["total_pages"]);
            assert_eq!((content, pages), (&json!([]), &json!(0)), "{list}");
        }
    }
    assert_done(&editorial.moderator.delete(profile.path()).send().await);
}
