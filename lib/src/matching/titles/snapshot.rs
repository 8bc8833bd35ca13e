//! An index written down, and read again.

use super::Titles;
use crate::matching::sealed::{Seal, Unreadable};

/// What it is, and the version of its format and of what titles are folded and split into.
///
/// Raise it with every change of either: an index of another version is not read, but built anew.
const SEAL: Seal = Seal { what: "kindred titles", version: 1 };

/// Write an index down. `O(n)`.
pub fn write(titles: &Titles) -> Vec<u8> {
    SEAL.write(titles)
}

/// Read what [`write()`] wrote. `O(n)`: nothing is sorted again.
pub fn read(bytes: &[u8]) -> Result<Titles, Unreadable> {
    SEAL.read(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_can_be_read() {
        let some = Titles::of([(7, "Amélie"), (3, "The Godfather"), (4, "Ｋｉｎｇ Kong")]);

        for titles in [some, Titles::default()] {
            assert_eq!(read(&write(&titles)), Ok(titles));
        }
    }
}
