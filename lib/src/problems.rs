//! What is wrong with something that was sent, field by field: collected, so that all of it is named at once.
//!
//! What may stand where is for others to say.

use std::fmt::Display;

use crate::{Error, Result};

/// How many fields too many are named of one object.
const MOST_SURPLUS: usize = 10;

/// Characters of such a field's name that are repeated.
const MOST_NAME_CHARS: usize = 100;

/// All that is wrong, each as `field: what`.
#[derive(Debug, Default)]
pub struct Problems(Vec<String>);

impl Problems {
    /// Note what is wrong with a field.
    pub fn note(&mut self, field: impl Display, what: impl Display) {
        self.0.push(format!("{field}: {what}"));
    }

    /// The same where something would have been read of it.
    pub fn nothing<T>(&mut self, field: impl Display, what: impl Display) -> Option<T> {
        self.note(field, what);
        None
    }

    /// What was read of a field; what is wrong with it is noted.
    pub fn read<T>(&mut self, field: impl Display, read: Result<T, impl Display>) -> Option<T> {
        read.map_or_else(|what| self.nothing(field, what), Some)
    }

    /// Note the fields of an object that there are not.
    pub fn unknown<'a>(&mut self, place: impl Display, names: impl Iterator<Item = &'a String>) {
        self.surplus(place, names, "there is no such field");
    }

    /// Note the first of the fields that must not stand where they do.
    pub fn surplus<'a>(
        &mut self,
        place: impl Display,
        names: impl Iterator<Item = &'a String>,
        what: impl Display,
    ) {
        for name in names.take(MOST_SURPLUS) {
            let name: String = name.chars().take(MOST_NAME_CHARS).collect();
            self.note(format_args!("{place}{name}"), &what);
        }
    }

    /// All that is wrong with an object that is itself a field.
    pub fn within(&mut self, field: impl Display, inner: Self) {
        self.0.extend(inner.0.into_iter().map(|problem| format!("{field}.{problem}")));
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was read, if nothing is wrong.
    ///
    /// Refuses: `Invalid` 400 with a detail for each problem.
    pub fn done<T>(self, read: T) -> Result<T> {
        if self.is_empty() { Ok(read) } else { Err(Error::invalid_fields(self.0)) }
    }
}
