//! Who is asking: passwords, session tokens and the rule that turns a token into a user; and how often one may ask.
//!
//! One account and one kind of token serve every API ("door"); where the token stands in a request and how a refusal
//! is spelt belongs to the extractors in [`http`](crate::http).

pub mod access;
pub mod common_passwords;
pub mod mailed;
pub mod password;
pub mod session;
pub mod throttle;
pub mod token;
