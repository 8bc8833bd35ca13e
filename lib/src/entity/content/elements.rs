//! What a content has in one category: the elements of a field, or its genres.

use std::borrow::Cow;

use super::Content;
use crate::entity::kind::{Elements, Genres};
use crate::matching::text::split_list;

/// The category of genres, where they are shown in no field of their own.
const GENRES: &str = "genres";

impl Content {
    /// All that it has in a category in which somebody can say why a recommendation was bad.
    ///
    /// A field with several elements is split as where contents are compared, however many there are; a number is its
    /// digits, except 0; a genre is its name, commas included. Nothing for a category that the kind has not.
    pub fn elements(&self, category: &str) -> impl Iterator<Item = Cow<'_, str>> {
        let differences = self.kind.differences();
        let is_genre = match differences.genres {
            Genres::First(name) => category == name,
            Genres::All { .. } => category == GENRES,
            Genres::None => false,
        };
        let genres =
            self.genres.iter().filter(move |_| is_genre).map(|genre| (&*genre.name).into());
        let separator = differences.soup.iter().find(|(name, _)| *name == category);
        let listed: Vec<Cow<'_, str>> = match separator {
            Some((name, Elements::FirstFive(separator))) => {
                split_list(self.text(name), *separator).map(Cow::from).collect()
            }
            _ => vec![self.written(category)],
        };
        genres.chain(listed)
    }
}
