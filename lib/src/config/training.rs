//! How collaborative filtering learns, as far as that can be set.

use super::Reader;
use crate::collaborative::Weights;
use crate::matching::collaborative::Settings;

/// How collaborative filtering learns.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Training {
    /// How much it counts what somebody did.
    pub weights: Weights,
    /// How a model is made.
    pub settings: Settings,
}

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    pub(super) fn training(&mut self) -> Training {
        let usual = Training::default();
        let most_dense = usual.settings.most_dense as u64;
        let most_dense = self.number("KINDRED_MOST_DENSE_ITEMS", most_dense, 0..=100_000) as usize;
        let weights = Weights {
            liked: self.weight("KINDRED_WEIGHT_LIKED", usual.weights.liked),
            used: self.weight("KINDRED_WEIGHT_USED", usual.weights.used),
        };
        Training { weights, settings: Settings { most_dense, ..usual.settings } }
    }

    fn weight(&mut self, name: &str, default: f32) -> f32 {
        let weight = self.parsed(name).unwrap_or(default);
        if weight.is_finite() && weight >= 0.0 {
            return weight;
        }
        self.wrong.push(format!("{name} is not a number of at least 0"));
        default
    }
}
