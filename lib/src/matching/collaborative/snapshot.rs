//! A model written down, and read again; what can be read and makes no sense is refused as damaged.

use super::{Model, Trained};
use crate::matching::sealed::{Seal, Unreadable};

/// What it is, and the version of its format.
///
/// Raise it with every change: a model of another version is not read, but trained anew.
const SEAL: Seal = Seal { what: "kindred taste model", version: 1 };

/// Write a model down. `O(weights)`, some 6 bytes each.
pub fn write(trained: &Trained) -> Vec<u8> {
    SEAL.write(&(trained.ids(), trained.model()))
}

/// Read what [`write()`] wrote. `O(weights)`.
pub fn read(bytes: &[u8]) -> Result<Trained, Unreadable> {
    let (ids, model): (Vec<u64>, Model) = SEAL.read(bytes)?;
    if !model.is_sound() {
        return Err(Unreadable::Damaged);
    }
    Trained::of(ids, model).ok_or(Unreadable::Damaged)
}

#[cfg(test)]
mod tests {
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
    fn what_makes_no_sense_is_refused_though_it_is_whole() {
        let whole = some();
        let (ids, model) = (whole.ids(), whole.model());
        let turned: Vec<u64> = ids.iter().rev().copied().collect();

        for bytes in [
            SEAL.write(&(&ids[1..], model)),
            SEAL.write(&(turned, model)),
            // Starts, targets and weights that do not fit together.
            SEAL.write(&(&[1_u64], 0_u32, [0_usize, 2], [0_u32], [1.0_f32])),
            SEAL.write(&(&[1_u64], 0_u32, vec![0_usize, 1], vec![5_u32], vec![1.0_f32])),
        ] {
            assert_eq!(read(&bytes), Err(Unreadable::Damaged));
        }
    }
}
