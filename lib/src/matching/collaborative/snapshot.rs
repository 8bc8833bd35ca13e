//! A model written down: a head that tells what it is, then ids and model in the format of the crate `postcard`.
//!
//! The head is `kindred taste model`, the version of all that follows, the length of the body and its CRC-32,
//! little-endian. So what was cut off, damaged, or written by a later version is told from a model before any of it is
//! used, and before anything is allocated for it. The checksum guards against accidents; what passes it all the same and
//! makes no sense is refused as damaged.

use super::{Model, Trained};

/// The version of the format.
///
/// Raise it with every change: a model of another version is not read, but trained anew.
pub const VERSION: u32 = 1;

const MAGIC: &[u8; 19] = b"kindred taste model";
const HEAD: usize = MAGIC.len() + 4 + 8 + 4;

/// Why bytes are no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// They are something else.
    #[error("it is no model")]
    Foreign,
    /// They are a model of another version.
    #[error("it has version {0}, and only {VERSION} can be read")]
    Version(u32),
    /// Some are missing, or there are too many.
    #[error("it has another length than it says")]
    Length,
    /// They are not what was written.
    #[error("it is damaged")]
    Damaged,
}

/// Write a model down. `O(weights)`, some 6 bytes each.
pub fn write(trained: &Trained) -> Vec<u8> {
    let body = postcard::to_allocvec(&(trained.ids(), trained.model()))
        .expect("numbers can be written down");
    let mut bytes = Vec::with_capacity(HEAD + body.len());
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend((body.len() as u64).to_le_bytes());
    bytes.extend(crc32fast::hash(&body).to_le_bytes());
    bytes.extend(body);
    bytes
}

/// Read what [`write()`] wrote. `O(weights)`.
pub fn read(bytes: &[u8]) -> Result<Trained, Unreadable> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(Unreadable::Foreign)?;
    let (version, rest) = rest.split_first_chunk().ok_or(Unreadable::Length)?;
    match u32::from_le_bytes(*version) {
        VERSION => {}
        other => return Err(Unreadable::Version(other)),
    }
    let (length, rest) = rest.split_first_chunk().ok_or(Unreadable::Length)?;
    let (checksum, body) = rest.split_first_chunk().ok_or(Unreadable::Length)?;
    if u64::from_le_bytes(*length) != body.len() as u64 {
        return Err(Unreadable::Length);
    }
    if u32::from_le_bytes(*checksum) != crc32fast::hash(body) {
        return Err(Unreadable::Damaged);
    }
    let (ids, model): (Vec<u64>, Model) =
        postcard::from_bytes(body).map_err(|_| Unreadable::Damaged)?;
    if !model.is_sound() {
        return Err(Unreadable::Damaged);
    }
    Trained::of(ids, model).ok_or(Unreadable::Damaged)
}
