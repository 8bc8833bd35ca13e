//! What users rely on, through the doors that they use.

mod access;
mod accounts;
mod articles;
mod cascade;
mod contract;
mod docs;
mod events;
mod forum_flow;
mod mail;
mod media;
mod openapi;
mod raw_bodies;
mod recompute;
mod replay;
mod samples;
mod sessions;
mod store;
mod template;
mod throttle;
