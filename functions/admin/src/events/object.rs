//! What events are about: the parameter `object`.

use kindred::event::{
    GENRE_MODEL, GROUP_MODEL, JOB_MODEL, MATCHING_MODEL, RUNNER_MODEL, USER_MODEL,
};
use kindred::http::Query;
use kindred::http::params::id;
use kindred::{Error, Event, Result};

/// The nouns that have a partition of events, and how its name begins; a number alone is a content.
///
/// A noun is added here when events about it lie in a partition of its own.
const NOUNS: [(&str, &str); 7] = [
    ("content", "CONTENT"),
    (USER_MODEL, "USER"),
    (JOB_MODEL, "JOB"),
    // By whose they are.
    (MATCHING_MODEL, "MATCHING"),
    (RUNNER_MODEL, "RUNNER"),
    (GROUP_MODEL, "GROUP"),
    (GENRE_MODEL, "GENRE"),
];

/// Read the partition that is asked for, if one is.
///
/// Refuses: `Invalid` 400 for what names nothing.
pub(super) fn read(query: &Query) -> Result<Option<String>> {
    let Some(text) = query.get("object") else { return Ok(None) };
    partition(text).ok_or_else(refused).map(Some)
}

fn partition(text: &str) -> Option<String> {
    let Some((noun, number)) = text.split_once(':') else { return id(text).map(Event::partition) };
    let (_, beginning) = NOUNS.into_iter().find(|(known, _)| *known == noun)?;
    id(number).map(|id| format!("{beginning}#{id}"))
}

fn refused() -> Error {
    let nouns = nouns();
    Error::invalid(format!("object must be the id of a content, or such as user:7; of: {nouns}"))
}

/// The nouns, for people.
pub(crate) fn nouns() -> String {
    NOUNS.map(|(noun, _)| noun).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_a_noun_and_an_id() {
        assert_eq!(partition("42").as_deref(), Some("CONTENT#42"));
        assert_eq!(partition("content:42").as_deref(), Some("CONTENT#42"));
        assert_eq!(partition("user:7").as_deref(), Some("USER#7"));
        for odd in ["", ":", "user:", ":7", "user", "users:7", "user:-1", "user:7:8", "USER:7"] {
            assert_eq!(partition(odd), None, "{odd}");
        }
        assert_eq!(partition("99999999999999999999"), None);
    }
}
