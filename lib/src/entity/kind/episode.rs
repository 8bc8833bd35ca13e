//! Episodes of series. They have ratings, but no genres, no popularity and no neighbours.

use super::{
    ANONYMOUS, Differences, Genres, Holds, Identity, PopularOrder, SHORT, Submission, field,
    integer, text,
};
use crate::matching::popularity::Formula;
use crate::matching::records::Scheme;

pub(super) const EPISODE: Differences = Differences {
    name: "episode",
    added_event: "EpisodeAddedEvent",
    id_alias: Some("episode_id"),
    title: "title",
    unique: None,
    fields: &[
        text("imdbid", SHORT, "Its id at IMDb", "tt0094958"),
        text("title", 512, "Title", "Dekalog, jeden"),
        integer("year", "Year", "1989"),
        integer("season_number", "Which season", "1"),
        integer("episode_number", "Which episode of the season", "1"),
        field("serie_id", Holds::Integer, "The serie that it belongs to", "41"),
    ],
    identity: Identity {
        year: Some("year"),
        identifiers: &[("imdbid", Scheme::Imdb)],
        ..ANONYMOUS
    },
    genres: Genres::None,
    popularity: Formula::WeightedRating,
    popular_order: PopularOrder::Score,
    soup: &[],
    links: &[],
    profiled: false,
    reasons: &[],
    history: false,
    submission: Submission { id: "episode_id", required: &["title"], ignored: &["serie_id"] },
};
