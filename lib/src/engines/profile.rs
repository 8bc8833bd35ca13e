//! The engine `FromProfile`: what is of the genres that somebody likes, or meets often.
//!
//! Of a group, what those bring along counts who like a genre of the kind; who likes none has left that to the others.
//! A dislike makes no genre interesting, but for one that they say they like it is a sign that they care.

use std::collections::HashSet;

use super::taste::{Met, Taste};
use crate::corpus::Corpus;
use crate::entity::recommendation::{Because, MOST_RECOMMENDED, Reason, Recommendation};
use crate::matching::profile::{Interests, Recommended};

/// What it recommends, without these contents, and what a content must be worth to change that.
pub(super) fn recommend(
    corpus: &Corpus,
    interests: &Interests,
    excluded: &HashSet<u64>,
) -> (Vec<Recommendation>, u64) {
    let listed = interests.recommend(corpus.shelves(), excluded, MOST_RECOMMENDED);
    (listed.items.into_iter().map(Recommendation::from).collect(), listed.floor)
}

/// How much they are interested in each genre.
pub(super) fn interests(corpus: &Corpus, taste: &Taste) -> Interests {
    let likers: HashSet<u64> = taste.liked.iter().filter_map(|liked| liked.member).collect();
    let counts = |met: &&Met| met.member.is_none_or(|member| likers.contains(&member));
    let liked = taste.likers();
    let weighed = |met: &Met| {
        let mut genres = corpus.entries.get(&met.content_id)?.genre_set();
        genres.retain(|genre| !met.is_disliked() || liked.contains_key(genre));
        Some((met.attention(), genres))
    };
    let known: Vec<_> = taste.met.iter().filter(counts).filter_map(weighed).collect();
    Interests::new(known.iter().map(|(weight, genres)| (*weight, &**genres)), &liked)
}

impl From<Recommended> for Recommendation {
    fn from(found: Recommended) -> Self {
        let reasons = found.reasons.into_iter().map(|reason| Reason {
            because: Because::Genre(reason.id),
            share: reason.share,
            // What a group is interested in cannot be told apart by person.
            member: None,
        });
        Self { content_id: found.id, score: found.score, reasons: reasons.collect() }
    }
}
