//! An author's name where it stands beside what they wrote: in articles and their headlines.
//!
//! Names of the forum never change; the name of somebody without one does, and this carries the new one along.

use kindred::entity::article::{Article, Headline};
use kindred::entity::user::User;
use kindred::store::Change;
use kindred::{Result, Store};

use crate::Cascade;
use crate::each::each;

/// Write the name that this account has now wherever another one stands; nothing when the account is gone.
pub(crate) async fn rename(cascade: &Cascade, user: u64) -> Result<()> {
    let store = cascade.store();
    let Some(user) = store.get::<User>(&User::place(user)).await? else { return Ok(()) };
    let name = user.author_name();
    let name = name.as_str();
    each(store, &Headline::by_author(user.id), |headline: Headline| async move {
        if headline.author == name { Ok(()) } else { sign(store, headline.id, name).await }
    })
    .await
}

async fn sign(store: &Store, article: u64, name: &str) -> Result<()> {
    let decide = |found: Option<Article>| {
        let signed = found.map(|article| Article { author: name.to_owned(), ..article });
        Ok((signed.as_ref().map_or_else(Change::new, Article::saving), ()))
    };
    store.change(&Article::place(article), decide).await
}
