//! The interactions of an export: person by person, each by kind and content.

use kindred::entity::meta::Meta;
use kindred::entity::user::User;
use kindred::store::Cursor;
use kindred::{App, Result, Store};

use super::line::InteractionLine;
use crate::Failure;
use crate::import::{Progress, several};

/// Accounts that are looked at together.
const PEOPLE: u64 = 100;

/// Interactions of one person that are read at once.
const SLICE: usize = 1_000;

/// The first interactions of a person, and where the next begin.
struct First {
    user: User,
    metas: Vec<Meta>,
    next: Option<Cursor>,
}

/// Visit the interactions of everybody who has an account, by number, slice by slice.
pub(super) async fn walk(
    app: &App,
    progress: &Progress,
    mut visit: impl FnMut(&User, &[Meta]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let last = app.store.last_id("user").await?;
    for first in (1..=last).step_by(PEOPLE as usize) {
        let places: Vec<_> = (first..first + PEOPLE).map(User::place).collect();
        let users: Vec<User> = app.store.batch(&places).await?;
        let reading = users.into_iter().map(|user| begin(app.store.clone(), user));
        for First { user, mut metas, mut next } in several(reading).await? {
            visit(&user, &metas)?;
            progress.wrote(metas.len());
            while let Some(after) = next {
                let range = Meta::everything(user.id);
                let page = app.store.list(&range, Some(&after), SLICE).await?;
                (metas, next) = (page.items, page.next);
                visit(&user, &metas)?;
                progress.wrote(metas.len());
            }
        }
        progress.advance(PEOPLE as usize);
    }
    Ok(())
}

async fn begin(store: Store, user: User) -> Result<First> {
    let page = store.list(&Meta::everything(user.id), None, SLICE).await?;
    Ok(First { user, metas: page.items, next: page.next })
}

/// What a person did with a content, for the keys of both.
pub(super) fn line(person: &str, content: &str, meta: &Meta) -> InteractionLine {
    InteractionLine {
        user: person.to_owned(),
        content: content.to_owned(),
        rating: meta.rating,
        last_rating_date: meta.last_rating_date,
        review_see_count: meta.review_see_count,
        last_review_see_date: meta.last_review_see_date,
        count: meta.count,
        last_count_increment: meta.last_count_increment,
    }
}
