//! Articles of the forum, and the two lists that show them.
//!
//! The text lies in the article only; lists read headlines, which are written in the same transaction: one in the list
//! of all articles, one in its author's. Headlines sort by date and id, so that articles of one moment keep their
//! order.

use serde::{Deserialize, Serialize};

use crate::entity::user::User;
use crate::store::{Change, Entity, Key, Order, Range, Table};
use crate::{Error, Result, Timestamp};

/// Characters that a title may have.
pub const MOST_TITLE_CHARS: usize = 1_000;
/// Bytes that a text may have in UTF-8; an item of the store holds 400 KB.
pub const MOST_TEXT_BYTES: usize = 256 * 1_024;

/// The partition of all headlines.
const EVERYTHING: &str = "ARTICLES";

/// An article as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Counts up from 1.
    pub id: u64,
    /// When it was written; edits leave it.
    pub date_posted: Timestamp,
    /// At most [`MOST_TITLE_CHARS`].
    pub title: String,
    /// At most [`MOST_TEXT_BYTES`].
    pub text: String,
    /// Who wrote it.
    pub user_id: u64,
    /// The author's public name.
    pub author: String,
    /// Raised by every write.
    pub version: u64,
}

/// What a list shows of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Headline {
    #[serde(rename = "PK")]
    list: String,
    /// The article's id.
    pub id: u64,
    /// When it was written.
    pub date_posted: Timestamp,
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub user_id: u64,
    /// The author's public name.
    pub author: String,
}

/// Title and text as they came in: missing, or not empty.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The title.
    pub title: Option<String>,
    /// The text.
    pub text: Option<String>,
}

/// Title and text that keep the rules.
#[derive(Clone, Debug)]
pub struct Written {
    title: String,
    text: String,
}

impl Draft {
    /// Title and text, the title looked at first.
    ///
    /// Refuses: `Invalid` 400 when one is missing or too long.
    pub fn complete(self) -> Result<Written> {
        let title = self.title.ok_or_else(|| Error::invalid("Article title is missing"))?;
        let text = self.text.ok_or_else(|| Error::invalid("Article text is missing"))?;
        if title.chars().count() > MOST_TITLE_CHARS {
            let message = format!("Article title is longer than {MOST_TITLE_CHARS} characters");
            return Err(Error::invalid(message));
        }
        if text.len() > MOST_TEXT_BYTES {
            let message = format!("Article text is longer than {MOST_TEXT_BYTES} bytes");
            return Err(Error::invalid(message));
        }
        Ok(Written { title, text })
    }
}

impl Article {
    /// A new article by this user.
    pub fn new(id: u64, written: Written, author: &User, now: Timestamp) -> Self {
        Self {
            id,
            date_posted: now,
            title: written.title,
            text: written.text,
            user_id: author.id,
            author: author.author_name(),
            version: 0,
        }
    }

    /// The article with other title and text; date and author stay.
    ///
    /// Refuses: `Forbidden` 403 to others than its author, then as [`Draft`] does.
    pub fn edit(self, draft: Draft, by: &User) -> Result<Self> {
        if self.user_id != by.id {
            return Err(Error::forbidden("You can edit only own article"));
        }
        let Written { title, text } = draft.complete()?;
        Ok(Self { title, text, ..self })
    }

    /// Whether this user may delete it.
    ///
    /// Refuses: `Forbidden` 403 to others than its author.
    pub fn deletable(&self, by: &User) -> Result<()> {
        if self.user_id != by.id {
            return Err(Error::forbidden("You can delete only own article"));
        }
        Ok(())
    }

    /// Write it, new or edited, and its headlines.
    pub fn saving(&self) -> Change {
        let headlines = self.headlines();
        headlines.iter().fold(Change::new().save(self), Change::put)
    }

    /// Remove it and its headlines.
    pub fn deletion(&self) -> Change {
        let headlines = self.headlines();
        headlines.iter().map(Entity::key).fold(Change::new().delete(self), Change::clear)
    }

    /// Where an article lies.
    pub fn place(id: u64) -> Key {
        Key::state("ARTICLE", id)
    }

    fn headlines(&self) -> [Headline; 2] {
        [EVERYTHING.to_owned(), author_list(self.user_id)].map(|list| Headline {
            list,
            id: self.id,
            date_posted: self.date_posted,
            title: self.title.clone(),
            user_id: self.user_id,
            author: self.author.clone(),
        })
    }
}

impl Headline {
    /// All articles, newest first.
    pub fn all() -> Range {
        Range::of(Table::State, EVERYTHING, Order::Descending)
    }

    /// One author's articles, newest first.
    pub fn by_author(user: u64) -> Range {
        Range::of(Table::State, author_list(user), Order::Descending)
    }

    /// Remove the article, whichever version it has, and its headlines: for an author who is gone.
    pub fn removal(&self) -> Change {
        let change = Change::new().clear(Article::place(self.id));
        let lists = [EVERYTHING.to_owned(), author_list(self.user_id)];
        lists.iter().fold(change, |change, list| change.clear(self.place_in(list)))
    }

    fn place_in(&self, list: &str) -> Key {
        Key::new(Table::State, list, format!("{}#{:016}", self.date_posted, self.id))
    }
}

fn author_list(user: u64) -> String {
    format!("USER#{user}#ARTICLES")
}

impl Entity for Article {
    const TYPE: &'static str = "article";

    fn key(&self) -> Key {
        Self::place(self.id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}

impl Entity for Headline {
    const TYPE: &'static str = "headline";

    fn key(&self) -> Key {
        self.place_in(&self.list)
    }
}
