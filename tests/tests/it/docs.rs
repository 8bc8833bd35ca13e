//! The docs page: whole, from our own binary, and polite about everything else.

use axum::http::Method;
use kindred::http::edge;
use tests::{Api, TestApp};

/// The function alone, as it runs on AWS.
fn function() -> Api {
    Api::in_process(edge(docs::router()))
}

/// What stands between quotation marks after this attribute.
fn attributes<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let values = html.split(attribute).skip(1);
    values.map(|rest| rest.split('"').next().unwrap_or_default()).collect()
}

#[tokio::test]
async fn the_page_and_all_that_it_loads_come_from_us() {
    for api in [function(), TestApp::new().await.api()] {
        let page = api.get("/docs/").send().await.ok(200);
        assert!(page.headers["content-type"].to_str().expect("text").starts_with("text/html"));
        assert!(page.text.contains("<title>Kindred API</title>"), "{}", page.text);
        let mut assets = attributes(&page.text, "src=\"");
        assets.extend(attributes(&page.text, "href=\""));
        assert!(assets.len() >= 6, "{assets:?}");

        for asset in assets {
            assert!(!asset.contains("//"), "{asset} is from elsewhere");
            let name = asset.trim_start_matches("./");
            let reply = api.get(format!("/docs/{name}")).send().await.ok(200);
            assert!(!reply.text.is_empty(), "{asset} is empty");
            let wanted = match name.rsplit('.').next() {
                Some("js") => "text/javascript",
                Some("css") => "text/css",
                _ => "image/png",
            };
            assert_eq!(reply.headers["content-type"], wanted, "{asset}");
        }
    }
}

#[tokio::test]
async fn the_page_shows_our_description_and_asks_nobody_else() {
    let settings = function().get("/docs/swagger-initializer.js").send().await.ok(200).text;

    assert!(settings.contains(r#""url": "/openapi.json""#), "{settings}");
    // Else Swagger UI sends the description's address to a validator on the internet.
    assert!(settings.contains(r#""validatorUrl": "none""#), "{settings}");
    assert!(!settings.contains("http://") && !settings.contains("https://"), "{settings}");
}

#[tokio::test]
async fn the_description_is_the_committed_one() {
    let committed = include_str!("../../../openapi.json");

    for api in [function(), TestApp::new().await.api()] {
        let reply = api.get("/openapi.json").send().await.ok(200);
        assert_eq!(reply.headers["content-type"], "application/json");
        assert!(reply.text == committed, "another description is served");
    }
}

#[tokio::test]
async fn the_root_leads_to_the_page() {
    for api in [function(), TestApp::new().await.api()] {
        for path in ["/", "/docs"] {
            let reply = api.get(path).send().await.ok(307);
            assert_eq!(reply.headers["location"], "/docs/", "{path}");
        }
    }
}

#[tokio::test]
async fn unknown_paths_are_refused_in_the_dialect_of_the_nearest_api() {
    let paths = [
        ("/nothing", "error"),
        ("/_local/settle", "error"),
        ("/docs/nothing.js", "error"),
        ("/docs/../nothing", "error"),
        ("/api", "message"),
        ("/api/song", "message"),
        ("/api/users/nobody", "msg"),
        ("/api/runners/nobody", "msg"),
    ];

    for (path, field) in paths {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let reply = function().call(method.clone(), path).send().await;
            let context = format!("{method} {path}: {} {}", reply.status, reply.text);
            let status =
                if path.starts_with("/docs/") && method != Method::GET { 405 } else { 404 };
            assert_eq!(reply.status, status, "{context}");
            assert!(reply.body[field].is_string(), "{context}");
            assert!(reply.body["errorType"].is_string(), "{context}");
        }
    }
}
