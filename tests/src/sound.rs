//! Whether what lies in the store fits together, whatever was done, tried at the same time, or broken off.
//!
//! It walks everything that is true and every event. What is derived is not looked at: recompute has tests of its own.

mod groups;
mod jobs;
mod matching;

use std::collections::{BTreeMap, BTreeSet};

use kindred::Event;
use kindred::entity::administrators::Administrators;
use kindred::entity::article::Article;
use kindred::entity::bad_recommendation::{BadRecommendation, Flagger};
use kindred::entity::like::{Like, Liker};
use kindred::entity::user::{EMAIL, LOGIN, UUID, User};
use kindred::event::{DELETION, USER_ADDED, USER_MODEL};
use kindred::store::{Entity, Table};
use serde_json::{Value, json};

use crate::{Items, TestApp};

/// Everything that concerns accounts, as it lies in the store.
struct Picture {
    state: Items,
    events: Vec<Event>,
    users: BTreeMap<u64, User>,
    /// Accounts that are gone while something of theirs may be left.
    erased: BTreeSet<u64>,
}

/// Names and their accounts belong together, whatever somebody owns has an owner, and events tell what happened.
///
/// Accounts must have been made by registration, as all are but those that a test puts into the table itself.
pub async fn assert_sound(app: &TestApp) {
    let picture = Picture {
        state: app.items(Table::State).await,
        events: app.all_events().await,
        users: BTreeMap::new(),
        erased: app.erasures_of(USER_MODEL).await.into_iter().collect(),
    };
    let users = picture.entities::<User>().map(|user| (user.id, user)).collect();
    let picture = Picture { users, ..picture };

    picture.names_have_their_accounts_and_accounts_their_names();
    picture.administrators_are_those_who_are_told();
    picture.belongings_have_an_owner();
    picture.likes_are_known_beside_their_genres();
    picture.flags_are_known_beside_their_contents();
    picture.articles_have_their_headlines();
    picture.accounts_come_once_and_go_once();
    picture.events_hold_no_addresses();
    picture.groups_have_their_memberships_and_memberships_their_groups();
    picture.jobs_and_runners_fit();
    picture.jobs_of_matching_fit();
}

impl Picture {
    fn names_have_their_accounts_and_accounts_their_names(&self) {
        let spaces = [LOGIN, EMAIL, UUID].map(|space| format!("UNIQUE#{space}#"));
        let is_name = |place: &str| spaces.iter().any(|space| place.starts_with(space));
        let claims = self.state.iter().filter(|((place, _), _)| is_name(place));
        let claims: BTreeSet<_> =
            claims.map(|((place, _), claim)| (place.clone(), claim["owner"].as_u64())).collect();
        let mut names = BTreeSet::new();
        for user in self.users.values() {
            let login = user.login_name.as_deref().map(User::login_claim);
            let email = user.email.as_deref().map(User::email_claim);
            let places = [login, email, Some(User::uuid_claim(user.uuid))].into_iter().flatten();
            names.extend(places.map(|place| (place.partition, Some(user.id))));
        }
        assert_eq!(claims, names, "claims, and the names of accounts");
    }

    fn administrators_are_those_who_are_told(&self) {
        let known = self.entities::<Administrators>().next().unwrap_or_default();
        let told = self.users.values().filter(|user| user.is_admin).map(|user| user.id);
        assert_eq!(known.ids, told.collect(), "all administrators, and accounts that are one");
    }

    fn belongings_have_an_owner(&self) {
        for ((partition, sort), item) in &self.state {
            let Some(rest) = partition.strip_prefix("USER#") else { continue };
            let id = rest.split('#').next().and_then(|id| id.parse().ok());
            self.assert_owner(id, &format!("{partition} {sort}: {item:?}"));
        }
        for article in self.entities::<Article>() {
            self.assert_owner(Some(article.user_id), &format!("{article:?}"));
        }
        for id in &self.erased {
            assert!(!self.users.contains_key(id), "account {id} is to be erased, and there");
        }
    }

    fn assert_owner(&self, id: Option<u64>, what: &str) {
        let id = id.unwrap_or_else(|| panic!("it tells no owner: {what}"));
        assert!(self.users.contains_key(&id) || self.erased.contains(&id), "no owner: {what}");
    }

    fn likes_are_known_beside_their_genres(&self) {
        let likes: BTreeSet<_> =
            self.entities::<Like>().map(|like| (like.key().partition, like.genre_id)).collect();
        let known = self.entities::<Liker>().filter(|liker| liker.user().is_some());
        let known: BTreeSet<_> = known.map(|liker| (liker.liker, liker.genre_id)).collect();
        assert_eq!(known, likes, "who is known to like a genre, and likes");
    }

    fn flags_are_known_beside_their_contents(&self) {
        let flags =
            self.entities::<BadRecommendation>().map(|flag| (flag.user_id, flag.content_id));
        let known = self.entities::<Flagger>().map(|it| (it.user_id, it.content_id));
        let (flags, known): (BTreeSet<_>, BTreeSet<_>) = (flags.collect(), known.collect());
        assert_eq!(known, flags, "who is known to have flagged a content, and flags");
    }

    fn articles_have_their_headlines(&self) {
        let mut articles = BTreeSet::new();
        for article in self.entities::<Article>() {
            articles.insert(("ARTICLES".to_owned(), article.id));
            articles.insert((format!("USER#{}#ARTICLES", article.user_id), article.id));
        }
        let lists = self.state.iter().filter(|((list, _), _)| list.ends_with("ARTICLES"));
        let headlines: BTreeSet<_> = lists
            .map(|((list, _), headline)| (list.clone(), headline["id"].as_u64().expect("an id")))
            .collect();
        assert_eq!(headlines, articles, "headlines, and articles");
    }

    fn accounts_come_once_and_go_once(&self) {
        let came: Vec<_> = self.told(USER_ADDED).collect();
        let gone: Vec<_> = self.told(DELETION).collect();
        for (events, what) in [(&came, "came"), (&gone, "went")] {
            let once: BTreeSet<_> = events.iter().collect();
            assert_eq!(once.len(), events.len(), "nobody {what} twice: {events:?}");
        }
        let stayed: Vec<_> = came.into_iter().filter(|id| !gone.contains(id)).collect();
        assert_eq!(stayed, self.users.keys().copied().collect::<Vec<_>>(), "who came and stayed");
        assert!(self.erased.iter().all(|id| gone.contains(id)), "erased, but not gone");
    }

    fn events_hold_no_addresses(&self) {
        for event in &self.events {
            let text = json!(event).to_string();
            assert!(!text.contains('@'), "an address: {text}");
        }
    }

    /// The accounts of which events of this name tell, in the order of their ids.
    fn told(&self, name: &str) -> impl Iterator<Item = u64> {
        let about = |event: &&Event| event.is_about_user() && event.name == name;
        let mut ids: Vec<_> =
            self.events.iter().filter(about).map(|event| event.object_id).collect();
        ids.sort_unstable();
        ids.into_iter()
    }

    /// All items of a sort.
    fn entities<E: Entity>(&self) -> impl Iterator<Item = E> {
        let noun = json!(E::TYPE);
        let items = self.state.values().filter(move |item| item.get("type") == Some(&noun));
        items.map(|item| {
            let item = Value::Object(item.clone());
            serde_json::from_value(item).expect("an item of its sort")
        })
    }
}
