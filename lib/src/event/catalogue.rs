//! What is told of the catalogue: contents, with their genres and the ratings that they bring along, and genres.
//!
//! A new content is told by its fields alone, as those who read the history have always known it. What else it begins
//! with is told beside that, as if it had changed at once. So the history of a content says all that engines know of
//! it.

use serde_json::{Map, Value, json};

use super::{DELETION, Event, Occurrence, into_map};
use crate::entity::content::GenreRef;
use crate::entity::genre::Genre;
use crate::entity::kind::MediaKind;

/// A genre was made: `model_name`, `kind`, `name`.
pub const GENRE_ADDED: &str = "GenreAddedEvent";
/// The `model_name` of genres.
pub const GENRE_MODEL: &str = "genre";
/// The attribute of a content that is its genres: ids with commas between them. Schema 1 had names instead.
pub const GENRES: &str = "genres";
/// The attribute of a content that is the sum and the number of the ratings that it was published with: `17,4`.
pub const RATINGS: &str = "ratings";

impl Event {
    /// A medium of this kind was published with these fields.
    pub fn media_added(
        occurrence: Occurrence,
        kind: MediaKind,
        id: u64,
        fields: Map<String, Value>,
    ) -> Self {
        Self::new(occurrence, kind.added_event(), id, fields)
    }

    /// A medium has these genres now, and no others.
    pub fn genres(occurrence: Occurrence, kind: MediaKind, id: u64, genres: &[GenreRef]) -> Self {
        let ids: Vec<_> = genres.iter().map(|genre| genre.genre_id.to_string()).collect();
        let event = Self::changed(occurrence, kind.name(), id, GENRES, &json!(ids.join(",")));
        Self { schema: 2, ..event }
    }

    /// A medium was published with ratings of this sum and number.
    pub fn ratings(
        occurrence: Occurrence,
        kind: MediaKind,
        id: u64,
        (sum, number): (i64, i64),
    ) -> Self {
        Self::changed(occurrence, kind.name(), id, RATINGS, &json!(format!("{sum},{number}")))
    }

    /// A medium of this kind was deleted.
    pub fn deleted(occurrence: Occurrence, kind: MediaKind, id: u64) -> Self {
        Self::new(occurrence, DELETION, id, into_map(json!({ "model_name": kind.name() })))
    }

    /// A genre was made.
    pub fn genre_added(occurrence: Occurrence, genre: &Genre) -> Self {
        let Genre { genre_id, name, kind, .. } = genre;
        let fields = json!({ "model_name": GENRE_MODEL, "kind": kind, "name": name });
        Self::new(occurrence, GENRE_ADDED, *genre_id, into_map(fields))
    }

    /// A genre of this kind was deleted.
    pub fn genre_deleted(occurrence: Occurrence, kind: MediaKind, genre: u64) -> Self {
        let fields = json!({ "model_name": GENRE_MODEL, "kind": kind });
        Self::new(occurrence, DELETION, genre, into_map(fields))
    }
}
