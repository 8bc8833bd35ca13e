//! The keys by which an export names contents and people, the same in every store.
//!
//! What came from a data set has its key there. What was made here has one that nobody else gives: a person
//! `kindred:` and the uuid, a content `kindred:`, the name of the store and its number.

use kindred::entity::content::Content;
use kindred::entity::realm::Realm;
use kindred::entity::user::User;
use uuid::Uuid;

const PREFIX: &str = "kindred:";

/// The key of a person.
pub(crate) fn of_user(user: &User) -> String {
    user.source.clone().unwrap_or_else(|| format!("{PREFIX}{}", user.uuid))
}

/// The key of a content.
pub(crate) fn of_content(content: &Content, realm: &Realm) -> String {
    content.source.clone().unwrap_or_else(|| format!("{PREFIX}{}:{}", realm.name, content.id))
}

/// Whether an export made this key.
pub(crate) fn is_of_export(key: &str) -> bool {
    key.starts_with(PREFIX)
}

/// The uuid of the person whose key this is.
pub(crate) fn uuid(key: &str) -> Option<Uuid> {
    key.strip_prefix(PREFIX)?.parse().ok()
}

/// The number of the content of this store whose key this is.
pub(crate) fn content(key: &str, realm: &Realm) -> Option<u64> {
    let (name, id) = key.strip_prefix(PREFIX)?.split_once(':')?;
    id.parse().ok().filter(|_| name == realm.name)
}
