//! Lists of recommendations as they lie in an item: one text instead of thousands of attributes.
//!
//! Two hundred entries with their reasons as maps are some 30 KB, which every run that changes a list pays for, in
//! write units and in time. Packed (`postcard`, then base64) they are a quarter of that; numbers come back to the bit.
//! Lists that were written before are maps, and are read as well.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use super::recommendation::{Because, Reason, Recommendation};

/// A content, its score, its reasons.
type Entry = (u64, f64, Vec<Why>);

/// Whether it is a genre, which content or genre, its share, and whose it is.
type Why = (bool, u64, f64, Option<u64>);

#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Packed(String),
    Plain(Vec<Recommendation>),
}

/// Write a list.
pub(super) fn serialize<S: Serializer>(
    items: &[Recommendation],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let entries: Vec<Entry> = items.iter().map(packed).collect();
    let bytes = postcard::to_allocvec(&entries).expect("numbers can be written down");
    serializer.serialize_str(&BASE64.encode(bytes))
}

/// Read what [`serialize`] wrote.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<Recommendation>, D::Error> {
    match Stored::deserialize(deserializer)? {
        Stored::Plain(items) => Ok(items),
        Stored::Packed(text) => {
            let bytes = BASE64.decode(text).map_err(D::Error::custom)?;
            let entries: Vec<Entry> = postcard::from_bytes(&bytes).map_err(D::Error::custom)?;
            Ok(entries.into_iter().map(unpacked).collect())
        }
    }
}

fn packed(item: &Recommendation) -> Entry {
    let why = |reason: &Reason| match reason.because {
        Because::Content(id) => (false, id, reason.share, reason.member),
        Because::Genre(id) => (true, id, reason.share, reason.member),
    };
    (item.content_id, item.score, item.reasons.iter().map(why).collect())
}

fn unpacked((content_id, score, reasons): Entry) -> Recommendation {
    let reason = |(is_genre, id, share, member)| {
        let because = if is_genre { Because::Genre(id) } else { Because::Content(id) };
        Reason { because, share, member }
    };
    Recommendation { content_id, score, reasons: reasons.into_iter().map(reason).collect() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn whole(items: &[Recommendation]) -> Vec<Recommendation> {
        let text = serialize(items, serde_json::value::Serializer).expect("a text");
        deserialize(text).expect("what was written")
    }

    #[test]
    fn lists_of_before_are_read() {
        let old = serde_json::json!([
            { "content_id": 1, "score": 0.5, "reasons": [{ "content_id": 2, "share": 0.5 }] },
        ]);

        let items = deserialize(old).expect("a list");

        assert_eq!(items[0].reasons[0].because, Because::Content(2));
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back_to_the_bit(
            entries in prop::collection::vec(
                (any::<u64>(), 0.0_f64..1.0, prop::collection::vec(
                    (any::<bool>(), any::<u64>(), 0.0_f64..1.0, any::<Option<u64>>()), 0..6)), 0..20)
        ) {
            let items: Vec<_> = entries.into_iter().map(unpacked).collect();

            prop_assert_eq!(whole(&items), items);
        }
    }
}
