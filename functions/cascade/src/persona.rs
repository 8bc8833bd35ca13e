//! What belongs to a persona: all that lies in its own partition, what says whose its launches are, and that it likes
//! its genres.
//!
//! Nothing is added to a persona that is gone, see [`persona`](kindred::entity::persona): so who goes through its
//! partition after its end goes through all of it.

use kindred::entity::persona::Persona;
use kindred::entity::persona::launch::Launch;
use kindred::entity::persona::like::PersonaLike;
use kindred::store::{Change, Entity, Key};
use kindred::{Result, Store};

use crate::Cascade;
use crate::each::{each, remove_by};
use crate::user::Belonging;

/// Remove what belonged to the persona of this id, which is gone.
pub(crate) async fn remove_belongings(cascade: &Cascade, id: u64) -> Result<()> {
    empty(cascade.store(), id).await
}

/// Remove the persona that lies here, and all that belongs to it: for an account that is gone.
///
/// The persona goes last, so that whoever comes next finds what is left; if something was added meanwhile, again.
pub(crate) async fn end(cascade: &Cascade, place: &Key) -> Result<()> {
    let store = cascade.store();
    store
        .turn(|| async move {
            let Some(persona) = store.get::<Persona>(place).await? else {
                return Ok((Change::new(), ()));
            };
            empty(store, persona.id).await?;
            Ok((persona.end(), ()))
        })
        .await
}

async fn empty(store: &Store, persona: u64) -> Result<()> {
    each(store, &Launch::all(persona), |launch: Launch| store.commit(launch.removal())).await?;
    each(store, &PersonaLike::all(persona), |like: PersonaLike| async move {
        remove_by(store, &like.key(), PersonaLike::removal).await
    })
    .await?;
    each(store, &Persona::belongings(persona), |belonging: Belonging| async move {
        store.put_all::<Belonging>(&[], &[belonging.key()]).await
    })
    .await
}
