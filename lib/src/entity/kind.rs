//! The kinds of media, and everything in which they differ: one table, read by handlers, engines, import and docs.

use serde::{Deserialize, Serialize};

use crate::matching::popularity::Formula;

/// A kind of medium.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// Books.
    Book,
    /// Games.
    Game,
    /// Movies.
    Movie,
}

/// In what one kind differs from the others.
#[derive(Debug)]
pub struct Differences {
    /// In paths, event fields and keys.
    pub name: &'static str,
    /// The type of the event that tells of a new one.
    pub added_event: &'static str,
    /// The kind's own name for `content_id`, if it has one.
    pub id_alias: Option<&'static str>,
    /// The field that names it: searched, and never empty.
    pub title: &'static str,
    /// A field that no two contents share, if there is one.
    pub unique: Option<&'static str>,
    /// All own fields, in order.
    pub fields: &'static [Field],
    /// Whether it has genres: in answers, and as a list of its own.
    pub genres: bool,
    /// How popularity is computed, by which the popular list is ordered.
    pub popularity: Formula,
    /// The fields that tell two contents alike, with how many elements of each count; genres come last.
    pub soup: &'static [(&'static str, Elements)],
}

/// A field of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name on the wire and in the store.
    pub name: &'static str,
    /// What it may hold, besides nothing.
    pub holds: Holds,
    /// What it tells, in a few words.
    pub about: &'static str,
    /// A value it might have.
    pub example: &'static str,
}

/// What a field may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Text of at most so many characters.
    Text(usize),
    /// A whole number of 32 bits.
    Integer,
}

/// How much of a field counts when contents are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elements {
    /// All of it, as one.
    Whole,
    /// The first five elements between separators.
    FirstFive(char),
}

/// Characters in a long text.
const LONG: usize = 10_000;

/// Characters in a short one.
const SHORT: usize = 255;

const fn text(
    name: &'static str,
    chars: usize,
    about: &'static str,
    example: &'static str,
) -> Field {
    Field { name, holds: Holds::Text(chars), about, example }
}

const fn integer(name: &'static str, about: &'static str, example: &'static str) -> Field {
    Field { name, holds: Holds::Integer, about, example }
}

const BOOK: Differences = Differences {
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
    genres: false,
    popularity: Formula::WeightedRating,
    soup: &[
        ("title", Elements::Whole),
        ("author", Elements::Whole),
        ("publisher", Elements::Whole),
    ],
};

const GAME: Differences = Differences {
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
    genres: true,
    popularity: Formula::Votes,
    soup: &[
        ("name", Elements::Whole),
        ("short_description", Elements::Whole),
        ("developers", Elements::Whole),
        ("publishers", Elements::Whole),
    ],
};

const MOVIE: Differences = Differences {
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
    genres: true,
    popularity: Formula::WeightedRating,
    soup: &[
        ("title", Elements::Whole),
        ("language", Elements::Whole),
        ("actors", Elements::FirstFive('|')),
        ("producers", Elements::FirstFive('|')),
        ("director", Elements::Whole),
        ("writer", Elements::Whole),
    ],
};

impl MediaKind {
    /// All kinds, in the order in which they are listed everywhere.
    pub const ALL: [Self; 3] = [Self::Book, Self::Game, Self::Movie];

    /// In what it differs.
    pub fn differences(self) -> &'static Differences {
        match self {
            Self::Book => &BOOK,
            Self::Game => &GAME,
            Self::Movie => &MOVIE,
        }
    }

    /// Its name in paths, event fields and keys.
    pub fn name(self) -> &'static str {
        self.differences().name
    }

    /// The type of the event that tells of a new one.
    pub fn added_event(self) -> &'static str {
        self.differences().added_event
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind that this type of event tells a new one of.
    pub fn of_added_event(event: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.added_event() == event)
    }
}

impl std::fmt::Display for MediaKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
