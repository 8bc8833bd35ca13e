//! Files for the tests of this folder, written to a temporary place.

use std::fs;

use tempfile::TempDir;

use super::{Format, Interaction, Item, Refused, Row, open};

/// Everything a reader said.
pub(super) type Rows = Vec<Result<Row, Refused>>;

/// A folder that holds the given files and vanishes when dropped.
pub(super) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("a fresh file");
    }
    folder
}

/// All rows of the files: of the one file itself, or of the folder when there are several.
pub(super) fn read(format: Format, files: &[(&str, &[u8])]) -> Rows {
    let folder = folder(files);
    let path = match files {
        [(name, _)] => folder.path().join(name),
        _ => folder.path().to_owned(),
    };
    open(format, &path).expect("files that can be opened").collect()
}

/// The items among the rows.
pub(super) fn items(rows: &[Result<Row, Refused>]) -> Vec<&Item> {
    let item = |row| {
        if let &Ok(Row::Item(ref item)) = row { Some(item) } else { None }
    };
    rows.iter().filter_map(item).collect()
}

/// The interactions among the rows.
pub(super) fn interactions(rows: &[Result<Row, Refused>]) -> Vec<&Interaction> {
    let interaction = |row| {
        if let &Ok(Row::Interaction(ref done)) = row { Some(done) } else { None }
    };
    rows.iter().filter_map(interaction).collect()
}

/// Line and reason of what was refused.
pub(super) fn refusals(rows: &[Result<Row, Refused>]) -> Vec<(u64, &str)> {
    rows.iter()
        .filter_map(|row| row.as_ref().err())
        .map(|it| (it.line, it.reason.as_str()))
        .collect()
}
