//! Something written down so that it can be told whole from damaged: a head, then a body in the format of `postcard`.
//!
//! The head is what it is, as a text, then the version of all that follows, the length of the body and its CRC-32,
//! little-endian. So what was cut off, damaged, or written by a later version is told from the real thing before any of
//! it is used, and before anything is allocated for it. The checksum guards against accidents: the bucket is ours, and
//! nobody else writes there.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Bytes of the version, of the length and of the checksum.
const NUMBERS: usize = 4 + 8 + 4;

/// What is written down.
#[derive(Clone, Copy, Debug)]
pub struct Seal {
    /// What it is: the first bytes.
    pub what: &'static str,
    /// The version of the body.
    pub version: u32,
}

/// Why bytes are not what they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// They are something else.
    #[error("it is something else")]
    Foreign,
    /// They are of another version.
    #[error("it has version {0}, and only {1} can be read")]
    Version(u32, u32),
    /// Some are missing, or there are too many.
    #[error("it has another length than it says")]
    Length,
    /// They are not what was written, or make no sense.
    #[error("it is damaged")]
    Damaged,
}

impl Seal {
    /// Write it down. `O(n)`.
    pub fn write(self, body: &impl Serialize) -> Vec<u8> {
        let body = postcard::to_allocvec(body).expect("texts and numbers can be written down");
        let mut bytes = Vec::with_capacity(self.what.len() + NUMBERS + body.len());
        bytes.extend(self.what.as_bytes());
        bytes.extend(self.version.to_le_bytes());
        bytes.extend((body.len() as u64).to_le_bytes());
        bytes.extend(crc32fast::hash(&body).to_le_bytes());
        bytes.extend(body);
        bytes
    }

    /// Read what [`Seal::write`] wrote. `O(n)`.
    pub fn read<T: DeserializeOwned>(self, bytes: &[u8]) -> Result<T, Unreadable> {
        let rest = bytes.strip_prefix(self.what.as_bytes()).ok_or(Unreadable::Foreign)?;
        let (version, rest) = rest.split_first_chunk().ok_or(Unreadable::Length)?;
        match u32::from_le_bytes(*version) {
            version if version == self.version => {}
            other => return Err(Unreadable::Version(other, self.version)),
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
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SEAL: Seal = Seal { what: "a list of words", version: 3 };

    fn words() -> Vec<String> {
        ["some", "words"].map(str::to_owned).to_vec()
    }

    fn read(bytes: &[u8]) -> Result<Vec<String>, Unreadable> {
        SEAL.read(bytes)
    }

    #[test]
    fn what_was_written_can_be_read() {
        for words in [words(), Vec::new()] {
            assert_eq!(read(&SEAL.write(&words)), Ok(words));
        }
    }

    #[test]
    fn what_is_something_else_or_of_another_version_is_refused() {
        let newer = Seal { version: 4, ..SEAL };

        assert_eq!(read(b""), Err(Unreadable::Foreign));
        assert_eq!(read(b"<html>"), Err(Unreadable::Foreign));
        assert_eq!(read(&newer.write(&words())), Err(Unreadable::Version(4, 3)));
    }

    #[test]
    fn what_was_cut_off_is_refused_wherever_it_was() {
        let whole = SEAL.write(&words());

        for end in SEAL.what.len()..whole.len() {
            assert_eq!(read(&whole[..end]), Err(Unreadable::Length));
        }
        assert_eq!(read(&[&whole[..], b"\0"].concat()), Err(Unreadable::Length));
    }

    #[test]
    fn what_makes_no_sense_is_refused_though_it_is_whole() {
        // A length of nearly 2^64, for which nothing may be allocated.
        assert_eq!(read(&SEAL.write(&u64::MAX)), Err(Unreadable::Damaged));
    }

    proptest! {
        #[test]
        fn what_was_damaged_is_refused(at in any::<prop::sample::Index>(), by in 1_u8..) {
            let mut bytes = SEAL.write(&words());
            let at = at.index(bytes.len());

            bytes[at] ^= by;

            prop_assert!(read(&bytes).is_err());
        }
    }
}
