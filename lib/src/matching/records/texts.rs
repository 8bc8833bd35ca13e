//! Many short texts as one, and numbers that are written down by how far they are apart.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Texts that are numbered as they come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Texts {
    text: String,
    /// Where each of them ends.
    #[serde(with = "deltas")]
    ends: Vec<u32>,
}

impl Texts {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The one with this number.
    pub(super) fn get(&self, n: usize) -> &str {
        &self.text[self.range(n)]
    }

    /// How many bytes it has, without looking at it.
    pub(super) fn bytes(&self, n: usize) -> usize {
        self.range(n).len()
    }

    fn range(&self, n: usize) -> Range<usize> {
        let start = n.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[n] as usize
    }

    /// All, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|n| self.get(n))
    }

    /// The number of this text, where they are ascending. `O(log n)`.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from + (to - from) / 2;
            if self.get(middle) < text { from = middle + 1 } else { to = middle }
        }
        (from < self.len() && self.get(from) == text).then_some(from)
    }
}

impl<S: AsRef<str>> FromIterator<S> for Texts {
    fn from_iter<I: IntoIterator<Item = S>>(texts: I) -> Self {
        let mut all = Self::default();
        for text in texts {
            all.text.push_str(text.as_ref());
            all.ends.push(number(all.text.len()));
        }
        all
    }
}

/// A length or position as indexes keep it.
pub(super) fn number(length: usize) -> u32 {
    u32::try_from(length).expect("less than 4 GB of texts")
}

/// Numbers as differences from the one before: in ascending ones these are small, and take a byte or two.
pub(super) mod deltas {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(in super::super) fn serialize<S: Serializer>(
        numbers: &[u32],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let mut before = 0_u32;
        to.collect_seq(numbers.iter().map(|number| {
            let difference = number.wrapping_sub(before).cast_signed();
            before = *number;
            difference
        }))
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<u32>, D::Error> {
        let mut before = 0_u32;
        let differences = Vec::<i32>::deserialize(from)?;
        Ok(differences
            .into_iter()
            .map(|difference| {
                before = before.wrapping_add_signed(difference);
                before
            })
            .collect())
    }
}
