//! What is told of models: that one was trained, up to which event.
//!
//! It is told so that what was recommended at a time can be made again, long after the model itself is gone.

use serde_json::json;

use super::{Event, Occurrence, into_map};
use crate::entity::kind::MediaKind;
use crate::entity::model::Model;
use crate::store::{Order, Range, Table};

/// Collaborative filtering has learned anew: `model_name`, `kind`, `position`, `lambda`, `gamma`, `n_users`, `n_items`,
/// `n_interactions`; `object_id` is the model's generation.
pub const MODEL_TRAINED: &str = "ModelTrainedEvent";
/// The `model_name` of models of collaborative filtering.
pub const MODEL_MODEL: &str = "model";

impl Event {
    /// All trainings of a kind, oldest first.
    pub fn trainings(kind: MediaKind) -> Range {
        Range::of(Table::Events, format!("MODEL#{kind}"), Order::Ascending)
    }

    /// A model of a kind was trained, and counts.
    pub fn model_trained(occurrence: Occurrence, model: &Model) -> Self {
        let fields = json!({
            "model_name": MODEL_MODEL,
            "kind": model.kind,
            "position": model.position,
            "lambda": model.lambda,
            "gamma": model.gamma,
            "n_users": model.n_users,
            "n_items": model.n_items,
            "n_interactions": model.n_interactions,
        });
        Self::new(occurrence, MODEL_TRAINED, model.generation, into_map(fields))
    }
}
