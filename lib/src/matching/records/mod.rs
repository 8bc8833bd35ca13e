//! Records: which items of a catalogue a record may be, and how sure that is.
//!
//! Probabilistic record linkage after Fellegi and Sunter (A Theory for Record Linkage, JASA 1969): for each field, how
//! well record and item agree is one of a few levels, and a level weighs `log2(m / u)`: how much more often it is seen
//! between two records of the same work (`m`) than between two others (`u`). The sum of the weights, and of what was to
//! be expected before, is the score; the probability is `1 / (1 + 2^-score)`. What is missing on either side weighs
//! nothing. Agreeing on something rare tells more (Winkler, Frequency-Based Matching in the Fellegi-Sunter Model,
//! 2000): `u` is taken from the catalogue itself (`weights`).
//!
//! [`Records`] is the index: words and trigrams find the `candidates`, which are then compared field by field. What
//! changed since it was built stands in a second, small one; split in whatever way, the same records give the same
//! answer, bit for bit. [`normal_title`] is also of use alone. What is not here: where records come from.

mod candidates;
mod comparison;
mod corpus;
mod identifiers;
mod index;
mod level;
mod names;
pub mod snapshot;
#[cfg(test)]
mod tests;
mod texts;
mod title;
mod vocabulary;
mod weights;

pub use comparison::look_up;
pub use identifiers::{NoIdentifier, Scheme};
pub use index::{Record, Records};
pub use level::Level;
pub use names::names;
use title::is_letter;
pub use title::{normal_title, year_of};

/// An item that a record may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Its id.
    pub id: u64,
    /// `1 / (1 + 2^-score)`.
    pub probability: f64,
    /// Bits for it: the sum of all weights.
    pub score: f64,
    /// What each field tells, beginning with what was to be expected before.
    pub weights: Vec<Weight>,
}

/// What a field tells of whether a record is an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Weight {
    /// Which field.
    pub field: Field,
    /// How well they agree.
    pub level: Level,
    /// Bits for it, or against it if negative.
    pub bits: f64,
}

/// Something by which records are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// What was to be expected before anything was compared.
    Prior,
    /// The title.
    Title,
    /// When it came out.
    Year,
    /// Who made it.
    Creator,
    /// An identifier of this space.
    Identifier(String),
}

impl Match {
    fn of(id: u64, weights: Vec<Weight>) -> Self {
        let score = weights.iter().map(|weight| weight.bits).sum::<f64>();
        Self { id, probability: 1.0 / (1.0 + (-score).exp2()), score, weights }
    }
}
