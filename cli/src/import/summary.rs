//! What became of the rows of an import.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use kindred::{Error, Kind, Result};

use super::formats::{Place, Refused};

/// Refused rows that a summary shows one by one.
const MOST_SHOWN: usize = 20;

/// What an import came to.
#[derive(Debug, Default)]
pub struct Summary {
    /// Rows that describe an item.
    pub items: Counts,
    /// Rows that tell what somebody did with one.
    pub interactions: Counts,
    /// Items among them that the catalogue had under another key, or none.
    pub recognised: u64,
    /// Rows that were not taken.
    pub refused: Refusals,
    /// Whether a file could not be read to its end.
    pub broken_off: bool,
}

/// Rows of one sort that were taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Written for the first time.
    pub added: u64,
    /// There already, but not so.
    pub revised: u64,
    /// There already.
    pub present: u64,
}

/// Rows that were not taken: all counted, the first kept, and all written to a file if there is one.
#[derive(Debug, Default)]
pub struct Refusals {
    first: Vec<Refused>,
    by_fault: BTreeMap<String, u64>,
    n_rows: u64,
    file: Option<BufWriter<File>>,
    failure: Option<io::Error>,
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Added,
    Revised,
    Present,
    /// Not taken, for this reason.
    Refused(String),
}

/// Why the row is refused whose writing ended so; an error that would end the writing of any row stays one.
pub(super) fn reason(error: Error, taken: impl FnOnce() -> String) -> Result<String> {
    match error.kind() {
        Kind::Taken => Ok(taken()),
        Kind::Invalid if !error.details().is_empty() => {
            let faults = error.details().iter().map(|detail| detail.replacen(": ", " ", 1));
            Ok(faults.collect::<Vec<_>>().join("; "))
        }
        Kind::Invalid | Kind::NotFound => Ok(error.message().to_owned()),
        _ => Err(error),
    }
}

impl Counts {
    /// How many rows that are.
    pub fn taken(&self) -> u64 {
        self.added + self.revised + self.present
    }
}

impl Refusals {
    /// Refusals that are also written to this file, one a line.
    pub fn kept_in(path: &Path) -> io::Result<Self> {
        Ok(Self { file: Some(BufWriter::new(File::create(path)?)), ..Self::default() })
    }

    /// One more row.
    pub fn add(&mut self, refused: Refused) {
        if let Some(file) = &mut self.file
            && let Err(error) = writeln!(file, "{refused}")
        {
            self.failure.get_or_insert(error);
        }
        // The fault without the value at fault.
        let fault = refused.reason.split(": ").next().unwrap_or_default();
        *self.by_fault.entry(fault.to_owned()).or_default() += 1;
        self.n_rows += 1;
        if self.first.len() < MOST_SHOWN {
            self.first.push(refused);
        }
    }

    /// Count what was taken and keep what was not, in the order of the file.
    pub(super) fn sort_out(&mut self, mut outcomes: Vec<(Place, Outcome)>, counts: &mut Counts) {
        outcomes.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (place, outcome) in outcomes {
            match outcome {
                Outcome::Added => counts.added += 1,
                Outcome::Revised => counts.revised += 1,
                Outcome::Present => counts.present += 1,
                Outcome::Refused(reason) => self.add(place.refuse(reason)),
            }
        }
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.n_rows
    }

    /// Whether every row was taken.
    pub fn is_empty(&self) -> bool {
        self.n_rows == 0
    }

    /// The first of them.
    pub fn first(&self) -> &[Refused] {
        &self.first
    }

    /// How many rows had each fault.
    pub fn by_fault(&self) -> &BTreeMap<String, u64> {
        &self.by_fault
    }

    /// Finish the file; the first failure to write to it shows here.
    pub fn close(&mut self) -> io::Result<()> {
        let flushed = self.file.take().map_or(Ok(()), |mut file| file.flush());
        self.failure.take().map_or(flushed, Err)
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let refused = self.refused.len();
        writeln!(f, "                 added   revised   present")?;
        for (name, counts) in [("items", self.items), ("interactions", self.interactions)] {
            let Counts { added, revised, present } = counts;
            writeln!(f, "{name:<12} {added:>9} {revised:>9} {present:>9}")?;
        }
        if self.recognised > 0 {
            writeln!(f, "recognised   {:>9}", self.recognised)?;
        }
        write!(f, "refused      {refused:>9}")
    }
}

impl fmt::Display for Refusals {
    /// The first, line by line, and how many there are of each fault.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for refused in &self.first {
            writeln!(f, "{refused}")?;
        }
        let shown = self.first.len() as u64;
        if self.n_rows > shown {
            writeln!(f, "… and {} more; in all:", self.n_rows - shown)?;
            for (fault, n_rows) in &self.by_fault {
                writeln!(f, "{n_rows:>9}  {fault}")?;
            }
        }
        Ok(())
    }
}
