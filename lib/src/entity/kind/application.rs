//! Applications: programs for a telephone. Each has one genre, its `categorie`.

use super::{
    ANONYMOUS, Differences, Elements, Genres, LONG, PopularOrder, SHORT, Submission, TAG, text,
};
use crate::matching::popularity::Formula;

pub(super) const APPLICATION: Differences = Differences {
    name: "application",
    added_event: "ApplicationAddedEvent",
    id_alias: Some("app_id"),
    title: "name",
    unique: Some("name"),
    fields: &[
        text("name", SHORT, "Name; no two applications have the same", "Star Map"),
        text("size", SHORT, "How large it is, as a text for people", "19M"),
        text("installs", SHORT, "How often it was installed, as a text for people", "10,000+"),
        text("type", TAG, "Whether it costs something", "Free"),
        text("price", TAG, "Price, as a text for people", "0"),
        text("content_rating", SHORT, "For whom it is", "Everyone"),
        text("last_updated", SHORT, "When it last changed, as a text for people", "July 12, 2018"),
        text("current_version", SHORT, "Its version", "2.1.4"),
        text("android_version", SHORT, "What it needs", "4.1 and up"),
        text("cover", LONG, "Picture", "https://example.org/star-map.png"),
    ],
    identity: ANONYMOUS,
    genres: Genres::First("categorie"),
    popularity: Formula::CountPlusRating,
    popular_order: PopularOrder::Ratings,
    soup: &[
        ("name", Elements::Whole),
        ("type", Elements::Whole),
        ("content_rating", Elements::Whole),
    ],
    links: &[],
    profiled: false,
    reasons: &["categorie"],
    history: false,
    submission: Submission { id: "app_id", required: &["name", "genres"], ignored: &[] },
};
