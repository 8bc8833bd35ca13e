//! Exports: what `kindred export` wrote, JSON Lines of contents and interactions with a first and a last line.
//!
//! The last line counts the others, so an export that was cut off anywhere is noticed: all that is there is read, and
//! then the file has broken off. A line is read strictly: what it has too much, or of the wrong type, refuses it. What
//! the catalogue makes of its fields is the writer's business.

use std::path::Path;

use kindred::entity::kind::MediaKind;
use kindred::entity::meta::{BEST_RATING, MOST_COUNT};

use super::input::{Lines, Step};
use super::part::Ready;
use super::table::fault;
use super::{Interaction, Item, OpenError, Record, Refused, Row};
use crate::export::line::{ContentLine, Header, InteractionLine, Line, VERSION};

/// Longest line that is read, in bytes: more than the store could hold of one content.
const MAX_LINE: usize = 4 << 20;

/// Longest key, in bytes; the store has room for twice as much.
const MAX_KEY: usize = 1_000;

/// More ratings than this nobody has counted; sums stay exact in every language.
const MOST_RATINGS: u64 = 1 << 50;

/// The rows of an export.
pub(super) struct Jsonl {
    lines: Lines,
    /// Lines between the first and the last, whatever is in them.
    n_lines: u64,
    /// What the last line counts, once it was read.
    promised: Option<u64>,
    broken_off: bool,
}

impl Jsonl {
    /// The export whose lines these are.
    ///
    /// Refuses: a file that does not begin like an export, or was written by a newer version.
    pub(super) fn open(path: &Path, lines: Lines) -> Result<Self, OpenError> {
        let mut lines = lines.of_at_most(MAX_LINE);
        let header: Option<Header> = match lines.advance() {
            Step::Broken(error) => return Err(OpenError::new(path, error)),
            Step::Line => serde_json::from_slice(lines.bytes()).ok(),
            Step::Overlong | Step::End => None,
        };
        match header.filter(|header| header.noun == "kindred") {
            Some(Header { version: 1..=VERSION, .. }) => {
                Ok(Self { lines, n_lines: 0, promised: None, broken_off: false })
            }
            Some(Header { version, .. }) => {
                let reason =
                    format!("it has version {version}, this program reads up to {VERSION}");
                Err(OpenError::new(path, reason))
            }
            None => Err(OpenError::new(path, "the first line is not that of an export")),
        }
    }

    /// Append what the next line says, or why it is refused; false at the end of the file.
    pub(super) fn advance(&mut self, ready: &mut Ready) -> bool {
        let read = match self.lines.advance() {
            Step::Line => self.row(),
            Step::Overlong => self.counted(Err("the line is too long".to_owned())).map(Some),
            Step::Broken(error) => Err(format!("the rest of the file cannot be read: {error}")),
            Step::End => return self.end(ready),
        };
        ready.extend(read.map_err(|reason| self.refuse(reason)).transpose());
        true
    }

    /// Name of the file and number of the current line.
    pub(super) fn position(&self) -> (&str, u64) {
        (self.lines.file(), self.lines.number())
    }

    /// Whether something is missing.
    pub(super) fn broken_off(&self) -> bool {
        self.broken_off || self.lines.broken_off()
    }

    fn row(&mut self) -> Result<Option<Row>, String> {
        if self.promised.is_some() {
            return Err("it stands behind the last line".to_owned());
        }
        let line = serde_json::from_slice(self.lines.bytes());
        match line.map_err(|cause| format!("it is no line of an export: {cause}")) {
            Ok(Line::End(end)) => {
                self.promised = Some(end.contents.saturating_add(end.interactions));
                Ok(None)
            }
            Ok(Line::Content(content)) => self.counted(item(content).map(Row::Item)).map(Some),
            Ok(Line::Interaction(told)) => {
                self.counted(interaction(told).map(Row::Interaction)).map(Some)
            }
            Err(reason) => self.counted(Err(reason)).map(Some),
        }
    }

    fn counted(&mut self, row: Result<Row, String>) -> Result<Row, String> {
        self.n_lines += 1;
        row
    }

    /// Look whether it is all there; always false.
    fn end(&mut self, ready: &mut Ready) -> bool {
        let problem = match self.promised {
            _ if self.lines.broken_off() => None,
            None => Some("the file broke off, its last line is missing".to_owned()),
            Some(promised) if promised != self.n_lines => {
                let n_lines = self.n_lines;
                Some(format!("the last line counts {promised} lines, but there are {n_lines}"))
            }
            Some(_) => None,
        };
        self.broken_off = problem.is_some();
        ready.extend(problem.map(|reason| Err(self.refuse(reason))));
        false
    }

    fn refuse(&self, reason: String) -> Refused {
        let (file, line) = self.position();
        Refused { file: file.to_owned(), line, reason }
    }
}

/// Refuses: keys that are empty or too long, an episode without a serie, sums that no ratings have.
fn item(line: ContentLine) -> Result<Item, String> {
    let ContentLine { kind, key, serie, fields, genres, rating_sum, rating_count } = line;
    check_key("key", &key)?;
    serie.iter().try_for_each(|serie| check_key("serie", serie))?;
    if serie.is_some() != (kind == MediaKind::Episode) {
        return Err("serie has to be there for episodes, and for nothing else".to_owned());
    }
    if fields.contains_key("serie_id") {
        return Err("serie_id means nothing elsewhere, it is told by serie".to_owned());
    }
    if rating_count > MOST_RATINGS || rating_sum > rating_count * u64::from(BEST_RATING) {
        return Err(fault("rating_sum", "is not that of rating_count ratings", rating_sum));
    }
    Ok(Item { source: key, kind, serie, fields, genres, rating_sum, rating_count })
}

