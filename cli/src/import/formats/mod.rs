//! What `kindred import` can read: published data sets and exports, turned into rows to write.
//!
//! A file is streamed line by line and may be gzipped. A line that cannot be used becomes a [`Refused`] and reading
//! goes on; only what makes the whole file useless is an [`OpenError`]. Nothing is repaired by guessing, and no value
//! that is present but unreadable is dropped in silence: it refuses its line.
//!
//! Nothing here knows the store: whether an item exists already, or whether an interaction names one, is the writer's
//! business. Where to read next: `table` for what all formats share, then one module per format.

use std::{
    collections::VecDeque,
    error::Error,
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use kindred::entity::kind::MediaKind;
use serde_json::{Map, Value};

use self::{
    games::Games,
    input::{Folder, Progress},
    jsonl::Jsonl,
    part::{Parser, Part, Ready},
    table::Table,
};

mod books;
mod film_title;
mod films;
#[cfg(test)]
mod fixture;
mod games;
pub(crate) mod input;
mod isbn;
mod jsonl;
mod movielens;
mod part;
mod ratings;
mod record;
mod table;

pub use record::Record;

/// A data set that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The `books.csv` of goodbooks-10k.
    Books,
    /// Steam-200k: who bought and played which game.
    Games,
    /// MovieLens in any of its layouts: 100k, 1m and 10m, or the CSV files of later ones.
    Movielens,
    /// What `kindred export` wrote.
    Jsonl,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A medium to publish; comes before every interaction with it.
    Item(Item),
    /// Something a person did with a medium.
    Interaction(Interaction),
}

/// A medium to publish.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Stable key within its data set, the same on every import: `goodbooks:2767052`.
    pub source: String,
    /// What it is.
    pub kind: MediaKind,
    /// [`Item::source`] of the serie that an episode belongs to; it comes before its episodes, or is there already.
    pub serie: Option<String>,
    /// Fields of that kind as the catalogue names them; an absent field is unknown.
    pub fields: Map<String, Value>,
    /// Genre names as the file spells them, without repetitions.
    pub genres: Vec<String>,
    /// Sum of the stars of all votes the file tells in this line; votes that come as interactions are not in it.
    pub rating_sum: u64,
    /// Number of those votes.
    pub rating_count: u64,
}

/// What somebody in the file did with an item.
///
/// A pair of user and item normally comes once. If it comes again, the records are joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interaction {
    /// Key of the person: `steam:151603712`.
    pub user: String,
    /// [`Item::source`] of the item, which the file need not contain.
    pub item: String,
    /// What they did.
    pub record: Record,
    /// Whether it is a part of what they did: then the counts of a pair that comes again add up.
    pub is_part: bool,
}

/// A line that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Name of the file, without its folder.
    pub file: String,
    /// Line within the (unpacked) file, from 1.
    pub line: u64,
    /// The fault, then `: ` and the value at fault if there is one; equal faults are worded alike.
    pub reason: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}: {}", self.file, self.line, self.reason)
    }
}

/// Where a row was read; what is added up over several lines stands where it was complete.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    file: Arc<str>,
    line: u64,
}

impl Place {
    /// A line of a file.
    #[must_use]
    pub fn new(file: &str, line: u64) -> Self {
        Self { file: file.into(), line }
    }

    fn move_to(&mut self, (file, line): (&str, u64)) {
        if *self.file != *file {
            self.file = file.into();
        }
        self.line = line;
    }

    /// Refuse the row that was read there.
    #[must_use]
    pub fn refuse(&self, reason: String) -> Refused {
        Refused { file: self.file.to_string(), line: self.line, reason }
    }
}

/// Why nothing can be read from a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenError {
    /// The file or folder at fault.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

impl OpenError {
    fn new(path: &Path, reason: impl fmt::Display) -> Self {
        Self { path: path.to_owned(), reason: reason.to_string() }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot import {}: {}", self.path.display(), self.reason)
    }
}

impl Error for OpenError {}

/// Open a file of the given format, or a folder that holds such files under their usual names.
///
/// Refuses: a path that is missing, unreadable or a zip archive; a folder without a known file; a file without the
/// columns that are needed; an export of a newer version. An empty table is no error, it has no rows.
pub fn open(format: Format, path: &Path) -> Result<Reader, OpenError> {
    let mut reader = Reader::default();
    match format {
        Format::Books => {
            let file = Folder::of(path).only("books.csv")?;
            let lines = reader.progress.open(&file)?;
            reader.add(books::table(&file, lines)?, Parser::Books);
        }
        Format::Games => {
            let file = Folder::of(path).only("steam-200k.csv")?;
            let lines = reader.progress.open(&file)?;
            reader.add(games::table(lines), Parser::Games(Games::default()));
        }
        Format::Movielens => movielens::open(path, &mut reader)?,
        Format::Jsonl => {
            let file = Folder::of(path).only("kindred.jsonl")?;
            let lines = reader.progress.open(&file)?;
            reader.parts.push_back(Part::Jsonl(Jsonl::open(&file, lines)?));
        }
    }
    Ok(reader)
}

/// The rows of a data set, one after the other.
#[derive(Default)]
pub struct Reader {
    parts: VecDeque<Part>,
    ready: Ready,
    progress: Progress,
    place: Place,
    broken_off: bool,
}

impl Reader {
    /// Where the row that was handed out last was read.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place.clone()
    }

    /// Bytes read from disk so far; of a gzipped file the packed ones.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.progress.read()
    }

    /// Size on disk of all files together; 0 for a pipe.
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        self.progress.total()
    }

    /// Whether a file could not be read to its end: a damaged archive, a failing disk, an export that was cut off.
    ///
    /// The [`Refused`] of that place says what happened; unlike any other, it stands for all that would have followed.
    #[must_use]
    pub fn broken_off(&self) -> bool {
        self.broken_off
    }

    fn add(&mut self, table: Table, parser: Parser) {
        self.parts.push_back(Part::Table(table, parser));
    }
}

impl Iterator for Reader {
    type Item = Result<Row, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            let part = self.parts.front_mut()?;
            if part.advance(&mut self.ready) {
                self.place.move_to(part.position());
            } else {
                self.broken_off |= part.broken_off();
                self.parts.pop_front();
            }
        }
        self.ready.pop_front()
    }
}

#[cfg(test)]
mod tests;
