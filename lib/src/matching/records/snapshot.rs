//! An index written down, so that it can be read again without being made again.

use super::Records;
use crate::matching::sealed::{Seal, Unreadable};

/// How it begins, and the version of what follows: raised with the format, and with what makes a record normal.
const SEAL: Seal = Seal { what: "kindred records", version: 1 };

/// Write an index down. `O(n)`.
pub fn write(records: &Records) -> Vec<u8> {
    SEAL.write(records)
}

/// Read what [`write()`] wrote. `O(n)`.
pub fn read(bytes: &[u8]) -> Result<Records, Unreadable> {
    SEAL.read(bytes)
}
