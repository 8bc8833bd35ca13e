//! How contents look on the wire: the exact fields of each kind, written down once more on purpose.

use std::collections::BTreeSet;

use serde_json::Value;

/// The kinds of media that are served.
pub const KINDS: [&str; 3] = ["book", "game", "movie"];

/// The fields of a page.
pub const PAGE: [&str; 6] =
    ["content", "message", "number_of_elements", "page", "status", "total_pages"];

/// The fields of a user's record of a content.
pub const META: [&str; 6] = [
    "count",
    "last_count_increment",
    "last_rating_date",
    "last_review_see_date",
    "rating",
    "review_see_count",
];

const COMMON: [&str; 4] = ["content_id", "popularity_score", "rating", "rating_count"];

const BOOK: [&str; 8] = [
    "isbn",
    "title",
    "author",
    "year_of_publication",
    "publisher",
    "image_url_s",
    "image_url_m",
    "image_url_l",
];

const GAME: [&str; 11] = [
    "game_id",
    "steamid",
    "name",
    "short_description",
    "header_image",
    "website",
    "developers",
    "publishers",
    "price",
    "recommendations",
    "release_date",
];

const MOVIE: [&str; 12] = [
    "movie_id",
    "title",
    "language",
    "actors",
    "year",
    "producers",
    "director",
    "writer",
    "imdbid",
    "tmdbid",
    "cover",
    "plot_outline",
];

/// The fields of a content in a search.
pub fn found(kind: &str) -> BTreeSet<String> {
    let own: &[&str] = match kind {
        "book" => &BOOK,
        "game" => &GAME,
        "movie" => &MOVIE,
        other => panic!("{other} is no kind"),
    };
    COMMON.iter().chain(own).map(|name| (*name).to_owned()).collect()
}

/// The fields of a content that is like another.
pub fn similar(kind: &str) -> BTreeSet<String> {
    let said = ["kind", "similarity", "engine"].map(str::to_owned);
    listed(kind).into_iter().chain(said).collect()
}

/// The fields of a content in a list.
pub fn listed(kind: &str) -> BTreeSet<String> {
    let genres = (kind != "book").then(|| "genres".to_owned());
    found(kind).into_iter().chain(genres).collect()
}

/// The fields of a recommended content.
pub fn recommended(kind: &str) -> BTreeSet<String> {
    let why = ["reco_engine", "reco_reasons", "reco_score"].map(str::to_owned);
    listed(kind).into_iter().chain(why).collect()
}

/// The fields of a content that is recommended to a group.
pub fn recommended_to_group(kind: &str) -> BTreeSet<String> {
    recommended(kind).into_iter().chain(["group".to_owned()]).collect()
}

/// The names of an object's fields.
#[track_caller]
pub fn fields(value: &Value) -> BTreeSet<String> {
    value.as_object().unwrap_or_else(|| panic!("no object: {value}")).keys().cloned().collect()
}
