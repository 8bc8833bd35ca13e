//! Who is near somebody, and what of it may be shown.
//!
//! What is derived follows a withdrawal a little later. So of everybody who is to be shown it is looked up, after all
//! that was compared was read, whether they are there and consent; and nothing is told of those who do not.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kindred::entity::consent::Consent;
use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::entity::user::User;
use kindred::matching::affinity::{Affinity, Common, Evidence, diverging, ranked, shared};
use kindred::{Result, Store};
use tokio::sync::RwLockReadGuard;

use super::circle::{Circle, Circles};
use super::shapes::{CommonOut, PersonOut};

/// The opinions of some kinds, all read.
pub(super) struct Company<'a> {
    store: &'a Store,
    circles: Vec<RwLockReadGuard<'a, Circle>>,
}

/// What two people have in common.
pub(super) struct Comparison {
    pub(super) affinity: Affinity,
    /// By kind, those of which there is anything.
    pub(super) kinds: Vec<(MediaKind, Affinity)>,
    common: Vec<Common>,
}

impl<'a> Company<'a> {
    /// All whose opinions of these kinds are known.
    pub(super) async fn of(
        store: &'a Store,
        circles: &'a Circles,
        kinds: &BTreeSet<MediaKind>,
    ) -> Result<Self> {
        Ok(Self { store, circles: circles.current(store, kinds).await? })
    }

    /// Those whose taste is nearest to somebody's, the nearest first: at most so many, who are there and consent.
    ///
    /// Cost: two reads for each of them.
    pub(super) async fn nearest(&self, own: u64, most: usize) -> Result<Vec<User>> {
        let mut evidence: HashMap<u64, Evidence> = HashMap::new();
        for (other, more) in self.circles.iter().flat_map(|circle| circle.index.around(own)) {
            *evidence.entry(other).or_default() += more;
        }
        let near = ranked(evidence.into_iter().map(|(id, it)| (id, it.affinity())));
        let mut found = Vec::new();
        // Those who have withdrawn this very moment make room for others.
        for few in near.chunks(most) {
            let ids: Vec<u64> = few.iter().map(|(id, _)| *id).collect();
            found.extend(consenting(self.store, &ids).await?);
            if found.len() >= most {
                break;
            }
        }
        found.truncate(most);
        Ok(found)
    }

    /// What two people have in common.
    pub(super) fn compare(&self, own: u64, other: u64) -> Comparison {
        let (mut all, mut kinds, mut common) = (Evidence::default(), Vec::new(), Vec::new());
        for circle in &self.circles {
            let (evidence, items) = circle.index.common(own, other);
            if evidence.is_some() {
                kinds.push((circle.kind(), evidence.affinity()));
            }
            all += evidence;
            common.extend(items);
        }
        Comparison { affinity: all.affinity(), kinds, common }
    }

    /// These people as they are shown, with so many contents of both sorts.
    ///
    /// Cost: a read for each content, however many have it in common.
    pub(super) async fn show(
        &self,
        compared: &[(User, Comparison)],
        most: usize,
    ) -> Result<Vec<PersonOut>> {
        let of =
            |(_, it): &(User, Comparison)| [shared(&it.common, most), diverging(&it.common, most)];
        let lists: Vec<[Vec<Common>; 2]> = compared.iter().map(of).collect();
        let ids: BTreeSet<u64> = lists.iter().flatten().flatten().map(|it| it.item).collect();
        let places: Vec<_> = ids.into_iter().map(Content::place).collect();
        let contents: Vec<Content> = self.store.batch(&places).await?;
        let contents: BTreeMap<u64, Content> = contents.into_iter().map(|it| (it.id, it)).collect();
        // What is gone is not shown.
        let shown = |it: &Common| Some(CommonOut::new(contents.get(&it.item)?, it));
        let people = compared.iter().zip(lists).map(|((user, comparison), lists)| {
            let lists = lists.map(|list| list.iter().filter_map(shown).collect());
            PersonOut::new(user, comparison.affinity, lists)
        });
        Ok(people.collect())
    }
}

/// Those of these people who are there and consent, in this order. Cost: two reads for each.
pub(super) async fn consenting(store: &Store, ids: &[u64]) -> Result<Vec<User>> {
    let accounts: Vec<_> = ids.iter().map(|id| User::place(*id)).collect();
    let consents: Vec<_> = ids.iter().map(|id| Consent::place(*id)).collect();
    let (accounts, consents): (Vec<User>, Vec<Consent>) =
        tokio::try_join!(store.batch(&accounts), store.batch(&consents))?;
    let consents: BTreeSet<u64> = consents.into_iter().map(|consent| consent.user_id).collect();
    Ok(accounts.into_iter().filter(|user| consents.contains(&user.id)).collect())
}
