//! Levels of agreement: what a comparison of two fields comes to.

/// How well a field of two records agrees, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// It is the same.
    Equal,
    /// It has the same words in another order, or otherwise joined.
    SameWords,
    /// It can be the same: a name with initials, or one of several.
    Compatible,
    /// It is the same but for a typo or two; of years, they are one apart.
    Near,
    /// It is close.
    Close,
    /// One is a part of the other.
    Part,
    /// It is similar.
    Similar,
    /// It is alike, but numbered otherwise: the next part of the same.
    OtherNumber,
    /// It is another.
    Different,
    /// One of them does not have it.
    Missing,
    /// Nothing was compared: it is what was to be expected before.
    Expected,
}

impl Level {
    /// Its name, as answers show it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::SameWords => "same words",
            Self::Compatible => "compatible",
            Self::Near => "near",
            Self::Close => "close",
            Self::Part => "part",
            Self::Similar => "similar",
            Self::OtherNumber => "other number",
            Self::Different => "different",
            Self::Missing => "missing",
            Self::Expected => "expected",
        }
    }
}
