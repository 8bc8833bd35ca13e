//! What `kindred import` can read: published data sets, turned into rows to write.
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

use serde_json::{Map, Value};

use self::{
    films::Films,
    games::Games,
    input::{Folder, Progress},
    ratings::Ratings,
    table::{Record, Table},
};

mod books;
mod film_title;
mod films;
#[cfg(test)]
mod fixture;
mod games;
mod input;
mod isbn;
mod movielens;
mod ratings;
mod table;

/// A data set that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The `books.csv` of goodbooks-10k.
    Books,
    /// Steam-200k: who bought and played which game.
    Games,
    /// MovieLens in any of its layouts: 100k, 1m and 10m, or the CSV files of later ones.
    Movielens,
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
    /// `book`, `game` or `movie`.
    pub kind: &'static str,
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
/// A pair of user and item normally comes once. If it comes again, its counts add up and the later rating holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interaction {
    /// Key of the person: `steam:151603712`.
    pub user: String,
    /// [`Item::source`] of the item, which the file need not contain.
    pub item: String,
    /// Stars, 1 ..= 5.
    pub rating: Option<u8>,
    /// Hours played, rounded up; 0 when owned or rated only.
    pub count: u64,
    /// Unix seconds, when the file tells.
    pub at: Option<i64>,
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
/// columns that are needed. An empty file is no error, it has no rows.
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
    }
    Ok(reader)
}

/// The rows of a data set, one after the other.
#[derive(Default)]
pub struct Reader {
    parts: VecDeque<(Table, Parser)>,
    ready: VecDeque<Result<Row, Refused>>,
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

    /// Whether a file could not be read to its end: a damaged archive, a failing disk.
    ///
    /// The [`Refused`] of that place says what happened; unlike any other, it stands for all that would have followed.
    #[must_use]
    pub fn broken_off(&self) -> bool {
        self.broken_off
    }

    fn add(&mut self, table: Table, parser: Parser) {
        self.parts.push_back((table, parser));
    }
}

impl Iterator for Reader {
    type Item = Result<Row, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            let (table, parser) = self.parts.front_mut()?;
            match table.next() {
                Some(Ok(record)) => {
                    let taken = parser.take(&record, &mut self.ready);
                    if let Err(reason) = taken {
                        self.ready.push_back(Err(table.refuse(reason)));
                    }
                    self.place.move_to(table.position());
                }
                Some(Err(refused)) => self.ready.push_back(Err(refused)),
                None => {
                    parser.finish(&mut self.ready);
                    self.broken_off |= table.broken_off();
                    self.parts.pop_front();
                }
            }
        }
        self.ready.pop_front()
    }
}

/// Rows that are read but not yet handed out.
type Ready = VecDeque<Result<Row, Refused>>;

/// What makes rows of the lines of one file.
enum Parser {
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

#[cfg(test)]
mod tests {
    use std::{fs, io::Write};

    use flate2::{Compression, write::GzEncoder};
    use proptest::prelude::*;

    use super::{
        fixture::{folder, read, refusals},
        *,
    };

    const BOOKS: &str = "goodreads_book_id,isbn,title,authors\n";
    const GAMES: &str = "7,\"Spore\",purchase,1.0,0\n7,\"Spore\",play,14.9,0\n";

    fn gzip(text: &str) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(text.as_bytes()).expect("memory takes everything");
        packer.finish().expect("memory takes everything")
    }

    #[test]
    fn a_path_without_a_usable_file_is_named_in_the_error() {
        let empty = folder(&[("archive.csv", b"PK\x03\x04rest")]);

        for (path, reason) in [
            (empty.path().join("gone.csv"), "No such file"),
            (empty.path().to_owned(), "books.csv"),
            (empty.path().join("archive.csv"), "zip archive"),
        ] {
            let error = open(Format::Books, &path).err().expect("there is nothing to read");

            assert_eq!(error.path, path);
            assert!(error.to_string().contains(reason), "{error}");
        }
    }

    #[test]
    fn gzip_is_recognised_by_its_content() {
        let packed = read(Format::Games, &[("plain.csv", &gzip(GAMES))]);
        let plain = read(Format::Games, &[("packed.csv.gz", GAMES.as_bytes())]);

        assert_eq!(packed, plain);
        assert_eq!(packed.len(), 2);
    }

    #[test]
    fn a_folder_is_searched_for_the_usual_names() {
        let plain = folder(&[("books.csv", BOOKS.as_bytes()), ("other.txt", b"?")]);
        let packed = folder(&[("steam-200k.csv.gz", &gzip(GAMES))]);

        assert_eq!(open(Format::Books, plain.path()).expect("a known file").count(), 0);
        assert_eq!(open(Format::Games, packed.path()).expect("a known file").count(), 2);
    }

