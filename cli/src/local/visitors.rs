//! Whose requests `/_local` takes: programs', and those of pages on this machine.
//!
//! Any page that a developer visits can send requests to a server on the developer's machine, and the API lets every
//! page read what it answers. Here that would empty the store, or tell the links that were mailed. A browser says with
//! such a request which page it is from; programs say nothing.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::header::ORIGIN;
use axum::http::{HeaderValue, Uri};
use axum::middleware::Next;
use axum::response::Response;
use kindred::{Error, Result};

/// Names of this machine, and of names below them (RFC 6761).
const OURS: [&str; 2] = ["localhost", "test"];

/// Go on, unless the request is from a page elsewhere.
///
/// Refuses: `Forbidden` 403.
pub(super) async fn admit(request: Request, next: Next) -> Result<Response> {
    if request.headers().get(ORIGIN).is_none_or(is_here) {
        return Ok(next.run(request).await);
    }
    Err(Error::forbidden("Only pages on this machine may use /_local"))
}

fn is_here(origin: &HeaderValue) -> bool {
    let Some(origin) = origin.to_str().ok().and_then(|text| text.parse::<Uri>().ok()) else {
        return false;
    };
    let host = origin.host().unwrap_or_default().trim_matches(['[', ']']);
    match host.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host.rsplit('.').next().is_some_and(|name| OURS.contains(&name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_on_this_machine_are_told_from_others() {
        for here in [
            "http://localhost:5173",
            "http://127.0.0.1",
            "https://[::1]:8443",
            "http://shop.localhost",
            "http://app.test:8080",
        ] {
            assert!(is_here(&HeaderValue::from_static(here)), "{here}");
        }
        for elsewhere in [
            "null",
            "",
            "https://example.org",
            "https://localhost.example.org",
            "http://127.0.0.1.example.org",
            "http://203.0.113.7",
            "http://notlocalhost",
            "http://[::2]",
        ] {
            assert!(!is_here(&HeaderValue::from_static(elsewhere)), "{elsewhere}");
        }
    }
}
