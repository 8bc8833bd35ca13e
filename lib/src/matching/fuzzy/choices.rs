//! What queries are compared with, prepared once.

use super::screens::Width;
use super::text::{Texts, Vocabulary};

/// What queries are compared with, prepared once for all scorers.
///
/// Some 10 bytes for each code point, 16 for each word and 100 for each choice.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    pub(super) vocabulary: Vocabulary,
    /// The shortest first.
    pub(super) texts: Texts,
    /// The position of each of those among the choices.
    pub(super) indices: Vec<usize>,
    /// All of them, some together.
    pub(super) groups: Vec<Group>,
}

/// Choices that are about as long as each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// The first, in the order of lengths.
    pub(super) first: usize,
    pub(super) len: usize,
    pub(super) width: Width,
}

impl Choices {
    /// These texts, in this order; at most four billion.
    pub fn of<S: AsRef<str>>(choices: impl IntoIterator<Item = S>) -> Self {
        let choices: Vec<S> = choices.into_iter().collect();
        let mut indices: Vec<usize> = (0..choices.len()).collect();
        indices.sort_by_cached_key(|index| choices[*index].as_ref().chars().count());
        let (mut vocabulary, mut texts) = (Vocabulary::default(), Texts::default());
        for index in &indices {
            texts.learn(choices[*index].as_ref(), &mut vocabulary);
        }
        Self { groups: groups(&texts), vocabulary, texts, indices }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn groups(texts: &Texts) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (first, text) in texts.iter().enumerate() {
        let width = Width::of(text.raw.len());
        match groups.last_mut() {
            Some(last) if last.width == width && last.len < width.n_lanes() => last.len += 1,
            _ => groups.push(Group { first, len: 1, width }),
        }
    }
    groups
}
