//! All pairs of some queries and some choices, each with what a screen tells of it.
//!
//! Choices go in groups of like length, so that the lanes of a block are about equally full. A group is prepared once for
//! all queries.

use pulp::Arch;

use super::bits::Masks;
use super::choices::{Choices, Group};
use super::jaro;
use super::lanes::{Block, Lane};
use super::pair::{Pair, Screen};
use super::scorer::Scorer;
use super::text::{Text, Texts};

/// What a lane has to be to have room for a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
            ..=16 => Self::Narrow,
            ..=32 => Self::Middle,
            _ if len <= 64 * MOST_WORDS => Self::Wide(len.div_ceil(64)),
            _ => Self::None,
        }
    }

    /// How many choices go together.
    pub(super) fn n_lanes(self) -> usize {
        match self {
            Self::Narrow => 64,
            Self::Middle => 32,
            Self::Wide(_) | Self::None => 16,
        }
    }
}

/// Looks at pairs with one scorer in mind.
pub(super) struct Screens<'a> {
    arch: Arch,
    choices: &'a Choices,
    scorer: Scorer,
    narrow: Blocks<u16, 64>,
    middle: Blocks<u32, 32>,
    wide: Blocks<u64, 16>,
    masks: Masks,
}

impl<'a> Screens<'a> {
    pub(super) fn new(choices: &'a Choices, scorer: Scorer) -> Self {
        let n = choices.vocabulary.n_symbols();
        Self {
            arch: Arch::new(),
            choices,
            scorer,
            narrow: Blocks::new(n),
            middle: Blocks::new(n),
            wide: Blocks::new(n),
            masks: Masks::new(n),
        }
    }

    /// Hand out each pair, with the position of its query and that of its choice in the order of lengths.
    pub(super) fn each_pair(
        &mut self,
        queries: &Texts,
        group: &Group,
        mut each: impl FnMut(usize, usize, Pair<'_>),
    ) {
        let screened = Screened {
            arch: self.arch,
            choices: self.choices,
            queries,
            group,
            scorer: self.scorer,
        };
        match group.width {
            Width::Narrow => screened.by(&mut self.narrow, 1, each),
            Width::Middle => screened.by(&mut self.middle, 1, each),
            Width::Wide(words) => screened.by(&mut self.wide, words, each),
            Width::None => {
                for (lane, choice) in screened.members().enumerate() {
                    for (at, query) in queries.iter().enumerate() {
                        let pair = Pair::screened(query, choice, self.scorer, &mut self.masks);
                        each(at, group.first + lane, pair);
                    }
                }
            }
        }
    }
}

/// The texts of a group, and their sorted words.
struct Blocks<T, const N: usize> {
    raw: Block<T, N>,
    sorted: Block<T, N>,
}

impl<T: Lane, const N: usize> Blocks<T, N> {
    fn new(n_symbols: usize) -> Self {
        Self { raw: Block::new(n_symbols), sorted: Block::new(n_symbols) }
    }
}

/// The pairs of some queries and one group.
struct Screened<'a> {
    arch: Arch,
    choices: &'a Choices,
    queries: &'a Texts,
    group: &'a Group,
    scorer: Scorer,
}

impl Screened<'_> {
    fn by<T: Lane, const N: usize>(
        &self,
        blocks: &mut Blocks<T, N>,
        words: usize,
        mut each: impl FnMut(usize, usize, Pair<'_>),
    ) {
        let screen = self.scorer.screen();
        let (raw, sorted) = match screen {
            Screen::Lcs { raw, sorted } => (raw, sorted),
            Screen::Agreeing => (true, false),
        };
        if raw {
            blocks.raw.fill(words, self.members().map(|text| text.raw));
        }
        if sorted {
            blocks.sorted.fill(words, self.members().map(|text| text.sorted));
        }
        for (at, query) in self.queries.iter().enumerate() {
            let common = match screen {
                Screen::Agreeing => self.agreeing(&blocks.raw, words, query),
                Screen::Lcs { .. } if raw => blocks.raw.lcs(self.arch, query.raw),
                Screen::Lcs { .. } => [0; N],
            };
            let common_sorted =
                if sorted { blocks.sorted.lcs(self.arch, query.sorted) } else { [0; N] };
            for (lane, choice) in self.members().enumerate() {
                let (common, common_sorted) = (common[lane] as usize, common_sorted[lane] as usize);
                each(at, self.group.first + lane, Pair { query, choice, common, common_sorted });
            }
        }
    }

    fn members(&self) -> impl Iterator<Item = Text<'_>> {
        (0..self.group.len).map(|lane| self.choices.texts.text(self.group.first + lane))
    }

    fn agreeing<T: Lane, const N: usize>(
        &self,
        block: &Block<T, N>,
        words: usize,
        query: Text<'_>,
    ) -> [u32; N] {
        let len = query.raw.len();
        let mut windows = [T::ZERO; N];
        let mut most = [0; N];
        for (lane, choice) in self.members().enumerate() {
            windows[lane] = T::of(jaro::window(len, choice.raw.len()) as u64);
            most[lane] = len.min(choice.raw.len()) as u32;
        }
        // Their windows have room in any lane.
        let is_short = len < usize::from(u16::MAX);
        if words == 1 && is_short { block.agreeing(self.arch, query.raw, &windows) } else { most }
    }
}
