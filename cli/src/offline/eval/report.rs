//! What came out, for people and for programs.

use std::fmt;

use serde_json::{Value, json};

use super::Setting;
use super::metrics::Quality;
use super::published::{self, Published};
use super::source::Source;
use super::split::Protocol;
use crate::offline::engine::Engine;
use crate::offline::lesson::Recipe;
use crate::offline::progress::grouped;

/// Everything that was measured.
pub(super) struct Report {
    name: String,
    /// Users, items, interactions.
    size: (usize, usize, usize),
    n_tested: usize,
    is_fixed: bool,
    protocol: Protocol,
    top: usize,
    seed: u64,
    /// In the order in which they were asked for.
    pub(super) rows: Vec<Row>,
}

/// What came out for one engine.
pub(super) struct Row {
    pub(super) engine: Engine,
    pub(super) quality: Quality,
    pub(super) recipe: Option<Recipe>,
    pub(super) choosing_seconds: f64,
    pub(super) training_seconds: f64,
    pub(super) scoring_seconds: f64,
}

impl Report {
    pub(super) fn new(source: &Source, setting: &Setting) -> Self {
        let split = &source.split;
        Self {
            name: source.name.clone(),
            size: (split.n_users, split.n_items, source.n_interactions),
            n_tested: split.tests.len(),
            is_fixed: source.is_fixed,
            protocol: setting.protocol,
            top: setting.top,
            seed: setting.lesson.seed,
            rows: Vec::new(),
        }
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let (n_users, n_items, n_interactions) = self.size;
        let rows: Vec<Value> = self.rows.iter().map(Row::json).collect();
        let figure =
            |it: &Published| json!({ "name": it.name, "recall": it.recall, "ndcg": it.ndcg });
        let figures: Vec<Value> = self.figures().iter().map(figure).collect();
        json!({
            "data": self.name,
            "users": n_users,
            "items": n_items,
            "interactions": n_interactions,
            "tested": self.n_tested,
            "protocol": match self.protocol { Protocol::P1 => "p1", Protocol::P3 => "p3" },
            "fixed_negatives": self.is_fixed,
            "top": self.top,
            "seed": self.seed,
            "rows": rows,
            "published": { "source": published::SOURCE, "comparable": self.is_comparable(), "rows": figures },
        })
    }

    /// Published figures are for lists of ten.
    fn figures(&self) -> &'static [Published] {
        if self.top == 10 { published::figures(self.protocol) } else { &[] }
    }

    /// Whether these data may be those of the papers.
    fn is_comparable(&self) -> bool {
        self.size == published::MOVIELENS_1M
    }

    fn published(&self, engine: Engine) -> String {
        match self.figures().iter().find(|it| it.engine == Some(engine)) {
            Some(it) => pair(it),
            None => "-".to_owned(),
        }
    }

    fn heading(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n_users, n_items, n_interactions) = self.size;
        let [n_users, n_items, n_interactions] = [n_users, n_items, n_interactions].map(grouped);
        let n_tested = grouped(self.n_tested);
        writeln!(
            f,
            "{}: {n_users} users, {n_items} items, {n_interactions} interactions",
            self.name
        )?;
        let protocol = match (self.protocol, self.is_fixed) {
            (Protocol::P1, true) => "p1: leave one out, 99 negatives as published".to_owned(),
            (Protocol::P1, false) => format!("p1: leave one out, 99 negatives, seed {}", self.seed),
            (Protocol::P3, _) => format!("p3: a random fifth, full ranking, seed {}", self.seed),
        };
        writeln!(f, "{protocol}; {n_tested} users tested\n")
    }

    fn row(&self, f: &mut fmt::Formatter<'_>, row: &Row) -> fmt::Result {
        let Quality { recall, ndcg, ndcg_of_possible, .. } = row.quality;
        write!(f, "{:25}  {recall:9.4}  {ndcg:8.4}", row.engine.title())?;
        if self.protocol == Protocol::P3 {
            write!(f, "  {ndcg_of_possible:14.4}")?;
        }
        let recipe = row.recipe.map(|it| it.to_string()).unwrap_or_default();
        let Row { choosing_seconds, training_seconds, .. } = row;
        let published = self.published(row.engine);
        writeln!(
            f,
            "  {training_seconds:8.2} s  {choosing_seconds:8.2} s  {published:>13}  {recipe}"
        )
    }

    /// What others published that we do not have.
    fn others(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let others = self.figures().iter().filter(|it| it.engine.is_none());
        let others: Vec<String> = others.map(|it| format!("{} {}", it.name, pair(it))).collect();
        if !others.is_empty() {
            writeln!(
                f,
                "\nPublished: {}; others there: {}.",
                published::SOURCE,
                others.join(", ")
            )?;
            if !self.is_comparable() {
                writeln!(f, "These data are others, so their figures say nothing about ours.")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.heading(f)?;
        let top = self.top;
        let recall = if self.protocol == Protocol::P1 { "HR" } else { "Recall" };
        write!(f, "{:25}  {:>9}  {:>8}", "", format!("{recall}@{top}"), format!("NDCG@{top}"))?;
        if self.protocol == Protocol::P3 {
            write!(f, "  {:>14}", format!("NDCG@{top} of {top}"))?;
        }
        writeln!(f, "  {:>10}  {:>10}  {:>13}  chosen", "training", "choosing", "published")?;
        self.rows.iter().try_for_each(|row| self.row(f, row))?;
        self.others(f)
    }
}

impl Row {
    fn json(&self) -> Value {
        let Quality { recall, ndcg, recall_of_possible, ndcg_of_possible } = self.quality;
        json!({
            "algorithm": self.engine.name(),
            "recall": recall,
            "ndcg": ndcg,
            "recall_of_possible": recall_of_possible,
            "ndcg_of_possible": ndcg_of_possible,
            "lambda": self.recipe.map(|recipe| recipe.lambda),
            "gamma": self.recipe.map(|recipe| recipe.gamma),
            "balance": self.recipe.map(|recipe| recipe.balance),
            "choosing_seconds": self.choosing_seconds,
            "training_seconds": self.training_seconds,
            "scoring_seconds": self.scoring_seconds,
        })
    }
}

/// Recall and NDCG as the papers write them: `.7192 / .4494`.
fn pair(figures: &Published) -> String {
    let [recall, ndcg] = [figures.recall, figures.ndcg].map(|figure| format!("{figure:.4}"));
    format!("{} / {}", recall.trim_start_matches('0'), ndcg.trim_start_matches('0'))
}
