//! One error for everything that a request can meet.
//!
//! Handlers, extractors and entities say *what went wrong*; how it is spelt is decided at the edge, by the dialect of
//! the API that was called ([`http::dialect`](crate::http::dialect)). The error travels there inside the response.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// The crate's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, in words every dialect can translate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The request cannot be understood, or breaks a rule of its fields.
    Invalid,
    /// No session, or not a valid one.
    Unauthenticated,
    /// Wrong name or password.
    Credentials,
    /// Signed in, but not allowed.
    Forbidden,
    /// The thing does not exist.
    NotFound,
    /// A unique name is taken.
    Taken,
    /// An e-mail address cannot be used: its form, its domain, somebody else has it, no mail gets there.
    Email,
    /// A new password breaks a rule.
    Password,
    /// The thing is in a state that does not permit this.
    State,
    /// Whoever runs the system has switched this off.
    Disabled,
    /// Too many attempts; the error says when to come back.
    Throttled,
    /// Somebody else was faster, again and again; or the store is not reachable.
    Unavailable,
    /// Our fault.
    Internal,
}

impl Kind {
    /// The `errorType` by which programs tell failures apart, in every dialect.
    pub fn error_type(self) -> &'static str {
        match self {
            Self::Invalid => "invalidRequest",
            Self::Unauthenticated => "token",
            Self::Credentials => "auth",
            Self::Forbidden => "permission",
            Self::NotFound => "notInDatabase",
            Self::Taken => "taken",
            Self::Email => "email",
            Self::Password => "password",
            Self::State => "operation",
            Self::Disabled => "serverConfig",
            Self::Throttled => "throttled",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }
}

/// An answer that is not a success. Cheap to move, safe to show: the cause is only logged.
#[derive(Clone, Debug)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    kind: Kind,
    message: Cow<'static, str>,
    details: Vec<String>,
    fields: Vec<(&'static str, Value)>,
    status: Option<StatusCode>,
    retry_after: Option<Duration>,
    cause: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    fn new(kind: Kind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            details: Vec::new(),
            fields: Vec::new(),
            status: None,
            retry_after: None,
            cause: None,
        }))
    }

    /// The request cannot be understood, or breaks a rule of its fields.
    pub fn invalid(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Invalid, message)
    }

    /// A field breaks its rule. Where several may, they are collected as [`Problems`](crate::Problems).
    pub fn invalid_field(field: impl Display, what: impl Display) -> Self {
        Self::invalid_fields(vec![format!("{field}: {what}")])
    }

    /// These fields break their rules, each told as `field: what is wrong`.
    pub(crate) fn invalid_fields(wrong: Vec<String>) -> Self {
        Self::invalid("Validation errors").with_details(wrong)
    }

    /// No session, or not a valid one.
    pub fn unauthenticated(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Unauthenticated, message)
    }

    /// Wrong name or password.
    pub fn credentials(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Credentials, message)
    }

    /// Signed in, but not allowed.
    pub fn forbidden(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Forbidden, message)
    }

    /// The thing does not exist.
    pub fn not_found(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::NotFound, message)
    }

    /// A unique name is taken.
    pub fn taken(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Taken, message)
    }

    /// An e-mail address cannot be used.
    pub fn email(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Email, message)
    }

    /// A new password breaks a rule.
    pub fn password(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Password, message)
    }

    /// Whoever runs the system has switched this off.
    pub fn disabled(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Disabled, message)
    }

    /// Too many attempts; after this time there will be room for another.
    pub fn throttled(message: impl Into<Cow<'static, str>>, retry_after: Duration) -> Self {
        let mut error = Self::new(Kind::Throttled, message);
        error.0.retry_after = Some(retry_after);
        error
    }

    /// The thing is in a state that does not permit this.
    pub fn state(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::State, message)
    }

    /// Try again later.
    pub fn unavailable(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Unavailable, message)
    }

    /// Our fault; the cause is logged and not shown.
    pub fn internal(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let mut error = Self::new(Kind::Internal, "Something went wrong on our side");
        error.0.cause = Some(Arc::from(cause.into()));
        error
    }

    /// The same error with what is wrong field by field.
    #[must_use]
    pub fn with_details(mut self, details: Vec<String>) -> Self {
        self.0.details = details;
        self
    }

    /// The same error with one more field in its body, in every dialect.
    #[must_use]
    pub fn with_field(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.0.fields.push((name, value.into()));
        self
    }

    /// The same error with a status that its dialect would not choose.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = Some(status);
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// What to tell a person.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What is wrong field by field; may be empty.
    pub fn details(&self) -> &[String] {
        &self.0.details
    }

    /// More fields for its body.
    pub fn fields(&self) -> &[(&'static str, Value)] {
        &self.0.fields
    }

    /// How long to wait before another attempt.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The status that was set by hand.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// What was behind it, for the log.
    pub fn cause(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.0.cause.as_deref()
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.message())?;
        let mut cause = self.cause().map(|cause| cause as &dyn StdError);
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl StdError for Error {}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        // Status and body are written by the dialect at the edge.
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
