//! What several turnovers came to: adding them up gives the difference between what was before and after all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Spot, Turnover};
use crate::entity::kind::MediaKind;
use crate::entity::recommendation::Engine;

/// What happened to lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Net {
    lists: BTreeMap<(MediaKind, Engine), BTreeMap<u64, Movement>>,
}

/// What happened to a content in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    /// Where it was.
    pub before: Spot,
    /// Where it is.
    pub after: Spot,
    /// The events of all turnovers in which it moved.
    pub causes: BTreeSet<u64>,
}

impl Net {
    /// And then this happened.
    pub fn add(&mut self, turnover: &Turnover) {
        for shift in &turnover.shifts {
            let list = self.lists.entry((turnover.kind, shift.engine)).or_default();
            for (id, (before, after)) in shift.moves() {
                let none = Movement { before, after, causes: BTreeSet::new() };
                let movement = list.entry(id).or_insert(none);
                movement.after = after;
                movement.causes.extend(turnover.causes.iter().map(|cause| cause.id));
            }
        }
    }

    /// All contents that are not where they were, by list and id.
    pub fn lists(&self) -> impl Iterator<Item = (MediaKind, Engine, Vec<(u64, &Movement)>)> {
        let moved = self.lists.iter().map(|((kind, engine), list)| {
            let moved = list.iter().filter(|(_, movement)| movement.before != movement.after);
            (*kind, *engine, moved.map(|(id, movement)| (*id, movement)).collect::<Vec<_>>())
        });
        moved.filter(|(.., moved)| !moved.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Cause, Shift, TOLD};
    use super::*;
    use crate::entity::recommendation::Recommendation;
    use crate::event::Occurrence;
    use crate::{Clock, Timestamp, ids::Ids};

    const LIST: (u64, MediaKind) = (7, MediaKind::Movie);

    fn occurrence() -> Occurrence {
        Ids::new(Clock::manual(Timestamp::from_micros(1_800_000_000_000_000))).occurrence(None)
    }

    fn list(ids: &[u64]) -> Vec<Recommendation> {
        let item = |content_id| Recommendation {
            content_id,
            score: (content_id % 7) as f64 / 7.0,
            reasons: Vec::new(),
        };
        ids.iter().copied().map(item).collect()
    }

    fn turnover(before: &[u64], after: &[u64], cause: u64) -> Turnover {
        let shift = Shift::between(Engine::FromProfile, &list(before), &list(after));
        let cause = Cause { id: cause, partition: "USER#7".to_owned() };
        Turnover::new(occurrence(), LIST, cause.id, vec![cause], shift.into_iter().collect())
    }

    fn spots(net: &Net) -> Vec<(u64, Spot, Spot)> {
        let all = net.lists().flat_map(|(.., moved)| moved);
        all.map(|(id, movement)| (id, movement.before, movement.after)).collect()
    }

    /// Lists of different ids, longer than what is told.
    fn lists() -> impl Strategy<Value = Vec<Vec<u64>>> {
        let ids: Vec<u64> = (1..=60).collect();
        prop::collection::vec(prop::sample::subsequence(ids, 0..=40).prop_shuffle(), 2..6)
    }

    #[test]
    fn what_came_went_and_moved_is_told_with_its_causes() {
        let mut net = Net::default();
        net.add(&turnover(&[1, 2, 3], &[2, 1, 3], 10));
        net.add(&turnover(&[2, 1, 3], &[2, 3, 4], 11));

        let at = |rank, id: u64| Spot::At { rank, score: (id % 7) as f64 / 7.0 };
        let expected = [
            (1, at(1, 1), Spot::Absent),
            (2, at(2, 2), at(1, 2)),
            (3, at(3, 3), at(2, 3)),
            (4, Spot::Absent, at(3, 4)),
        ];
        assert_eq!(spots(&net), expected);
        let (.., moved) = net.lists().next().expect("a list");
        let causes: Vec<Vec<u64>> =
            moved.iter().map(|(_, it)| it.causes.iter().copied().collect()).collect();
        assert_eq!(causes, [vec![10, 11], vec![10], vec![11], vec![11]]);
    }

    #[test]
    fn what_stands_behind_the_first_page_is_there_or_not() {
        let long: Vec<u64> = (1..=TOLD as u64 + 2).collect();
        let mut swapped = long.clone();
        swapped.swap(TOLD, TOLD + 1);

        assert!(turnover(&long, &swapped, 1).shifts.is_empty());
        let mut net = Net::default();
        net.add(&turnover(&long[..=TOLD], &long, 1));
        assert_eq!(spots(&net), [(TOLD as u64 + 2, Spot::Absent, Spot::Beyond)]);
    }

    proptest! {
        #[test]
        fn the_sum_of_all_turnovers_is_the_difference_of_first_and_last(lists in lists()) {
            let mut sum = Net::default();
            for pair in lists.windows(2) {
                sum.add(&turnover(&pair[0], &pair[1], 1));
            }
            let mut whole = Net::default();
            whole.add(&turnover(&lists[0], &lists[lists.len() - 1], 1));

            prop_assert_eq!(spots(&sum), spots(&whole));
        }
    }
}
