//! How a model is made: by what algorithm, how far shrunk, and how large it may become.

use super::Interactions;

/// By what a model is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Algorithm {
    /// EASE^R over all items; over neighbourhoods where there are too many items for that.
    #[default]
    Ease,
    /// EASE^R for each item among the items that it is met with most.
    Neighbourhoods,
    /// The cosine of two items' columns, for the [`Settings::N_NEAREST`] nearest of each item. To compare with.
    ItemKnn,
    /// What most have met, the same for everybody. To compare with.
    TopPopular,
}

/// What keeps weights small: the penalty of item j is `lambda + gamma · G_jj`, with `G = XᵀX`.
///
/// `lambda` is the ridge of EASE^R. `gamma` is what dropout with probability p does on average, `gamma = p / (1 - p)`
/// (Steck, *Autoencoders that don't overfit towards the Identity*, 2020): the more often an item was met, the less
/// is it relied on alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ridge {
    /// Above 0, in the unit of squared weights.
    pub lambda: f64,
    /// At least 0; 0 is plain EASE^R.
    pub gamma: f64,
}

/// How a model is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// By what.
    pub algorithm: Algorithm,
    /// How far weights are shrunk; `None` is [`Ridge::for_data`]. [`super::choice`] finds a better one.
    pub ridge: Option<Ridge>,
    /// How far users count alike in training, 0.0 ..= 1.0: each interaction by `n_u^-balance`, for `n_u` items of user
    /// u.
    ///
    /// At 0 each interaction counts alike, as in EASE^R; at 1 each user. Who has much met says less with each of it.
    pub balance: f64,
    /// How many weights each item keeps as a target: the largest, whatever their sign.
    pub most_weights: usize,
    /// Up to how many items [`Algorithm::Ease`] solves for all at once.
    pub most_dense: usize,
    /// How many items a neighbourhood has at most, besides its own.
    pub most_neighbours: usize,
    /// How many of a user's items are learned from at most, where neighbourhoods are sought: the time for one user is
    /// the square of this.
    pub most_history: usize,
    /// How many threads to use; 0 is one for each core. The result does not depend on it.
    pub threads: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            algorithm: Algorithm::Ease,
            ridge: None,
            balance: 0.5,
            most_weights: 200,
            most_dense: 20_000,
            most_neighbours: 150,
            most_history: 2_000,
            threads: 0,
        }
    }
}

impl Settings {
    /// The neighbours that [`Algorithm::ItemKnn`] keeps.
    pub const N_NEAREST: usize = 50;

    /// What is really used for so many items.
    pub fn algorithm_for(&self, n_items: usize) -> Algorithm {
        match self.algorithm {
            Algorithm::Ease if n_items > self.most_dense => Algorithm::Neighbourhoods,
            algorithm => algorithm,
        }
    }

    /// Do something on the threads that it may use.
    pub(super) fn on_threads<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        match rayon::ThreadPoolBuilder::new().num_threads(self.threads).build() {
            Ok(pool) => pool.install(work),
            // The system gives us no more threads; those of the whole process do it as well.
            Err(_) => work(),
        }
    }
}

impl Ridge {
    /// A ridge that is fit for interactions without having been tried on them.
    ///
    /// The best `lambda` grows with how often items are met, so it is a multiple of that: of the mean of `G_jj` over
    /// the items with any. `O(interactions)`.
    pub fn for_data(interactions: &Interactions) -> Self {
        let squares = interactions.item_squares();
        let met: Vec<f64> = squares.into_iter().filter(|square| *square > 0.0).collect();
        let mean = if met.is_empty() { 1.0 } else { met.iter().sum::<f64>() / met.len() as f64 };
        Self { lambda: Self::LAMBDA * mean, gamma: Self::GAMMA }
    }

    /// The default `lambda`, in mean `G_jj`.
    const LAMBDA: f64 = 4.0;
    /// The default `gamma`.
    const GAMMA: f64 = 0.2;

    /// What is added to the diagonal for an item whose own entry is `square`: positive, whatever was asked for.
    pub(super) fn penalty(&self, square: f64) -> f64 {
        let lambda = if self.lambda.is_finite() { self.lambda.max(0.0) } else { 0.0 };
        let gamma = if self.gamma.is_finite() { self.gamma.max(0.0) } else { 0.0 };
        // Without any penalty there may be no solution; this much shows in no score.
        let least = f64::max(1e-9 * square, f64::MIN_POSITIVE.sqrt());
        (lambda + gamma * square).max(least)
    }
}
