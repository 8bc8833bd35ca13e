//! All that is held about a user, for them to take away.

mod flags;
mod jobs;
mod metas;
mod profiles;
mod shapes;

use axum::extract::State;
use kindred::entity::article::{Article, Headline};
use kindred::entity::consent::Consent;
use kindred::entity::meta::Meta;
use kindred::entity::recommendation::{Recipient, RecommendationList};
use kindred::entity::user::User;
use kindred::http::media::Caller;
use kindred::http::{Json, Query};
use kindred::store::Cursor;
use kindred::{App, Error, Result};
use utoipa::IntoParams;

use super::genres::liked;
use super::shapes::UserObject;
use metas::MetaExport;
use profiles::Spot;
use shapes::{ArticleExport, ExportOut, RecommendationExport, UserExport};

/// Interactions on a page.
const MOST_METAS: usize = 5_000;
/// Articles that are read at once.
const FEW: usize = 8;
/// Bytes of texts after which a page is full; with the last few articles it stays below what one answer may have.
const ENOUGH_BYTES: usize = 2_000_000;

/// Where to go on.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "for the documentation")]
pub(crate) struct ExportPaging {
    /// The `cursor` of the page before; the first page without it.
    #[param(nullable = false)]
    cursor: Option<String>,
}

/// Export all that is held about oneself.
///
/// Account, groups, liked genres, every interaction, every recommendation that was called bad, every article with its
/// text, every job with its transcript and every profile with its launches. What is much comes in several pages: go on
/// with `cursor` until there is none. Groups stand on the first. The log of events holds ids only, and is not here; nor
/// is the audio of jobs, which they have.
#[utoipa::path(get, path = "/api/user/export", tag = "Accounts", params(ExportPaging),
    responses(
        (status = 200, body = ExportOut, description = "A page of the export"),
        (status = 400, description = "The cursor is not one that this list gave out"),
    ))]
pub(crate) async fn export(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    query: Query,
) -> Result<Json<ExportOut>> {
    let place = query.get("cursor").map(Place::parse).transpose()?.unwrap_or(Place::Metas(None));
    let is_first = matches!(place, Place::Metas(None));
    let mut export = UserExport::of(&user);
    if is_first {
        export.user = UserObject::own(&app, &user).await?;
        let consent: Option<Consent> = app.store.get(&Consent::place(user.id)).await?;
        export.matching_consent_since = consent.map(|given| given.given_at.to_string());
        export.liked_genres = liked(&app, &user).await?;
        export.recommendations = recommendations(&app, &user).await?;
    }
    let mut next = place;
    if let Place::Metas(after) = next {
        let all = Meta::everything(user.id);
        let listing = app.store.list::<Meta>(&all, after.as_ref(), MOST_METAS).await?;
        export.meta_user_content = listing.items.into_iter().map(MetaExport::from).collect();
        next = listing.next.map_or(Place::Flags(None), |cursor| Place::Metas(Some(cursor)));
    }
    if let Place::Flags(after) = next {
        let (flags, rest) = flags::flags(&app, &user, after, ENOUGH_BYTES / 2).await?;
        export.bad_recommendations = flags;
        next = rest.map_or(Place::Articles(None), |cursor| Place::Flags(Some(cursor)));
    }
    if let Place::Articles(after) = next {
        let (articles, rest) = articles(&app, &user, after, export.room()).await?;
        export.articles = articles;
        next = rest.map_or(Place::Jobs(None), |cursor| Place::Articles(Some(cursor)));
    }
    // A page of articles may be full already.
    if let Place::Jobs(after) = next {
        let (jobs, rest) = jobs::jobs(&app, &user, after, export.room()).await?;
        export.jobs = jobs;
        next = rest.map_or(Place::Profiles(Spot::Start), |cursor| Place::Jobs(Some(cursor)));
    }
    let cursor = match next {
        Place::Profiles(after) => {
            let (profiles, rest) = profiles::profiles(&app, &user, after, export.room()).await?;
            export.profiles = profiles;
            rest.map(Place::Profiles)
        }
        more => Some(more),
    };
    let cursor = cursor.map(|place| place.to_string());
    Ok(Json(ExportOut { status: true, message: "Here you are", user: export, cursor }))
}

/// Where an export goes on.
enum Place {
    Metas(Option<Cursor>),
    Flags(Option<Cursor>),
    Articles(Option<Cursor>),
    Jobs(Option<Cursor>),
    Profiles(Spot),
}

impl Place {
    fn parse(text: &str) -> Result<Self> {
        let unknown = || Error::invalid("The cursor is not one that this list gave out");
        let (section, cursor) = text.split_once('.').ok_or_else(unknown)?;
        if section == "p" {
            return Spot::parse(cursor).map(Self::Profiles).ok_or_else(unknown);
        }
        let cursor = Some(Cursor::parse(cursor)?);
        match section {
            "m" => Ok(Self::Metas(cursor)),
            "b" => Ok(Self::Flags(cursor)),
            "a" => Ok(Self::Articles(cursor)),
            "j" => Ok(Self::Jobs(cursor)),
            _ => Err(unknown()),
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (section, cursor) = match self {
            Self::Metas(cursor) => ("m", cursor),
            Self::Flags(cursor) => ("b", cursor),
            Self::Articles(cursor) => ("a", cursor),
            Self::Jobs(cursor) => ("j", cursor),
            Self::Profiles(spot) => return write!(f, "p.{spot}"),
        };
        cursor.iter().try_for_each(|cursor| write!(f, "{section}.{cursor}"))
    }
}

/// Articles until there is text enough, and where the rest begins.
async fn articles(
    app: &App,
    user: &User,
    mut after: Option<Cursor>,
    enough_bytes: usize,
) -> Result<(Vec<ArticleExport>, Option<Cursor>)> {
    let mut articles = Vec::new();
    let mut bytes = 0;
    loop {
        let list = Headline::by_author(user.id);
        let listing = app.store.list::<Headline>(&list, after.as_ref(), FEW).await?;
        let keys: Vec<_> = listing.items.iter().map(|line| Article::place(line.id)).collect();
        let few: Vec<Article> = app.store.batch(&keys).await?;
        bytes += few.iter().map(|article| article.text.len()).sum::<usize>();
        articles.extend(few.into_iter().map(ArticleExport::from));
        after = listing.next;
        if after.is_none() || bytes > enough_bytes {
            return Ok((articles, after));
        }
    }
}

async fn recommendations(app: &App, user: &User) -> Result<Vec<RecommendationExport>> {
    let range = RecommendationList::everything(Recipient::User(user.id));
    let lists: Vec<RecommendationList> = app.store.list_all(&range).await?;
    let shown = lists.into_iter().flat_map(|list| {
        let (content_type, engine) = (list.kind.name(), list.engine.to_string());
        list.items.into_iter().map(move |item| RecommendationExport {
            content_id: item.content_id,
            content_type,
            reco_engine: engine.clone(),
            reco_score: item.score,
        })
    });
    Ok(shown.collect())
}
