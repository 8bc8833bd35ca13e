//! What can be asked of matching.

use kindred::Result;
use kindred::entity::kind::MediaKind;
use kindred::http::Json;
use kindred::http::media::Caller;
use kindred::matching::fuzzy::Scorer;
use kindred::texts::{Limits, MOST_MATCHES, MOST_TEXT_CHARS, Processor};
use serde::Serialize;
use utoipa::ToSchema;

/// What can be asked of matching, by the names that requests use.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "status": true,
    "kinds": ["application", "book", "game", "movie", "serie", "track"],
    "scorers": ["ratio", "partial_ratio", "WRatio", "Levenshtein", "JaroWinkler"],
    "processors": ["none", "default", "title"],
    "limits": {
        "text_characters": 10_000, "matches": 1_000,
        "request": { "queries": 1_000, "choices": 10_000, "allowance": 20_000_000_000_u64 },
        "job": { "queries": 100_000, "choices": 100_000, "allowance": 1_000_000_000_000_u64 },
    },
}))]
pub(crate) struct AboutMatching {
    /// Always true.
    status: bool,
    /// The kinds of media whose catalogues can be looked through.
    #[schema(value_type = Vec<String>)]
    kinds: [MediaKind; 6],
    /// How the alikeness of texts can be measured.
    #[schema(value_type = Vec<String>)]
    scorers: [&'static str; Scorer::ALL.len()],
    /// What can be done to texts before they are compared.
    #[schema(value_type = Vec<String>)]
    processors: [&'static str; Processor::ALL.len()],
    /// How much can be asked.
    limits: AboutLimits,
}

/// How much can be asked.
#[derive(Serialize, ToSchema)]
struct AboutLimits {
    /// Characters of a text at most.
    text_characters: usize,
    /// Matches of a query at most.
    matches: usize,
    /// In a request that is answered at once.
    request: AboutAllowance,
    /// In a job.
    job: AboutAllowance,
}

/// How much can be asked at once.
#[derive(Serialize, ToSchema)]
struct AboutAllowance {
    /// Queries at most.
    queries: usize,
    /// Choices at most.
    choices: usize,
    /// Units of work at most, as estimates tell them; each is about a nanosecond of one core.
    allowance: u64,
}

impl From<Limits> for AboutAllowance {
    fn from(Limits { n_queries, n_choices, allowance, .. }: Limits) -> Self {
        Self { queries: n_queries, choices: n_choices, allowance }
    }
}

/// Tell what can be asked of matching.
///
/// What the other operations take by name, so that a client need not be told twice. It is the same for everybody.
#[utoipa::path(get, path = "/api/match", tag = "Matching", responses(
    (status = 200, body = AboutMatching, description = "What there is"),
))]
pub(crate) async fn about_matching(_: Caller) -> Result<Json<AboutMatching>> {
    Ok(Json(AboutMatching {
        status: true,
        kinds: MediaKind::ALL,
        scorers: Scorer::ALL.map(Scorer::name),
        processors: Processor::ALL.map(Processor::name),
        limits: AboutLimits {
            text_characters: MOST_TEXT_CHARS,
            matches: MOST_MATCHES,
            request: Limits::REQUEST.into(),
            job: Limits::JOB.into(),
        },
    }))
}
