//! How a content of a kind is shown, wherever the media API shows one.
//!
//! Three shapes, one in the other: the bare content, what a search finds, what lists show. What a list says besides,
//! a score or a date, is for the function that serves it.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use crate::entity::content::{Content, GenreRef};
use crate::entity::kind::{Genres, MediaKind};
use crate::entity::popularity::Popularity;
use crate::entity::summary::Summary;
use crate::http::media::GenreOut;
use crate::{App, Result, Store, contents};

/// What is known of a kind as a whole: needed to show any content of it. Cost: two reads.
#[derive(Clone, Debug)]
pub struct Shelf {
    kind: MediaKind,
    summary: Option<Summary>,
    popularity: Option<Popularity>,
}

impl Shelf {
    /// The shelf of a kind.
    pub async fn of(app: &App, kind: MediaKind) -> Result<Self> {
        let summary = Summary::place(kind);
        let popularity = Popularity::place(kind);
        let (summary, popularity) =
            tokio::try_join!(app.store.get(&summary), app.store.get(&popularity))?;
        Ok(Self { kind, summary, popularity })
    }

    /// How many contents it has.
    pub fn n_items(&self) -> u64 {
        self.summary.as_ref().map_or(0, |summary| summary.n_items)
    }

    /// The most popular contents, best first.
    pub fn most_popular(&self) -> Vec<u64> {
        let entries = self.popularity.iter().flat_map(|popularity| &popularity.entries);
        entries.map(|entry| entry.content_id).collect()
    }

    /// The place of each popular content among all, the best being 0.
    pub fn ranks(&self) -> HashMap<u64, usize> {
        self.most_popular().into_iter().enumerate().map(|(rank, id)| (id, rank)).collect()
    }

    /// How popular a content is, if it is among the most popular.
    pub fn score(&self, content: u64) -> Option<f64> {
        self.popularity.as_ref().and_then(|popularity| popularity.score(content))
    }

    /// The contents with these ids, in this order; those that are gone are left out.
    pub async fn contents(app: &App, ids: &[u64]) -> Result<Vec<Content>> {
        let mut seen = HashSet::new();
        let ids: Vec<u64> = ids.iter().copied().filter(|id| seen.insert(*id)).collect();
        contents::load(&app.store, &ids).await
    }

    /// A content with all that lists show of it.
    pub fn listed(&self, content: &Content) -> Map<String, Value> {
        let mut shown = self.base(content);
        if let Genres::All { .. } = self.kind.differences().genres {
            shown.insert("genres".to_owned(), self.genres(content).into());
        }
        shown
    }

    /// A content as a search shows it.
    pub fn found(&self, content: &Content) -> Map<String, Value> {
        match self.kind.differences().genres {
            Genres::All { searched: true } => self.listed(content),
            _ => self.base(content),
        }
    }

    /// A content alone: without genres, but for a kind that shows its first in a field of its own.
    pub fn base(&self, content: &Content) -> Map<String, Value> {
        let mut shown = Map::new();
        shown.insert("content_id".to_owned(), content.id.into());
        if let Some(alias) = self.kind.differences().id_alias {
            shown.insert(alias.to_owned(), content.id.into());
        }
        shown.insert("rating".to_owned(), content.rating().into());
        shown.insert("rating_count".to_owned(), content.votes().into());
        shown.insert("popularity_score".to_owned(), self.score(content.id).into());
        shown.extend(self.kind.differences().all_of(&content.fields));
        if let Genres::First(name) = self.kind.differences().genres {
            let first = self.genres(content).into_iter().next();
            shown.insert(name.to_owned(), first.unwrap_or(Value::Null));
        }
        shown
    }

    fn genres(&self, content: &Content) -> Vec<Value> {
        let genre = |genre: &GenreRef| {
            json!({
                "genre_id": genre.genre_id,
                "name": genre.name,
                "count": self.n_of_genre(genre.genre_id),
            })
        };
        content.genres.iter().map(genre).collect()
    }

    /// How many contents a genre has.
    pub fn n_of_genre(&self, genre: u64) -> u64 {
        self.summary.as_ref().map_or(0, |summary| summary.of_genre(genre))
    }
}

/// These genres with their numbers of contents, whatever their kinds. Cost: a read for each kind that there is.
pub async fn counted(
    store: &Store,
    genres: impl IntoIterator<Item = (MediaKind, GenreRef)>,
) -> Result<Vec<GenreOut>> {
    let places = MediaKind::ALL.map(Summary::place);
    let summaries: Vec<Summary> = store.batch(&places).await?;
    let count = |kind: MediaKind, id: u64| {
        let summary = summaries.iter().find(|summary| summary.kind == kind);
        summary.map_or(0, |summary| summary.of_genre(id))
    };
    let counted = genres.into_iter().map(|(kind, GenreRef { genre_id, name })| GenreOut {
        genre_id,
        name,
        count: count(kind, genre_id),
    });
    Ok(counted.collect())
}
