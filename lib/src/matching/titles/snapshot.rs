//! An index written down: a head that tells what it is, then the index in the format of the crate `postcard`.
//!
//! The head is `kindred titles`, the version of all that follows (of folding and words, too), the length of the body and
//! its CRC-32, little-endian. So what was cut off, damaged, or written by a later version is told from an index before
//! any of it is used. The checksum guards against accidents: the bucket is ours, and nobody else writes there.

use super::Titles;

/// The version of the format, and of what titles are folded and split into.
///
/// Raise it with every change of either: an index of another version is not read, but built anew.
pub const VERSION: u32 = 1;

const MAGIC: &[u8; 14] = b"kindred titles";
const HEAD: usize = MAGIC.len() + 4 + 8 + 4;

/// Why bytes are no index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// They are something else.
    #[error("it is no index of titles")]
    Foreign,
    /// They are an index of another version.
    #[error("it has version {0}, and only {VERSION} can be read")]
    Version(u32),
    /// Some are missing, or there are too many.
    #[error("it has another length than it says")]
    Length,
    /// They are not what was written.
    #[error("it is damaged")]
    Damaged,
}

/// Write an index down. `O(n)`.
pub fn write(titles: &Titles) -> Vec<u8> {
    let body = postcard::to_allocvec(titles).expect("texts and numbers can be written down");
    let mut bytes = Vec::with_capacity(HEAD + body.len());
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend((body.len() as u64).to_le_bytes());
    bytes.extend(crc32fast::hash(&body).to_le_bytes());
    bytes.extend(body);
    bytes
}

/// Read what [`write()`] wrote. `O(n)`: nothing is sorted again.
pub fn read(bytes: &[u8]) -> Result<Titles, Unreadable> {
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
    postcard::from_bytes(body).map_err(|_| Unreadable::Damaged)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn some() -> Titles {
        Titles::of([(7, "Amélie"), (3, "The Godfather"), (4, "Ｋｉｎｇ Kong")])
    }

    #[test]
    fn what_was_written_can_be_read() {
        for titles in [some(), Titles::default()] {
            assert_eq!(read(&write(&titles)), Ok(titles));
        }
    }

    #[test]
    fn what_is_something_else_or_of_another_version_is_refused() {
        let mut newer = write(&some());
        newer[MAGIC.len()] += 1;

        assert_eq!(read(b""), Err(Unreadable::Foreign));
        assert_eq!(read(b"<html>"), Err(Unreadable::Foreign));
        assert_eq!(read(&newer), Err(Unreadable::Version(VERSION + 1)));
    }

    #[test]
    fn what_was_cut_off_is_refused_wherever_it_was() {
        let whole = write(&some());

        for end in MAGIC.len()..whole.len() {
            assert_eq!(read(&whole[..end]), Err(Unreadable::Length));
        }
        assert_eq!(read(&[&whole[..], b"\0"].concat()), Err(Unreadable::Length));
    }

    proptest! {
        #[test]
        fn what_was_damaged_is_refused(at in any::<prop::sample::Index>(), by in 1_u8..) {
            let mut bytes = write(&some());
            let at = at.index(bytes.len());

            bytes[at] ^= by;

            prop_assert!(read(&bytes).is_err());
        }
    }
}
