//! What tells a content from others of its kind, besides its title: kept in its row, so that who looks for a content
//! need not read it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::entity::kind::MediaKind;
use crate::matching::records::{Record, names};

/// When a content came out, who made it, and by which identifiers it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The year, if one is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// The creators, as [`names`](fn@crate::matching::records::names) gives them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub creators: Vec<String>,
    /// Identifiers by the fields that hold them, each in one spelling.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub identifiers: BTreeMap<String, String>,
}

impl Identity {
    /// What these fields of a content, or of something that may become one, tell. What breaks a rule is passed over.
    pub fn of(kind: MediaKind, fields: &Map<String, Value>) -> Self {
        let identity = &kind.differences().identity;
        let written = |name: &str| match fields.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        let identifiers = identity.identifiers.iter().filter_map(|(name, scheme)| {
            Some(((*name).to_owned(), scheme.tolerant(&written(name))?))
        });
        let creator = identity.creator.map(written).unwrap_or_default();
        Self {
            year: identity.year.and_then(|name| year(&written(name))),
            creators: names(&creator, identity.separators),
            identifiers: identifiers.collect(),
        }
    }

    /// Whether it tells nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The record of what goes by this title.
    pub fn record(self, title: String) -> Record {
        let Self { year, creators, identifiers } = self;
        Record { title, year, creators, identifiers }
    }
}

/// The first number of four digits in a text that can be a year: 2011 of `18 Apr, 2011`.
fn year(text: &str) -> Option<i32> {
    let numbers = text.split(|char: char| !char.is_ascii_digit());
    let years = numbers.filter(|number| number.len() == 4).filter_map(|number| number.parse().ok());
    years.into_iter().find(|year| (1000..2200).contains(year))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(kind: MediaKind, fields: &Value) -> Identity {
        Identity::of(kind, fields.as_object().expect("fields"))
    }

    #[test]
    fn each_kind_has_its_own_fields() {
        let film = of(
            MediaKind::Movie,
            &json!({ "year": "1979", "director": "Andrei Tarkovsky", "imdbid": "79944", "tmdbid": "1398" }),
        );
        let game = of(
            MediaKind::Game,
            &json!({ "release_date": "18 Apr, 2011", "developers": "Valve", "steamid": 620 }),
        );
        let book =
            of(MediaKind::Book, &json!({ "isbn": "0306406152", "year_of_publication": 1897 }));

        assert_eq!((film.year, film.creators), (Some(1979), vec!["andrei tarkovsky".to_owned()]));
        assert_eq!(film.identifiers["imdbid"], "tt0079944");
        assert_eq!((game.year, &*game.identifiers["steamid"]), (Some(2011), "620"));
        assert_eq!((book.year, &*book.identifiers["isbn"]), (Some(1897), "9780306406157"));
        assert!(of(MediaKind::Application, &json!({ "name": "Star Map" })).is_empty());
    }

    #[test]
    fn what_is_no_year_is_none() {
        for odd in ["", "unknown", "'79", "19790", "0000", "coming soon"] {
            assert_eq!(year(odd), None, "{odd}");
        }
    }
}
