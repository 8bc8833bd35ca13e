//! Names of accounts that change: claimed anew, and told to those who list them.

use kindred::entity::user::User;
use kindred::event::Event;
use kindred::store::Change;
use kindred::{App, Error};
use serde_json::Value;

/// Write a changed account; `taken` is the refusal when somebody has one of its new names.
///
/// That there is a new name is told, but not which: the event stays when the account goes.
pub(crate) fn saving(app: &App, before: &User, after: &User, taken: &Error) -> Change {
    if before == after {
        return Change::new();
    }
    let change = after.renaming(before, taken);
    if before.author_name() == after.author_name() && before.display_name == after.display_name {
        return change;
    }
    let occurrence = app.ids.occurrence(Some(after.id));
    change.event(&Event::user_changed(occurrence, after.id, "username", &Value::Null))
}
