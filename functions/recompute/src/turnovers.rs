//! What a run changes in the lists of a user, told with them; and forgotten when the user is gone.
//!
//! Lists of groups are not told of: nobody asks for their past.

use std::collections::BTreeMap;

use kindred::entity::kind::MediaKind;
use kindred::entity::recommendation::{Recipient, RecommendationList};
use kindred::entity::turnover::{Cause, Turnover, differences};
use kindred::event::{META_ADDED, META_MODEL, USER_MODEL};
use kindred::store::{Change, Entity};
use kindred::{Event, Result, Store};

use crate::run::Run;
use crate::touched::{Touched, touched};

/// How many are removed together.
const SLICE: usize = 200;

/// The events of a batch, by what they have to do with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Causes {
    /// By the user whose taste is another now.
    people: BTreeMap<u64, Vec<Cause>>,
    /// By the kind of a content that came, went or changed.
    media: BTreeMap<MediaKind, Vec<Cause>>,
}

impl Causes {
    /// What these events may cause.
    pub(crate) fn of(events: &[Event]) -> Self {
        let mut causes = Self::default();
        for event in events {
            if let Some(user) = person(event) {
                causes.people.entry(user).or_default().push(event.into());
            } else if let Touched::Medium(kind) = touched(event) {
                causes.media.entry(kind).or_default().push(event.into());
            }
        }
        causes
    }

    fn of_lists(&self, user: u64, kind: MediaKind) -> Vec<Cause> {
        let own = self.people.get(&user).into_iter().flatten();
        own.chain(self.media.get(&kind).into_iter().flatten()).cloned().collect()
    }
}

/// Whose taste an event has to do with.
fn person(event: &Event) -> Option<u64> {
    match event.text("model_name") {
        Some(META_MODEL) => event.occured_by,
        Some(USER_MODEL) => Some(event.object_id),
        _ => event.occured_by.filter(|_| event.name == META_ADDED),
    }
}

/// Tell what differs: these lists, of which `before` has those that were there.
pub(crate) fn note(
    run: Run<'_>,
    before: &[RecommendationList],
    differing: &[RecommendationList],
) -> Change {
    let Some(&RecommendationList { recipient: Recipient::User(user), kind, .. }) =
        differing.first()
    else {
        return Change::new();
    };
    let is_differing =
        |list: &&RecommendationList| differing.iter().any(|other| other.engine == list.engine);
    let before: Vec<_> = before.iter().filter(is_differing).cloned().collect();
    let shifts = differences(&before, differing);
    if shifts.is_empty() {
        return Change::new();
    }
    let causes = run.causes.of_lists(user, kind);
    let occurrence = run.recompute.ids.occurrence(None);
    Change::new().put(&Turnover::new(occurrence, (user, kind), run.position, causes, shifts))
}

/// Forget all that was told of a user, who is gone.
pub(crate) async fn forget(store: &Store, user: u64) -> Result<()> {
    loop {
        let slice = store.list::<Turnover>(&Turnover::all(user), None, SLICE).await?;
        let keys: Vec<_> = slice.items.iter().map(Entity::key).collect();
        store.put_all::<Turnover>(&[], &keys).await?;
        if slice.next.is_none() {
            return Ok(());
        }
    }
}
