//! What queries are compared with, prepared once.

use super::screens::{Group, groups};
use super::text::{Text, Vocabulary};

/// What queries are compared with, prepared once for all scorers.
///
/// Some 20 bytes for each code point, and 200 for each choice.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    pub(super) vocabulary: Vocabulary,
    pub(super) texts: Vec<Text>,
    /// Each choice in one of them.
    pub(super) groups: Vec<Group>,
}

impl Choices {
    /// These texts, in this order; at most four billion.
    pub fn of<S: AsRef<str>>(choices: impl IntoIterator<Item = S>) -> Self {
        let mut vocabulary = Vocabulary::default();
        let texts = choices.into_iter().map(|choice| vocabulary.learn(choice.as_ref()));
        let texts: Vec<Text> = texts.collect();
        Self { vocabulary, groups: groups(&texts), texts }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}
