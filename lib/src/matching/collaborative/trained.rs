//! A model that speaks ids: of items as they are called outside, instead of their numbers in here.

use std::collections::HashSet;

use super::interactions::number;
use super::{Interactions, Model, Settings, train};
use crate::matching::similar_content;

/// A model together with the ids of its items.
#[derive(Clone, Debug, PartialEq)]
pub struct Trained {
    /// Ascending; an id's position is the item's number in the model.
    ids: Vec<u64>,
    model: Model,
}

impl Trained {
    /// Learn from interactions: users by whatever tells them apart, ids of items, and weights, in any order.
    ///
    /// See [`Interactions::new`] for what counts, and [`train`] for the cost.
    pub fn learn<U: Ord>(
        interactions: impl IntoIterator<Item = (U, u64, f32)>,
        settings: &Settings,
    ) -> Self {
        let (ids, interactions) = numbered(interactions);
        Self { ids, model: train(&interactions, settings) }
    }

    /// Put together what was taken apart; nothing, if ids are not ascending or are not as many as the model's items.
    pub fn of(ids: Vec<u64>, model: Model) -> Option<Self> {
        let fits = ids.len() == model.n_items() && ids.is_sorted_by(|a, b| a < b);
        fits.then_some(Self { ids, model })
    }

    /// The ids of all items, ascending.
    pub fn ids(&self) -> &[u64] {
        &self.ids
    }

    /// The model without ids.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// What to recommend to somebody with these items: as [`Model::recommend`], by ids.
    ///
    /// Items that it does not know are skipped; reasons are `by` nobody in particular.
    pub fn recommend(
        &self,
        history: &[(u64, f32)],
        excluded: &HashSet<u64>,
        top: usize,
    ) -> Vec<similar_content::Recommended> {
        let known = |(id, weight): &(u64, f32)| Some((self.position(*id)?, *weight));
        let history: Vec<(u32, f32)> = history.iter().filter_map(known).collect();
        let excluded = |item: u32| excluded.contains(&self.id(item));
        let list = self.model.recommend(&history, excluded, top).into_iter();
        let recommended = list.map(|scored| similar_content::Recommended {
            id: self.id(scored.item),
            score: scored.score,
            reasons: scored
                .reasons
                .iter()
                .map(|reason| similar_content::Reason {
                    id: self.id(reason.item),
                    by: 0,
                    share: reason.share,
                })
                .collect(),
        });
        recommended.collect()
    }

    fn position(&self, id: u64) -> Option<u32> {
        self.ids.binary_search(&id).ok().map(number)
    }

    fn id(&self, item: u32) -> u64 {
        self.ids[item as usize]
    }
}

/// Number users and items by their order; returns the ids of the items beside their interactions.
fn numbered<U: Ord>(
    interactions: impl IntoIterator<Item = (U, u64, f32)>,
) -> (Vec<u64>, Interactions) {
    let mut all: Vec<(U, u64, f32)> = interactions.into_iter().collect();
    let mut ids: Vec<u64> = all.iter().map(|(_, id, _)| *id).collect();
    ids.sort_unstable();
    ids.dedup();
    all.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let mut n_users = 0;
    let mut triples = Vec::with_capacity(all.len());
    for of_one in all.chunk_by(|a, b| a.0 == b.0) {
        for (_, id, weight) in of_one {
            let item = ids.binary_search(id).expect("every id was collected");
            triples.push((n_users, number(item), *weight));
        }
        n_users += 1;
    }
    let interactions = Interactions::new(n_users as usize, ids.len(), triples);
    (ids, interactions)
}
