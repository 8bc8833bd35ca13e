//! What Kindred's functions share.
//!
//! A function is a router of thin handlers; everything they need is here: what can go wrong ([`error`], [`problems`]),
//! the store and the events ([`store`], [`event`], [`stream`]), what is too large for it ([`blobs`]), who is asking
//! ([`auth`]), how HTTP is spoken ([`http`]), the rules of each noun ([`entity`]) and the algorithms ([`matching`],
//! which knows nothing of the rest).
//!
//! This crate never imports a function. Start reading at [`App`], then follow one request: `http::edge`, an extractor
//! in `http`, a rule in `entity`, [`Store::commit`].

pub mod app;
pub mod auth;
pub mod aws;
pub mod blobs;
pub mod clock;
pub mod collaborative;
pub mod config;
pub mod contents;
pub mod corpus;
pub mod current;
pub mod engines;
pub mod entity;
pub mod error;
pub mod event;
pub mod http;
pub mod ids;
pub mod lambda;
pub mod line;
pub mod linked;
pub mod mail;
pub mod matching;
pub mod problems;
pub mod queue;
pub mod records;
pub mod replay;
pub mod snapshots;
pub mod store;
pub mod stream;
pub mod texts;
pub mod titles;
pub mod votes;
pub mod warm;

pub use app::App;
pub use blobs::Blobs;
pub use clock::{Clock, Timestamp};
pub use config::Config;
pub use error::{Error, Kind, Result};
pub use event::Event;
pub use problems::Problems;
pub use queue::Queue;
pub use store::Store;
