//! What collaborative filtering learned from when a model was trained.
//!
//! A model counts until the next one, whatever happens meanwhile. So it is learned again from what was there at its
//! training, and not from what is there at the moment that is looked at. What happened while interactions were being
//! read for it may or may not have been among them: of that, nothing is known.

use super::Past;
use crate::Event;
use crate::collaborative::Weights;
use crate::engines::Met;
use crate::entity::kind::MediaKind;
use crate::matching::collaborative::Ridge;

/// What a model is learned from.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// The model's generation.
    pub generation: u64,
    /// How far its weights are shrunk.
    pub ridge: Ridge,
    /// Who had met what, and how much that counts.
    pub interactions: Vec<(u64, u64, f32)>,
}

impl Past {
    /// Remember what a model was learned from, which this event tells to be trained; all before it has been applied.
    ///
    /// Costs a look at every interaction: so it is for the last training before the moment that is looked at.
    pub fn learn(&mut self, event: &Event, weights: Weights) {
        let number = |field: &str| event.fields.get(field).and_then(serde_json::Value::as_f64);
        let kind = event.text("kind").and_then(MediaKind::named);
        let (Some(kind), Some(lambda), Some(gamma)) = (kind, number("lambda"), number("gamma"))
        else {
            return;
        };
        let of_kind = self.deeds.iter().filter(|((_, id), _)| self.kinds.get(id) == Some(&kind));
        let weighed = of_kind.filter_map(|((user, content_id), deed)| {
            let met = Met {
                content_id: *content_id,
                rating: deed.rating,
                review_see_count: deed.views,
                count: deed.count,
                member: None,
            };
            Some((*user, *content_id, weights.of(&met)?))
        });
        let interactions = weighed.collect();
        let (generation, ridge) = (event.object_id, Ridge { lambda, gamma });
        self.lessons.insert(kind, Lesson { generation, ridge, interactions });
    }

    /// What models are to be learned from, by kind.
    pub fn lessons(&self) -> impl Iterator<Item = (MediaKind, &Lesson)> {
        self.lessons.iter().map(|(kind, lesson)| (*kind, lesson))
    }
}
