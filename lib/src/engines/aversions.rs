//! Why contents should not have been recommended, and what that means for others: they count half.
//!
//! Who flags a content can say why, in categories of its kind: `director: ["X"]`. Whatever else has X as its director
//! is recommended half as much, and half of that when it has something of another category, too; it is not left out,
//! since nobody said so of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::entity::bad_recommendation::Reasons;
use crate::entity::content::Content;
use crate::entity::recommendation::Recommendation;
use crate::matching::text::clean;
use crate::{Result, Store};

/// What is left of a score for each category in which a content has something that was named.
pub const LEFT: f64 = 0.5;

/// What was named, by category.
///
/// Case and blanks do not matter, as nowhere where texts are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aversions {
    named: BTreeMap<String, BTreeSet<String>>,
}

impl Aversions {
    /// Whether nothing was named.
    pub fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// These reasons, too.
    pub fn add(&mut self, reasons: &Reasons) {
        for (category, texts) in reasons {
            let texts = texts.iter().map(|text| clean(text)).filter(|text| !text.is_empty());
            let mut texts = texts.peekable();
            if texts.peek().is_some() {
                self.named.entry(category.clone()).or_default().extend(texts);
            }
        }
    }

    /// What others named, too.
    pub fn join(&mut self, others: Self) {
        for (category, texts) in others.named {
            self.named.entry(category).or_default().extend(texts);
        }
    }

    /// In how many categories a content has something that was named.
    pub fn categories_of(&self, content: &Content) -> usize {
        let is_named = |category: &str, named: &BTreeSet<String>| {
            content.elements(category).any(|element| named.contains(&clean(&element)))
        };
        self.named.iter().filter(|(category, named)| is_named(category, named)).count()
    }

    /// The same lists, with what was named counting less and coming later. Costs a read for each content, if anything
    /// was.
    pub(super) async fn temper<'a>(
        &self,
        store: &Store,
        lists: impl Iterator<Item = &'a mut Vec<Recommendation>>,
    ) -> Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        for items in lists {
            let keys: Vec<_> = items.iter().map(|item| Content::place(item.content_id)).collect();
            let contents: Vec<Content> = store.batch(&keys).await?;
            let contents: HashMap<u64, Content> =
                contents.into_iter().map(|content| (content.id, content)).collect();
            for item in items.iter_mut() {
                let n = contents.get(&item.content_id).map_or(0, |it| self.categories_of(it));
                item.scale((0..n).map(|_| LEFT).product());
            }
            items.sort_by(|a, b| {
                b.score.total_cmp(&a.score).then_with(|| a.content_id.cmp(&b.content_id))
            });
        }
        Ok(())
    }
}
