//! Lists of articles: all, or one author's; newest first, ten to a page.

use axum::extract::State;
use kindred::entity::article::Headline;
use kindred::entity::profile::public_user;
use kindred::http::page::{FORUM_PAGE, ForumPage, ForumPaging};
use kindred::http::{Json, Path, Query};
use kindred::store::{Listing, Range};
use kindred::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;

/// A page of articles, newest first; those of one moment by id, the higher first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ArticlePage)]
pub(crate) struct ArticlesOut {
    /// At most ten, without their texts.
    articles: Vec<HeadlineOut>,
    /// Whether a later page exists.
    #[schema(example = true)]
    next: bool,
    /// What to send as `cursor` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        nullable = false,
        example = "MjAyNi0xMS0yMFQxODozMDowMC4wMDAwMDAjMDAwMDAwMDAwMDAwMDA0Mg"
    )]
    cursor: Option<String>,
}

/// An article in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Headline)]
pub(crate) struct HeadlineOut {
    /// Counts up from 1.
    #[schema(example = 42)]
    id: u64,
    /// When it was written: UTC, always six decimals, no zone.
    #[schema(
        pattern = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$",
        example = "2026-11-20T18:30:00.000000"
    )]
    date_posted: String,
    /// The title.
    #[schema(example = "Why I reread Dune")]
    title: String,
    /// Who wrote it.
    #[schema(example = 7)]
    user_id: u64,
    /// The author's public name; a new one follows within seconds.
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

/// List all articles, newest first, ten to a page.
///
/// Strongly consistent: an article is here as soon as its writing is answered. Without texts, so that a page costs
/// about one read unit, whatever the articles weigh; one more for each 20 articles that `page` skips.
#[utoipa::path(get, path = "/articles", tag = "Articles", params(ForumPaging), responses(
    (status = 200, body = ArticlesOut, description = "The page; empty beyond the end"),
    (status = 400, description = "The cursor is not one that this list gave out"),
))]
pub(crate) async fn list_articles(
    State(app): State<App>,
    query: Query,
) -> Result<Json<ArticlesOut>> {
    page(&app, &Headline::all(), &query).await
}

/// List one author's articles, newest first, ten to a page.
///
/// Pages, and their cost, are as in the list of all articles. The author is looked at before the page.
#[utoipa::path(get, path = "/users/{id}/articles", tag = "Articles",
    params(
        ("id" = u64, Path, description = "The author's id; anything but decimal digits is not found", example = 7),
        ForumPaging,
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
