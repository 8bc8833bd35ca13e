//! Where the engines stand: noted before a batch is worked off, and what they did after it.

use std::collections::BTreeSet;

use kindred::entity::kind::MediaKind;
use kindred::entity::launches::Launched;
use kindred::entity::model::Model;
use kindred::entity::recommendation::Engine;
use kindred::entity::standing::Standing;
use kindred::store::Change;
use kindred::{Result, Store};

use crate::Recompute;
use crate::work::Work;

/// Engines are about to look at events up to this one.
///
/// A batch that comes twice counts twice: then a training, or a round, begins a little early.
pub(crate) async fn reaching(recompute: &Recompute, position: u64, work: &Work) -> Result<()> {
    for kind in work.kinds() {
        let (interactions, forgets) = (work.interactions(kind), work.forgets(kind));
        let unlists = work.withdraws(kind) && has_model(&recompute.store, kind).await?;
        let reached = |standing: Standing| {
            let standing = standing.reaching(position, interactions, forgets);
            if unlists { standing.unlisting() } else { standing }
        };
        change(&recompute.store, kind, reached).await?;
    }
    Ok(())
}

/// Whether there are lists that nothing but a round takes a content out of: nobody knows in whose a model has put it.
async fn has_model(store: &Store, kind: MediaKind) -> Result<bool> {
    Ok(Model::of(store, kind).await?.generation > 0)
}

/// Engines have done this for these kinds.
///
/// What is derived is done by now: that it cannot be counted is no reason to do it again.
pub(crate) async fn having_run(
    recompute: &Recompute,
    kinds: &BTreeSet<MediaKind>,
    launched: &[Launched],
) {
    let now = recompute.clock.now();
    for kind in kinds {
        measure(*kind, launched);
        let ran = |standing: Standing| standing.having_run(launched, now);
        if let Err(error) = change(&recompute.store, *kind, ran).await {
            tracing::warn!(%error, %kind, "what engines did is not counted");
        }
    }
}

/// Log what each engine did: metric filters of the template count these lines.
fn measure(kind: MediaKind, launched: &[Launched]) {
    for engine in Engine::ALL {
        let name = engine.to_string();
        let did = launched.iter().find(|it| it.kind == Some(kind) && it.engine == name);
        let touched = did.map_or(0, |did| did.touched);
        let (launched, skipped) = (u8::from(did.is_some()), u8::from(did.is_none()));
        tracing::info!(%engine, %kind, launched, skipped, touched, "engine");
    }
}

async fn change(store: &Store, kind: MediaKind, step: impl Fn(Standing) -> Standing) -> Result<()> {
    let decide = |found: Option<Standing>| {
        let next = step(found.unwrap_or_else(|| Standing::none(kind)));
        Ok((Change::new().save(&next), ()))
    };
    store.change(&Standing::place(kind), decide).await
}
