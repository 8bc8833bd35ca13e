//! Engines: where they stand, what waits for them, and what they did so far.

use axum::extract::State;
use kindred::entity::kind::MediaKind;
use kindred::entity::model::Model;
use kindred::entity::recommendation::Engine;
use kindred::entity::round::{Round, Scope, Slice};
use kindred::entity::standing::{Standing, Tally};
use kindred::http::Json;
use kindred::http::jobs::Administrator;
use kindred::{App, Result, Store, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// Where all engines stand.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Engines {
    /// For a person.
    #[schema(example = "Here you are")]
    msg: &'static str,
    /// Each kind of media.
    kinds: Vec<KindOut>,
    /// The round through all people that is under way, or the last one.
    round: RoundOut,
}

/// Where the engines stand with a kind.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EnginesOfKind)]
pub(crate) struct KindOut {
    /// The kind of media.
    #[schema(example = "movie")]
    kind: &'static str,
    /// The newest event that they have looked at; 0 before the first.
    #[schema(example = 891_234_567_890_123_u64)]
    position: u64,
    /// Interactions since the training of the model; some are perhaps counted twice.
    #[schema(example = 7)]
    untrained: u64,
    /// Each engine, in the order in which they run.
    engines: Vec<EngineOut>,
    /// What collaborative filtering has learned.
    model: ModelOut,
}

/// What an engine did for a kind.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EngineState)]
pub(crate) struct EngineOut {
    /// Its name.
    #[schema(value_type = String, example = "Popularity")]
    engine: Engine,
    /// Batches of events in which it had something to do.
    #[schema(example = 120)]
    launched: u64,
    /// Batches of events that concerned the kind, and left it nothing to do.
    #[schema(example = 31)]
    skipped: u64,
    /// How many it looked at: contents; for lists people and groups.
    #[schema(example = 240)]
    touched: u64,
    /// How many results it wrote; the others were as they should be.
    #[schema(example = 118)]
    written: u64,
    /// How long that took, in milliseconds.
    #[schema(example = 940)]
    ms: u64,
    /// When it was launched last; null if it never was.
    #[schema(value_type = Option<String>, required, example = "2026-11-20T18:30:00.000000")]
    launched_at: Option<Timestamp>,
}

/// A model of collaborative filtering.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ModelState)]
pub(crate) struct ModelOut {
    /// Counts up with every training; 0 before the first, and then there is nothing in it.
    #[schema(example = 3)]
    generation: u64,
    /// The newest event that it surely takes into account.
    #[schema(example = 891_234_567_890_123_u64)]
    position: u64,
    /// When it was made.
    #[schema(value_type = Option<String>, required, example = "2026-11-20T18:30:00.000000")]
    trained_at: Option<Timestamp>,
    /// From how many people it was learned.
    #[schema(example = 6040)]
    n_users: u64,
    /// How many contents it knows.
    #[schema(example = 3706)]
    n_items: u64,
    /// From how many interactions it was learned.
    #[schema(example = 1_000_209)]
    n_interactions: u64,
    /// How far its weights are shrunk: the penalty of a content is `lambda + gamma · n`, n being how many met it.
    #[schema(example = 500.0)]
    lambda: f64,
    /// See `lambda`.
    #[schema(example = 0.2)]
    gamma: f64,
}

/// A round through all people.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoundState)]
pub(crate) struct RoundOut {
    /// When it began; null before the first.
    #[schema(value_type = Option<String>, required, example = "2026-11-20T18:30:00.000000")]
    began_at: Option<Timestamp>,
    /// The kinds of media whose lists it makes.
    #[schema(value_type = Vec<String>, example = json!(["movie"]))]
    kinds: Vec<&'static str>,
    /// Whether it makes all else that is derived, too: so it is once a day.
    #[schema(example = false)]
    whole: bool,
    /// What comes next: a kind, users or groups from an id on; null when it is over.
    #[schema(required, example = "users from 101 on")]
    next: Option<String>,
}

/// Show where the engines stand.
///
/// For each kind of media and engine: how often it was launched and skipped, on how many it worked, and the model of
/// collaborative filtering. Counted since the store was made; what single batches did is at
/// `/api/admin/events/launches`.
#[utoipa::path(get, path = "/api/admin/engines", tag = crate::documentation::TAG, responses(
    (status = 200, body = Engines, description = "All engines"),
    (status = 403, description = "Only administrators may do this"),
))]
pub(crate) async fn list_engines(
    State(app): State<App>,
    Administrator(_): Administrator,
) -> Result<Json<Engines>> {
    let mut kinds = Vec::new();
    for kind in MediaKind::ALL {
        kinds.push(of_kind(&app.store, kind).await?);
    }
    let round = Round::last(&app.store).await?;
    Ok(Json(Engines { msg: "Here you are", kinds, round: RoundOut::from(round) }))
}

async fn of_kind(store: &Store, kind: MediaKind) -> Result<KindOut> {
    let standing = Standing::of(store, kind).await?;
    let model = Model::of(store, kind).await?;
    let tally = |engine| standing.engines.get(&engine).copied().unwrap_or_default();
    let Standing { position, untrained, .. } = standing;
    Ok(KindOut {
        kind: kind.name(),
        position,
        untrained,
        engines: Engine::ALL.map(|engine| EngineOut::new(engine, tally(engine))).into(),
        model: ModelOut::from(model),
    })
}

impl EngineOut {
    fn new(engine: Engine, tally: Tally) -> Self {
        let Tally { launched, skipped, touched, written, ms, launched_at } = tally;
        Self { engine, launched, skipped, touched, written, ms, launched_at }
    }
}

impl From<Model> for ModelOut {
    fn from(model: Model) -> Self {
        let Model { generation, position, trained_at, .. } = model;
        let Model { n_users, n_items, n_interactions, lambda, gamma, .. } = model;
        Self { generation, position, trained_at, n_users, n_items, n_interactions, lambda, gamma }
    }
}

impl From<Round> for RoundOut {
    fn from(round: Round) -> Self {
        let next = round.next.map(|slice| match slice {
            Slice::Kind(kind) => kind.to_string(),
            Slice::Users(first) => format!("users from {first} on"),
            Slice::Groups(first) => format!("groups from {first} on"),
        });
        Self {
            began_at: round.began_at,
            kinds: round.kinds().into_iter().map(MediaKind::name).collect(),
            whole: round.scope == Scope::Whole,
            next,
        }
    }
}
