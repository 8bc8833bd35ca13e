//! One step of a group: decided on what it is now, written with all that hangs on it.

use kindred::entity::group::Group;
use kindred::entity::user::User;
use kindred::event::Occurrence;
use kindred::store::{Change, Entity};
use kindred::{App, Result};

use crate::named::unknown;

/// Let this user take a step with a group that was there a moment ago.
///
/// Refuses: `NotFound` 404 when it is gone; whatever the step refuses.
pub(crate) async fn take<T>(
    app: &App,
    user: &User,
    group: &Group,
    step: impl Fn(Group, Occurrence) -> Result<(Change, T)>,
) -> Result<T> {
    let decide = |found: Option<Group>| {
        let group = found.ok_or_else(|| unknown(group.id))?;
        step(group, app.ids.occurrence(Some(user.id)))
    };
    app.store.change(&group.key(), decide).await
}
