//! What is done to texts before they are compared.

use std::borrow::Cow;

use crate::matching::fuzzy::default_process;
use crate::matching::records::normal_title;

/// What is done to texts before they are compared, queries and choices alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Processor {
    /// Nothing.
    None,
    /// As `RapidFuzz` does by default: what is neither letter nor digit becomes a blank, capitals become small.
    #[default]
    Default,
    /// As titles of the catalogue are compared: accents, articles, numerals and editions do not matter either.
    Title,
}

impl Processor {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::None, Self::Default, Self::Title];

    /// By what requests name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Default => "default",
            Self::Title => "title",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|processor| processor.name() == name)
    }

    /// The text as it is compared.
    pub fn process(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::None => text.into(),
            Self::Default => default_process(text).into(),
            Self::Title => normal_title(text).into(),
        }
    }
}
