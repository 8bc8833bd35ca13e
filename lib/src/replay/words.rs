//! Reasons read again: events tell them as hashes, which are recognised by what contents have.
//!
//! What no content has is no word of the catalogue, and changes nothing that is recommended.

use std::collections::{BTreeMap, BTreeSet};

use super::{Past, Said};
use crate::entity::bad_recommendation::Reasons;
use crate::entity::kind::MediaKind;
use crate::event::word;

/// Words by kind, category and hash.
#[derive(Debug, Default)]
pub(super) struct Words<'a> {
    texts: BTreeMap<(MediaKind, &'a str), BTreeMap<&'a str, String>>,
}

impl<'a> Words<'a> {
    /// Those that anybody has said.
    pub(super) fn of(past: &'a Past) -> Self {
        let mut said: BTreeMap<(MediaKind, &str), BTreeSet<&str>> = BTreeMap::new();
        for ((_, content), reasons) in &past.flags {
            let Some(kind) = past.kinds.get(content) else { continue };
            for (category, words) in reasons {
                said.entry((*kind, category)).or_default().extend(words.iter().map(String::as_str));
            }
        }
        let mut all = Self::default();
        for ((kind, category), words) in said {
            let texts = all.texts.entry((kind, category)).or_default();
            for content in past.contents.values().filter(|content| content.kind == kind) {
                for element in content.elements(category) {
                    if let Some(known) = words.get(&*word(&element)) {
                        texts.insert(known, element.into_owned());
                    }
                }
            }
        }
        all
    }

    /// What somebody has said of a content of this kind.
    pub(super) fn read(&self, kind: MediaKind, said: &Said) -> Reasons {
        let text = |category: &str, word: &String| {
            self.texts.get(&(kind, category))?.get(word.as_str()).cloned()
        };
        let read = said.iter().map(|(category, words)| {
            let texts: Vec<_> = words.iter().filter_map(|word| text(category, word)).collect();
            (category.clone(), texts)
        });
        read.filter(|(_, texts)| !texts.is_empty()).collect()
    }
}
