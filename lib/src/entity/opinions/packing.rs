//! Opinions as they lie in an item: one text, because thousands of maps would be paid for with every rating.
//!
//! Steps from content to content and a number for each stance (`postcard`, then base64): some three bytes each.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use crate::matching::affinity::{Opinion, Stance};

/// The number of a use; those below are ratings.
const USED: u8 = u8::MAX;

/// Write opinions, which ascend by content.
pub(super) fn serialize<S: Serializer>(all: &[Opinion], serializer: S) -> Result<S::Ok, S::Error> {
    let mut last = 0;
    let step = |opinion: &Opinion| {
        let step = opinion.item.wrapping_sub(std::mem::replace(&mut last, opinion.item));
        (step, opinion.stance.rating().unwrap_or(USED))
    };
    let steps: Vec<(u64, u8)> = all.iter().map(step).collect();
    let bytes = postcard::to_allocvec(&steps).expect("numbers can be written down");
    serializer.serialize_str(&BASE64.encode(bytes))
}

/// Read what [`serialize`] wrote.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<Opinion>, D::Error> {
    let bytes = BASE64.decode(String::deserialize(deserializer)?).map_err(D::Error::custom)?;
    let steps: Vec<(u64, u8)> = postcard::from_bytes(&bytes).map_err(D::Error::custom)?;
    let mut item: u64 = 0;
    let opinion = |(step, number)| {
        item = item.wrapping_add(step);
        let stance = if number == USED { Stance::Used } else { Stance::Rated(number) };
        Opinion { item, stance }
    };
    Ok(steps.into_iter().map(opinion).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(all: &[Opinion]) -> serde_json::Value {
        serialize(all, serde_json::value::Serializer).expect("a text")
    }

    #[test]
    fn an_opinion_takes_some_three_bytes() {
        let all: Vec<_> =
            (0..1_000).map(|n| Opinion { item: 7 * n, stance: Stance::Rated(4) }).collect();

        assert!(text(&all).as_str().expect("a text").len() < 3_000);
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(
            all in prop::collection::btree_map(any::<u64>(), prop::option::of(0_u8..=5), 0..20)
        ) {
            let opinion = |(item, rating): (u64, Option<u8>)| {
                Opinion { item, stance: rating.map_or(Stance::Used, Stance::Rated) }
            };
            let all: Vec<_> = all.into_iter().map(opinion).collect();

            prop_assert_eq!(deserialize(text(&all)).expect("what was written"), all);
        }
    }
}
