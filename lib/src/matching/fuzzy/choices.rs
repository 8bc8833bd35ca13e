//! What queries are compared with, prepared once.

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

/// What a lane has to be to have room for a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    /// Up to 16 symbols.
    Narrow,
    /// Up to 32.
    Middle,
    /// So many words of 64.
    Wide(usize),
    /// Not worth a lane.
    None,
}

/// Of more words than these the masks of a block are no longer near at hand.
const MOST_WORDS: usize = 8;

impl Width {
    pub(super) fn of(len: usize) -> Self {
        match len {
            0..=16 => Self::Narrow,
            17..=32 => Self::Middle,
            _ if len <= 64 * MOST_WORDS => Self::Wide(len.div_ceil(64)),
            _ => Self::None,
        }
    }

    /// How many choices go together.
    pub(super) fn n_lanes(self) -> usize {
        match self {
            Self::Narrow => 64,
            Self::Middle => 32,
            Self::Wide(_) => 16,
            Self::None => 1,
        }
    }
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
