//! Paths and methods of the job service: what is not there is refused in its own words.

use axum::http::Method;
use tests::{Api, Member};

use super::methods::assert_only_known_methods;

/// Every path, and the methods that it knows.
const PATHS: [(&str, &str); 12] = [
    ("/api/about", "GET,HEAD"),
    ("/api/users/signup", "POST"),
    ("/api/users/activate", "POST"),
    ("/api/users/login", "POST"),
    ("/api/users/requestPasswordReset", "GET,HEAD"),
    ("/api/users/resetPassword", "POST"),
    ("/api/users/info", "GET,HEAD"),
    ("/api/users/delete", "POST"),
    ("/api/users/changePassword", "POST"),
    ("/api/users/changeEmail", "POST"),
    ("/api/users/resendActivationEmail", "GET,HEAD"),
    ("/api/users/invalidateAllTokens", "POST"),
];

#[tokio::test]
async fn a_wrong_method_is_refused_with_the_right_ones() {
    let api = Api::any().await;

    assert_only_known_methods(&api, &PATHS).await;
}

#[tokio::test]
async fn a_path_is_known_without_a_slash_and_in_its_case_only() {
    let api = Api::any().await;
    let token = Member::new(&api).await.token;

    for (path, _) in PATHS {
        for method in [Method::GET, Method::POST] {
            let others = [format!("{path}/"), format!("{path}/x"), format!("{path}%2F")];
            let (before, last) = path.rsplit_once('/').expect("a slash");
            let loud = format!("{before}/{}", last.to_uppercase());
            for other in others.into_iter().chain([loud]) {
                let reply = api.call(method.clone(), &other).bearer(&token).send().await;
                reply.failed(404, "invalidRequest");
            }
        }
    }
    for path in ["/api/users", "/api/users/", "/api/users/user", "/api/users/1"] {
        api.get(path).bearer(&token).send().await.failed(404, "invalidRequest");
    }
}

#[tokio::test]
async fn options_are_answered_on_every_path() {
    let api = Api::any().await;

    for (path, _) in PATHS {
        let reply = api.call(Method::OPTIONS, path).send().await.ok(200);

        assert_eq!(reply.headers["access-control-allow-origin"], "*", "{path}");
    }
}

#[tokio::test]
async fn refusals_may_be_read_from_any_page() {
    let api = Api::any().await;

    for (path, _) in PATHS {
        let reply = api.delete(path).send().await.ok(405);
        assert_eq!(reply.headers["access-control-allow-origin"], "*", "{path}");
        let reply = api.delete(path).header("origin", "null").send().await.ok(405);
        assert_eq!(reply.headers["access-control-allow-origin"], "null", "{path}");
    }
}
