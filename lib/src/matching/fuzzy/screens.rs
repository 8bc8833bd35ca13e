//! A query and some choices at once: what a cheap look tells of each pair.
//!
//! For all choices of a block, [`super::lanes`] finds the longest common subsequence of the texts, and of their sorted
//! words; for Jaro's scorers, how many symbols agree. [`super::bounds`] follow from that, which few choices reach once
//! the best are known. Only those need to be compared in full.

use pulp::Arch;

use super::bits::Masks;
use super::bounds::{Counts, Shapes};
use super::choices::{Choices, Group, Width};
use super::jaro;
use super::lanes::{Block, Lane, lane_of};
use super::pair::Pair;
use super::scorer::Scorer;
use super::text::{Text, Texts};

/// What a scorer wants to know of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// The longest common subsequence of the texts, of their sorted words, or both.
    Common { raw: bool, sorted: bool },
    /// How many symbols agree.
    Agreeing,
}

impl Wanted {
    fn of(scorer: Scorer) -> Self {
        match scorer {
            Scorer::Jaro | Scorer::JaroWinkler => Self::Agreeing,
            Scorer::WRatio => Self::Common { raw: true, sorted: true },
            Scorer::TokenSortRatio
            | Scorer::TokenSetRatio
            | Scorer::TokenRatio
            | Scorer::PartialTokenSortRatio
            | Scorer::PartialTokenSetRatio
            | Scorer::PartialTokenRatio => Self::Common { raw: false, sorted: true },
            _ => Self::Common { raw: true, sorted: false },
        }
    }
}

/// What a query and a group of choices are found to have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Screened<'a> {
    query: Text<'a>,
    choices: &'a Texts,
    /// The position of the first choice, in the order of lengths.
    pub(super) first: usize,
    common: &'a [u32],
    common_sorted: &'a [u32],
    /// The most that each choice scores, from 0 to 100; the score itself if the scorer [`Scorer::is_screened`].
    pub(super) bounds: &'a [f64],
}

impl Screened<'_> {
    /// The query and one of the choices.
    pub(super) fn pair(&self, lane: usize) -> Pair<'_> {
        let (query, choice) = (self.query, self.choices.text(self.first + lane));
        let counts = Counts::of(query, choice, self.common[lane], self.common_sorted[lane]);
        Pair { query, choice, counts }
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

    /// Look at a group with each query, whose position is handed out with what is found.
    pub(super) fn each(
        &mut self,
        queries: &Texts,
        group: Group,
        found: impl FnMut(usize, Screened<'_>),
    ) {
        let (choices, scorer) = (&self.choices.texts, self.scorer);
        let look = Look { arch: self.arch, choices, queries, group, scorer };
        match group.width {
            // One alone leaves no lane anything to do.
            _ if group.len == 1 => look.at_one(&mut self.masks, found),
            Width::Narrow => look.with(&mut self.narrow, 1, found),
            Width::Middle => look.with(&mut self.middle, 1, found),
            Width::Wide(words) => look.with(&mut self.wide, words, found),
            Width::None => look.at_one(&mut self.masks, found),
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

/// Some queries and one group.
struct Look<'a> {
    arch: Arch,
    choices: &'a Texts,
    queries: &'a Texts,
    group: Group,
    scorer: Scorer,
}

impl Look<'_> {
    fn with<T: Lane, const N: usize>(
        &self,
        blocks: &mut Blocks<T, N>,
        words: usize,
        mut found: impl FnMut(usize, Screened<'_>),
    ) {
        let wanted = Wanted::of(self.scorer);
        let shapes = Shapes::<N>::of(self.members());
        if wanted != (Wanted::Common { raw: false, sorted: true }) {
            blocks.raw.fill(words, self.members().map(|text| text.raw));
        }
        if matches!(wanted, Wanted::Common { sorted: true, .. }) {
            blocks.sorted.fill(words, self.members().map(|text| text.sorted));
        }
        for (at, query) in self.queries.iter().enumerate() {
            let (common, common_sorted) = match wanted {
                Wanted::Agreeing => (self.agreeing(&blocks.raw, words, &shapes, query), [0; N]),
                Wanted::Common { raw, sorted } => {
                    let of = |block: &Block<T, N>, symbols| block.lcs(self.arch, symbols);
                    let common = if raw { of(&blocks.raw, query.raw) } else { [0; N] };
                    (common, if sorted { of(&blocks.sorted, query.sorted) } else { [0; N] })
                }
            };
            let bounds = shapes.bounds(self.arch, self.scorer, query, &common, &common_sorted);
            found(at, self.screened(query, &common, &common_sorted, &bounds));
        }
    }

    /// The one choice of the group, without lanes.
    fn at_one(&self, masks: &mut Masks, mut found: impl FnMut(usize, Screened<'_>)) {
        let choice = self.choices.text(self.group.first);
        let shapes = Shapes::<1>::of(self.members());
        for (at, query) in self.queries.iter().enumerate() {
            let (common, common_sorted) = match Wanted::of(self.scorer) {
                Wanted::Agreeing => (query.raw.len().min(choice.raw.len()), 0),
                Wanted::Common { raw, sorted } => {
                    let mut of = |wanted, a, b| if wanted { masks.lcs(a, b) } else { 0 };
                    (of(raw, query.raw, choice.raw), of(sorted, query.sorted, choice.sorted))
                }
            };
            let (common, common_sorted) = ([common as u32], [common_sorted as u32]);
            let bounds = shapes.bounds(self.arch, self.scorer, query, &common, &common_sorted);
            found(at, self.screened(query, &common, &common_sorted, &bounds));
        }
    }

    fn screened<'a>(
        &'a self,
        query: Text<'a>,
        common: &'a [u32],
        common_sorted: &'a [u32],
        bounds: &'a [f64],
    ) -> Screened<'a> {
        let Group { first, len, .. } = self.group;
        Screened {
            query,
            choices: self.choices,
            first,
            common: &common[..len],
            common_sorted: &common_sorted[..len],
            bounds: &bounds[..len],
        }
    }

    fn members(&self) -> impl Iterator<Item = Text<'_>> {
        (0..self.group.len).map(|lane| self.choices.text(self.group.first + lane))
    }

    fn agreeing<T: Lane, const N: usize>(
        &self,
        block: &Block<T, N>,
        words: usize,
        shapes: &Shapes<N>,
        query: Text<'_>,
    ) -> [u32; N] {
        let (len, lengths) = (query.raw.len(), &shapes.lengths);
        // Of longer texts the windows have no room in every lane.
        if words > 1 || len >= usize::from(u16::MAX) {
            return lengths.map(|choice| choice.raw.min(len as u32));
        }
        let windows =
            lengths.map(|choice| lane_of::<T>(jaro::window(len, choice.raw as usize) as u64));
        block.agreeing(self.arch, query.raw, &windows)
    }
}
