//! Training: the collaborative model of a kind, made anew.
//!
//! It is learned from what everybody has met, as State has it: so what was deleted is in no model that is trained after
//! that. Until the new model counts, the old one does; a training that breaks off has changed nothing.

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::Event;
use kindred::Result;
use kindred::collaborative::{Learned, Weights, learn};
use kindred::engines::Met;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use kindred::entity::model::Model;
use kindred::entity::recommendation::Engine;
use kindred::entity::snapshot::Family;
use kindred::entity::standing::Standing;
use kindred::matching::collaborative::{Ridge, snapshot};
use kindred::replay::Lesson;
use kindred::store::Change;
use kindred::{Error, Store};

use crate::launches::Log;
use crate::{AT_ONCE, Recompute};

impl Recompute {
    /// Train the model of the kind that stands so, if enough has happened since the last time.
    pub(crate) async fn train_if_due(&self, standing: &Standing, log: &mut Log<'_>) -> Result<()> {
        let kind = standing.kind;
        let last = Model::of(&self.store, kind).await?;
        if !standing.wants_training(&last, self.clock.now()) {
            return Ok(());
        }
        let interactions = interactions(&self.store, kind, self.engines.training.weights).await?;
        let n = interactions.len();
        let is_ridge_good = last.n_chosen_from * 2 > n as u64 && !standing.forgets;
        let ridge = is_ridge_good.then(|| last.ridge());
        let learned = self.learned(interactions, ridge).await?;
        let touched = learned.n_users as usize;
        let counts = self.publish_model(&last, standing, learned, ridge.is_some()).await?;
        log.note(&Engine::CollaborativeFiltering, Some(kind), touched, usize::from(counts));
        Ok(())
    }

    /// Learn a model again as it was learned once, and let it count: for those who look back, in a store of their own.
    pub async fn relearn(&self, kind: MediaKind, lesson: &Lesson) -> Result<()> {
        let Lesson { generation, ridge, interactions } = lesson.clone();
        let learned = self.learned(interactions, Some(ridge)).await?;
        let last = Model { generation: generation.saturating_sub(1), ..Model::none(kind) };
        self.publish_model(&last, &Standing::none(kind), learned, true).await.map(|_| ())
    }

    /// Learn, away from the threads that wait for answers.
    async fn learned(
        &self,
        interactions: Vec<(u64, u64, f32)>,
        ridge: Option<Ridge>,
    ) -> Result<Learned> {
        let settings = self.engines.training.settings;
        let learning = tokio::task::spawn_blocking(move || learn(interactions, ridge, &settings));
        learning.await.map_err(Error::internal)
    }

    /// Let a model count from now on; unless somebody was faster, whose model then does.
    async fn publish_model(
        &self,
        last: &Model,
        began: &Standing,
        learned: Learned,
        is_ridge_old: bool,
    ) -> Result<bool> {
        let (kind, generation) = (last.kind, last.generation + 1);
        let bytes = snapshot::write(&learned.trained);
        let blob = self.publish_blob(Family::Models, kind, generation, bytes).await?;
        let Learned { trained, ridge, n_users, n_interactions } = learned;
        let n_chosen_from = if is_ridge_old { last.n_chosen_from } else { n_interactions };
        let next = Model {
            generation,
            blob: Some(blob.clone()),
            previous: last.blob.clone(),
            position: began.position,
            trained_at: Some(self.clock.now()),
            n_users,
            n_items: trained.ids().len() as u64,
            n_interactions,
            lambda: ridge.lambda,
            gamma: ridge.gamma,
            n_chosen_from,
            ..last.clone()
        };
        if !self.replace_model(last, &next, began.untrained).await? {
            self.discard_blob(Family::Models, kind, generation, blob).await?;
            return Ok(false);
        }
        self.engines.models.keep(kind, &blob, trained);
        let kept = [&next.blob, &next.previous];
        self.tidy_blobs(Family::Models, kind, generation, kept).await?;
        Ok(true)
    }

    async fn replace_model(&self, last: &Model, next: &Model, untrained: u64) -> Result<bool> {
        let replace = || async {
            if Model::of(&self.store, next.kind).await?.version != last.version {
                return Ok((Change::new(), false));
            }
            let standing = Standing::of(&self.store, next.kind).await?.trained(untrained);
            let told = Event::model_trained(self.ids.occurrence(None), next);
            Ok((Change::new().save(next).save(&standing).event(&told), true))
        };
        self.store.turn(replace).await
    }
}

/// Who has met what of a kind, and how much that counts: of everybody that there ever was.
async fn interactions(
    store: &Store,
    kind: MediaKind,
    weights: Weights,
) -> Result<Vec<(u64, u64, f32)>> {
    let users = stream::iter(1..=store.last_id("user").await?);
    let histories = users.map(|user| async move {
        let metas: Vec<Meta> = store.list_all(&Meta::all(user, kind)).await?;
        let met = metas.iter().map(Met::from);
        let weighed = |met: Met| Some((user, met.content_id, weights.of(&met)?));
        Ok(met.filter_map(weighed).collect::<Vec<_>>())
    });
    histories.buffered(AT_ONCE).try_concat().await
}
