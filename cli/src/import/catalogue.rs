//! What an import knows of the catalogue, and which items go into it.
//!
//! A content remembers the key under which its data set knows it (its source), and holds it as a claim: that is how an
//! item is found again by a second import, and by interactions that name it. How contents are written is in `items`.

use std::collections::{HashMap, HashSet};

use kindred::entity::content::{Content, Description, GenreRef, SOURCE};
use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::entity::realm::Realm;
use kindred::store::{Claim, Entity, Key};
use kindred::{App, Result};
use serde_json::Value;

use super::formats::{Item, Place};
use super::items::{self, Candidate, Written};
use super::recognition::{Recognition, complement};
use super::summary::{Outcome, reason};
use super::{Progress, several};
use crate::export::key;

/// Contents, genres, and what of them this import has written.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    /// Contents by source; none where the catalogue has no such.
    known: HashMap<String, Option<Known>>,
    /// Contents that a row of this import has described.
    described: HashSet<u64>,
    /// Genres by name in lower case.
    genres: HashMap<(MediaKind, String), GenreRef>,
    /// By which items are found that are not known by their source, if they are looked for.
    recognition: Option<Recognition>,
    /// The name of this store, once it was asked for; it has none before its first export.
    realm: Option<Option<Realm>>,
}

/// A content as interactions need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Known {
    pub(crate) id: u64,
    pub(crate) kind: MediaKind,
}

/// The names that only one content may have, as far as the item tells them.
pub(super) fn names(item: &Item) -> Vec<String> {
    let unique = item.kind.differences().unique;
    let unique = unique.and_then(|field| item.fields.get(field)).map(Value::to_string);
    unique.into_iter().chain([item.source.clone()]).collect()
}

impl Catalogue {
    /// One that also recognises items that are not known by their source.
    pub(super) fn recognising() -> Self {
        Self { recognition: Some(Recognition::default()), ..Self::default() }
    }

    /// How many items were recognised so.
    pub(super) fn n_recognised(&self) -> u64 {
        self.recognition.as_ref().map_or(0, Recognition::len)
    }

    /// The content of this source, if it has been looked up and exists.
    pub(crate) fn known(&self, source: &str) -> Option<Known> {
        self.known.get(source).copied().flatten()
    }

    /// Write items of which no two have a name in common.
    pub(crate) async fn write(
        &mut self,
        app: &App,
        rows: Vec<(Place, Item)>,
        progress: &Progress,
    ) -> Result<Vec<(Place, Outcome)>> {
        self.look_up(app, rows.iter().filter_map(|(_, item)| item.serie.as_deref())).await?;
        let mut outcomes = Vec::with_capacity(rows.len());
        let mut candidates = Vec::with_capacity(rows.len());
        for (place, item) in rows {
            match self.candidate(app, item).await? {
                Ok(candidate) => candidates.push((place, candidate)),
                Err(reason) => outcomes.push((place, Outcome::Refused(reason))),
            }
        }
        let sources = candidates.iter().map(|(_, item)| item.source.as_str());
        let mut present = self.look_up(app, sources).await?;
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for (place, mut item) in candidates {
            let known = self.known(&item.source);
            let recognised = match (known, &mut self.recognition) {
                (None, Some(recognition)) => recognition.recognise(app, &item).await?,
                _ => None,
            };
            match (known, recognised) {
                (Some(known), _) => old.push((place, item, known, present.remove(&known.id))),
                (None, Some(content)) => {
                    complement(&mut item, &content);
                    let known = Known { id: content.id, kind: content.kind };
                    old.push((place, item, known, Some(content)));
                }
                (None, None) => new.push((place, item)),
            }
        }
        let revisions = old.into_iter().map(|(place, item, known, content)| {
            items::revise(app.clone(), place, item, known, content)
        });
        let revised = several(revisions).await?;
        progress.wrote(revised.len());
        let published = items::publish(app, new, progress).await?;
        outcomes.extend(revised.into_iter().chain(published).map(|written| self.note(written)));
        Ok(outcomes)
    }