    #[test]
    fn a_damaged_archive_is_read_as_far_as_possible_and_said_to_be_damaged() {
        let mut packed = gzip(&GAMES.repeat(9));
        packed.truncate(packed.len() - 8);
        let folder = folder(&[("games.csv", &packed)]);
        let mut reader =
            open(Format::Games, &folder.path().join("games.csv")).expect("it begins well");

        let rows: Vec<_> = reader.by_ref().collect();

        assert!(reader.broken_off());
        assert_eq!(rows.iter().filter(|row| row.is_err()).count(), 1);
        assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 2);
    }

    #[test]
    fn progress_ends_at_the_size_of_all_files() {
        let folder = folder(&[("u.data", b"1\t2\t3\t4\n"), ("u.item", b"broken\n")]);
        let mut reader = open(Format::Movielens, folder.path()).expect("a known layout");

        assert_eq!(reader.by_ref().count(), 2);
        assert_eq!((reader.bytes_read(), reader.total_bytes()), (15, 15));
        assert!(!reader.broken_off());
    }

    #[test]
    fn a_reader_can_be_sent_to_another_thread() {
        fn sendable<T: Send>() {}

        sendable::<Reader>();
    }

    #[test]
    fn an_empty_file_has_no_rows() {
        for (format, name) in KNOWN {
            for nothing in [&b""[..], b"\n\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"] {
                assert_eq!(read(format, &[(name, nothing)]), [], "{name} {nothing:?}");
            }
        }
    }

    const KNOWN: [(Format, &str); 8] = [
        (Format::Books, "books.csv"),
        (Format::Games, "games.csv"),
        (Format::Movielens, "u.item"),
        (Format::Movielens, "u.data"),
        (Format::Movielens, "movies.dat"),
        (Format::Movielens, "ratings.dat"),
        (Format::Movielens, "movies.csv"),
        (Format::Movielens, "ratings.csv"),
    ];

    /// Files where each line is a row of its own, with the line that has to come first.
    const LINE_BASED: [(Format, &str, &str); 7] = [
        (Format::Books, "books.csv", BOOKS),
        (Format::Movielens, "u.item", ""),
        (Format::Movielens, "u.data", ""),
        (Format::Movielens, "movies.dat", ""),
        (Format::Movielens, "ratings.dat", ""),
        (Format::Movielens, "movies.csv", "movieId,title,genres\n"),
        (Format::Movielens, "ratings.csv", "userId,movieId,rating,timestamp\n"),
    ];

    /// Bytes that look enough like the formats to get past the first check.
    fn noise() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            any::<u8>().prop_map(|byte| vec![byte]),
            prop::sample::select(vec![
                "\n",
                "\r\n",
                ",",
                "\t",
                "|",
                "::",
                "\"",
                "1",
                "-1",
                "0439023480",
                "5",
                "1e300",
                "4.5",
                "nan",
                "play",
                "purchase",
                "Matrix, The (1999)",
                "é",
                "\u{feff}",
            ])
            .prop_map(|text| text.as_bytes().to_vec()),
        ];
        prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
    }

    fn filled_lines(bytes: &[u8]) -> usize {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        text.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count()
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_their_end(bytes in noise()) {
            for (format, name) in KNOWN {
                let archive = [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", &bytes[..]].concat();
                let folder = folder(&[(name, &bytes), ("archive", &archive)]);
                if let Ok(reader) = open(format, &folder.path().join(name)) {
                    prop_assert!(reader.count() <= 2 * filled_lines(&bytes));
                }
                if let Ok(reader) = open(format, &folder.path().join("archive")) {
                    // Deflate packs at most 1032 to 1, and the damage itself is reported.
                    prop_assert!(reader.count() <= 1 + 1032 * bytes.len());
                }
            }
        }

        #[test]
        fn every_filled_line_is_either_taken_or_refused(bytes in noise()) {
            for (format, name, header) in LINE_BASED {
                let text = [header.as_bytes(), &bytes].concat();
                let rows = read(format, &[(name, &text)]);

                prop_assert_eq!(rows.len(), filled_lines(&text) - usize::from(!header.is_empty()), "{}", name);
            }
        }

        #[test]
        fn refused_lines_of_games_leave_the_others_alone(bytes in noise()) {
            let text = [GAMES.as_bytes(), &bytes, b"\n", GAMES.as_bytes()].concat();
            let rows = read(Format::Games, &[("games.csv", &text)]);

            let refused = refusals(&rows).len();
            prop_assert!(refused <= filled_lines(&text) - 4);
            prop_assert!(rows.len() > refused + 1);
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_an_error() {
        let folder = folder(&[]);
        fs::create_dir(folder.path().join("books.csv")).expect("an empty folder");

        assert!(open(Format::Books, folder.path()).is_err());
    }
}
