//! Rows of the catalogue: short entries by which the contents of a kind, or the episodes of a serie, are walked.
//!
//! A row follows from its content and is written with it.

use serde::{Deserialize, Serialize};

use super::{Content, Identity, SERIE};
use crate::entity::kind::MediaKind;
use crate::store::{Cursor, Entity, Key, Order, Range, Table};

/// An entry in the catalogue of a kind, or among the episodes of a serie.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CatalogueRow {
    /// What it is.
    pub kind: MediaKind,
    /// Its id.
    pub content_id: u64,
    /// Its title, or name.
    pub title: String,
    /// What else tells it from others; rows that were written before this was kept tell nothing.
    #[serde(default, skip_serializing_if = "Identity::is_empty")]
    pub identity: Identity,
    /// Its genres.
    pub genres: Vec<u64>,
    /// Where an episode belongs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub episode: Option<EpisodeOf>,
}

/// The place of an episode in its serie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpisodeOf {
    /// The serie.
    pub serie: u64,
    /// Which season.
    pub season_number: Option<i64>,
    /// Which episode of it.
    pub episode_number: Option<i64>,
}

impl Content {
    /// Its entry.
    pub fn row(&self) -> CatalogueRow {
        CatalogueRow {
            kind: self.kind,
            content_id: self.id,
            title: self.title().to_owned(),
            identity: Identity::of(self.kind, &self.fields),
            genres: self.genres.iter().map(|genre| genre.genre_id).collect(),
            episode: (self.kind == MediaKind::Episode).then(|| EpisodeOf {
                serie: self.number(SERIE).unwrap_or_default().cast_unsigned(),
                season_number: self.number("season_number"),
                episode_number: self.number("episode_number"),
            }),
        }
    }
}

impl CatalogueRow {
    /// All contents of a kind, newest first.
    pub fn all(kind: MediaKind) -> Range {
        Range::of(Table::State, format!("CATALOGUE#{kind}"), Order::Descending)
    }

    /// All contents of a kind whose ids are greater, by id: a stretch, and the place in it.
    pub fn newer(kind: MediaKind, id: u64) -> (Range, Cursor) {
        let range = Range::of(Table::State, format!("CATALOGUE#{kind}"), Order::Ascending);
        (range, Cursor::after(format!("{id:016}")))
    }

    /// Where the entry of a content lies in the catalogue of a kind.
    pub fn place(kind: MediaKind, id: u64) -> Key {
        Key::new(Table::State, format!("CATALOGUE#{kind}"), format!("{id:016}"))
    }

    /// All episodes of a serie, in the order in which they are watched.
    pub fn episodes(serie: u64) -> Range {
        Range::of(Table::State, format!("EPISODES#{serie}"), Order::Ascending)
    }
}

impl EpisodeOf {
    /// Orders episodes by season and number, unknown ones last.
    fn sort(self, content: u64) -> String {
        let place = |number: Option<i64>| {
            // Numbers have 32 bits; half of them are below 0.
            number.map_or(u32::MAX, |number| (number - i64::from(i32::MIN)) as u32)
        };
        let (season, episode) = (place(self.season_number), place(self.episode_number));
        format!("{season:010}#{episode:010}#{content:016}")
    }
}

impl Entity for CatalogueRow {
    const TYPE: &'static str = "catalogue";

    fn key(&self) -> Key {
        let Some(episode) = self.episode else { return Self::place(self.kind, self.content_id) };
        let partition = format!("EPISODES#{}", episode.serie);
        Key::new(Table::State, partition, episode.sort(self.content_id))
    }
}