    /// Find contents by their sources; returns those that were not known before.
    pub(super) async fn look_up(
        &mut self,
        app: &App,
        sources: impl Iterator<Item = &str>,
    ) -> Result<HashMap<u64, Content>> {
        let wanted: HashMap<Key, &str> = sources
            .filter(|source| !self.known.contains_key(*source))
            .map(|source| (Claim::place(SOURCE, source), source))
            .collect();
        let keys: Vec<Key> = wanted.keys().cloned().collect();
        let claims: Vec<Claim> = app.store.batch(&keys).await?;
        let claimed = claims.iter().filter_map(|it| Some((it.owner, *wanted.get(&it.key())?)));
        let mut owners: HashMap<u64, &str> = claimed.collect();
        owners.extend(self.own(app, wanted.values().copied()).await?);
        let keys: Vec<_> = owners.keys().map(|id| Content::place(*id)).collect();
        let contents: Vec<Content> = app.store.batch(&keys).await?;
        self.known.extend(wanted.values().map(|source| ((*source).to_owned(), None)));
        for content in &contents {
            let Some(source) = owners.get(&content.id) else { continue };
            // What came from elsewhere goes by the key that it has there.
            if content.source.as_deref().is_none_or(|key| key == *source) {
                let known = Known { id: content.id, kind: content.kind };
                self.known.insert((*source).to_owned(), Some(known));
            }
        }
        Ok(contents.into_iter().map(|content| (content.id, content)).collect())
    }

    /// The contents of this very store that are named in the way of its exports.
    async fn own<'a>(
        &mut self,
        app: &App,
        sources: impl Iterator<Item = &'a str>,
    ) -> Result<Vec<(u64, &'a str)>> {
        let mut exported = sources.filter(|source| key::is_of_export(source)).peekable();
        if exported.peek().is_none() {
            return Ok(Vec::new());
        }
        if self.realm.is_none() {
            self.realm = Some(app.store.get(&Realm::place()).await?);
        }
        let Some(realm) = self.realm.as_ref().and_then(Option::as_ref) else {
            return Ok(Vec::new());
        };
        Ok(exported.filter_map(|source| Some((key::content(source, realm)?, source))).collect())
    }

    /// The item in the words of the catalogue, or why it has no place there.
    async fn candidate(&mut self, app: &App, mut item: Item) -> Result<Result<Candidate, String>> {
        let kind = item.kind;
        if self.known(&item.source).is_some_and(|known| self.described.contains(&known.id)) {
            return Ok(Err(format!("an earlier row describes the same item: {}", item.source)));
        }
        if let Some(key) = &item.serie {
            let serie = self.known(key).filter(|known| known.kind == MediaKind::Serie);
            let Some(serie) = serie else {
                return Ok(Err(format!("the serie is not in the catalogue: {key}")));
            };
            item.fields.insert("serie_id".to_owned(), serie.id.into());
        }
        let mut genres = Vec::new();
        // Contract: genres are ignored where the kind has none.
        for name in item.genres.iter().filter(|_| kind.differences().has_genres()) {
            match self.genre(app, kind, name).await {
                Ok(genre) if genres.contains(&genre) => {}
                Ok(genre) => genres.push(genre),
                Err(error) => return Ok(Err(reason(error, || format!("genre is taken: {name}"))?)),
            }
        }
        let description = Description { fields: item.fields, genres };
        let (rating_sum, rating_count) = (item.rating_sum, item.rating_count);
        Ok(Ok(Candidate { source: item.source, kind, description, rating_sum, rating_count }))
    }

    async fn genre(&mut self, app: &App, kind: MediaKind, name: &str) -> Result<GenreRef> {
        let key = (kind, name.to_lowercase());
        if let Some(genre) = self.genres.get(&key) {
            return Ok(genre.clone());
        }
        let genre = Genre::named(&app.store, kind, name, app.ids.occurrence(None)).await?;
        self.genres.insert(key, genre.clone());
        Ok(genre)
    }

    fn note(&mut self, written: Written) -> (Place, Outcome) {
        if !matches!(written.outcome, Outcome::Refused(_)) {
            self.described.insert(written.known.id);
            self.known.insert(written.source, Some(written.known));
        }
        (written.place, written.outcome)
    }
}
