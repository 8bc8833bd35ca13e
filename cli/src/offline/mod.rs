//! Tools over files of ratings: recommend to everybody in one, and measure how well that works.
//!
//! For people who have data of their own and no wish to run a server, and for ourselves: what `kindred serve`
//! recommends by is `kindred::matching::collaborative`, and so it is here. Nothing in here knows a store or a network:
//! files come in, files and tables go out. `ratings` reads, [`recommend`] and [`eval`] are the two commands.

mod chance;
mod choosing;
mod engine;
pub mod eval;
mod lesson;
mod progress;
mod ratings;
pub mod recommend;
