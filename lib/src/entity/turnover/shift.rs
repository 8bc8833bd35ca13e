//! What is otherwise in a list than before.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::entity::recommendation::{Engine, Recommendation, RecommendationList};

/// Places of a list that are told with rank and score: a page of them.
pub const TOLD: usize = 24;

/// What is otherwise in the list of an engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shift {
    /// The engine.
    pub engine: Engine,
    /// Contents that are new in the list, by id.
    pub entered: Vec<u64>,
    /// Contents that are in it no more, by id.
    pub left: Vec<u64>,
    /// What stood among the first [`TOLD`] and does not stand there so now, by id.
    pub before: Vec<Place>,
    /// What stands among the first [`TOLD`] and did not stand there so, by id.
    pub after: Vec<Place>,
}

/// A content among the first of a list: its id, its rank from 1, its score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place(pub u64, pub usize, pub f64);

/// Where a content is, as far as a list is told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spot {
    /// Not in the list.
    Absent,
    /// Behind the first [`TOLD`].
    Beyond,
    /// Among them.
    At {
        /// From 1.
        rank: usize,
        /// How much it is recommended.
        score: f64,
    },
}

impl Shift {
    /// What became of a list; nothing when it is as it was, as far as that is told.
    pub fn between(
        engine: Engine,
        before: &[Recommendation],
        after: &[Recommendation],
    ) -> Option<Self> {
        let (old, new) = (spots(before), spots(after));
        let (mut entered, mut left) = (Vec::new(), Vec::new());
        let (mut were, mut are) = (Vec::new(), Vec::new());
        let mut ids: Vec<u64> = old.keys().chain(new.keys()).copied().collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            let spot =
                |spots: &BTreeMap<u64, Spot>| spots.get(&id).copied().unwrap_or(Spot::Absent);
            let (was, is) = (spot(&old), spot(&new));
            if was == is {
                continue;
            }
            if was == Spot::Absent {
                entered.push(id);
            }
            if is == Spot::Absent {
                left.push(id);
            }
            were.extend(was.place(id));
            are.extend(is.place(id));
        }
        let is_same = entered.is_empty() && left.is_empty() && were.is_empty() && are.is_empty();
        (!is_same).then_some(Self { engine, entered, left, before: were, after: are })
    }

    /// Where everything that it tells of was, and is, by id.
    pub fn moves(&self) -> BTreeMap<u64, (Spot, Spot)> {
        // What is in the list before and after, and is told of only once, was or is behind what is told.
        let known = self.before.iter().chain(&self.after).map(|place| place.0);
        let mut moves: BTreeMap<u64, (Spot, Spot)> =
            known.map(|id| (id, (Spot::Beyond, Spot::Beyond))).collect();
        for id in &self.entered {
            moves.insert(*id, (Spot::Absent, Spot::Beyond));
        }
        for id in &self.left {
            moves.insert(*id, (Spot::Beyond, Spot::Absent));
        }
        for Place(id, rank, score) in &self.before {
            moves.entry(*id).and_modify(|spots| spots.0 = Spot::At { rank: *rank, score: *score });
        }
        for Place(id, rank, score) in &self.after {
            moves.entry(*id).and_modify(|spots| spots.1 = Spot::At { rank: *rank, score: *score });
        }
        moves
    }
}

impl Spot {
    fn place(self, id: u64) -> Option<Place> {
        match self {
            Self::At { rank, score } => Some(Place(id, rank, score)),
            Self::Absent | Self::Beyond => None,
        }
    }
}

/// What became of lists, by engine; a list that is not there is an empty one.
pub fn differences(before: &[RecommendationList], after: &[RecommendationList]) -> Vec<Shift> {
    fn items(lists: &[RecommendationList], engine: Engine) -> &[Recommendation] {
        lists.iter().find(|list| list.engine == engine).map_or(&[], |list| &list.items)
    }
    let shift = |engine| Shift::between(engine, items(before, engine), items(after, engine));
    Engine::ALL.into_iter().filter_map(shift).collect()
}

fn spots(items: &[Recommendation]) -> BTreeMap<u64, Spot> {
    let spot = |(position, item): (usize, &Recommendation)| {
        let told = Spot::At { rank: position + 1, score: item.score };
        (item.content_id, if position < TOLD { told } else { Spot::Beyond })
    };
    items.iter().enumerate().map(spot).collect()
}
