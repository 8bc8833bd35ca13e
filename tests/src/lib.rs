//! The harness: a whole system in this process for each test, or any running one by its URL.
//!
//! [`TestApp`] is empty at the start, keeps its clock still until a test moves it, and works events off when a test
//! says so. [`Api`] speaks HTTP to it, or, when `KINDRED_BASE_URL` is set, to that server: the contract tests use
//! nothing but `Api::any`, so they run over both.

mod api;
mod app;
mod catalogue;
mod editorial;
mod groups;
mod jobs;
mod mail;
mod member;
mod people;
mod public_runner;
mod runners;
mod sandbox;
pub mod shapes;
mod sound;
pub mod submissions;
mod workplace;

pub use api::{Api, Call, Reply};
pub use app::{PASSWORD, Reader, TestApp, Writer, fresh, run};
pub use catalogue::{Anything, Items, described, stream, titled};
pub use editorial::Editorial;
pub use jobs::WAV;
pub use mail::token_in;
pub use member::{ENDED, GONE, JOBS_PASSWORD, Member, OPEN, doors};
pub use people::Person;
pub use public_runner::{Exit, Fetched, PublicRunner};
pub use runners::{Worker, serve};
pub use sandbox::{Sandbox, deeds, shown_deeds};
pub use sound::assert_sound;
pub use workplace::{Workplace, speech};
