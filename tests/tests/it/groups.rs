//! Groups: whatever people do with them, one after another or at once, and where they end.

mod events;
mod histories;
mod limits;
mod model;
mod world;
