//! What is told of accounts: that one came or went, and what became of it, by ids alone.
//!
//! What somebody says of a genre or of a recommendation is told by the id of that, and why as a hash.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{CHANGED, DELETION, Event, Occurrence, into_map, textual};
use crate::entity::bad_recommendation::Reasons;
use crate::entity::kind::MediaKind;
use crate::matching::text::clean;

/// Somebody registered.
pub const USER_ADDED: &str = "UserAddedEvent";
/// The `model_name` of accounts.
pub const USER_MODEL: &str = "user";
/// The attribute of an account that is the genres which somebody likes: the id of one that is liked now; `-` and the id
/// of one that is liked no more.
pub const LIKED_GENRES: &str = "liked_genres";
/// The attribute of an account that is what somebody does not want to be recommended: the id of a content.
///
/// Why is told beside it, in [`REASONS`]. When the content is gone, and the flag with it: `-` and the id, and beside it
/// the `kind`.
pub const FLAGGED: &str = "bad_recommendations";
/// The field in which it is told why: by category, what was new, each as a [`word`].
pub const REASONS: &str = "reasons";
/// The attribute of an account that is whether somebody agrees to be compared with others by taste: `true` or `false`.
pub const CONSENT: &str = "matching_consent";
/// Bytes of a hash that are enough to know a word by.
const WORD_BYTES: usize = 12;

/// A reason that somebody gave, unreadable: a hash of it as texts are compared.
///
/// What people write is theirs, and an event stays. A word of the catalogue is found again by it, and nothing else
/// matters.
pub fn word(reason: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(clean(reason))[..WORD_BYTES])
}

impl Event {
    /// Somebody registered.
    pub fn user_added(occurrence: Occurrence, user: u64) -> Self {
        Self::new(occurrence, USER_ADDED, user, into_map(json!({ "model_name": USER_MODEL })))
    }

    /// An attribute of an account got a new value; give null for what must not stay when the account goes.
    pub fn user_changed(occurrence: Occurrence, user: u64, name: &str, new_value: &Value) -> Self {
        let fields = json!({
            "model_name": USER_MODEL,
            "attribute_name": name,
            "new_value": if new_value.is_null() { Value::Null } else { textual(new_value).into() },
        });
        Self::new(occurrence, CHANGED, user, into_map(fields))
    }

    /// An account was deleted.
    pub fn user_deleted(occurrence: Occurrence, user: u64) -> Self {
        Self::new(occurrence, DELETION, user, into_map(json!({ "model_name": USER_MODEL })))
    }

    /// Of an attribute that is several things, the one of them that is told of: its id, and whether it is gone.
    pub fn one_of_several(&self) -> Option<(u64, bool)> {
        let text = self.text("new_value")?;
        let (id, is_gone) = text.strip_prefix('-').map_or((text, false), |id| (id, true));
        Some((id.parse().ok()?, is_gone))
    }

    /// Somebody likes a genre.
    pub fn liked(occurrence: Occurrence, user: u64, genre: u64) -> Self {
        Self::user_changed(occurrence, user, LIKED_GENRES, &json!(genre))
    }

    /// Somebody likes a genre no more, or it is gone.
    pub fn unliked(occurrence: Occurrence, user: u64, genre: u64) -> Self {
        Self::user_changed(occurrence, user, LIKED_GENRES, &json!(format!("-{genre}")))
    }

    /// Somebody agrees to be compared with others by taste, or does so no more.
    pub fn consented(occurrence: Occurrence, user: u64, is_given: bool) -> Self {
        Self::user_changed(occurrence, user, CONSENT, &json!(is_given))
    }

    /// Somebody does not want to be recommended a content, for these reasons, if any.
    pub fn flagged(occurrence: Occurrence, user: u64, content: u64, reasons: &Reasons) -> Self {
        let mut event = Self::user_changed(occurrence, user, FLAGGED, &json!(content));
        let words = |texts: &Vec<String>| texts.iter().map(|text| word(text)).collect::<Vec<_>>();
        let told: Map<String, Value> = reasons
            .iter()
            .map(|(category, texts)| (category.clone(), json!(words(texts))))
            .collect();
        if !told.is_empty() {
            event.fields.insert(REASONS.to_owned(), told.into());
        }
        event
    }

    /// What somebody did not want to be recommended is gone; of which kind it was cannot be looked up any more.
    pub fn unflagged(occurrence: Occurrence, user: u64, kind: MediaKind, content: u64) -> Self {
        let gone = json!(format!("-{content}"));
        let mut event = Self::user_changed(occurrence, user, FLAGGED, &gone);
        event.fields.insert("kind".to_owned(), json!(kind));
        event
    }
}
