//! What somebody thinks of an item, and what that means in comparison with all else that they think.

/// The middle of the scale of ratings, towards which means are damped.
const MIDDLE: f64 = 2.5;
/// As many ratings of the middle are added to everybody's own.
const DAMPING: f64 = 10.0;
/// How much better than their other ratings somebody would rate what they use.
const LEAD_OF_USES: f64 = 1.0;
/// How much a use tells, beside a rating.
const WEIGHT_OF_USES: f64 = 0.5;

/// What somebody thinks of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opinion {
    /// The item.
    pub item: u64,
    /// What they think of it.
    pub stance: Stance,
}

/// Whether somebody likes something, as far as they have shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// They have rated it: 0 to 5.
    Rated(u8),
    /// They have used it, and not said how they liked it.
    Used,
}

/// A stance, seen from what somebody gives as a rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    /// How much better than that, in steps of the scale.
    pub(super) lead: f64,
    /// How much it tells, 0.0 ..= 1.0.
    pub(super) weight: f64,
}

impl Stance {
    /// The rating, if there is one.
    pub fn rating(self) -> Option<u8> {
        match self {
            Self::Rated(rating) => Some(rating),
            Self::Used => None,
        }
    }

    pub(super) fn seen_from(self, baseline: f64) -> View {
        match self {
            Self::Rated(rating) => View { lead: f64::from(rating) - baseline, weight: 1.0 },
            Self::Used => View { lead: LEAD_OF_USES, weight: WEIGHT_OF_USES },
        }
    }
}

/// What somebody gives as a rule: the mean of their ratings, damped.
pub(super) fn baseline(opinions: &[Opinion]) -> f64 {
    let ratings = opinions.iter().filter_map(|opinion| opinion.stance.rating());
    // Whole numbers, so that their order does not matter.
    let (sum, n) = ratings.fold((0_u64, 0_u64), |(sum, n), it| (sum + u64::from(it), n + 1));
    (DAMPING * MIDDLE + sum as f64) / (DAMPING + n as f64)
}
