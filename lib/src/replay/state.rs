//! The past as items of the store: what to write into an empty one so that engines see what they saw then.
//!
//! Only what they read is right; the rest is as plain as it can be. Dates of interactions, names and rights of people
//! are not there.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::Past;
use super::words::Words;
use crate::Timestamp;
use crate::entity::bad_recommendation::BadRecommendation;
use crate::entity::consent::Consent;
use crate::entity::content::Content;
use crate::entity::genre::Genre;
use crate::entity::group::{Group, Membership, Standing};
use crate::entity::like::Like;
use crate::entity::meta::Meta;
use crate::entity::user::{Newcomer, Origin, User};

impl Past {
    /// All contents, with all their ratings.
    pub fn contents(&self) -> Vec<Content> {
        let mut contents = self.contents.clone();
        for ((_, content), deed) in &self.deeds {
            if let (Some(content), Some(rating)) = (contents.get_mut(content), deed.rating) {
                content.rating_sum += i64::from(rating);
                content.rating_count += 1;
            }
        }
        contents.into_values().collect()
    }

    /// All genres.
    pub fn genres(&self) -> impl Iterator<Item = Genre> {
        let there = |genre: &&Genre| !self.deleted_genres.contains(&genre.genre_id);
        self.genres.values().filter(there).map(|genre| Genre { version: 1, ..genre.clone() })
    }

    /// All accounts: of those who registered, and of those who did something and never registered, people of data sets.
    pub fn accounts(&self, now: Timestamp) -> impl Iterator<Item = User> {
        let known = |user: &u64| self.accounts.contains(user) || self.departed.contains(user);
        let others: BTreeSet<u64> =
            self.deeds.keys().map(|(user, _)| *user).filter(|user| !known(user)).collect();
        let own = self.accounts.iter().map(|id| (*id, Origin::Media));
        own.chain(others.into_iter().map(|id| (id, Origin::Dataset))).map(move |(id, origin)| {
            let uuid = Uuid::from_u128(id.into());
            let newcomer = Newcomer { id, uuid, password_hash: None, now };
            User { roles: Vec::new(), version: 1, ..User::new(newcomer, origin) }
        })
    }

    /// What everybody did.
    pub fn metas(&self) -> impl Iterator<Item = Meta> {
        self.deeds.iter().filter_map(|((user, content), deed)| {
            Some(Meta {
                rating: deed.rating,
                review_see_count: deed.views,
                count: deed.count,
                version: 1,
                ..Meta::first(*user, *self.kinds.get(content)?, *content)
            })
        })
    }

    /// Who agrees to be compared with others.
    pub fn consents(&self) -> impl Iterator<Item = Consent> {
        let consent = |(user_id, given_at): (&u64, &Timestamp)| Consent {
            user_id: *user_id,
            given_at: *given_at,
            version: 1,
        };
        self.consents.iter().map(consent)
    }

    /// What everybody likes.
    pub fn likes(&self) -> impl Iterator<Item = Like> {
        self.likes.iter().filter_map(|(user, genre)| {
            Some(Like { version: 1, ..Like::new(*user, self.genres.get(genre)?.clone()) })
        })
    }

    /// What people do not want to be recommended, with those reasons that are words of the catalogue.
    pub fn flags(&self) -> impl Iterator<Item = BadRecommendation> {
        let words = Words::of(self);
        self.flags.iter().filter_map(move |((user_id, content_id), said)| {
            let (user_id, content_id) = (*user_id, *content_id);
            let kind = self.contents.get(&content_id)?.kind;
            let reasons = words.read(kind, said);
            Some(BadRecommendation { user_id, content_id, kind, reasons, version: 1 })
        })
    }

    /// All groups.
    pub fn groups(&self) -> impl Iterator<Item = Group> {
        self.groups.values().cloned()
    }

    /// What everybody is in groups.
    pub fn memberships(&self) -> impl Iterator<Item = Membership> {
        self.groups.values().flat_map(|group| {
            let of = |user_id, standing| {
                let (group_id, name) = (group.id, group.name.clone());
                Membership { user_id, group_id, name, standing }
            };
            let owner = [of(group.owner, Standing::Owner)];
            let members = group.members.iter().map(move |user| of(*user, Standing::Member));
            let invited = group.invitations.iter().map(move |user| of(*user, Standing::Invited));
            owner.into_iter().chain(members).chain(invited)
        })
    }

    /// The greatest ids that there were, by the counters that give them.
    pub fn counters(&self) -> BTreeMap<&'static str, u64> {
        let users = self.deeds.keys().map(|(user, _)| *user);
        let users = users.chain(self.accounts.last().copied()).chain(self.departed.last().copied());
        let last = |id: Option<u64>| id.unwrap_or(0);
        BTreeMap::from([
            ("content", last(self.kinds.last_key_value().map(|(id, _)| *id))),
            ("genre", last(self.genres.last_key_value().map(|(id, _)| *id))),
            ("group", last(self.groups.last_key_value().map(|(id, _)| *id))),
            ("user", last(users.max())),
        ])
    }
}
