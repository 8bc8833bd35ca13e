//! Numbers that look random and follow from a seed: the same on every machine, in every version.
//!
//! `SplitMix64` (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014). The generators of the
//! crate `rand` may change what a seed gives from one version to the next; a published figure has to name its split for
//! good. Nothing here is for secrets.

/// 2⁶⁴ divided by the golden ratio.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A stream of numbers.
#[derive(Clone, Debug)]
pub(super) struct Chance {
    state: u64,
}

impl Chance {
    /// The stream of a seed and of what it is for, which has one of its own.
    pub(super) fn of(seed: u64, purpose: u64) -> Self {
        Self { state: mixed(seed).wrapping_add(mixed(purpose ^ STEP)) }
    }

    /// Any number.
    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mixed(self.state)
    }

    /// A number below `n`, which is not 0; the chances differ by less than n / 2⁶⁴.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u32
    }
}

fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_that_of_the_paper() {
        let mut chance = Chance { state: 1_234_567 };

        let numbers: Vec<u64> = (0..3).map(|_| chance.next()).collect();

        // The values that the reference implementation in C gives for this seed.
        let known =
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!(numbers, known);
    }

    #[test]
    fn numbers_below_a_bound_are_spread_evenly() {
        let mut counts = [0; 7];
        let mut chance = Chance::of(1, 2);

        for _ in 0..70_000 {
            counts[chance.below(7) as usize] += 1;
        }

        assert!(counts.iter().all(|count| (9_500..10_500).contains(count)), "{counts:?}");
    }

    #[test]
    fn seeds_and_purposes_have_streams_of_their_own() {
        let firsts = [(1, 1), (1, 2), (2, 1), (0, 0)].map(|(seed, it)| Chance::of(seed, it).next());

        assert!((1..4).all(|n| !firsts[..n].contains(&firsts[n])), "{firsts:?}");
    }
}
