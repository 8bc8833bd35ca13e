//! Texts that somebody wants matched: what can be asked, how much work it is, and what comes out.
//!
//! A [`Question`] is read from the body of a request, and every rule of it is checked before anything is computed. How
//! much work it is, is reckoned from the lengths of its texts ([`work`]): what is too much for a request can be a job,
//! what is too much for a job is refused. [`Prepared`] it is answered, all of it or a part of its queries.
//!
//! The scores are [`matching::fuzzy`](crate::matching::fuzzy)'s. What a job is, and who works on it, is not known here.

mod answer;
mod here;
mod limits;
mod prepared;
mod processor;
mod question;
mod reading;
pub mod work;

pub use answer::{ChoiceId, QueryMatches, TextMatch};
pub use here::on_this_thread;
pub use limits::{Limits, MOST_ID_CHARS, MOST_MATCHES, MOST_TEXT_CHARS, MOST_TIME};
pub use prepared::Prepared;
pub use processor::Processor;
pub use question::{Choice, Question};

/// What somebody is told who wants many texts matched while too many others do.
pub const FULL: &str = "Too many are matching texts at this moment; try again";
