//! What the services that this one replaces did wrong, and does right here: a test for each row of the list.

mod edits;
mod engines;
mod groups;
mod links;
mod profiles;
mod search;
mod submissions;
mod tastes;
