//! The files of a data set, each read in the way of its format.

use std::collections::VecDeque;

use super::books;
use super::films::Films;
use super::games::Games;
use super::jsonl::Jsonl;
use super::ratings::Ratings;
use super::table::{Record, Table};
use super::{Refused, Row};

/// Rows that are read but not yet handed out.
pub(super) type Ready = VecDeque<Result<Row, Refused>>;

/// One file.
pub(super) enum Part {
    /// Lines of fields, and what makes rows of them.
    Table(Table, Parser),
    /// What `kindred export` wrote.
    Jsonl(Jsonl),
}

impl Part {
    /// Append what the next line says, or why it is refused; false at the end of the file.
    pub(super) fn advance(&mut self, ready: &mut Ready) -> bool {
        match self {
            Self::Jsonl(lines) => lines.advance(ready),
            Self::Table(table, parser) => {
                match table.next() {
                    Some(Ok(record)) => {
                        let taken = parser.take(&record, ready);
                        if let Err(reason) = taken {
                            ready.push_back(Err(table.refuse(reason)));
                        }
                    }
                    Some(Err(refused)) => ready.push_back(Err(refused)),
                    None => {
                        parser.finish(ready);
                        return false;
                    }
                }
                true
            }
        }
    }

    /// Name of the file and number of the current line.
    pub(super) fn position(&self) -> (&str, u64) {
        match self {
            Self::Table(table, _) => table.position(),
            Self::Jsonl(lines) => lines.position(),
        }
    }

    /// Whether the file could not be read to its end.
    pub(super) fn broken_off(&self) -> bool {
        match self {
            Self::Table(table, _) => table.broken_off(),
            Self::Jsonl(lines) => lines.broken_off(),
        }
    }
}

/// What makes rows of the lines of one file.
pub(super) enum Parser {
    Books,
    Games(Games),
    Films(Films),
    Ratings(Ratings),
}

impl Parser {
    /// Append what `record` says to `ready`; or say why it is refused, having appended nothing.
    fn take(&mut self, record: &Record<'_>, ready: &mut Ready) -> Result<(), String> {
        match self {
            Self::Books => ready.push_back(Ok(Row::Item(books::item(record)?))),
            Self::Games(games) => games.take(record, ready)?,
            Self::Films(films) => ready.push_back(Ok(Row::Item(films.item(record)?))),
            Self::Ratings(ratings) => {
                ready.push_back(Ok(Row::Interaction(ratings.interaction(record)?)));
            }
        }
        Ok(())
    }

    /// Append what was held back when the file ends.
    fn finish(&mut self, ready: &mut Ready) {
        if let Self::Games(games) = self {
            games.finish(ready);
        }
    }
}
