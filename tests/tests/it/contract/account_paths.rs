//! Paths and methods of the media API's accounts: what is not there is refused in its own words.

use axum::http::Method;
use tests::{Api, Reader};

use super::methods::assert_only_known_methods;

/// Every path, and the methods that it knows.
const PATHS: [(&str, &str); 11] = [
    ("/api/auth/register", "POST"),
    ("/api/auth/login", "POST"),
    ("/api/auth/logout", "POST"),
    ("/api/auth/forget", "POST"),
    ("/api/auth/reset", "POST"),
    ("/api/user/5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52", "DELETE,GET,HEAD,PATCH"),
    ("/api/user/preferences_defined", "PUT"),
    ("/api/user/search/ada", "GET,HEAD"),
    ("/api/user/genre", "GET,HEAD"),
    ("/api/user/genre/1", "DELETE,PUT"),
    ("/api/user/export", "GET,HEAD"),
];

#[tokio::test]
async fn a_wrong_method_is_refused_with_the_right_ones() {
    let api = Api::any().await;

    assert_only_known_methods(&api, &PATHS).await;
}

#[tokio::test]
async fn a_path_is_known_without_a_slash_only() {
    let api = Api::any().await;
    let token = Reader::new(&api).await.token;

    for (path, _) in PATHS {
        for method in [Method::GET, Method::POST, Method::PUT] {
            for other in [format!("{path}/"), format!("{path}/x/x")] {
                let reply = api.call(method.clone(), &other).bearer(&token).send().await;
                reply.failed(404, "invalidRequest");
            }
        }
    }
    for path in ["/api/auth", "/api/auth/", "/api/auth/signup", "/api/user", "/api/user/search"] {
        let reply = api.get(path).bearer(&token).send().await;
        assert_eq!(reply.status, 404, "{path}: {}", reply.text);
    }
}

#[tokio::test]
async fn a_page_of_a_search_is_any_number_and_what_is_none_is_the_first() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    for (page, echoed) in [("2", 2), ("0", 0), ("-1", -1), ("x", 1), ("", 1), ("1.5", 1)] {
        let path = format!("/api/user/search/nobody?page={page}");
        let reply = reader.get(path).await.ok(200);
        assert_eq!(reply.body["page"].as_i64(), Some(echoed), "{page}");
        assert_eq!(reply.body["number_of_elements"].as_u64(), Some(0));
    }
}
