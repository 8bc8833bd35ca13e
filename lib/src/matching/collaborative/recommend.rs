//! From a model to a list: scores, the best of them, and what they are made of.
//!
//! `score_j = Σ_i x_i · w_ij` over somebody's own items i with their weights `x_i`, in the order of the items. It
//! estimates how much j would weigh among them, so divided by their greatest weight it lies mostly within 0..1, and is
//! told so.

use rayon::prelude::*;

use super::interactions::number;
use super::model::Kind;
use super::{Interactions, Model};
use crate::matching::similar_content::MAX_REASONS;

/// An item to recommend.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// The item.
    pub item: u32,
    /// Above 0.0 and at most 1.0.
    pub score: f64,
    /// The strongest of somebody's own items, at most five, strongest first, ties by lower item.
    pub reasons: Vec<Reason>,
}

/// An own item's part in a recommendation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reason {
    /// The own item.
    pub item: u32,
    /// The part of the score it accounts for, above 0.0; all of them sum to the score.
    pub share: f64,
}

impl Model {
    /// What to recommend to somebody with these items: best first, ties by lower item, at most `top`.
    ///
    /// `history`: items with weights, in any order; it is cleaned as [`Interactions::new`] does. Neither an item of it
    /// nor one that is `excluded` comes back, nor what has no positive score. Ranked by the sum, of which the score is
    /// what `min(1, sum / greatest weight)` leaves.
    ///
    /// Reasons are the own items that speak for the recommendation. Some may speak against it, and only five are named;
    /// so the named ones share the whole score in proportion. A popular item has none.
    ///
    /// Time `O(items + weights of the history)`: below a millisecond for 20,000 items.
    pub fn recommend(
        &self,
        history: &[(u32, f32)],
        excluded: impl Fn(u32) -> bool,
        top: usize,
    ) -> Vec<Scored> {
        let history = self.cleaned(history);
        let greatest = history.iter().map(|(_, weight)| f64::from(*weight)).fold(0.0, f64::max);
        let mut sums = self.sums(&history);
        history.iter().for_each(|(item, _)| sums[*item as usize] = 0.0);
        let best = best(&sums, top, excluded);
        let scored = best.into_iter().map(|(item, sum)| {
            let scale = if self.is_personal() { greatest } else { 1.0 };
            let score = (sum / scale).min(1.0);
            Scored { item, score, reasons: self.reasons(&history, item, score) }
        });
        scored.collect()
    }

    /// The same for all users, without their own items and without reasons; sums instead of scores.
    ///
    /// Lists are in the order of the users. `threads`: as in [`super::Settings`].
    pub fn recommend_all(
        &self,
        interactions: &Interactions,
        top: usize,
        threads: usize,
    ) -> Vec<Vec<(u32, f32)>> {
        let settings = super::Settings { threads, ..Default::default() };
        let users = 0..number(interactions.n_users());
        settings.on_threads(|| {
            users.into_par_iter().map(|user| self.list(interactions, user, top)).collect()
        })
    }

    /// The list of one user, as [`Model::recommend_all`] has it.
    pub(super) fn list(
        &self,
        interactions: &Interactions,
        user: u32,
        top: usize,
    ) -> Vec<(u32, f32)> {
        let history: Vec<(u32, f32)> = interactions.row(user).collect();
        let mut sums = self.sums(&history);
        for (item, _) in &history {
            // Interactions may have items that came after the model.
            if let Some(sum) = sums.get_mut(*item as usize) {
                *sum = 0.0;
            }
        }
        let best = best(&sums, top, |_| false);
        best.into_iter().map(|(item, sum)| (item, sum as f32)).collect()
    }

    /// The items with the greatest positive sums, without any own item and without reasons: best first, ties by lower
    /// item, at most `top`.
    ///
    /// For many lists at once, under rules of one's own about what is excluded. History as in [`Model::recommend`].
    pub fn ranked(
        &self,
        history: &[(u32, f32)],
        excluded: impl Fn(u32) -> bool,
        top: usize,
    ) -> Vec<(u32, f64)> {
        let history = self.cleaned(history);
        let mut sums = self.sums(&history);
        history.iter().for_each(|(item, _)| sums[*item as usize] = 0.0);
        best(&sums, top, excluded)
    }

    /// The sum of each item, as it is: `Σ_i x_i · w_ij`, or its popularity.
    ///
    /// For one who ranks given items, own ones perhaps included.
    pub fn scores(&self, history: &[(u32, f32)]) -> Vec<f64> {
        self.sums(&self.cleaned(history))
    }

    /// Whether it matters whom one asks for.
    fn is_personal(&self) -> bool {
        matches!(self.kind, Kind::Weights(_))
    }

    /// A history ascending by item, each once, of items that are known.
    fn cleaned(&self, history: &[(u32, f32)]) -> Vec<(u32, f32)> {
        let triples = history.iter().map(|(item, weight)| (0, *item, *weight));
        Interactions::new(1, self.n_items(), triples).row(0).collect()
    }

    /// For a clean history.
    fn sums(&self, history: &[(u32, f32)]) -> Vec<f64> {
        let weights = match &self.kind {
            Kind::Weights(weights) => weights,
            Kind::Popularity(shares) => return shares.iter().map(|x| f64::from(*x)).collect(),
        };
        let mut sums = vec![0.0; weights.n_items()];
        for (source, own) in history {
            let own = f64::from(*own);
            let (targets, weights) = weights.row(*source);
            for (target, weight) in targets.iter().zip(weights) {
                sums[*target as usize] += own * f64::from(*weight);
            }
        }
        sums
    }

    /// What of a clean history speaks for an item, as parts of its score.
    fn reasons(&self, history: &[(u32, f32)], item: u32, score: f64) -> Vec<Reason> {
        let Kind::Weights(weights) = &self.kind else { return Vec::new() };
        let share = |(source, own): &(u32, f32)| {
            let share = f64::from(*own) * f64::from(weights.get(*source, item));
            (share > 0.0).then_some(Reason { item: *source, share })
        };
        let mut reasons: Vec<Reason> = history.iter().filter_map(share).collect();
        // A stable sort: equal shares stay ascending by item.
        reasons.sort_by(|a, b| b.share.total_cmp(&a.share));
        reasons.truncate(MAX_REASONS);
        let named: f64 = reasons.iter().map(|reason| reason.share).sum();
        reasons.iter_mut().for_each(|reason| reason.share *= score / named);
        reasons
    }
}

/// The items with the greatest positive sums: best first, ties by lower item, at most `top`.
fn best(sums: &[f64], top: usize, excluded: impl Fn(u32) -> bool) -> Vec<(u32, f64)> {
    let order = |a: &(u32, f64), b: &(u32, f64)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    let mut best: Vec<(u32, f64)> = Vec::new();
    // What does not exceed the last of `top` found before it cannot come in: it would lose the tie as well.
    let mut bar = 0.0;
    for (item, sum) in (0..).zip(sums.iter().copied()) {
        if sum > bar && sum.is_finite() && top > 0 && !excluded(item) {
            best.push((item, sum));
            if best.len() >= top.saturating_mul(2).max(64) {
                best.select_nth_unstable_by(top - 1, order);
                best.truncate(top);
                bar = best.iter().map(|(_, sum)| *sum).fold(f64::INFINITY, f64::min);
            }
        }
    }
    best.sort_unstable_by(order);
    best.truncate(top);
    best
}