/// Refuses: keys that are empty or too long, ratings and counts that the catalogue does not have.
fn interaction(line: InteractionLine) -> Result<Interaction, String> {
    check_key("user", &line.user)?;
    check_key("content", &line.content)?;
    if let Some(rating) = line.rating.filter(|rating| *rating > BEST_RATING) {
        return Err(fault("rating", "is not within 0 and 5", rating));
    }
    for (name, count) in [("count", line.count), ("review_see_count", line.review_see_count)] {
        if count > MOST_COUNT {
            return Err(fault(name, "is more than anybody can do", count));
        }
    }
    let record = Record {
        rating: line.rating,
        rated_at: line.last_rating_date,
        views: line.review_see_count,
        viewed_at: line.last_review_see_date,
        count: line.count,
        counted_at: line.last_count_increment,
    };
    Ok(Interaction { user: line.user, item: line.content, record, is_part: false })
}

fn check_key(name: &str, key: &str) -> Result<(), String> {
    match key.len() {
        0 => Err(format!("{name} is empty")),
        1..=MAX_KEY => Ok(()),
        length => Err(fault(name, "has more than 1,000 bytes", length)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{folder, interactions, items, refusals};
    use super::super::{Format, open};

    const FIRST: &str = r#"{"type":"kindred","version":1}"#;
    const FILM: &str =
        r#"{"type":"content","kind":"movie","key":"a:1","fields":{"title":"Alien"}}"#;
    const RATING: &str = r#"{"type":"interaction","user":"a:9","content":"a:1","rating":4}"#;
    const LAST: &str = r#"{"type":"end","contents":1,"interactions":1}"#;

    /// Rows, refused lines with their reasons, and whether it broke off.
    fn read(lines: &[&str]) -> (usize, Vec<(u64, String)>, bool) {
        let folder = folder(&[("kindred.jsonl", lines.join("\n").as_bytes())]);
        let mut reader = open(Format::Jsonl, folder.path()).expect("it begins well");
        let rows: Vec<_> = reader.by_ref().collect();
        let refused = refusals(&rows).into_iter();
        let refused = refused.map(|(line, reason)| (line, reason.to_owned())).collect();
        (items(&rows).len() + interactions(&rows).len(), refused, reader.broken_off())
    }

    fn unopened(lines: &str) -> String {
        let folder = folder(&[("kindred.jsonl", lines.as_bytes())]);
        open(Format::Jsonl, folder.path()).err().expect("it cannot be read").reason
    }

    #[test]
    fn a_whole_export_is_read() {
        assert_eq!(read(&[FIRST, FILM, RATING, LAST]), (2, Vec::new(), false));
    }

    #[test]
    fn an_export_without_its_last_line_has_broken_off() {
        let (n_rows, refused, broken_off) = read(&[FIRST, FILM, RATING]);

        assert_eq!((n_rows, broken_off), (2, true));
        assert_eq!(refused, [(4, "the file broke off, its last line is missing".to_owned())]);
    }

    #[test]
    fn lines_that_are_missing_in_between_are_noticed() {
        let (_, refused, broken_off) = read(&[FIRST, RATING, LAST]);

        assert!(broken_off);
        assert_eq!(refused[0].1, "the last line counts 2 lines, but there are 1");
    }

    #[test]
    fn a_bad_line_is_refused_and_the_rest_is_read() {
        let bad = [
            "nonsense",
            r#"{"type":"song"}"#,
            r#"{"type":"interaction","user":"","content":"a:1"}"#,
            r#"{"type":"interaction","user":"a:9","content":"a:1","rating":6}"#,
            r#"{"type":"interaction","user":"a:9","content":"a:1","rating":4.5}"#,
            r#"{"type":"interaction","user":"a:9","content":"a:1","name":"Ada"}"#,
            r#"{"type":"interaction","user":"a:9","content":"a:1","last_rating_date":"today"}"#,
            r#"{"type":"content","kind":"movie","key":"a:2","fields":{},"rating_sum":1}"#,
            r#"{"type":"content","kind":"episode","key":"a:3","fields":{"title":"One"}}"#,
            r#"{"type":"content","kind":"movie","key":"a:4","serie":"a:5","fields":{}}"#,
            r#"{"type":"content","kind":"painting","key":"a:6","fields":{}}"#,
        ];
        for line in bad {
            let last = r#"{"type":"end","contents":2,"interactions":1}"#;
            let (n_rows, refused, broken_off) = read(&[FIRST, FILM, line, RATING, last]);

            assert_eq!((n_rows, refused.len(), broken_off), (2, 1, false), "{line}: {refused:?}");
            assert_eq!(refused[0].0, 3, "{refused:?}");
        }
    }

    #[test]
    fn a_newer_version_or_another_file_is_refused_whole() {
        let newer = unopened(r#"{"type":"kindred","version":2,"more":[]}"#);

        assert_eq!(newer, "it has version 2, this program reads up to 1");
        for text in ["", "title,author\n", FILM] {
            assert_eq!(unopened(text), "the first line is not that of an export");
        }
    }

    #[test]
    fn what_stands_behind_the_last_line_is_refused() {
        let (n_rows, refused, broken_off) = read(&[FIRST, FILM, RATING, LAST, RATING]);

        assert_eq!((n_rows, refused.len(), broken_off), (2, 1, false));
    }
}
