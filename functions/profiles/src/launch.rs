//! A launch: ask all engines what to recommend to a profile, and keep what they say.

use std::collections::BTreeMap;

use axum::extract::State;
use futures_util::future::try_join_all;
use kindred::engines::{Liked, Taste};
use kindred::entity::kind::MediaKind;
use kindred::entity::persona::Persona;
use kindred::entity::persona::launch::{Launch, LikedGenre, MetContent, Outcome, Record};
use kindred::entity::persona::like::PersonaLike;
use kindred::entity::persona::meta::PersonaMeta;
use kindred::http::media::Caller;
use kindred::http::page::MediaPage;
use kindred::http::{Created, Path};
use kindred::{App, Result};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::shapes::ProfileOut;
use crate::{named, outcomes};

/// What a launch brought; its schema, with the fields of every kind, is put together in `documentation`.
#[derive(Debug, Serialize)]
pub(crate) struct Launched {
    status: bool,
    message: &'static str,
    profile: ProfileOut,
    history: Value,
    results: Map<String, Value>,
    totals: Map<String, Value>,
}

/// Ask what would be recommended to a profile.
///
/// The engines are those of real people, and see what the profile likes and has done at this moment; that and what they
/// recommend is kept in the history, as one. The answer has the first 24 of every kind and their numbers, all of them
/// are at `/history/{id}/{kind}/result`. Nothing else changes. A profile can be launched 1,000 times.
#[utoipa::path(post, path = "/api/profile/{uuid}/recommend", tag = "Profiles",
    params(("uuid" = String, Path, description = "The profile's uuid", example = "7c9e6679-7425-40de-944b-e07fc1f90ae7")),
    responses(
        (status = 201, body = inline(Value), description = "It is recommended something, or nothing"),
        (status = 400, description = "uuid: the profile has 1000 launches, and can have no more"),
        (status = 404, description = "You have no profile with the uuid 7c9e6679-7425-40de-944b-e07fc1f90ae7"),
    ))]
pub(crate) async fn recommend_to_profile(
    State(app): State<App>,
    caller: Caller,
    Path(segment): Path<String>,
) -> Result<Created<Launched>> {
    let persona = named::profile(&app, &caller.user, &segment).await?;
    caller.permitted()?;
    persona.with_launch()?;
    let id = app.store.next_id("launch").await?;
    let (persona, record) = app
        .store
        .turn(|| async {
            let persona = named::profile(&app, &caller.user, &segment).await?.with_launch()?;
            let record = record(&app, &persona, id).await?;
            Ok((record.saving(&persona), (persona, record)))
        })
        .await?;
    show(&app, &persona, record).await.map(Created)
}

/// What a profile is now, and what the engines make of it.
async fn record(app: &App, persona: &Persona, id: u64) -> Result<Record> {
    let likes: Vec<PersonaLike> = app.store.list_all(&PersonaLike::all(persona.id)).await?;
    let stored: Vec<PersonaMeta> = app.store.list_all(&PersonaMeta::everything(persona.id)).await?;
    let mut metas: BTreeMap<MediaKind, Vec<MetContent>> = BTreeMap::new();
    for PersonaMeta { kind, content_id, deeds, .. } in stored {
        metas.entry(kind).or_default().push(MetContent { content_id, deeds });
    }
    let asked = MediaKind::ALL.into_iter().map(|kind| {
        let taste = taste(kind, metas.get(&kind), &likes);
        async move { Ok((kind, outcomes_of(app, kind, &taste).await?)) }
    });
    let results = try_join_all(asked).await?;
    let genre = |PersonaLike { genre_id, name, kind, .. }| LikedGenre { genre_id, name, kind };
    Ok(Record {
        launch: Launch { id, persona: persona.id, occured_at: app.clock.now() },
        genres: likes.into_iter().map(genre).collect(),
        metas: metas.into_iter().collect(),
        results,
    })
}

/// All that is known of a profile and a kind; nobody says for a profile what it does not want.
fn taste(kind: MediaKind, met: Option<&Vec<MetContent>>, likes: &[PersonaLike]) -> Taste {
    let met = met.into_iter().flatten().map(|met| met.deeds.with(met.content_id));
    let liked = likes.iter().filter(|like| like.kind == kind && kind.differences().profiled);
    let liked = liked.map(|like| Liked { genre_id: like.genre_id, member: None });
    Taste { met: met.collect(), liked: liked.collect(), ..Taste::default() }
}

/// What all engines recommend of one kind, each for itself: the same content perhaps more than once.
async fn outcomes_of(app: &App, kind: MediaKind, taste: &Taste) -> Result<Vec<Outcome>> {
    if taste.is_empty() {
        return Ok(Vec::new());
    }
    let made = app.engines.each(kind, taste).await?;
    let outcomes = made.lists.into_iter().flat_map(|list| {
        let engine = list.engine;
        list.items.into_iter().map(move |item| Outcome {
            content_id: item.content_id,
            score: item.score,
            engine,
        })
    });
    Ok(outcomes.collect())
}

async fn show(app: &App, persona: &Persona, record: Record) -> Result<Launched> {
    let mut found: BTreeMap<MediaKind, Vec<Outcome>> = record.results.into_iter().collect();
    let (mut results, mut totals) = (Map::new(), Map::new());
    for kind in MediaKind::ALL {
        let outcomes = found.remove(&kind).unwrap_or_default();
        totals.insert(kind.name().to_owned(), outcomes.len().into());
        let first = outcomes::page(app, kind, MediaPage::first(), outcomes).await?;
        results.insert(kind.name().to_owned(), first.into());
    }
    let Launch { id, occured_at, .. } = record.launch;
    Ok(Launched {
        status: true,
        message: "Here you are",
        profile: ProfileOut::from(persona),
        history: json!({ "id": id, "occured_at": occured_at }),
        results,
        totals,
    })
}
