//! Books.

use super::{
    Differences, Elements, Genres, Identity, LONG, PopularOrder, SHORT, Submission, integer, text,
};
use crate::matching::popularity::Formula;
use crate::matching::records::Scheme;

pub(super) const BOOK: Differences = Differences {
    name: "book",
    added_event: "BookAddedEvent",
    id_alias: None,
    title: "title",
    unique: Some("isbn"),
    fields: &[
        text("isbn", 13, "ISBN-13, digits only; no two books have the same", "9780141439846"),
        text("title", SHORT, "Title", "Dracula"),
        text("author", SHORT, "Who wrote it", "Bram Stoker"),
        integer("year_of_publication", "Year of the first edition", "1897"),
        text("publisher", SHORT, "Publisher", "Archibald Constable"),
        text("image_url_s", LONG, "Cover, small", "https://example.org/dracula-s.jpg"),
        text("image_url_m", LONG, "Cover, medium", "https://example.org/dracula-m.jpg"),
        text("image_url_l", LONG, "Cover, large", "https://example.org/dracula-l.jpg"),
    ],
    identity: Identity {
        year: Some("year_of_publication"),
        creator: Some("author"),
        separators: &[],
        identifiers: &[("isbn", Scheme::Isbn)],
    },
    genres: Genres::None,
    popularity: Formula::WeightedRating,
    popular_order: PopularOrder::Score,
    soup: &[
        ("title", Elements::Whole),
        ("author", Elements::Whole),
        ("publisher", Elements::Whole),
    ],
    links: &[],
    profiled: false,
    reasons: &["author", "publisher", "year_of_publication"],
    history: false,
    submission: Submission { id: "book_id", required: &["title", "isbn"], ignored: &[] },
};
