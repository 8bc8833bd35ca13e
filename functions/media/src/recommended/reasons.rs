//! Reasons as they are shown: with titles of contents, names of genres and people, and never with internal ids of
//! these.

use std::collections::{BTreeSet, HashMap};

use kindred::entity::content::Content;
use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::entity::recommendation::{Because, Reason};
use kindred::entity::user::User;
use kindred::{App, Result};
use serde_json::{Value, json};

use super::merged::Entry;
use kindred::http::shelf::Shelf;

/// All that a page of entries names.
pub(super) struct Named {
    contents: HashMap<u64, Content>,
    genres: HashMap<u64, String>,
    people: HashMap<u64, User>,
}

impl Named {
    /// What these entries name. Cost: a read for each content and person; the genres of the kind, if one is named.
    pub(super) async fn of(app: &App, kind: MediaKind, entries: &[Entry]) -> Result<Self> {
        let reasons = || entries.iter().flat_map(|entry| &entry.item.reasons);
        let reasoned = reasons().filter_map(|reason| reason.because.content());
        let ids: Vec<u64> =
            entries.iter().map(|entry| entry.item.content_id).chain(reasoned).collect();
        let people: BTreeSet<u64> = reasons().filter_map(|reason| reason.member).collect();
        let people: Vec<_> = people.into_iter().map(User::place).collect();
        let genres: Vec<Genre> = match reasons().any(|reason| reason.because.genre().is_some()) {
            true => app.store.list_all(&Genre::all(kind)).await?,
            false => Vec::new(),
        };
        let (contents, people) =
            tokio::try_join!(Shelf::contents(app, &ids), app.store.batch::<User>(&people))?;
        Ok(Self {
            contents: contents.into_iter().map(|content| (content.id, content)).collect(),
            genres: genres.into_iter().map(|genre| (genre.genre_id, genre.name)).collect(),
            people: people.into_iter().map(|user| (user.id, user)).collect(),
        })
    }

    /// A content of the page or of a reason, unless it is gone.
    pub(super) fn content(&self, id: u64) -> Option<&Content> {
        self.contents.get(&id)
    }

    /// A reason; titles and names are null where they are gone.
    pub(super) fn show(&self, reason: &Reason) -> Value {
        let share = reason.share;
        let mut shown = match reason.because {
            Because::Content(id) => {
                let title = self.content(id).map(Content::title);
                json!({ "content_id": id, "title": title, "share": share })
            }
            Because::Genre(id) => {
                json!({ "genre_id": id, "name": self.genres.get(&id), "share": share })
            }
        };
        if let Some(member) = reason.member {
            let person = self.people.get(&member);
            let person =
                person.map(|user| json!({ "uuid": user.uuid, "username": user.author_name() }));
            shown["member"] = json!(person);
        }
        shown
    }
}
