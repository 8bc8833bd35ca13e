//! Windows: time cut into stretches of one length, counted from 1970 on.
//!
//! Every instance finds the same window for the same moment, without asking anybody. The price of that simplicity: who
//! knows where a window ends can use up one limit just before and another just after.

use std::num::NonZeroU32;
use std::time::Duration;

/// A stretch of time, and when it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// Which one since 1970.
    pub(super) number: i64,
    /// The first second after it, since 1970.
    pub(super) ends_at: i64,
}

impl Window {
    /// The window of this length that has this second in it.
    pub(super) fn around(second: i64, length_s: NonZeroU32) -> Self {
        let length_s = i64::from(length_s.get());
        let number = second.div_euclid(length_s);
        Self { number, ends_at: (number + 1) * length_s }
    }

    /// How long after a second of it the next window begins; a second at least.
    pub(super) fn left(self, second: i64) -> Duration {
        Duration::from_secs(self.ends_at.saturating_sub(second).max(1).unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Seconds of the years that a timestamp can have.
    const SECONDS: std::ops::Range<i64> = -62_167_219_200..253_402_300_800;

    proptest! {
        #[test]
        fn every_second_has_one_window_and_waiting_ends_it(
            second in SECONDS,
            length_s in 1..=u32::MAX,
        ) {
            let length_s = NonZeroU32::new(length_s).expect("above 0");
            let window = Window::around(second, length_s);
            let left_s = window.left(second).as_secs();

            prop_assert!((1..=u64::from(length_s.get())).contains(&left_s));
            let last = Window::around(window.ends_at - 1, length_s);
            let next = Window::around(second + left_s.cast_signed(), length_s);
            prop_assert_eq!(last, window);
            prop_assert_eq!(next.number, window.number + 1);
            prop_assert_eq!(next.ends_at - window.ends_at, i64::from(length_s.get()));
        }
    }
}
