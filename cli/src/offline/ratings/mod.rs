//! Files of ratings: who gave what how many stars, and when.
//!
//! A file is read once, line by line; ids are kept once each ([`names`]), everything else is numbers: 24 bytes for each
//! line. Users and items are numbered in the order of their ids, not of the lines, so that whatever is made of the
//! numbers does not depend on how a file is sorted. What a line means stands in [`mod@line`].
//! What ratings mean for anybody's taste is not known here.

pub(super) mod line;
mod names;

use std::io;
use std::path::Path;
use std::sync::Arc;

use self::line::{Layout, Line};
use self::names::Names;
use super::progress;
use crate::Failure;
use crate::import::formats::OpenError;
use crate::import::formats::input::{Lines, Progress as Files, Step};

/// What standard input is called in messages, as a path of the command line `-`.
const STANDARD_INPUT: &str = "standard input";

/// All ratings of a file.
pub(super) struct Ratings {
    /// Ids of users, ascending by their bytes: a user's number is the place in here.
    pub(super) users: Vec<Arc<str>>,
    /// Ids of items, in the same way.
    pub(super) items: Vec<Arc<str>>,
    /// The users in the order of their first lines.
    pub(super) by_appearance: Vec<u32>,
    /// One for each pair of user and item, by user, then item.
    pub(super) all: Vec<Rating>,
    /// Lines read, blank ones and a heading left out.
    pub(super) n_lines: usize,
}

/// What the last line about a user and an item says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rating {
    pub(super) user: u32,
    pub(super) item: u32,
    /// NaN if there is none, which saves a third of the memory of an Option.
    rating: f32,
    /// Position among all lines.
    line: u32,
    /// `i64::MIN` if it is not told.
    at: i64,
}

impl Rating {
    /// How good it is, if the line says so.
    pub(super) fn rating(&self) -> Option<f32> {
        Some(self.rating).filter(|rating| !rating.is_nan())
    }

    /// What puts it in time: the timestamp, ties by line; without one it is the oldest.
    pub(super) fn moment(&self) -> (i64, u32) {
        (self.at, self.line)
    }
}

/// Ratings while they are read.
#[derive(Default)]
pub(super) struct Reading {
    /// Ids of users, numbered by appearance until all is read.
    pub(super) users: Names,
    /// Ids of items.
    pub(super) items: Names,
    all: Vec<Rating>,
}

impl Reading {
    /// Take in a line. Refuses: more than 2³² users, items or lines.
    pub(super) fn take(&mut self, line: &Line<'_>) -> Result<(), String> {
        let rating = Rating {
            user: self.users.number(line.user)?,
            item: self.items.number(line.item)?,
            rating: line.rating.unwrap_or(f32::NAN),
            line: u32::try_from(self.all.len()).map_err(|_| "more than 2^32 lines")?,
            at: line.at.unwrap_or(i64::MIN),
        };
        self.all.push(rating);
        Ok(())
    }

    /// Number everything by its id; of several lines about a user and an item the last counts: by timestamp, else by
    /// line.
    pub(super) fn done(self) -> Ratings {
        self.numbered().0
    }

    /// The same, and what the numbers of items have become that [`Reading::items`] gave.
    pub(super) fn numbered(self) -> (Ratings, Vec<u32>) {
        let Self { users, items, mut all } = self;
        let n_lines = all.len();
        let (users, items) = (users.sorted(), items.sorted());
        for rating in &mut all {
            rating.user = users.places[rating.user as usize];
            rating.item = items.places[rating.item as usize];
        }
        let key = |it: &Rating| (it.user, it.item, std::cmp::Reverse(it.moment()));
        all.sort_unstable_by_key(key);
        all.dedup_by_key(|rating| (rating.user, rating.item));
        all.shrink_to_fit();
        let by_appearance = users.places;
        let ratings =
            Ratings { users: users.names, items: items.names, by_appearance, all, n_lines };
        (ratings, items.places)
    }
}

impl Ratings {
    /// What a user has rated, by item.
    pub(super) fn of(&self, user: u32) -> &[Rating] {
        let start = self.all.partition_point(|rating| rating.user < user);
        let n = self.all[start..].partition_point(|rating| rating.user == user);
        &self.all[start..start + n]
    }

    /// Read a file; `-` is standard input. An empty one has no ratings.
    ///
    /// Refuses: what cannot be read, and the first line that is at fault, by its number.
    pub(super) fn read(path: &Path, layout: Layout) -> Result<Self, Failure> {
        let mut reading = Reading::default();
        each_line(path, |text| {
            if layout.is_heading(text) && reading.all.is_empty() {
                return Ok(());
            }
            reading.take(&line::parse(text, layout)?)
        })?;
        Ok(reading.done())
    }
}

