//! Lines cut into named fields.
//!
//! A field never spans lines in the data sets read here, so a quotation mark left open costs its own line. A general
//! CSV reader would take everything up to the next quotation mark, possibly the rest of the file, for one field; that
//! is why lines are cut here. Reasons name the column and show the value, shortened and escaped.

use std::{borrow::Cow, fmt::Display, path::Path, str::FromStr};

use super::{
    OpenError, Refused,
    input::{Lines, Step},
};

/// Longest text the catalogue takes in a short field, in characters.
const MAX_TEXT: usize = 255;

/// Longest part of a bad value that a reason shows, in characters.
const MAX_SHOWN: usize = 60;

/// How a line is cut into fields.
#[derive(Clone, Copy)]
pub(super) enum Cut {
    /// At commas that are not within `"…"`; the file is UTF-8.
    Commas,
    /// At every occurrence of a separator; a line that is not UTF-8 is Latin-1.
    ///
    /// The older files are Latin-1, copies of them are often UTF-8. Every line can be read as Latin-1, while Latin-1
    /// text with an accent is hardly ever valid UTF-8, so each line tells by itself what it is.
    At(&'static str),
}

/// A file of lines that have the same fields.
pub(super) struct Table {
    lines: Lines,
    names: Vec<String>,
    cut: Cut,
}

impl Table {
    /// A file without a header.
    pub(super) fn with_names(lines: Lines, cut: Cut, names: &[&str]) -> Self {
        Self { lines, names: names.iter().map(|&name| name.to_owned()).collect(), cut }
    }

    /// A file whose first line names the columns, in any order.
    ///
    /// Refuses: a first line without the `required` columns, unless the file is empty.
    pub(super) fn with_header(
        path: &Path,
        lines: Lines,
        required: &[&str],
    ) -> Result<Self, OpenError> {
        let mut table = Self { lines, names: Vec::new(), cut: Cut::Commas };
        match table.lines.advance() {
            Step::End => return Ok(table),
            Step::Broken(error) => return Err(OpenError::new(path, error)),
            Step::Line | Step::Overlong => {}
        }
        let header = table.fields().unwrap_or_default();
        let names: Vec<_> = header.iter().map(|name| name.trim().to_owned()).collect();
        let missing: Vec<_> =
            required.iter().copied().filter(|&name| !names.iter().any(|it| it == name)).collect();
        if !missing.is_empty() {
            let reason = format!("the first line does not name the column {}", missing.join(", "));
            return Err(OpenError::new(path, reason));
        }
        Ok(Self { names, ..table })
    }

    /// The next line, cut; or why it cannot be.
    pub(super) fn next(&mut self) -> Option<Result<Record<'_>, Refused>> {
        let record = match self.lines.advance() {
            Step::Line => self.record(),
            Step::Overlong => Err("the line is too long".to_owned()),
            Step::Broken(error) => Err(format!("the rest of the file cannot be read: {error}")),
            Step::End => return None,
        };
        Some(record.map_err(|reason| self.refuse(reason)))
    }

    /// Refuse the current line.
    pub(super) fn refuse(&self, reason: String) -> Refused {
        Refused { file: self.lines.file().to_owned(), line: self.lines.number(), reason }
    }

    /// Name of the file and number of the current line.
    pub(super) fn position(&self) -> (&str, u64) {
        (self.lines.file(), self.lines.number())
    }

    /// Whether an error kept the rest of the file from being read.
    pub(super) fn broken_off(&self) -> bool {
        self.lines.broken_off()
    }

    fn record(&self) -> Result<Record<'_>, String> {
        let fields = self.fields()?;
        if fields.len() != self.names.len() {
            let (found, expected) = (fields.len(), self.names.len());
            return Err(format!("the number of fields is not {expected}: {found}"));
        }
        Ok(Record { names: &self.names, fields })
    }

    fn fields(&self) -> Result<Vec<Cow<'_, str>>, String> {
        let text = std::str::from_utf8(self.lines.bytes());
        match (self.cut, text) {
            (Cut::Commas, Ok(text)) => cut_at_commas(text),
            (Cut::Commas, Err(_)) => Err("the line is not UTF-8".to_owned()),
            (Cut::At(separator), Ok(text)) => {
                Ok(text.split(separator).map(Cow::Borrowed).collect())
            }
            (Cut::At(separator), Err(_)) => {
                // The first 256 code points are Latin-1.
                let text: String = self.lines.bytes().iter().copied().map(char::from).collect();
                Ok(text.split(separator).map(|field| Cow::Owned(field.to_owned())).collect())
            }
        }
    }
}

