//! All that is held about a user, for them to take away.

use axum::extract::State;
use kindred::entity::article::{Article, Headline};
use kindred::entity::meta::Meta;
use kindred::entity::recommendation::RecommendationList;
use kindred::entity::user::User;
use kindred::http::media::{Caller, GenreOut};
use kindred::http::{Json, Query};
use kindred::store::Cursor;
use kindred::{App, Error, Result};
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::genres::liked;
use super::shapes::UserObject;

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

/// A part of an export.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Export)]
pub(crate) struct ExportOut {
    /// Always true.
    #[schema(example = true)]
    status: bool,
    /// For a person.
    #[schema(example = "Here you are")]
    message: &'static str,
    /// The user, with all that is held about them.
    user: UserExport,
    /// What to send as `cursor` for the rest; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    cursor: Option<String>,
}

/// A user, with all that is held about them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserExport {
    /// The user.
    #[serde(flatten)]
    user: UserObject,
    /// The rest of the account.
    account: AccountExport,
    /// Genres that they like.
    liked_genres: Vec<GenreOut>,
    /// Services that they have linked.
    linked_services: Vec<Value>,
    /// What they did with contents, at most 5,000 on a page.
    meta_user_content: Vec<MetaExport>,
    /// What they wrote.
    articles: Vec<ArticleExport>,
    /// What is recommended to them, on the first page.
    recommendations: Vec<RecommendationExport>,
}

/// An account, beside what others see of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AccountExport {
    /// The id by which forum and job service know them.
    #[schema(example = 7)]
    id: u64,
    /// Their name at the forum.
    #[schema(required, example = "ada_l")]
    login_name: Option<String>,
    /// When they registered, UTC.
    #[schema(example = "2026-11-20T18:30:00.000000")]
    created_at: String,
    /// Whether their address is confirmed.
    #[schema(example = true)]
    activated: bool,
    /// Whether they administer accounts and jobs.
    #[schema(example = false)]
    is_admin: bool,
    /// The roles that they have.
    #[schema(example = json!(["user"]))]
    roles: Vec<String>,
}

/// What a user did with a content.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MetaExport {
    /// The content.
    #[schema(example = 42)]
    content_id: u64,
    /// Its kind.
    #[schema(example = "movie")]
    content_type: &'static str,
    /// 0 to 5.
    #[schema(required, example = 4)]
    rating: Option<u8>,
    /// When it was rated last, UTC.
    #[schema(required, example = "2026-11-20T18:30:00.000000")]
    last_rating_date: Option<String>,
    /// How often its page was looked at.
    #[schema(example = 2)]
    review_see_count: u64,
    /// When that was the last time, UTC.
    #[schema(required, example = "2026-11-20T18:30:00.000000")]
    last_review_see_date: Option<String>,
    /// How often, or how long, it was used.
    #[schema(example = 1)]
    count: u64,
    /// When that was reported last, UTC.
    #[schema(required, example = "2026-11-20T18:30:00.000000")]
    last_count_increment: Option<String>,
}

/// An article that a user wrote.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ArticleExport {
    /// Its id.
    #[schema(example = 42)]
    id: u64,
    /// When it was written, UTC.
    #[schema(example = "2026-11-20T18:30:00.000000")]
    date_posted: String,
    /// Its title.
    #[schema(example = "Why I reread Dune")]
    title: String,
    /// Its text.
    #[schema(example = "Because the desert is never the same twice.")]
    text: String,
}

/// A content that is recommended.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecommendationExport {
    /// The content.
    #[schema(example = 42)]
    content_id: u64,
    /// Its kind.
    #[schema(example = "movie")]
    content_type: &'static str,
    /// By which engine.
    #[schema(example = "FromSimilarContent")]
    reco_engine: String,
    /// How much, 0.0 to 1.0.
    #[schema(example = 0.7)]
    reco_score: f64,
}

/// Export all that is held about oneself.
///
/// Account, liked genres, every interaction and every article with its text. What is much comes in several pages: go on
/// with `cursor` until there is none. The log of events holds nothing but ids, and is not here.
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
    let mut export = UserExport::empty(&user);
    if is_first {
        export.liked_genres = liked(&app, &user).await?;
        export.recommendations = recommendations(&app, &user).await?;
    }
    let mut next = place;
    if let Place::Metas(after) = next {
        let all = Meta::everything(user.id);
        let listing = app.store.list::<Meta>(&all, after.as_ref(), MOST_METAS).await?;
        export.meta_user_content = listing.items.into_iter().map(MetaExport::from).collect();
        next = listing.next.map_or(Place::Articles(None), |cursor| Place::Metas(Some(cursor)));
    }
    let cursor = match next {
        Place::Articles(after) => {
            let (articles, rest) = articles(&app, &user, after).await?;
            export.articles = articles;
            rest.map(|cursor| Place::Articles(Some(cursor)))
        }
        more => Some(more),
    };
    let cursor = cursor.map(|place| place.to_string());
    Ok(Json(ExportOut { status: true, message: "Here you are", user: export, cursor }))
}

/// Where an export goes on.
enum Place {
    Metas(Option<Cursor>),
    Articles(Option<Cursor>),
}

impl Place {
    fn parse(text: &str) -> Result<Self> {
        let unknown = || Error::invalid("The cursor is not one that this list gave out");
        let (section, cursor) = text.split_once('.').ok_or_else(unknown)?;
        let cursor = Some(Cursor::parse(cursor)?);
        match section {
            "m" => Ok(Self::Metas(cursor)),
            "a" => Ok(Self::Articles(cursor)),
            _ => Err(unknown()),
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (section, cursor) = match self {
            Self::Metas(cursor) => ("m", cursor),
            Self::Articles(cursor) => ("a", cursor),
        };
        cursor.iter().try_for_each(|cursor| write!(f, "{section}.{cursor}"))
    }
}

/// Articles until there is text enough, and where the rest begins.
async fn articles(
    app: &App,
    user: &User,
    mut after: Option<Cursor>,
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
        if after.is_none() || bytes > ENOUGH_BYTES {
            return Ok((articles, after));
        }
    }
}

async fn recommendations(app: &App, user: &User) -> Result<Vec<RecommendationExport>> {
    let range = RecommendationList::everything(user.id);
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

impl UserExport {
    fn empty(user: &User) -> Self {
        let account = AccountExport {
            id: user.id,
            login_name: user.login_name.clone(),
            created_at: user.created_at.to_string(),
            activated: user.activated,
            is_admin: user.is_admin,
            roles: user.roles.clone(),
        };
        Self {
            user: UserObject::from(super::shapes::UserBase::from(user)),
            account,
            liked_genres: Vec::new(),
            linked_services: Vec::new(),
            meta_user_content: Vec::new(),
            articles: Vec::new(),
            recommendations: Vec::new(),
        }
    }
}

impl From<Meta> for MetaExport {
    fn from(meta: Meta) -> Self {
        let text = |date: Option<kindred::Timestamp>| date.map(|date| date.to_string());
        Self {
            content_id: meta.content_id,
            content_type: meta.kind.name(),
            rating: meta.rating,
            last_rating_date: text(meta.last_rating_date),
            review_see_count: meta.review_see_count,
            last_review_see_date: text(meta.last_review_see_date),
            count: meta.count,
            last_count_increment: text(meta.last_count_increment),
        }
    }
}

impl From<Article> for ArticleExport {
    fn from(article: Article) -> Self {
        Self {
            id: article.id,
            date_posted: article.date_posted.to_string(),
            title: article.title,
            text: article.text,
        }
    }
}
