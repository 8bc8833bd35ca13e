//! What others published for the same protocols on MovieLens-1M, to stand beside what is measured.
//!
//! From Ferrari Dacrema, Boglio, Cremonesi and Jannach, "A Troubling Analysis of Reproducibility and Progress in
//! Recommender Systems Research" (TOIS 2021) and its appendix. They are quoted, not measured by us.

use super::split::Protocol;
use crate::offline::engine::Engine;

/// Where the figures are from, in a line.
pub(super) const SOURCE: &str = "Ferrari Dacrema et al. 2021, MovieLens-1M";

/// Users, items and interactions of MovieLens-1M.
pub(super) const MOVIELENS_1M: (usize, usize, usize) = (6_040, 3_706, 1_000_209);

/// A row of a published table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Published {
    /// Its name there.
    pub(super) name: &'static str,
    /// Which of ours it is.
    pub(super) engine: Option<Engine>,
    /// Hit rate or recall at 10.
    pub(super) recall: f64,
    /// NDCG at 10.
    pub(super) ndcg: f64,
}

const fn row(name: &'static str, engine: Option<Engine>, recall: f64, ndcg: f64) -> Published {
    Published { name, engine, recall, ndcg }
}

const P1: [Published; 8] = [
    row("TopPopular", Some(Engine::TopPopular), 0.4533, 0.2542),
    row("ItemKNN cosine", Some(Engine::ItemKnn), 0.6694, 0.3979),
    row("RP3beta", None, 0.6758, 0.4011),
    row("PureSVD", None, 0.6937, 0.4303),
    row("NeuMF", None, 0.7093, 0.4349),
    row("iALS", None, 0.7109, 0.4382),
    row("SLIM", None, 0.7162, 0.4468),
    row("EASE^R", Some(Engine::PlainEase), 0.7192, 0.4494),
];

const P3: [Published; 5] = [
    row("TopPopular", Some(Engine::TopPopular), 0.0685, 0.0939),
    row("ItemKNN", Some(Engine::ItemKnn), 0.1585, 0.2074),
    row("iALS", None, 0.1702, 0.2200),
    row("SLIM", None, 0.1770, 0.2321),
    row("EASE^R", Some(Engine::PlainEase), 0.1820, 0.2364),
];

/// The figures for a protocol, the worst first.
pub(super) fn figures(protocol: Protocol) -> &'static [Published] {
    match protocol {
        Protocol::P1 => &P1,
        Protocol::P3 => &P3,
    }
}
