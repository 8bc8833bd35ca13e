//! The genres of what is submitted: there when it is, and of the kind when it is published.

use std::collections::{HashMap, HashSet};

use kindred::entity::addition::Proposal;
use kindred::entity::content::GenreRef;
use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::http::params::id;
use kindred::{App, Error, Kind, Result};

/// The genres of a proposal, of whatever kind; those of its parts have to be there as well.
///
/// Refuses: `NotFound` 404 for the first that is not.
pub(crate) async fn existing(app: &App, proposal: &Proposal) -> Result<Vec<u64>> {
    let mut ids = HashMap::new();
    for text in proposal.named_genres() {
        ids.insert(text, id(text).ok_or_else(|| unknown(text))?);
    }
    let wanted: Vec<u64> = ids.values().copied().collect();
    let genres = Genre::by_ids(&app.store, &wanted).await?;
    let known: HashSet<u64> = genres.into_iter().map(|genre| genre.genre_id).collect();
    if let Some((text, _)) = ids.iter().find(|(_, id)| !known.contains(id)) {
        return Err(unknown(text));
    }
    Ok(proposal.genres.iter().filter_map(|text| ids.get(&**text)).copied().collect())
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

fn unknown(id: &str) -> Error {
    Error::not_found(format!("There is no genre with the id {id}"))
}
