//! What users rely on, through the doors that they use.

mod contract;
mod openapi;
mod media;
