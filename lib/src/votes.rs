//! The votes of a kind as the engines have them, kept by the process as long as they are current.
//!
//! Like [`corpus`](crate::corpus): derived by `recompute`, content by content, with a [`Launch`] of Popularity each
//! time. What is popular by them is written with that launch, so it is known, too.

use std::collections::BTreeMap;

use crate::entity::kind::MediaKind;
use crate::entity::popularity::{Popularity, Votes};
use crate::entity::recommendation::Engine;
use crate::entity::summary::Launch;
use crate::matching::popularity::Rated;
use crate::warm::{Derived, Warm};
use crate::{Result, Store};

/// The votes that this process has read, for each kind; clones share them.
pub type AllVotes = Warm<Counted>;

/// The votes of a kind, as Popularity left them with a launch.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The launch.
    pub launch: Launch,
    /// Ascending by id.
    pub rated: Vec<Rated>,
    /// What is popular by them; none before the first launch.
    pub popular: Option<Popularity>,
}

impl Counted {
    /// The same with the votes of these contents as they are now; those of which there are none go.
    #[must_use]
    pub fn with(&self, now: &BTreeMap<u64, Option<Votes>>) -> Self {
        let mut rated = self.rated.clone();
        for (id, votes) in now {
            let place = rated.binary_search_by_key(id, |rated| rated.id);
            match (place, votes.as_ref().map(Rated::from)) {
                (Ok(place), Some(now)) => rated[place] = now,
                (Err(place), Some(now)) => rated.insert(place, now),
                (Ok(place), None) => {
                    rated.remove(place);
                }
                (Err(_), None) => {}
            }
        }
        Self { launch: self.launch.clone(), rated, popular: self.popular.clone() }
    }

    /// The votes of a content.
    pub fn of(&self, id: u64) -> Option<&Rated> {
        self.rated.binary_search_by_key(&id, |rated| rated.id).ok().map(|place| &self.rated[place])
    }
}

impl From<&Votes> for Rated {
    fn from(votes: &Votes) -> Self {
        Self { id: votes.content_id, rating: votes.rating, count: votes.count }
    }
}

impl Derived for Counted {
    type Of = MediaKind;
    type Mark = Launch;

    fn unmarked(kind: MediaKind) -> Launch {
        Launch::none(Engine::Popularity, kind)
    }

    fn mark(&self) -> &Launch {
        &self.launch
    }

    /// Cost: a read unit for each fifty contents, and the popular list.
    async fn read(store: &Store, kind: MediaKind, launch: Launch) -> Result<Self> {
        let votes: Vec<Votes> = store.list_all(&Votes::all(kind)).await?;
        let popular = store.get(&Popularity::place(kind)).await?;
        Ok(Self { launch, rated: votes.iter().map(Rated::from).collect(), popular })
    }
}
