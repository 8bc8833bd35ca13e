//! The ratings of MovieLens: who gave which film how many stars, and when.

use super::{
    Interaction,
    table::{Record, fault},
};

/// Makes interactions of lines.
pub(super) struct Ratings {
    /// Prefix of user ids.
    pub(super) people: &'static str,
    /// Prefix of film ids.
    pub(super) numbering: &'static str,
}

impl Ratings {
    /// The rating of one line; half a star is rounded up.
    ///
    /// Refuses: an id or time that is no number, a rating outside 0.5 ..= 5.
    pub(super) fn interaction(&self, record: &Record<'_>) -> Result<Interaction, String> {
        let user: u64 = record.required("userId")?;
        let item: u64 = record.required("movieId")?;
        let stars: f64 = record.required("rating")?;
        if !(0.5..=5.0).contains(&stars) {
            return Err(fault("rating", "is not within 0.5 and 5", stars));
        }
        let at = record.number::<u32>("timestamp")?.map(i64::from);
        Ok(Interaction {
            user: format!("{}:{user}", self.people),
            item: format!("{}:{item}", self.numbering),
            // 0.5 ..= 5 becomes 1 ..= 5, so the cast is exact.
            record: super::Record::rated((stars + 0.5).floor() as u8, at),
            is_part: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        Format,
        fixture::{interactions, read, refusals},
    };

    #[test]
    fn half_stars_are_rounded_up() {
        let lines =
            ["0.5", "1", "1.5", "3.0", "4.5", "5.0"].map(|stars| format!("7,2,{stars},9\n"));
        let text = format!("userId,movieId,rating,timestamp\n{}", lines.concat());
        let rows = read(Format::Movielens, &[("ratings.csv", text.as_bytes())]);

        let stars: Vec<_> = interactions(&rows).iter().filter_map(|it| it.record.rating).collect();
        assert_eq!(stars, [1, 1, 2, 3, 5, 5]);
    }

    #[test]
    fn a_time_need_not_be_told() {
        let rows = read(Format::Movielens, &[("ratings.csv", b"rating,movieId,userId\n4,2,7\n")]);

        assert_eq!(interactions(&rows)[0].record.rated_at, None);
    }

    #[test]
    fn unusable_ratings_are_refused_and_the_others_read() {
        let rows = read(
            Format::Movielens,
            &[(
                "ratings.dat",
                b"1::2::0::9\n1::2::5.5::9\n1::2::NaN::9\n1::x::4::9\n1::2::4::-9\n1::2::4\n1::2::::9\n1::2::4::9\n",
            )],
        );

        assert_eq!(interactions(&rows).len(), 1);
        assert_eq!(
            refusals(&rows),
            [
                (1, "rating is not within 0.5 and 5: 0"),
                (2, "rating is not within 0.5 and 5: 5.5"),
                (3, "rating is not within 0.5 and 5: NaN"),
                (4, "movieId is not a usable number: x"),
                (5, "timestamp is not a usable number: -9"),
                (6, "the number of fields is not 4: 3"),
                (7, "rating is empty"),
            ]
        );
    }
}
