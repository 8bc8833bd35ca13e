//! Methods that a path does not know.

use axum::http::Method;
use tests::Api;

/// Each path refuses every method but those beside it, and names them.
pub(super) async fn assert_only_known_methods(api: &Api, paths: &[(&str, &str)]) {
    for (path, right) in paths {
        let methods = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
        for method in methods.into_iter().filter(|method| !right.contains(method.as_str())) {
            let reply = api.call(method, *path).send().await;

            reply.failed(405, "invalidRequest");
            let allow = reply.headers["allow"].to_str().expect("text").split(',').map(str::trim);
            let mut allowed: Vec<_> = allow.collect();
            allowed.sort_unstable();
            assert_eq!(allowed.join(","), *right, "{path}");
        }
    }
}
