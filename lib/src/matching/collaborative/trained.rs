//! A model that speaks ids: of items as they are called outside, instead of their numbers in here.

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
    /// Learn from interactions with the items of these ids, as [`Interactions::numbered`] gives the two.
    ///
    /// See [`train`] for the cost.
    pub fn learn(ids: Vec<u64>, interactions: &Interactions, settings: &Settings) -> Self {
        Self { ids, model: train(interactions, settings) }
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
        excluded: impl Fn(u64) -> bool,
        top: usize,
    ) -> Vec<similar_content::Recommended> {
        let known = |(id, weight): &(u64, f32)| Some((self.position(*id)?, *weight));
        let history: Vec<(u32, f32)> = history.iter().filter_map(known).collect();
        let excluded = |item: u32| excluded(self.id(item));
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

impl Interactions {
    /// The same of users by whatever tells them apart, and of items by ids, in any order: each is numbered by its place
    /// among its like. Returns the ids of the items, ascending, too.
    ///
    /// See [`Interactions::new`] for what counts. Time `O(n log n)`.
    pub fn numbered<U: Ord>(
        interactions: impl IntoIterator<Item = (U, u64, f32)>,
    ) -> (Vec<u64>, Self) {
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
        let interactions = Self::new(n_users as usize, ids.len(), triples);
        (ids, interactions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned<const N: usize>(met: [(&str, u64, f32); N], settings: &Settings) -> Trained {
        let (ids, interactions) = Interactions::numbered(met);
        Trained::learn(ids, &interactions, settings)
    }

    #[test]
    fn it_speaks_ids() {
        let met = [("ann", 70, 1.0), ("ann", 9, 1.0), ("bob", 70, 1.0), ("bob", 9, 1.0)];
        let trained = learned(met, &Settings::default());

        let list = trained.recommend(&[(9, 1.0), (404, 1.0)], |_| false, 5);

        assert_eq!(trained.ids(), [9, 70]);
        assert_eq!((list[0].id, list[0].reasons[0].id, list.len()), (70, 9, 1));
        assert_eq!(list[0].reasons[0].share, list[0].score);
        assert_eq!(trained.recommend(&[(9, 1.0)], |id| id == 70, 5), []);
    }

    #[test]
    fn who_they_are_and_in_what_order_does_not_matter() {
        let met = [(3, 70, 1.0), (3, 9, 1.0), (8, 70, 2.0), (8, 5, 1.0), (8, 70, 1.0)];
        let mut turned = met;
        turned.reverse();

        let (one, other) = (Interactions::numbered(met), Interactions::numbered(turned));

        assert_eq!(one, other);
        assert_eq!(one.1.row(1).collect::<Vec<_>>(), [(0, 1.0), (2, 2.0)]);
    }
}
