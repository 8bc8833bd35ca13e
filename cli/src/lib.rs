//! The whole of Kindred in one process, and the tools around it.
//!
//! [`system`] puts together what AWS puts together elsewhere: the routers of all functions ([`api`]), a DynamoDB engine
//! and an S3 server ([`embedded`]) and the stream that feeds recompute and cascade. There is no second implementation
//! of anything: the functions are the same crates, the store is reached through the same SDK.

pub mod api;
mod background;
mod catching_up;
pub mod connection;
pub mod demo;
mod destination;
pub mod embedded;
pub mod export;
pub mod import;
pub mod local;
pub mod offline;
pub mod replay;
pub mod serve;
pub mod stores;
pub mod system;
pub mod target;
#[cfg(test)]
mod testing;
pub mod user;

pub use stores::{Clients, Stores};
pub use system::System;

/// The template that deploys the system; tables and the stream's settings are read from it.
pub const TEMPLATE: &str = include_str!("../../template.yaml");

/// What commands fail with: one line for a person.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
