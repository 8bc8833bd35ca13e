//! The nouns: shape, keys and rules of everything that is stored.
//!
//! Rules are pure: state in, new state and events out. They know neither the clock nor the network; handlers give them
//! what they need and commit what comes back.

pub mod addition;
pub mod administrators;
pub mod agenda;
pub mod article;
pub mod backlog;
pub mod bad_recommendation;
pub mod consent;
pub mod content;
pub mod erasure;
pub mod genre;
pub mod group;
pub mod job;
pub mod kind;
pub mod launches;
pub mod leaning;
pub mod like;
pub mod links;
pub mod mail_token;
pub mod matching_job;
pub mod meta;
pub mod model;
pub mod names;
pub mod neighbours;
pub mod opinions;
mod packed;
pub mod people;
pub mod persona;
pub mod popularity;
pub mod profile;
pub mod realm;
pub mod recommendation;
pub mod role;
pub mod round;
pub mod runner;
pub mod snapshot;
pub mod standing;
pub mod submission;
pub mod summary;
pub mod trace;
pub mod transcript;
pub mod turnover;
pub mod upload;
pub mod user;