/// One line, its fields by name.
pub(super) struct Record<'a> {
    names: &'a [String],
    fields: Vec<Cow<'a, str>>,
}

impl Record<'_> {
    /// The field without surrounding blanks; nothing when it is empty or the file has no such column.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let column = self.names.iter().position(|it| it == name)?;
        let field = self.fields.get(column)?.trim();
        (!field.is_empty()).then_some(field)
    }

    /// The same, where the catalogue takes at most 255 characters.
    pub(super) fn short(&self, name: &str) -> Result<Option<&str>, String> {
        let Some(field) = self.get(name) else {
            return Ok(None);
        };
        fits(name, field)?;
        Ok(Some(field))
    }

    /// A number; nothing when the field is empty or the file has no such column.
    pub(super) fn number<T: FromStr>(&self, name: &str) -> Result<Option<T>, String> {
        let Some(field) = self.get(name) else {
            return Ok(None);
        };
        field.parse().map(Some).map_err(|_| fault(name, "is not a usable number", field))
    }

    /// A number that has to be there.
    pub(super) fn required<T: FromStr>(&self, name: &str) -> Result<T, String> {
        self.number(name)?.ok_or_else(|| format!("{name} is empty"))
    }
}

/// Refuse a text too long for the catalogue.
pub(super) fn fits(name: &str, text: &str) -> Result<(), String> {
    match text.chars().count() {
        ..=MAX_TEXT => Ok(()),
        length => Err(fault(name, "has more than 255 characters", length)),
    }
}

/// A reason: which field has what fault, then the value.
pub(super) fn fault(name: &str, fault: &str, value: impl Display) -> String {
    let value = value.to_string();
    let shown: String = value.chars().take(MAX_SHOWN).collect();
    let more = if shown.len() < value.len() { "…" } else { "" };
    format!("{name} {fault}: {}{more}", shown.escape_debug())
}

fn cut_at_commas(line: &str) -> Result<Vec<Cow<'_, str>>, String> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let (field, after) = match rest.strip_prefix('"') {
            Some(quoted) => cut_at_quote(quoted)?,
            None => {
                let (field, after) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
                (Cow::Borrowed(field), after)
            }
        };
        fields.push(field);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(fields),
            None => return Err("text follows a closing quotation mark".to_owned()),
        }
    }
}

/// The text before the closing quotation mark, and all after it; `""` is a quotation mark that does not close.
fn cut_at_quote(text: &str) -> Result<(Cow<'_, str>, &str), String> {
    let mut from = 0;
    while let Some(offset) = text[from..].find('"') {
        let quote = from + offset;
        let after = &text[quote + 1..];
        if after.starts_with('"') {
            from = quote + 2;
            continue;
        }
        let field = &text[..quote];
        let field =
            if from == 0 { Cow::Borrowed(field) } else { Cow::Owned(field.replace("\"\"", "\"")) };
        return Ok((field, after));
    }
    Err("a quotation mark is left open".to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quotation_marks_protect_commas_and_each_other() {
        let fields = cut_at_commas(r#"1,"a, ""b""",,"",5" disk"#).expect("a sound line");

        assert_eq!(fields, ["1", r#"a, "b""#, "", "", r#"5" disk"#]);
    }

    #[test]
    fn broken_quotation_is_refused() {
        for line in [r#"1,"a"#, r#""a""#.trim_end_matches('"'), r#""a"b,2"#, "\""] {
            assert!(cut_at_commas(line).is_err(), "{line}");
        }
    }

    #[test]
    fn a_reason_is_short_and_safe_to_print() {
        let reason = fault("isbn", "is odd", format!("\u{1b}[31m{}", "x".repeat(900)));

        assert!(reason.starts_with("isbn is odd: \\u{1b}[31mxxx"));
        assert!(reason.len() < 100);
    }

    proptest! {
        #[test]
        fn what_a_csv_writer_quotes_is_read_back(fields in prop::collection::vec("[^\r\n]{0,12}", 1..6)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&fields).expect("memory takes everything");
            let line = writer.into_inner().expect("memory takes everything");
            let line = String::from_utf8(line).expect("the fields are text");

            prop_assert_eq!(cut_at_commas(line.trim_end_matches('\n')).expect("a sound line"), fields);
        }
    }
}
