//! People whose taste is near one's own: found and shown only if both have agreed to it.
//!
//! How near is in [`affinity`](kindred::matching::affinity); here it gets the opinions of those who have consented, and
//! what comes out is shown of those who still do at that moment.

mod circle;
mod near;
mod shapes;

use std::collections::BTreeSet;

use axum::Extension;
use axum::extract::State;
use kindred::entity::consent::Consent;
use kindred::entity::kind::MediaKind;
use kindred::entity::user::User;
use kindred::http::media::Caller;
use kindred::http::{Json, Path, Query, params};
use kindred::{App, Error, Problems, Result, Store};
use utoipa::IntoParams;

pub(crate) use circle::Circles;
use near::{Company, consenting};
use shapes::{DetailAnswer, DetailOut, KindOut, NearPeople};

/// People in a list at most.
const MOST_PEOPLE: usize = 100;
/// People in a list of which nothing else is said.
const SOME_PEOPLE: usize = 10;
/// Contents of each sort that are told of somebody in a list.
const SOME_CONTENTS: usize = 5;
/// The same of somebody alone.
const MORE_CONTENTS: usize = 25;

/// Who is looked for.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "for the documentation")]
pub(crate) struct Wanted {
    /// Only by their taste in this kind; all kinds together without it.
    #[param(nullable = false, example = "movie")]
    kind: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 10, nullable = false, example = 10)]
    limit: Option<u64>,
}

/// Find people whose taste is near one's own.
///
/// The nearest first, with what speaks for it and against it: five contents at most that you think the same of, and
/// five that you think otherwise of. You see only people who agree to it (`PUT /api/match/consent`), and only while you
/// do, too. Whoever takes it back is not shown any more, from that moment on. Ratings count, measured by what somebody
/// gives as a rule; a use without a rating is a weak agreement; and agreeing on what hardly anybody knows tells more
/// than on what everybody does. What you rate shows as soon as recompute has heard of it, normally within a second.
#[utoipa::path(get, path = "/api/match/users", tag = "Matching", params(Wanted), responses(
    (status = 200, body = NearPeople, description = "Those whose taste is near yours; perhaps nobody"),
    (status = 400, description = "kind: there is no kind 'x' | limit: not a whole number from 1 to 100"),
    (status = 403, description = "Whoever looks for people has to agree to be found"),
))]
pub(crate) async fn list_near_people(
    State(app): State<App>,
    Extension(circles): Extension<Circles>,
    Caller { user, .. }: Caller,
    query: Query,
) -> Result<Json<NearPeople>> {
    let (kinds, most) = wanted(&query)?;
    agreed(&app.store, &user).await?;
    let company = Company::of(&app.store, &circles, &kinds).await?;
    let near = company.nearest(user.id, most).await?;
    let compare = |other: User| {
        let comparison = company.compare(user.id, other.id);
        (other, comparison)
    };
    let compared: Vec<_> = near.into_iter().map(compare).collect();
    Ok(Json(NearPeople::new(company.show(&compared, SOME_CONTENTS).await?)))
}

/// See how near somebody's taste is to one's own.
///
/// The same as in the list, of one person, near or not: kind by kind, too, and with up to 25 contents of each sort.
/// Whoever does not agree to be compared is not there, and neither is oneself.
#[utoipa::path(get, path = "/api/match/users/{uuid}", tag = "Matching",
    params(("uuid" = String, Path, description = "The user's uuid", example = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52")),
    responses(
        (status = 200, body = DetailAnswer, description = "How near they are"),
        (status = 403, description = "Whoever looks for people has to agree to be found"),
        (status = 404, description = "There is nobody with the uuid 5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52 to compare with"),
    ))]
pub(crate) async fn get_near_person(
    State(app): State<App>,
    Extension(circles): Extension<Circles>,
    Caller { user, .. }: Caller,
    Path(segment): Path<String>,
) -> Result<Json<DetailAnswer>> {
    agreed(&app.store, &user).await?;
    // One answer for all who cannot be shown: it must not tell why.
    let unknown =
        || Error::not_found(format!("There is nobody with the uuid {segment} to compare with"));
    let other = named(&app.store, &segment).await?;
    let other = other.filter(|other| other.id != user.id).ok_or_else(unknown)?;
    let company = Company::of(&app.store, &circles, &MediaKind::ALL.into()).await?;
    let other = consenting(&app.store, &[other.id]).await?.pop().ok_or_else(unknown)?;
    let comparison = company.compare(user.id, other.id);
    let kinds = comparison.kinds.iter();
    let kinds = kinds.map(|(kind, it)| KindOut { kind: *kind, affinity: (*it).into() }).collect();
    let mut shown = company.show(&[(other, comparison)], MORE_CONTENTS).await?;
    let person = shown.pop().ok_or_else(unknown)?;
    Ok(Json(DetailAnswer::new(DetailOut { person, kinds })))
}

/// Refuses: `Forbidden` 403 when this user has not agreed to be compared. Cost: a read.
async fn agreed(store: &Store, user: &User) -> Result<()> {
    let found: Option<Consent> = store.get(&Consent::place(user.id)).await?;
    let refused = || Error::forbidden("Whoever looks for people has to agree to be found");
    found.map(|_| ()).ok_or_else(refused)
}

/// The account whose uuid this is, if it is one.
async fn named(store: &Store, segment: &str) -> Result<Option<User>> {
    match segment.parse() {
        Ok(uuid) => User::by_claim(store, &User::uuid_claim(uuid)).await,
        Err(_) => Ok(None),
    }
}

/// Of which kinds, and how many.
///
/// Refuses: `Invalid` 400, field by field.
fn wanted(query: &Query) -> Result<(BTreeSet<MediaKind>, usize)> {
    let mut problems = Problems::default();
    let kind = problems.read("kind", params::kind(query)).flatten();
    let limit = problems.read("limit", params::limit(query, SOME_PEOPLE, MOST_PEOPLE));
    let kinds = kind.map_or_else(|| MediaKind::ALL.into(), |kind| [kind].into());
    problems.done((kinds, limit.unwrap_or_default()))
}
