//! Movies.

use super::{
    Differences, Elements, Genres, Identity, LONG, MediaKind, PopularOrder, SHORT, Submission, text,
};
use crate::matching::popularity::Formula;
use crate::matching::records::Scheme;

pub(super) const MOVIE: Differences = Differences {
    name: "movie",
    added_event: "MovieAddedEvent",
    id_alias: Some("movie_id"),
    title: "title",
    unique: None,
    fields: &[
        text("title", SHORT, "Title", "Stalker"),
        text("language", SHORT, "Language", "ru"),
        text(
            "actors",
            LONG,
            "Actors, with `|` between them",
            "Alisa Freyndlikh|Aleksandr Kaydanovskiy",
        ),
        text("year", SHORT, "Year, as a text", "1979"),
        text("producers", LONG, "Producers, with `|` between them", "Aleksandra Demidova"),
        text("director", LONG, "Director", "Andrei Tarkovsky"),
        text("writer", LONG, "Writer", "Arkadi Strugatsky"),
        text("imdbid", SHORT, "Its id at IMDb", "tt0079944"),
        text("tmdbid", SHORT, "Its id at TMDB, as a text", "1398"),
        text("cover", LONG, "Poster", "https://example.org/stalker.jpg"),
        text("plot_outline", LONG, "What it is about", "A guide leads two men into the Zone."),
    ],
    identity: Identity {
        year: Some("year"),
        creator: Some("director"),
        separators: &[],
        identifiers: &[("imdbid", Scheme::Imdb), ("tmdbid", Scheme::Plain)],
    },
    genres: Genres::All { searched: false },
    popularity: Formula::WeightedRating,
    popular_order: PopularOrder::Score,
    soup: &[
        ("title", Elements::Whole),
        ("language", Elements::Whole),
        ("actors", Elements::FirstFive('|')),
        ("producers", Elements::FirstFive('|')),
        ("director", Elements::Whole),
        ("writer", Elements::Whole),
    ],
    links: &[MediaKind::Book, MediaKind::Serie],
    profiled: true,
    reasons: &["actors", "year", "producers", "director", "genres", "writer"],
    history: false,
    submission: Submission { id: "movie_id", required: &["title", "genres"], ignored: &[] },
};
