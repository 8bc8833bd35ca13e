//! Lists of articles: all, or one author's; newest first, ten to a page.

use axum::extract::State;
use kindred::entity::article::Headline;
use kindred::entity::profile::public_user;
use kindred::http::page::{FORUM_PAGE, ForumPage};
use kindred::http::{Json, Path, Query};
use kindred::store::{Listing, Range};
use kindred::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;

/// A page of articles.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ArticlesOut {
    /// At most ten, without their texts.
    articles: Vec<HeadlineOut>,
    /// Whether a later page exists.
    #[schema(example = true)]
    next: bool,
    /// What to send as `cursor` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "MjAyNi0xMS0yMFQxODozMDowMC4wMDAwMDAjMDAwMDAwMDAwMDAwMDA0Mg")]
    cursor: Option<String>,
}

/// An article in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HeadlineOut {
    /// Counts up from 1.
    #[schema(example = 42)]
    id: u64,
    /// UTC, to the microsecond, without zone.
    #[schema(example = "2026-11-20T18:30:00.000000")]
    date_posted: String,
    /// The title.
    #[schema(example = "Why I reread Dune")]
    title: String,
    /// Who wrote it.
    #[schema(example = 7)]
    user_id: u64,
    /// The author's public name.
    #[serde(rename = "author.username")]
    #[schema(example = "ada_l")]
    author: String,
}

impl From<Listing<Headline>> for ArticlesOut {
    fn from(listing: Listing<Headline>) -> Self {
        let cursor = listing.next.map(|cursor| cursor.to_string());
        let articles = listing.items.into_iter().map(HeadlineOut::from).collect();
        Self { articles, next: cursor.is_some(), cursor }
    }
}

impl From<Headline> for HeadlineOut {
    fn from(headline: Headline) -> Self {
        Self {
            id: headline.id,
            date_posted: headline.date_posted.to_string(),
            title: headline.title,
            user_id: headline.user_id,
            author: headline.author,
        }
    }
}

/// List all articles, newest first.
///
/// `page` costs more the deeper it is, as everything before it is skipped; `cursor`, taken from the page before, costs
/// the same everywhere and does not shift when articles are added. A page that is not a number above 1 is page 1.
#[utoipa::path(get, path = "/articles", tag = "articles",
    params(
        ("page" = Option<String>, Query, description = "From 1", example = "1"),
        ("cursor" = Option<String>, Query, description = "From the page before; goes before `page`"),
    ),
    responses(
        (status = 200, body = ArticlesOut, description = "The page; empty beyond the end"),
        (status = 400, description = "The cursor is not one that this list gave out"),
    ))]
pub(crate) async fn list_articles(
    State(app): State<App>,
    query: Query,
) -> Result<Json<ArticlesOut>> {
    page(&app, &Headline::all(), &query).await
}

/// List one author's articles, newest first.
///
/// Pages as the list of all articles does.
#[utoipa::path(get, path = "/users/{id}/articles", tag = "articles",
    params(
        ("id" = String, Path, description = "The author's id", example = "7"),
        ("page" = Option<String>, Query, description = "From 1", example = "1"),
        ("cursor" = Option<String>, Query, description = "From the page before; goes before `page`"),
    ),
    responses(
        (status = 200, body = ArticlesOut, description = "The page; empty beyond the end"),
        (status = 400, description = "The cursor is not one that this list gave out"),
        (status = 404, description = "User with id=7 was not found"),
    ))]
pub(crate) async fn list_user_articles(
    State(app): State<App>,
    Path(segment): Path<String>,
    query: Query,
) -> Result<Json<ArticlesOut>> {
    let author = public_user(&app.store, &segment).await?;
    page(&app, &Headline::by_author(author.id), &query).await
}

async fn page(app: &App, list: &Range, query: &Query) -> Result<Json<ArticlesOut>> {
    let listing = match ForumPage::read(query)? {
        ForumPage::Offset(offset) => app.store.list_from(list, offset, FORUM_PAGE).await?,
        ForumPage::After(cursor) => app.store.list(list, Some(&cursor), FORUM_PAGE).await?,
    };
    Ok(Json(listing.into()))
}
