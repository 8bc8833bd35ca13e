//! Profiles with all that is theirs, until there is enough of it.

use kindred::entity::content::GenreRef;
use kindred::entity::kind::MediaKind;
use kindred::entity::persona::Persona;
use kindred::entity::persona::launch::{Launch, LikedGenre, MetContent, Outcome, Part};
use kindred::entity::persona::like::PersonaLike;
use kindred::entity::persona::meta::PersonaMeta;
use kindred::entity::user::User;
use kindred::http::media::GenreOut;
use kindred::http::params::id;
use kindred::http::shelf::counted;
use kindred::store::Cursor;
use kindred::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::ENOUGH_BYTES;
use super::metas::MetaExport;
use super::shapes::RecommendationExport;

/// What an entry of a list takes in an answer, about.
const ENTRY_BYTES: usize = 250;
/// Bytes that there must be room for to begin with profiles.
const LEAST_ROOM: usize = ENOUGH_BYTES / 2;

/// Where among the profiles an export goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// At the first of them.
    Start,
    /// After this one.
    After(Uuid),
    /// In this one, after this launch.
    Within(Uuid, u64),
}

/// A made-up person; one with many launches comes in several parts, and only the first tells what it likes and has
/// done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProfileExport {
    /// Its id.
    #[schema(example = "7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    uuid: String,
    /// Its name.
    #[schema(example = "Likes everything slow")]
    profilename: String,
    /// When it was made, UTC.
    #[schema(example = "2026-11-20T18:30:00.000000")]
    created_at: String,
    /// Genres that it likes.
    liked_genres: Vec<GenreOut>,
    /// What it has done with contents.
    meta_content: Vec<MetaExport>,
    /// When it was asked what would be recommended to it; the newest first.
    launches: Vec<LaunchExport>,
}

/// What a made-up person was at a moment, and what was recommended to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LaunchExport {
    /// Its id.
    #[schema(example = 5)]
    id: u64,
    /// When, UTC.
    #[schema(example = "2026-11-20T18:30:00.000000")]
    occured_at: String,
    /// Genres that it liked.
    #[schema(example = json!(["Drama"]))]
    genres: Vec<String>,
    /// What it had done with contents.
    meta_content: Vec<MetaExport>,
    /// What was recommended to it.
    results: Vec<RecommendationExport>,
}

/// Profiles until there are so many bytes, and where the rest begins.
///
/// None where there is little room, since one may be large; else there is always one, so that an export goes on.
pub(super) async fn profiles(
    app: &App,
    user: &User,
    mut spot: Spot,
    room: usize,
) -> Result<(Vec<ProfileExport>, Option<Spot>)> {
    let (mut profiles, mut bytes) = (Vec::new(), 0);
    while let Some(persona) = spot.persona(app, user.id).await? {
        let has_room = if profiles.is_empty() { room >= LEAST_ROOM } else { bytes < room };
        if !has_room {
            return Ok((profiles, Some(spot)));
        }
        let after = spot.launch_in(persona.uuid);
        let mut profile = match after {
            Some(_) => ProfileExport::new(&persona),
            None => in_full(app, &persona).await?,
        };
        bytes += ENTRY_BYTES * (profile.liked_genres.len() + profile.meta_content.len());
        let rest = add_launches(app, &persona, &mut profile, after, &mut bytes, room).await?;
        profiles.push(profile);
        match rest {
            Some(launch) => return Ok((profiles, Some(Spot::Within(persona.uuid, launch)))),
            None => spot = Spot::After(persona.uuid),
        }
    }
    Ok((profiles, None))
}

async fn in_full(app: &App, persona: &Persona) -> Result<ProfileExport> {
    let likes: Vec<PersonaLike> = app.store.list_all(&PersonaLike::all(persona.id)).await?;
    let metas: Vec<PersonaMeta> = app.store.list_all(&PersonaMeta::everything(persona.id)).await?;
    let genre =
        |like: PersonaLike| (like.kind, GenreRef { genre_id: like.genre_id, name: like.name });
    let meta = |meta: PersonaMeta| MetaExport::imagined(meta.kind, meta.content_id, &meta.deeds);
    Ok(ProfileExport {
        liked_genres: counted(&app.store, likes.into_iter().map(genre)).await?,
        meta_content: metas.into_iter().map(meta).collect(),
        ..ProfileExport::new(persona)
    })
}

