//! What belongs to an account: articles with their headlines, interactions with their shares in the averages of
//! contents, jobs with their audio and transcripts, jobs of matching with what they have in the bucket, groups and what
//! they were in those of others, personas with all that is theirs, and whatever else lies in the user's own partition.
//!
//! Names went with the account. Mailed tokens and announced uploads cannot be found by their user: tokens hold hashes
//! only; neither is any good without the account, and both expire within a day or so, files that were uploaded
//! included.

use kindred::Result;
use kindred::entity::article::Headline;
use kindred::entity::bad_recommendation::BadRecommendation;
use kindred::entity::group::Membership;
use kindred::entity::job::Owned;
use kindred::entity::like::Like;
use kindred::entity::matching_job::MatchingJob;
use kindred::entity::meta::Meta;
use kindred::entity::persona::Persona;
use kindred::entity::user::User;
use kindred::store::{Entity, Key, Order, Range, Table};
use serde::{Deserialize, Serialize};

use crate::each::{each, remove_by};
use crate::{Cascade, group, interaction, persona};

/// Anything in the partition of its owner: its place and what it is.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Belonging {
    #[serde(rename = "PK")]
    partition: String,
    #[serde(rename = "SK")]
    sort: String,
    #[serde(rename = "type")]
    noun: String,
}

impl Entity for Belonging {
    const TYPE: &'static str = "belonging";

    fn key(&self) -> Key {
        Key::new(Table::State, &self.partition, &self.sort)
    }
}

/// Remove what belonged to this account, if it is gone.
pub(crate) async fn remove_belongings(cascade: &Cascade, user: u64) -> Result<()> {
    let store = cascade.store();
    let account = User::place(user);
    if store.get::<User>(&account).await?.is_some() {
        tracing::warn!(user, "an account that is there keeps what it owns");
        return Ok(());
    }
    let articles = Headline::by_author(user);
    each(store, &articles, |headline: Headline| store.commit(headline.removal())).await?;
    let belongings = Range::of(Table::State, account.partition, Order::Ascending);
    each(store, &belongings, |belonging| remove(cascade, user, belonging)).await
}

async fn remove(cascade: &Cascade, user: u64, belonging: Belonging) -> Result<()> {
    let key = belonging.key();
    match &*belonging.noun {
        Meta::TYPE => interaction::forget(cascade, user, &key).await,
        Owned::TYPE => erase(cascade, &key).await,
        MatchingJob::TYPE => erase_matching(cascade, &key).await,
        Like::TYPE => remove_by(cascade.store(), &key, Like::removal).await,
        BadRecommendation::TYPE => {
            remove_by(cascade.store(), &key, BadRecommendation::removal).await
        }
        Membership::TYPE => group::part(cascade, user, &key).await,
        Persona::TYPE => persona::end(cascade, &key).await,
        _ => cascade.store().put_all::<Belonging>(&[], &[key]).await,
    }
}

/// Erase a job, and with it the row that says whose it is.
async fn erase(cascade: &Cascade, key: &Key) -> Result<()> {
    match cascade.store().get::<Owned>(key).await? {
        Some(owned) => cascade.queue.erase(owned.job).await,
        None => Ok(()),
    }
}

/// Erase a job of matching, and with it what it has in the bucket.
async fn erase_matching(cascade: &Cascade, key: &Key) -> Result<()> {
    let queue = &cascade.queue;
    match cascade.store().get::<MatchingJob>(key).await? {
        Some(job) => queue.remove_matching_job(job.owner, job.uuid, None).await.map(|_| ()),
        None => Ok(()),
    }
}
