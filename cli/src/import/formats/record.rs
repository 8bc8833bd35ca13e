//! What one person did with one item, as far as somebody tells: the six fields of an interaction.
//!
//! Two records of the same person and item are joined: of two ratings the later holds, and of two counts the greater,
//! since counts only grow. So it does not matter in which order records come, or how often.

use kindred::Timestamp;

/// What one person did with one item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Stars, 0 ..= 5.
    pub rating: Option<u8>,
    /// When it was rated.
    pub rated_at: Option<Timestamp>,
    /// How often its page was looked at.
    pub views: u64,
    /// When that was last done.
    pub viewed_at: Option<Timestamp>,
    /// How often it was used, or for how many hours, rounded up.
    pub count: u64,
    /// When that was last done.
    pub counted_at: Option<Timestamp>,
}

impl Record {
    /// A rating, perhaps at a time in seconds since 1970.
    pub fn rated(stars: u8, seconds: Option<i64>) -> Self {
        let at = seconds.map(|it| Timestamp::from_micros(it.saturating_mul(1_000_000)));
        Self { rating: Some(stars), rated_at: at, ..Self::default() }
    }

    /// Hours of use, or none of something that is owned.
    pub fn used(hours: u64) -> Self {
        Self { count: hours, ..Self::default() }
    }

    /// What both tell: the later rating, of two at one moment the better; the greater counts, of two equal ones the
    /// later.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        let rating = |it: &Self| (it.rated_at, it.rating);
        let views = |it: &Self| (it.views, it.viewed_at);
        let count = |it: &Self| (it.count, it.counted_at);
        let (rated_at, rating) = match (self.rating, other.rating) {
            (_, None) => rating(&self),
            (None, _) => rating(&other),
            _ => rating(&self).max(rating(&other)),
        };
        let (views, viewed_at) = views(&self).max(views(&other));
        let (count, counted_at) = count(&self).max(count(&other));
        Self { rating, rated_at, views, viewed_at, count, counted_at }
    }

    /// The same with this time wherever there is something without a time.
    #[must_use]
    pub fn dated(self, now: Timestamp) -> Self {
        let at = |known: Option<Timestamp>, is_told: bool| known.or(is_told.then_some(now));
        Self {
            rated_at: at(self.rated_at, self.rating.is_some()),
            viewed_at: at(self.viewed_at, self.views > 0),
            counted_at: at(self.counted_at, self.count > 0),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn records() -> impl Strategy<Value = Record> {
        let at = || prop::option::of((0_i64..4).prop_map(Timestamp::from_micros));
        let rating = prop::option::of(0_u8..4);
        (rating, at(), 0_u64..4, at(), 0_u64..4, at()).prop_map(
            |(rating, rated_at, views, viewed_at, count, counted_at)| {
                let rated_at = rated_at.filter(|_| rating.is_some());
                Record { rating, rated_at, views, viewed_at, count, counted_at }
            },
        )
    }

    proptest! {
        #[test]
        fn neither_order_nor_repetition_matters(a in records(), b in records(), c in records()) {
            prop_assert_eq!(a.joined(b), b.joined(a));
            prop_assert_eq!(a.joined(b).joined(c), a.joined(b.joined(c)));
            prop_assert_eq!(a.joined(b).joined(b), a.joined(b));
            prop_assert_eq!(a.joined(a), a);
        }
    }

    #[test]
    fn only_what_happened_is_dated() {
        let now = Timestamp::from_micros(7);

        let dated = Record::rated(4, None).dated(now);

        assert_eq!(dated, Record { rated_at: Some(now), ..Record::rated(4, None) });
        assert_eq!(Record::used(0).dated(now), Record::default());
    }
}
