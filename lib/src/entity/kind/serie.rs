//! Series.

use super::{
    Differences, Elements, Genres, Identity, LONG, MediaKind, PopularOrder, SHORT, Submission,
    integer, text,
};
use crate::matching::popularity::Formula;
use crate::matching::records::Scheme;

pub(super) const SERIE: Differences = Differences {
    name: "serie",
    added_event: "SerieAddedEvent",
    id_alias: Some("serie_id"),
    title: "title",
    unique: None,
    fields: &[
        text("imdbid", SHORT, "Its id at IMDb", "tt0092337"),
        text("title", SHORT, "Title", "Dekalog"),
        integer("start_year", "Year of the first episode", "1988"),
        integer("end_year", "Year of the last one", "1989"),
        text("writers", LONG, "Writers, with commas between them", "Krzysztof Piesiewicz"),
        text("directors", LONG, "Directors, with commas between them", "Krzysztof Kieslowski"),
        text(
            "actors",
            LONG,
            "Actors, with commas between them",
            "Artur Barcis,Olgierd Lukaszewicz",
        ),
        text("cover", LONG, "Poster", "https://example.org/dekalog.jpg"),
        text("plot_outline", LONG, "What it is about", "Ten films, ten commandments."),
    ],
    identity: Identity {
        year: Some("start_year"),
        creator: Some("directors"),
        separators: &[','],
        identifiers: &[("imdbid", Scheme::Imdb)],
    },
    genres: Genres::All { searched: false },
    popularity: Formula::WeightedRating,
    popular_order: PopularOrder::Score,
    soup: &[
        ("title", Elements::Whole),
        ("writers", Elements::FirstFive(',')),
        ("directors", Elements::FirstFive(',')),
        ("actors", Elements::FirstFive(',')),
    ],
    links: &[MediaKind::Book, MediaKind::Movie],
    profiled: true,
    reasons: &["directors", "writers", "start_year", "end_year", "genres", "actors"],
    history: false,
    submission: Submission {
        id: "serie_id",
        required: &["title", "genres"],
        ignored: &["plot_outline"],
    },
};
