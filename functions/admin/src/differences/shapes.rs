//! What is answered.

use kindred::Event;
use kindred::entity::turnover::{Movement, Net, Spot};
use serde::Serialize;
use utoipa::ToSchema;

use crate::events::EventOut;

/// What changed in a user's lists.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Differences)]
pub(crate) struct DifferencePage {
    /// For a person.
    #[schema(example = "Here you are")]
    msg: &'static str,
    /// The lists that are otherwise, by kind and engine.
    lists: Vec<ListOut>,
    /// The events that are named in them, oldest first.
    events: Vec<EventOut>,
    /// What to send as `cursor` to go on; null when there is nothing more.
    #[schema(required, example = "ZGlmZmVyZW5jZXM")]
    cursor: Option<String>,
}

/// What changed in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ListDifference)]
struct ListOut {
    /// The kind of media.
    #[schema(example = "movie")]
    kind: &'static str,
    /// Whose list it is.
    #[schema(example = "FromSimilarContent")]
    engine: String,
    /// What was not in it, best first.
    entered: Vec<MovementOut>,
    /// What is in it no more, best first.
    left: Vec<MovementOut>,
    /// What stands elsewhere in it, or counts otherwise: best first.
    moved: Vec<MovementOut>,
}

/// What happened to a content.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Movement)]
struct MovementOut {
    /// Which.
    #[schema(example = 42)]
    content_id: u64,
    /// Where it was; null when it was not in the list.
    #[schema(required)]
    before: Option<SpotOut>,
    /// Where it is; null when it is not in the list.
    #[schema(required)]
    after: Option<SpotOut>,
    /// The ids of the events that may have done it: of what the user did, or of contents of the kind. None where it was
    /// found when everything was looked at again.
    #[schema(example = json!([891_234_567_890_123_u64]))]
    events: Vec<u64>,
}

/// A place in a list; null, both, behind the first 24.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Spot)]
struct SpotOut {
    /// From 1.
    #[schema(required, example = 3)]
    rank: Option<usize>,
    /// How much it is recommended, 0.0 to 1.0.
    #[schema(required, example = 0.75)]
    score: Option<f64>,
}

impl DifferencePage {
    /// What these changes came to, and the events that they name.
    pub(super) fn new(net: &Net, events: Vec<Event>, cursor: Option<String>) -> Self {
        let lists = net.lists().map(|(kind, engine, moved)| {
            let mut list = ListOut {
                kind: kind.name(),
                engine: engine.to_string(),
                entered: Vec::new(),
                left: Vec::new(),
                moved: Vec::new(),
            };
            for (content_id, movement) in moved {
                let part = match (movement.before, movement.after) {
                    (Spot::Absent, _) => &mut list.entered,
                    (_, Spot::Absent) => &mut list.left,
                    _ => &mut list.moved,
                };
                part.push(MovementOut::new(content_id, movement));
            }
            for part in [&mut list.entered, &mut list.left, &mut list.moved] {
                part.sort_by_key(MovementOut::place);
            }
            list
        });
        let (lists, events) = (lists.collect(), events.into_iter().map(EventOut::from).collect());
        Self { msg: "Here you are", lists, events, cursor }
    }
}

impl MovementOut {
    fn new(content_id: u64, movement: &Movement) -> Self {
        let spot = |spot| match spot {
            Spot::Absent => None,
            Spot::Beyond => Some(SpotOut { rank: None, score: None }),
            Spot::At { rank, score } => Some(SpotOut { rank: Some(rank), score: Some(score) }),
        };
        let events = movement.causes.iter().copied().collect();
        Self { content_id, before: spot(movement.before), after: spot(movement.after), events }
    }

    /// Where it is, or else was; behind all, by id.
    fn place(&self) -> (usize, u64) {
        let rank = |spot: &Option<SpotOut>| spot.as_ref().and_then(|spot| spot.rank);
        let rank = rank(&self.after).or_else(|| rank(&self.before));
        (rank.unwrap_or(usize::MAX), self.content_id)
    }
}
