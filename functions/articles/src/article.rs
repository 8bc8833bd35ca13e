//! One article: write, read, edit, delete.

use axum::extract::State;
use kindred::entity::article::{Article, Draft};
use kindred::http::forum::{Signed, TokenOnly, text};
use kindred::http::params::id;
use kindred::http::{Json, Path};
use kindred::store::Change;
use kindred::{App, Error, Result};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An article to write, or what to write instead.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ArticleDraft)]
pub(crate) struct NewArticle {
    /// At most 1,000 characters.
    #[serde(default, deserialize_with = "text")]
    #[schema(
        required,
        nullable = false,
        min_length = 1,
        max_length = 1_000,
        example = "Why I reread Dune"
    )]
    title: Option<String>,
    /// At most 256 KiB of UTF-8.
    #[serde(default, deserialize_with = "text")]
    #[schema(
        required,
        nullable = false,
        min_length = 1,
        example = "Because the desert is never the same twice."
    )]
    text: Option<String>,
    /// The `access-token` of `/login`, or the token of any other log-in; not older than 30 days.
    #[serde(rename = "access-token", default)]
    #[schema(value_type = String, required, example = "eyJhbGciOiJIUzI1NiJ9.e30.c2ln")]
    _token: IgnoredAny,
}

/// An article, whole.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Article)]
pub(crate) struct ArticleOut {
    /// Counts up from 1; never given twice, not even after a deletion.
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
    /// The text.
    #[schema(example = "Because the desert is never the same twice.")]
    text: String,
    /// Who wrote it.
    #[schema(example = 7)]
    user_id: u64,
    /// The author's public name; a new one follows within seconds.
    #[serde(rename = "author.username")]
    #[schema(example = "ada_l")]
    author: String,
}

impl From<Article> for ArticleOut {
    fn from(article: Article) -> Self {
        Self {
            id: article.id,
            date_posted: article.date_posted.to_string(),
            title: article.title,
            text: article.text,
            user_id: article.user_id,
            author: article.author,
        }
    }
}

impl From<NewArticle> for Draft {
    fn from(new: NewArticle) -> Self {
        Self { title: new.title, text: new.text }
    }
}

/// Write a new article.
///
/// The token is looked at before title and text. The article is in all lists as soon as this is answered.
#[utoipa::path(post, path = "/articles/new", tag = "Articles", request_body = NewArticle, responses(
    (status = 200, body = ArticleOut, description = "The article"),
    (status = 400, description = "Article title is missing | Article text is missing | \
        Article title is longer than 1000 characters | Article text is longer than 262144 bytes"),
))]
pub(crate) async fn create_article(
    State(app): State<App>,
    Signed { user, body }: Signed<NewArticle>,
) -> Result<Json<ArticleOut>> {
    let written = Draft::from(body).complete()?;
    let id = app.store.next_id("article").await?;
    let article = Article::new(id, written, &user, app.clock.now());
    app.store.commit(article.saving()).await?;
    Ok(Json(article.into()))
}

/// Read an article.
///
/// Costs a read unit for each 4 KiB of it.
#[utoipa::path(get, path = "/articles/{id}", tag = "Articles",
    params(("id" = u64, Path, description = "The article's id; anything but decimal digits is not found", example = 42)),
    responses(
        (status = 200, body = ArticleOut, description = "The article"),
        (status = 404, description = "Article with id=42 was not found"),
    ))]
pub(crate) async fn get_article(
    State(app): State<App>,
    Path(segment): Path<String>,
) -> Result<Json<ArticleOut>> {
    let found = match id(&segment) {
        Some(id) => app.store.get::<Article>(&Article::place(id)).await?,
        None => None,
    };
    found.map(|article| Json(article.into())).ok_or_else(|| unknown(&segment))
}

pub(crate) async fn get_new() -> Error {
    unknown("new")
}

/// Give an article of one's own another title and text.
///
/// Looked at in this order: token, article, author, title, text. Date and author stay, and with them its place in
/// lists.
#[utoipa::path(put, path = "/articles/{id}/edit", tag = "Articles",
    params(("id" = u64, Path, description = "The article's id; anything but decimal digits is not found", example = 42)),
    request_body = NewArticle,
    responses(
        (status = 200, body = ArticleOut, description = "The article as it is now"),
        (status = 400, description = "Article title is missing | Article text is missing | \
            Article title is longer than 1000 characters | Article text is longer than 262144 bytes"),
        (status = 403, description = "You can edit only own article"),
        (status = 404, description = "Article with id=42 was not found"),
    ))]
pub(crate) async fn edit_article(
    State(app): State<App>,
    Path(segment): Path<String>,
    Signed { user, body }: Signed<NewArticle>,
) -> Result<Json<ArticleOut>> {
    let draft = Draft::from(body);
    let edited = change(&app, &segment, |article| {
        let edited = article.edit(draft.clone(), &user)?;
        Ok((edited.saving(), edited))
    });
    Ok(Json(edited.await?.into()))
}

/// Delete an article of one's own.
///
/// The body carries the token, as everywhere at the forum. Looked at in this order: token, article, author.
#[utoipa::path(delete, path = "/articles/{id}/delete", tag = "Articles",
    params(("id" = u64, Path, description = "The article's id; anything but decimal digits is not found", example = 42)),
    request_body = TokenOnly,
    responses(
        (status = 200, body = ArticleOut, description = "The article that was deleted"),
        (status = 403, description = "You can delete only own article"),
        (status = 404, description = "Article with id=42 was not found"),
    ))]
pub(crate) async fn delete_article(
    State(app): State<App>,
    Path(segment): Path<String>,
    Signed { user, body: _ }: Signed<TokenOnly>,
) -> Result<Json<ArticleOut>> {
    let deleted = change(&app, &segment, |article| {
        article.deletable(&user)?;
        Ok((article.deletion(), article))
    });
    Ok(Json(deleted.await?.into()))
}

async fn change(
    app: &App,
    segment: &str,
    decide: impl Fn(Article) -> Result<(Change, Article)>,
) -> Result<Article> {
    let id = id(segment).ok_or_else(|| unknown(segment))?;
    let decide = |found: Option<Article>| decide(found.ok_or_else(|| unknown(segment))?);
    app.store.change(&Article::place(id), decide).await
}

/// Contract: the segment as it was sent, percent-decoded.
fn unknown(segment: &str) -> Error {
    Error::not_found(format!("Article with id={segment} was not found"))
}
