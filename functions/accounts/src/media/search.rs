//! Find people by name.

use axum::extract::State;
use kindred::entity::people;
use kindred::entity::user::User;
use kindred::http::media::{Caller, UserBase};
use kindred::http::page::{MediaPage, MediaPaging, Paged};
use kindred::http::{Json, Path, Query};
use kindred::{App, Result};

use super::shapes::PeoplePage;

/// Find people by a part of their name.
///
/// Names that begin with the term come first, then all others that contain it, each in the order of the alphabet,
/// whatever the case. Nobody's address is shown, or searched. A page that is no whole number is page 1. Somebody new is
/// found as soon as recompute has heard of them, normally within a second.
#[utoipa::path(get, path = "/api/user/search/{search_term}", tag = "Accounts",
    params(
        ("search_term" = String, Path, description = "A part of the name, percent-encoded UTF-8", example = "ada"),
        MediaPaging,
    ),
    responses(
        (status = 200, body = PeoplePage, description = "The page; empty when nobody is found"),
        (status = 400, description = "The path cannot be understood"),
    ))]
pub(crate) async fn search_users(
    State(app): State<App>,
    _: Caller,
    Path(term): Path<String>,
    query: Query,
) -> Result<Json<Paged<UserBase>>> {
    let page = MediaPage::lenient(&query);
    let found = people::search(&app.store, &term).await?;
    let total = found.len() as u64;
    let keys: Vec<_> = page.of(found).into_iter().map(User::place).collect();
    let users: Vec<User> = app.store.batch(&keys).await?;
    let shown = users.iter().map(UserBase::of_stranger).collect();
    Ok(Json(Paged::new(page, total, shown)))
}