/// Add launches until there are enough bytes; if there are more, the last that was added.
async fn add_launches(
    app: &App,
    persona: &Persona,
    profile: &mut ProfileExport,
    after: Option<u64>,
    bytes: &mut usize,
    room: usize,
) -> Result<Option<u64>> {
    let mut after = after.map(|id| Cursor::after(Launch::place(persona.id, id).sort));
    loop {
        let all = Launch::all(persona.id);
        let launches = app.store.list::<Launch>(&all, after.as_ref(), 1).await?;
        for launch in &launches.items {
            let export = launch_in_full(app, launch).await?;
            *bytes += ENTRY_BYTES * export.n_entries();
            profile.launches.push(export);
        }
        after = launches.next;
        if after.is_none() {
            return Ok(None);
        }
        if *bytes >= room {
            return Ok(launches.items.last().map(|launch| launch.id));
        }
    }
}

async fn launch_in_full(app: &App, launch: &Launch) -> Result<LaunchExport> {
    let genres: Vec<LikedGenre> = Part::items_at(&app.store, &launch.genres()).await?;
    let mut export = LaunchExport {
        id: launch.id,
        occured_at: launch.occured_at.to_string(),
        genres: genres.into_iter().map(|genre| genre.name).collect(),
        meta_content: Vec::new(),
        results: Vec::new(),
    };
    for kind in MediaKind::ALL {
        let (met, found) = (launch.metas(kind), launch.results(kind));
        let metas = Part::<MetContent>::items_at(&app.store, &met);
        let outcomes = Part::<Outcome>::items_at(&app.store, &found);
        let (metas, outcomes) = tokio::try_join!(metas, outcomes)?;
        let metas = metas.iter().map(|m| MetaExport::imagined(kind, m.content_id, &m.deeds));
        export.meta_content.extend(metas);
        export.results.extend(outcomes.into_iter().map(|outcome| RecommendationExport {
            content_id: outcome.content_id,
            content_type: kind.name(),
            reco_engine: outcome.engine.to_string(),
            reco_score: outcome.score,
        }));
    }
    Ok(export)
}

impl ProfileExport {
    fn new(persona: &Persona) -> Self {
        Self {
            uuid: persona.uuid.to_string(),
            profilename: persona.name.clone(),
            created_at: persona.created_at.to_string(),
            liked_genres: Vec::new(),
            meta_content: Vec::new(),
            launches: Vec::new(),
        }
    }
}

impl LaunchExport {
    fn n_entries(&self) -> usize {
        self.genres.len() + self.meta_content.len() + self.results.len()
    }
}

impl Spot {
    /// Read what [`Display`](std::fmt::Display) wrote.
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text.split_once('.') {
            _ if text.is_empty() => Some(Self::Start),
            None => Some(Self::After(text.parse().ok()?)),
            Some((uuid, launch)) => Some(Self::Within(uuid.parse().ok()?, id(launch)?)),
        }
    }

    /// The profile to go on with: the same, or the next.
    async fn persona(&self, app: &App, owner: u64) -> Result<Option<Persona>> {
        let all = Persona::all(owner);
        let (Self::After(uuid) | Self::Within(uuid, _)) = self else {
            return Ok(app.store.list(&all, None, 1).await?.items.pop());
        };
        let place = Persona::place(owner, *uuid);
        if let Self::Within(..) = self
            && let Some(same) = app.store.get(&place).await?
        {
            return Ok(Some(same));
        }
        let after = Cursor::after(place.sort);
        Ok(app.store.list(&all, Some(&after), 1).await?.items.pop())
    }

    /// After which launch to go on in this profile.
    fn launch_in(self, persona: Uuid) -> Option<u64> {
        match self {
            Self::Within(uuid, launch) if uuid == persona => Some(launch),
            _ => None,
        }
    }
}

impl std::fmt::Display for Spot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Start => Ok(()),
            Self::After(uuid) => write!(f, "{uuid}"),
            Self::Within(uuid, launch) => write!(f, "{uuid}.{launch}"),
        }
    }
}
