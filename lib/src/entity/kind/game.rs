//! Games. Nobody's rating makes one popular: how many recommend it at Steam does.

use super::{
    Differences, Elements, Genres, Identity, LONG, MediaKind, PopularOrder, SHORT, Submission,
    integer, text,
};
use crate::matching::popularity::Formula;
use crate::matching::records::Scheme;

pub(super) const GAME: Differences = Differences {
    name: "game",
    added_event: "GameAddedEvent",
    id_alias: Some("game_id"),
    title: "name",
    unique: None,
    fields: &[
        integer("steamid", "Its number at Steam", "620"),
        text("name", SHORT, "Name", "Portal 2"),
        text("short_description", LONG, "What it is about", "A puzzle with a sense of humour."),
        text("header_image", SHORT, "Picture", "https://example.org/portal-2.jpg"),
        text("website", SHORT, "Its own page", "https://www.thinkwithportals.com"),
        text("developers", SHORT, "Who made it", "Valve"),
        text("publishers", SHORT, "Who sells it", "Valve"),
        text("price", SHORT, "Price, as a text for people", "9.99 EUR"),
        integer(
            "recommendations",
            "How many recommend it at Steam; orders the popular list",
            "312000",
        ),
        text("release_date", SHORT, "When it came out, as a text for people", "18 Apr, 2011"),
    ],
    identity: Identity {
        year: Some("release_date"),
        creator: Some("developers"),
        separators: &[','],
        identifiers: &[("steamid", Scheme::Plain)],
    },
    genres: Genres::All { searched: false },
    popularity: Formula::Votes,
    popular_order: PopularOrder::Score,
    soup: &[
        ("name", Elements::Whole),
        ("short_description", Elements::Whole),
        ("developers", Elements::Whole),
        ("publishers", Elements::Whole),
    ],
    links: &[MediaKind::Movie, MediaKind::Serie],
    profiled: true,
    reasons: &["developers", "publishers", "genres", "release_date"],
    history: false,
    submission: Submission {
        id: "game_id",
        required: &["name", "steamid", "genres"],
        ignored: &["recommendations"],
    },
};
