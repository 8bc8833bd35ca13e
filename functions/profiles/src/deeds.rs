//! What somebody says of a profile and a content: read, checked, shown.

use kindred::Timestamp;
use kindred::entity::meta::{BEST_RATING, MOST_COUNT};
use kindred::entity::persona::meta::Deeds;
use kindred::{Error, Problems, Result};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What a profile has done with a content: all six, they replace what was there.
#[derive(Debug, ToSchema)]
#[schema(as = ProfileInteraction)]
#[expect(dead_code, reason = "describes a body that is read field by field")]
pub(crate) struct NewDeeds {
    /// Its rating, 5 being the best.
    #[schema(minimum = 0, maximum = 5, example = 4)]
    rating: u8,
    /// When it rated it: ISO 8601, UTC without a zone.
    #[schema(format = DateTime, example = "2026-11-20T19:30:00+01:00")]
    last_rating_date: String,
    /// How often it looked at its page.
    #[schema(minimum = 0, maximum = 1_000_000_000, example = 2)]
    review_see_count: u64,
    /// When it last looked: ISO 8601, UTC without a zone.
    #[schema(format = DateTime, example = "2026-11-20T18:31:00Z")]
    last_review_see_date: String,
    /// How often, or how long, it used it: plays, hours, episodes.
    #[schema(minimum = 0, maximum = 1_000_000_000, example = 1)]
    count: u64,
    /// When it last used it: ISO 8601, UTC without a zone.
    #[schema(format = DateTime, example = "2026-11-20T18:32:00")]
    last_count_increment: String,
}

/// Read them from a body.
///
/// Refuses: `Invalid` 400 with a detail for each of the six that is missing or wrong.
pub(crate) fn read(body: &Map<String, Value>) -> Result<Deeds> {
    let mut fields = Fields { body, problems: Problems::default() };
    let deeds = Deeds {
        rating: fields.number("rating", u64::from(BEST_RATING)) as u8,
        last_rating_date: fields.date("last_rating_date"),
        review_see_count: fields.number("review_see_count", MOST_COUNT),
        last_review_see_date: fields.date("last_review_see_date"),
        count: fields.number("count", MOST_COUNT),
        last_count_increment: fields.date("last_count_increment"),
    };
    fields.problems.done(deeds)
}

/// They as a client sees them, before what is said of the content.
pub(crate) fn show(deeds: &Deeds) -> Result<Map<String, Value>> {
    match serde_json::to_value(deeds) {
        Ok(Value::Object(shown)) => Ok(shown),
        other => Err(Error::internal(format!("no object: {other:?}"))),
    }
}

/// Notes what is wrong, field by field; what was read counts only if nothing is.
struct Fields<'a> {
    body: &'a Map<String, Value>,
    problems: Problems,
}

impl Fields<'_> {
    fn number(&mut self, name: &str, most: u64) -> u64 {
        let number = self.body.get(name).and_then(Value::as_u64).filter(|number| *number <= most);
        let number = number.ok_or_else(|| format!("not a whole number from 0 to {most}"));
        self.problems.read(name, number).unwrap_or_default()
    }

    fn date(&mut self, name: &str) -> Timestamp {
        let date = self.body.get(name).and_then(Value::as_str).and_then(Timestamp::from_iso_8601);
        let date = date.ok_or("not a date and time of ISO 8601");
        self.problems.read(name, date).unwrap_or(Timestamp::from_micros(0))
    }
}
