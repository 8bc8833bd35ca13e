//! Similarity of texts: the scorers of RapidFuzz, with its scores, as 18 variants of [`Scorer`].
//!
//! [`Scorer::similarity`] compares two texts, [`extract`] finds the choices most like a query, [`extract_all`] those of
//! many queries, [`cdist`] compares all with all. What is the same for each of these comparisons, [`Choices`] prepares
//! once.
//!
//! Texts are sequences of code points, as in Python. Scores are those of PyPI's rapidfuzz 3.14 within 1e-9 on any
//! input; the tests hold recorded ones against them. RapidFuzz (Max Bachmann, MIT) goes back to FuzzyWuzzy (SeatGeek,
//! 2011).
//!
//! What is not here: a processor of titles, weights of words, an index. Every choice is looked at; a caller who has
//! millions cuts them down first.

mod bits;
mod bounds;
mod cdist;
mod choices;
mod extract;
mod jaro;
mod lanes;
mod pair;
mod partial;
mod process;
mod scorer;
mod screens;
#[cfg(test)]
mod tests;
mod text;
mod tokens;
mod weighted;

pub use cdist::cdist;
pub use choices::Choices;
pub use extract::{Hit, QUERIES, extract, extract_all};
pub use process::default_process;
pub use scorer::Scorer;
