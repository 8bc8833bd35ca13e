//! Whether one's taste may be compared with that of others: a switch, off until it is turned on.

use axum::extract::State;
use kindred::entity::consent::Consent;
use kindred::http::media::Caller;
use kindred::http::{Body, Created, Json};
use kindred::{App, Error, Result};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// How the switch stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Consent)]
pub(crate) struct ConsentOut {
    /// Always true.
    #[schema(example = true)]
    status: bool,
    /// Whether you agree to be compared.
    #[schema(example = true)]
    consent: bool,
    /// Since when, UTC; null while you do not.
    #[schema(required, example = "2026-11-20T18:30:00.000000")]
    since: Option<String>,
}

/// How the switch is to stand.
#[derive(Debug, ToSchema)]
#[schema(as = NewConsent)]
#[expect(dead_code, reason = "the shape of a body, for the documentation")]
pub(crate) struct NewConsent {
    /// Whether you agree to be compared.
    #[schema(example = true)]
    consent: bool,
}

/// See whether one's taste may be compared.
///
/// It may not until you have said so, and since when you agree is told with it.
#[utoipa::path(get, path = "/api/match/consent", tag = "Matching", responses(
    (status = 200, body = ConsentOut, description = "How the switch stands"),
))]
pub(crate) async fn get_consent(
    State(app): State<App>,
    Caller { user, .. }: Caller,
) -> Result<Json<ConsentOut>> {
    let found: Option<Consent> = app.store.get(&Consent::place(user.id)).await?;
    Ok(Json(found.into()))
}

/// Say whether one's taste may be compared.
///
/// While you agree, others who agree as well find you by your taste, with your name, your uuid and how both of you
/// rated some of what both of you know; and you find them. `false` takes it back, with the answer to this request: from
/// then on nobody is shown anything of you, and what was derived of your taste is removed as soon as recompute has
/// heard of it, normally within a second. Saying it twice is saying it once.
#[utoipa::path(put, path = "/api/match/consent", tag = "Matching", request_body = NewConsent, responses(
    (status = 201, body = ConsentOut, description = "How the switch stands now"),
    (status = 400, description = "consent: neither true nor false"),
))]
pub(crate) async fn set_consent(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Body(body): Body<Map<String, Value>>,
) -> Result<Created<ConsentOut>> {
    let wrong = || Error::invalid_field("consent", "neither true nor false");
    let is_given = body.get("consent").and_then(Value::as_bool).ok_or_else(wrong)?;
    let decide = |found: Option<Consent>| {
        Ok(Consent::decide(found, (user.id, is_given), app.ids.occurrence(Some(user.id))))
    };
    let now = app.store.change(&Consent::place(user.id), decide).await?;
    Ok(Created(now.into()))
}

impl From<Option<Consent>> for ConsentOut {
    fn from(found: Option<Consent>) -> Self {
        let since = found.as_ref().map(|given| given.given_at.to_string());
        Self { status: true, consent: found.is_some(), since }
    }
}
