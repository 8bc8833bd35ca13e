//! One line of a file of ratings.

/// What separates the fields of a line: user, item, rating, timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::offline) enum Layout {
    /// Tabs, as in our own files and in MovieLens-100k.
    Tabs,
    /// `::`, as in MovieLens-1M and 10M.
    Colons,
    /// Commas and a heading, as in MovieLens from 20M on.
    Commas,
}

impl Layout {
    fn separator(self) -> (&'static str, &'static str) {
        match self {
            Self::Tabs => ("\t", "tabs"),
            Self::Colons => ("::", "::"),
            Self::Commas => (",", "commas"),
        }
    }

    /// Whether a line is the heading of MovieLens.
    pub(in crate::offline) fn is_heading(self, line: &str) -> bool {
        self == Self::Commas && line.starts_with("userId,movieId")
    }
}

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::offline) struct Line<'a> {
    pub(in crate::offline) user: &'a str,
    pub(in crate::offline) item: &'a str,
    /// None when there is none, or it is empty; finite.
    pub(in crate::offline) rating: Option<f32>,
    /// When, in any unit; None when it is not told.
    pub(in crate::offline) at: Option<i64>,
}

/// Take a line apart.
///
/// Refuses: fewer than 2 fields or more than 4, an empty id, a rating that is no finite number, a timestamp that is no
/// whole one.
pub(in crate::offline) fn parse(line: &str, layout: Layout) -> Result<Line<'_>, String> {
    let (separator, separators) = layout.separator();
    let mut fields = line.split(separator);
    let [user, item, rating, at, more] = std::array::from_fn(|_| fields.next());
    let (Some(user), Some(item), None) = (user, item, more) else {
        let n_fields = line.split(separator).count();
        return Err(format!(
            "the number of fields is not 2 to 4, separated by {separators}: {n_fields}"
        ));
    };
    if user.is_empty() || item.is_empty() {
        return Err(format!(
            "the id of the {} is empty",
            if user.is_empty() { "user" } else { "item" }
        ));
    }
    Ok(Line {
        user,
        item,
        rating: told(rating).map(number).transpose()?,
        at: told(at).map(time).transpose()?,
    })
}

fn told(field: Option<&str>) -> Option<&str> {
    field.filter(|field| !field.is_empty())
}

fn number(field: &str) -> Result<f32, String> {
    let number = field.parse().ok().filter(|number: &f32| number.is_finite());
    number.ok_or_else(|| format!("the rating is not a number: {field}"))
}

fn time(field: &str) -> Result<i64, String> {
    field.parse().map_err(|_| format!("the timestamp is not a whole number: {field}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tabs(line: &str) -> Result<Line<'_>, String> {
        parse(line, Layout::Tabs)
    }

    #[test]
    fn rating_and_timestamp_may_be_absent() {
        let bare = Line { user: "ada", item: "a film", rating: None, at: None };

        assert_eq!(tabs("ada\ta film"), Ok(bare));
        assert_eq!(tabs("ada\ta film\t3.5"), Ok(Line { rating: Some(3.5), ..bare }));
        assert_eq!(
            tabs("ada\ta film\t-1e1\t-7"),
            Ok(Line { rating: Some(-10.0), at: Some(-7), ..bare })
        );
        assert_eq!(tabs("ada\ta film\t\t7"), Ok(Line { at: Some(7), ..bare }));
        assert_eq!(tabs("ada\ta film\t\t"), Ok(bare));
    }

    #[test]
    fn ids_are_kept_as_they_are() {
        let line = tabs(" 007 \tÉ, \"x\"::\t5").expect("sound");

        assert_eq!((line.user, line.item), (" 007 ", "É, \"x\"::"));
    }

    #[test]
    fn the_files_of_movielens_are_read() {
        let read = Line { user: "1", item: "1193", rating: Some(5.0), at: Some(978_300_760) };

        assert_eq!(parse("1::1193::5::978300760", Layout::Colons), Ok(read));
        assert_eq!(parse("1,1193,5.0,978300760", Layout::Commas), Ok(read));
        assert_eq!(tabs("1\t1193\t5\t978300760"), Ok(read));
        assert!(Layout::Commas.is_heading("userId,movieId,rating,timestamp"));
        assert!(!Layout::Tabs.is_heading("userId,movieId"));
    }

    #[test]
    fn faults_are_named() {
        let fault = |line| tabs(line).expect_err("a fault");

        assert_eq!(fault("ada"), "the number of fields is not 2 to 4, separated by tabs: 1");
        assert_eq!(
            fault("a\tb\t1\t2\t"),
            "the number of fields is not 2 to 4, separated by tabs: 5"
        );
        assert_eq!(fault("\tb"), "the id of the user is empty");
        assert_eq!(fault("a\t\t5"), "the id of the item is empty");
        assert_eq!(fault("a\tb\tgood"), "the rating is not a number: good");
        for rating in ["NaN", "inf", "-infinity", "1e99"] {
            let line = format!("a\tb\t{rating}");
            assert_eq!(tabs(&line), Err(format!("the rating is not a number: {rating}")));
        }
        assert_eq!(fault("a\tb\t5\t1.5"), "the timestamp is not a whole number: 1.5");
    }
}
