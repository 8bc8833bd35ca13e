//! Matching: texts, jobs of very many of them, and records of the catalogue.

mod records;
mod texts;
