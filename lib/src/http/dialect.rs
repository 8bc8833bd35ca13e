//! How each API spells an error.
//!
//! Which dialect an answer speaks is decided by the path alone, in [`Dialect::of_path`]: so unknown paths, wrong
//! methods and unreadable requests are answered like everything else of that API. Every dialect carries `errorType`.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::error::{Error, Kind};

/// The way one API spells its errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `{"error"}`: articles and everything outside `/api`.
    Forum,
    /// `{"msg"}`: `/api/users`, `/api/jobs`, `/api/about`, `/api/admin`.
    Jobs,
    /// `{"error", "msg"}`: `/api/runners`.
    Runners,
    /// `{"status": false, "message"}`: everything else below `/api`.
    Media,
}

impl Dialect {
    /// The dialect of the API that a path belongs to.
    pub fn of_path(path: &str) -> Self {
        let mut segments = path.split('/').skip(1);
        match (segments.next(), segments.next()) {
            (Some("api"), Some("users" | "jobs" | "about" | "admin")) => Self::Jobs,
            (Some("api"), Some("runners")) => Self::Runners,
            (Some("api"), _) => Self::Media,
            _ => Self::Forum,
        }
    }

    /// Status and body for an error.
    pub fn spell(self, error: &Error) -> (StatusCode, Value) {
        let status = error.status().unwrap_or_else(|| self.status(error.kind()));
        let mut body = match self {
            Self::Forum => json!({ "error": error.message() }),
            Self::Jobs => json!({ "msg": error.message() }),
            Self::Runners => json!({ "error": error.message(), "msg": error.message() }),
            Self::Media => media(error, status),
        };
        body["errorType"] = json!(error.kind().error_type());
        for (name, value) in error.fields() {
            body[*name] = value.clone();
        }
        (status, body)
    }

    fn status(self, kind: Kind) -> StatusCode {
        match (kind, self) {
            (Kind::Unauthenticated, _) | (Kind::Credentials, Self::Forum | Self::Media) => {
                StatusCode::UNAUTHORIZED
            }
            (Kind::Forbidden, _) => StatusCode::FORBIDDEN,
            (Kind::NotFound, _) => StatusCode::NOT_FOUND,
            (Kind::Taken, Self::Forum) => StatusCode::CONFLICT,
            (Kind::Invalid | Kind::State | Kind::Taken | Kind::Credentials, _)
            | (Kind::Email | Kind::Password | Kind::Disabled, _) => StatusCode::BAD_REQUEST,
            (Kind::Throttled, _) => StatusCode::TOO_MANY_REQUESTS,
            (Kind::Unavailable, _) => StatusCode::SERVICE_UNAVAILABLE,
            (Kind::Internal, _) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Contract: a refused token says `msg`, every other failure `message`; a 400 lists `errors`.
fn media(error: &Error, status: StatusCode) -> Value {
    let mut body = json!({ "status": false, "message": error.message() });
    if error.kind() == Kind::Unauthenticated {
        body["msg"] = json!(error.message());
    }
    if !error.details().is_empty() {
        body["errors"] = json!(error.details());
    } else if status == StatusCode::BAD_REQUEST {
        body["errors"] = json!([error.message()]);
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dialect_goes_by_whole_segments() {
        assert_eq!(Dialect::of_path("/users/1"), Dialect::Forum);
        assert_eq!(Dialect::of_path("/api/users/login"), Dialect::Jobs);
        assert_eq!(Dialect::of_path("/api/user/1"), Dialect::Media);
        assert_eq!(Dialect::of_path("/api/runners"), Dialect::Runners);
        assert_eq!(Dialect::of_path("/apis"), Dialect::Forum);
    }
}
