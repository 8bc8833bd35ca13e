//! What is wrong with a request, field by field: collected, so that all of it is named at once.
//!
//! What may stand where is for others to say.

use std::fmt::Display;

use crate::{Error, Result};

/// How many unknown fields are named of one object.
const MOST_UNKNOWN: usize = 10;

/// Characters of an unknown field's name that are repeated.
const MOST_NAME_CHARS: usize = 100;

/// All that is wrong, each as `field: what`.
#[derive(Debug, Default)]
pub struct Problems(Vec<String>);

impl Problems {
    /// Note what is wrong with a field; there is nothing to read from it.
    pub fn note<T>(&mut self, field: impl Display, what: impl Display) -> Option<T> {
        self.0.push(format!("{field}: {what}"));
        None
    }

    /// What was read of a field; what is wrong with it is noted.
    pub fn read<T>(&mut self, field: impl Display, read: Result<T, impl Display>) -> Option<T> {
        read.map_or_else(|what| self.note(field, what), Some)
    }

    /// Note the fields of an object that there are not.
    pub fn unknown<'a>(&mut self, place: impl Display, names: impl Iterator<Item = &'a String>) {
        for name in names.take(MOST_UNKNOWN) {
            let name: String = name.chars().take(MOST_NAME_CHARS).collect();
            self.note::<()>(format_args!("{place}{name}"), "there is no such field");
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Go on if nothing is wrong.
    ///
    /// Refuses: `Invalid` 400 with a detail for each problem.
    pub fn refuse(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::invalid_fields(self.0)) }
    }
}
