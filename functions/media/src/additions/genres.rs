//! The genres that somebody names: there, and of the kind when a content gets them.

use std::collections::HashSet;

use kindred::entity::content::GenreRef;
use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::http::params::id;
use kindred::{App, Kind, Result};

/// The ids of these genres, of whatever kind, in this order.
///
/// Refuses: `NotFound` 404 for the first that is not there.
pub(crate) async fn existing<'a>(
    app: &App,
    named: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<u64>> {
    let wanted =
        named.into_iter().map(|text| Ok((text, id(text).ok_or_else(|| Genre::unknown(&text))?)));
    let wanted: Vec<(&str, u64)> = wanted.collect::<Result<_>>()?;
    let ids: Vec<u64> = wanted.iter().map(|(_, id)| *id).collect();
    let genres = Genre::by_ids(&app.store, &ids).await?;
    let known: HashSet<u64> = genres.into_iter().map(|genre| genre.genre_id).collect();
    match wanted.iter().find(|(_, id)| !known.contains(id)) {
        Some((text, _)) => Err(Genre::unknown(text)),
        None => Ok(ids),
    }
}

/// These genres as a content of the kind has them: one of another kind stands for that of its name, which is made if
/// there is none; one that is gone is left out.
pub(crate) async fn of_kind(
    app: &App,
    kind: MediaKind,
    ids: &[u64],
    by: u64,
) -> Result<Vec<GenreRef>> {
    let mut genres: Vec<GenreRef> = Vec::new();
    for id in ids {
        match Genre::of_kind(&app.store, kind, *id, app.ids.occurrence(Some(by))).await {
            Ok(genre) if genres.contains(&genre) => {}
            Ok(genre) => genres.push(genre),
            Err(error) if error.kind() == Kind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(genres)
}
