//! Profiles: made-up people, who are nobody's business but their owner's, and change nothing for anybody.

mod cascade;
mod deeds;
mod export;
mod genres;
mod history;
mod launch;
mod limits;
mod together;
