//! What is told of the items that a record may be.

use std::collections::HashMap;

use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::http::shelf::Shelf;
use kindred::matching::records::{Field, Match, Weight};
use kindred::{App, Result};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// The items that a record may be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Candidates {
    /// Always true.
    #[schema(example = true)]
    status: bool,
    /// The most probable first, those equally probable by id.
    content: Vec<CandidateOut>,
}

/// An item that a record may be, as the lists of its kind show it, and how probable that is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Candidate)]
pub(crate) struct CandidateOut {
    /// The content's id.
    content_id: u64,
    /// All else that lists show of it, beside `content_id`.
    #[serde(flatten)]
    #[schema(value_type = HashMap<String, Value>)]
    entry: Map<String, Value>,
    /// The probability that it is the same work: `1 / (1 + 2^-score)`.
    #[schema(minimum = 0, maximum = 1, example = 0.997)]
    probability: f64,
    /// Bits for it: the sum of all weights.
    #[schema(example = 8.4)]
    score: f64,
    /// What each field tells, beginning with what was to be expected before.
    weights: Vec<WeightOut>,
}

/// What a field tells of whether a record is an item.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatchWeight)]
pub(crate) struct WeightOut {
    /// `prior`, `title`, `year`, `creator`, or the name of an identifier.
    #[schema(example = "title")]
    field: String,
    /// Bits for it; against it if negative.
    #[schema(example = 12.6)]
    weight: f64,
    /// How well it agrees: `equal`, `same words`, `compatible`, `near`, `close`, `part`, `similar`, `other number`,
    /// `different`, or `missing` on either side; of `prior` always `expected`.
    #[schema(example = "equal")]
    level: &'static str,
}

/// These items with what lists show of them; those that are gone are left out.
///
/// Cost: two reads for the kind, and one for each item.
pub(super) async fn show(app: &App, kind: MediaKind, found: Vec<Match>) -> Result<Candidates> {
    let ids: Vec<u64> = found.iter().map(|it| it.id).collect();
    let (contents, shelf) = tokio::try_join!(Shelf::contents(app, &ids), Shelf::of(app, kind))?;
    let contents: HashMap<u64, Content> =
        contents.into_iter().map(|content| (content.id, content)).collect();
    let shown = found.into_iter().filter_map(|it| {
        let mut entry = shelf.listed(contents.get(&it.id)?);
        entry.remove("content_id");
        let weights = it.weights.into_iter().map(WeightOut::from).collect();
        let (probability, score) = (it.probability, it.score);
        Some(CandidateOut { content_id: it.id, entry, probability, score, weights })
    });
    Ok(Candidates { status: true, content: shown.collect() })
}

impl From<Weight> for WeightOut {
    fn from(Weight { field, level, bits }: Weight) -> Self {
        let field = match field {
            Field::Prior => "prior".to_owned(),
            Field::Title => "title".to_owned(),
            Field::Year => "year".to_owned(),
            Field::Creator => "creator".to_owned(),
            Field::Identifier(space) => space,
        };
        Self { field, weight: bits, level: level.name() }
    }
}