/// Hand on each line that is not blank.
///
/// Refuses: what cannot be read, is no UTF-8 or is refused by `take`, with file and line.
pub(super) fn each_line(
    path: &Path,
    mut take: impl FnMut(&str) -> Result<(), String>,
) -> Result<(), Failure> {
    let mut files = Files::default();
    let mut lines = opened(&mut files, path)
        .map_err(|error| format!("cannot read {}: {}", error.path.display(), error.reason))?;
    let bar = progress::bar("Reading", files.total());
    for n_lines in 0_u64.. {
        let taken = match lines.advance() {
            Step::Line => std::str::from_utf8(lines.bytes())
                .map_err(|_| "is not UTF-8".into())
                .and_then(&mut take),
            Step::Overlong => Err("is longer than 65536 bytes".into()),
            Step::Broken(error) => Err(format!("cannot be read: {error}")),
            Step::End => break,
        };
        taken.map_err(|fault| format!("{}:{}: {fault}", lines.file(), lines.number()))?;
        if n_lines % 4096 == 0 {
            bar.set_position(files.read());
        }
    }
    bar.finish_and_clear();
    Ok(())
}

fn opened(files: &mut Files, path: &Path) -> Result<Lines, OpenError> {
    match path.to_str() {
        Some("-") => files.take(Path::new(STANDARD_INPUT), io::stdin()),
        _ => files.open(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Ratings, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ratings.tsv");
        std::fs::write(&path, bytes).expect("a file");
        Ratings::read(&path, Layout::Tabs).map_err(|error| error.to_string())
    }

    /// User, item, rating.
    fn rows(ratings: &Ratings) -> Vec<(&str, &str, Option<f32>)> {
        let row = |it: &Rating| {
            (&*ratings.users[it.user as usize], &*ratings.items[it.item as usize], it.rating())
        };
        ratings.all.iter().map(row).collect()
    }

    #[test]
    fn blank_lines_a_byte_order_mark_and_other_line_ends_do_not_matter() {
        let ratings = read(b"\xef\xbb\xbfb\ty\t4\r\n\r\n  \na\tx\t5\t7\n\nb\tx").expect("sound");

        assert_eq!(
            rows(&ratings),
            [("a", "x", Some(5.0)), ("b", "x", None), ("b", "y", Some(4.0))]
        );
        assert_eq!((ratings.by_appearance, ratings.n_lines), (vec![1, 0], 3));
    }

    #[test]
    fn the_latest_of_several_lines_counts_or_else_the_last() {
        let timed = read(b"a\tx\t1\t30\na\tx\t2\t10\na\tx\t3\t30\na\tx\t4\n").expect("sound");
        let bare = read(b"a\tx\t1\na\tx\t2\n").expect("sound");

        assert_eq!((rows(&timed), timed.n_lines), (vec![("a", "x", Some(3.0))], 4));
        assert_eq!(rows(&bare), [("a", "x", Some(2.0))]);
    }

    #[test]
    fn the_order_of_lines_only_changes_the_order_of_users() {
        let (one, other) = (read(b"b\ty\na\tx\na\ty\n"), read(b"a\ty\nb\ty\na\tx\n"));
        let (one, other) = (one.expect("sound"), other.expect("sound"));

        assert_eq!(rows(&one), rows(&other));
        assert_eq!((one.by_appearance, other.by_appearance), (vec![1, 0], vec![0, 1]));
    }

    #[test]
    fn nothing_is_read_from_nothing() {
        for bytes in [&b""[..], b"\n\n", b"\xef\xbb\xbf"] {
            let ratings = read(bytes).expect("sound");
            assert!(ratings.all.is_empty() && ratings.users.is_empty() && ratings.n_lines == 0);
        }
    }

    #[test]
    fn faults_name_file_and_line() {
        let fault = |bytes| read(bytes).err().expect("a fault");

        assert_eq!(
            fault(b"a\tx\n\nb\n"),
            "ratings.tsv:3: the number of fields is not 2 to 4, separated by tabs: 1"
        );
        assert_eq!(fault(b"a\tx\nb\t\xff\n"), "ratings.tsv:2: is not UTF-8");
        assert_eq!(fault(b"a\tx\tNaN"), "ratings.tsv:1: the rating is not a number: NaN");
        assert_eq!(fault(&[b'x'; 70_000]), "ratings.tsv:1: is longer than 65536 bytes");
    }
}
