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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::matching::collaborative::{Algorithm, Interactions, Settings};

    fn learned<U: Ord, const N: usize>(met: [(U, u64, f32); N], settings: &Settings) -> Trained {
        let (ids, interactions) = Interactions::numbered(met);
        Trained::learn(ids, &interactions, settings)
    }

    fn some() -> Trained {
        let met = [("a", 7, 1.0), ("a", 3, 2.0), ("b", u64::MAX, 1.0), ("b", 7, 1.0)];
        learned(met, &Settings::default())
    }

    fn sealed(body: &[u8]) -> Vec<u8> {
        let head = [&MAGIC[..], &VERSION.to_le_bytes(), &(body.len() as u64).to_le_bytes()];
        [&head.concat()[..], &crc32fast::hash(body).to_le_bytes(), body].concat()
    }

    #[test]
    fn what_was_written_can_be_read() {
        let popular = Settings { algorithm: Algorithm::TopPopular, ..Settings::default() };
        let nothing: [(u8, u64, f32); 0] = [];
        let popular = learned([("a", 7, 1.0)], &popular);
        for trained in [some(), popular, learned(nothing, &Settings::default())] {
            assert_eq!(read(&write(&trained)), Ok(trained));
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

    #[test]
    fn what_makes_no_sense_is_refused_though_it_is_whole() {
        let whole = some();
        let (ids, model) = (whole.ids(), whole.model());
        let turned: Vec<u64> = ids.iter().rev().copied().collect();

        for body in [
            postcard::to_allocvec(&(&ids[1..], model)),
            postcard::to_allocvec(&(turned, model)),
            // Starts, targets and weights that do not fit together.
            postcard::to_allocvec(&(&[1_u64], 0_u32, [0_usize, 2], [0_u32], [1.0_f32])),
            postcard::to_allocvec(&(&[1_u64], 0_u32, vec![0_usize, 1], vec![5_u32], vec![1.0_f32])),
            // A length of nearly 2^64.
            postcard::to_allocvec(&u64::MAX),
        ] {
            let bytes = sealed(&body.expect("numbers can be written down"));

            assert_eq!(read(&bytes), Err(Unreadable::Damaged));
        }
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
