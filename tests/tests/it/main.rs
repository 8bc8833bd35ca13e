//! What users rely on, through the doors that they use.

mod accounts;
mod activation;
mod addresses;
mod admission;
mod articles;
mod contract;
mod docs;
mod events;
mod forum_flow;
mod mail;
mod media;
mod openapi;
mod raw_bodies;
mod raw_forms;
mod recompute;
mod replay;
mod reset;
mod samples;
mod sessions;
mod signing_up;
mod store;
mod template;
mod throttle;
