//! Lists of jobs: one's own; for administrators those of anybody, and of everybody.

mod everybody;

use axum::extract::State;
use kindred::entity::job::Owned;
use kindred::entity::user::User;
use kindred::http::jobs::JobsUser;
use kindred::http::page::limit;
use kindred::http::{Json, Query};
use kindred::store::Cursor;
use kindred::{App, Error, Result};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

/// Entries on a page at most.
const MOST: usize = 1_000;

/// Jobs by their ids.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct JobList {
    /// For a person.
    #[schema(example = "Here you are")]
    msg: &'static str,
    /// The ids of one user's jobs, ascending; absent with `all`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = json!([17, 18]))]
    job_ids: Option<Vec<u64>>,
    /// One entry for each user; with `all` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<Vec<UserJobs>>, example = json!(null))]
    jobs: Option<Vec<UserJobs>>,
    /// What to send as `cursor` for the next page; with `limit` only, and absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    cursor: Option<String>,
}

/// The jobs of a user.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserJobs {
    /// The id of the user.
    #[schema(example = 7)]
    user_id: u64,
    /// The ids of their jobs, ascending; may be empty.
    #[schema(example = json!([17, 18]))]
    job_ids: Vec<u64>,
}

/// Whose jobs, and how many.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "for the documentation")]
pub(crate) struct JobListing {
    /// Anything but nothing, also `0` and `false`: the jobs of all users; administrators only.
    #[param(nullable = false)]
    all: Option<String>,
    /// The address of another account; administrators only.
    #[param(nullable = false)]
    email: Option<String>,
    /// Jobs on a page, with `all` users; without it, all there are.
    #[param(minimum = 1, maximum = 1000, nullable = false, example = 100)]
    limit: Option<u64>,
    /// Where the page before ended: its `cursor`.
    #[param(nullable = false)]
    cursor: Option<String>,
}

/// A part of a list.
struct Page {
    limit: usize,
    cursor: Option<String>,
}

/// List jobs.
///
/// One's own by default. Ids say in which order they were submitted.
#[utoipa::path(get, path = "/api/jobs/list", tag = "Jobs", params(JobListing),
    responses(
        (status = 200, body = JobList, description = "The ids of jobs"),
        (status = 400, description = "The parameter all is empty | notInDatabase: There is no account with this address | \
            limit must be a number from 1 to 1000 | The cursor is not one that this list gave out"),
        (status = 403, description = "Only administrators may do this for others"),
    ))]
pub(crate) async fn list_jobs(
    State(app): State<App>,
    JobsUser(caller): JobsUser,
    query: Query,
) -> Result<Json<JobList>> {
    let (all, email) = (query.get("all"), query.get("email"));
    if (all.is_some() || email.is_some()) && !caller.is_admin {
        return Err(Error::forbidden("Only administrators may do this for others"));
    }
    let list = match (all, email) {
        (Some(all), _) if !all.is_empty() => everybody::list(&app, Page::read(&query)?).await?,
        (Some(_), None) => return Err(Error::invalid("The parameter all is empty")),
        (_, Some(email)) => {
            let user = User::by_claim(&app.store, &User::email_claim(email)).await?;
            of_user(&app, user.ok_or_else(unknown)?.id, Page::read(&query)?).await?
        }
        (None, None) => of_user(&app, caller.id, Page::read(&query)?).await?,
    };
    Ok(Json(list))
}

async fn of_user(app: &App, user: u64, page: Option<Page>) -> Result<JobList> {
    let mut list = JobList { msg: "Here you are", ..JobList::default() };
    list.job_ids = Some(match page {
        None => ids_of(app, user).await?,
        Some(Page { limit, cursor }) => {
            let cursor = cursor.as_deref().map(Cursor::parse).transpose()?;
            let rows = app.store.list::<Owned>(&Owned::by(user), cursor.as_ref(), limit).await?;
            list.cursor = rows.next.map(|cursor| cursor.to_string());
            rows.items.iter().map(|row| row.job).collect()
        }
    });
    Ok(list)
}

/// All jobs of a user.
async fn ids_of(app: &App, user: u64) -> Result<Vec<u64>> {
    let rows: Vec<Owned> = app.store.list_all(&Owned::by(user)).await?;
    Ok(rows.iter().map(|row| row.job).collect())
}

impl Page {
    /// The page that is wanted; none when all is.
    ///
    /// Refuses: `Invalid` 400 for a `limit` that is out of bounds.
    fn read(query: &Query) -> Result<Option<Self>> {
        let Some(limit) = limit(query, MOST)? else { return Ok(None) };
        let cursor = query.get("cursor").filter(|text| !text.is_empty()).map(str::to_owned);
        Ok(Some(Self { limit, cursor }))
    }
}

/// Contract: 400, where jobs say 404.
fn unknown() -> Error {
    let unknown = Error::not_found("There is no account with this address");
    unknown.with_status(axum::http::StatusCode::BAD_REQUEST)
}
