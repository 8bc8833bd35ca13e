//! How events of the catalogue change what is known of it.

use serde_json::{Value, json};

use super::Past;
use crate::Event;
use crate::entity::content::votes::Sums;
use crate::entity::content::{Content, GenreRef};
use crate::entity::genre::Genre;
use crate::entity::kind::{Holds, MediaKind};
use crate::event::{GENRES, RATINGS};

/// How a value that is unknown reads in an event.
const NOTHING: &str = "None";

impl Past {
    pub(super) fn add_genre(&mut self, event: &Event) {
        let (name, kind) = (event.text("name"), event.text("kind").and_then(MediaKind::of_model));
        if let (Some(name), Some(kind)) = (name, kind) {
            let genre_id = event.object_id;
            let genre = Genre { genre_id, name: name.to_owned(), kind, version: 1 };
            self.genres.insert(genre_id, genre);
        }
    }

    pub(super) fn add_content(&mut self, event: &Event, kind: MediaKind) {
        let content = Content {
            id: event.object_id,
            kind,
            fields: kind.differences().all_of(&event.fields).collect(),
            genres: Vec::new(),
            rating_sum: 0,
            rating_count: 0,
            shards: 0,
            in_shards: Sums::default(),
            source: None,
            version: 1,
        };
        self.kinds.insert(content.id, kind);
        self.contents.insert(content.id, content);
    }

    pub(super) fn change_content(&mut self, event: &Event) {
        let (Some(attribute), Some(text)) = (event.text("attribute_name"), event.text("new_value"))
        else {
            return;
        };
        let Some(kind) = self.contents.get(&event.object_id).map(|content| content.kind) else {
            return;
        };
        let genres = (attribute == GENRES).then(|| self.genres_in(kind, text, event.schema));
        let Some(content) = self.contents.get_mut(&event.object_id) else { return };
        match (attribute, genres) {
            (_, Some(genres)) => content.genres = genres,
            (RATINGS, _) => {
                if let Some((sum, number)) = text.split_once(',') {
                    content.rating_sum = sum.parse().unwrap_or(0);
                    content.rating_count = number.parse().unwrap_or(0);
                }
            }
            (name, _) => {
                if let Some(value) = value(kind, name, text) {
                    content.fields.insert(name.to_owned(), value);
                }
            }
        }
    }

    /// The genres that an event tells: ids, or in its first schema names.
    fn genres_in(&self, kind: MediaKind, text: &str, schema: u32) -> Vec<GenreRef> {
        let parts: Vec<&str> = text.split(',').filter(|part| !part.is_empty()).collect();
        if schema > 1 {
            let ids = parts.iter().filter_map(|part| part.parse().ok());
            return ids.map(|id| self.genre(id)).collect();
        }
        let mut genres = Vec::new();
        let mut rest = &parts[..];
        while !rest.is_empty() {
            // A name may have commas in it: the longest that is one counts.
            let named = |n: usize| Some((n, self.genre_named(kind, &rest[..n].join(","))?));
            let found = (1..=rest.len()).rev().find_map(named);
            let n = found.as_ref().map_or(1, |(n, _)| *n);
            genres.extend(found.map(|(_, genre)| genre));
            rest = &rest[n..];
        }
        genres
    }

    fn genre(&self, genre_id: u64) -> GenreRef {
        let name = self.genres.get(&genre_id).map(|genre| genre.name.clone());
        GenreRef { genre_id, name: name.unwrap_or_default() }
    }

    fn genre_named(&self, kind: MediaKind, name: &str) -> Option<GenreRef> {
        let mut known = self.genres.values();
        let genre = known.find(|genre| genre.kind == kind && genre.name == name)?;
        Some(genre.clone().into())
    }
}

/// The value of a field as an event tells it; none for a field that the kind has not.
fn value(kind: MediaKind, name: &str, text: &str) -> Option<Value> {
    let differences = kind.differences();
    let field = differences.field(name)?;
    // What is never unknown may really be called so.
    let is_required = name == differences.title || Some(name) == differences.unique;
    Some(match field.holds {
        _ if text == NOTHING && !is_required => Value::Null,
        Holds::Integer | Holds::SmallInteger => {
            text.parse::<i64>().map_or(Value::Null, Value::from)
        }
        Holds::Text(_) | Holds::Reference(_) | Holds::Uuid => json!(text),
    })
}
