//! What belongs to a persona: all that lies in its own partition, and what says whose its launches are.
//!
//! Nothing is added to a persona that is gone, see [`persona`](kindred::entity::persona): so who goes through its partition
//! after its end goes through all of it.

use kindred::entity::erasure::Erasure;
use kindred::entity::persona::Persona;
use kindred::entity::persona::launch::Launch;
use kindred::event::PERSONA_MODEL;
use kindred::store::{ATTEMPTS, Entity, Key, outrun};
use kindred::{Result, Store};

use crate::Cascade;
use crate::each::each;
use crate::user::Belonging;

/// Remove what belonged to the persona of this id, if it is gone: then there is its erasure.
pub(crate) async fn remove_belongings(cascade: &Cascade, id: u64) -> Result<()> {
    let store = cascade.store();
    if store.get::<Erasure>(&Erasure::place(PERSONA_MODEL, id)).await?.is_none() {
        tracing::warn!(persona = id, "a persona without an erasure keeps what belongs to it");
        return Ok(());
    }
    empty(store, id).await
}

/// Remove the persona that lies here, and all that belongs to it: for an account that is gone.
///
/// The persona goes last, so that whoever comes next finds what is left; if something was added meanwhile, again.
pub(crate) async fn end(cascade: &Cascade, place: &Key) -> Result<()> {
    let store = cascade.store();
    for attempt in 0..ATTEMPTS {
        let Some(persona) = store.get::<Persona>(place).await? else { return Ok(()) };
        empty(store, persona.id).await?;
        if store.attempt(persona.end(), attempt).await? {
            return Ok(());
        }
    }
    Err(outrun())
}

async fn empty(store: &Store, persona: u64) -> Result<()> {
    each(store, &Launch::all(persona), |launch: Launch| store.commit(launch.removal())).await?;
    each(store, &Persona::belongings(persona), |belonging: Belonging| async move {
        store.put_all::<Belonging>(&[], &[belonging.key()]).await
    })
    .await
}
