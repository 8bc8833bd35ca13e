//! Matching: how alike two items are, what is popular, and what that means for one person.
//!
//! Pure functions: numbers and strings in, numbers out. Nothing here reads a store, a clock or the
//! environment, nothing can fail, and the same input gives the same bits whatever its order. That
//! is what lets a caller compute only what an event touched and still end where a full run would.
//!
//! From text to a recommendation: [`text`] turns an item's fields into tokens, [`statistics`] says how much each token
//! weighs, [`tfidf`] finds each item's neighbours, [`similar_content`] turns the neighbours of what somebody liked into
//! a list with reasons. [`profile`] makes such a list from the genres of items, and from nothing else. [`popularity`]
//! needs no person. [`titles`] finds items by what they are called, [`records`] by all that is known of them, and
//! [`fuzzy`] says how alike two texts are. [`collaborative`] knows nothing of items but who met them, and [`affinity`]
//! tells from that whose tastes are near each other. What is *not* here: where ratings come from, and which lists are
//! brought up to date when.

pub mod affinity;
pub mod collaborative;
pub mod fuzzy;
pub mod popularity;
pub mod profile;
pub mod records;
pub mod sealed;
pub mod similar_content;
mod sparse;
pub mod statistics;
mod stop_words;
pub mod text;
pub mod tfidf;
pub mod titles;
mod top;
