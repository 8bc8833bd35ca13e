//! The kinds of media, and everything in which they differ: one table, read by handlers, engines, import and docs.
//!
//! Each kind's row is a file of its own. Episodes are contents as well, but have no catalogue: they belong to a serie.

mod application;
mod book;
mod episode;
mod game;
mod movie;
mod serie;
mod track;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::matching::popularity::Formula;
use crate::matching::records::Scheme;

/// A kind of medium.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// Programs for a telephone.
    Application,
    /// Books.
    Book,
    /// Games.
    Game,
    /// Movies.
    Movie,
    /// Series; their episodes are contents as well.
    Serie,
    /// Pieces of music.
    Track,
    /// Episodes of series: not in [`ALL`](Self::ALL), since they have no catalogue of their own.
    Episode,
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
    /// What tells two contents apart, besides the title.
    pub identity: Identity,
    /// Whether it has genres, and where they are shown.
    pub genres: Genres,
    /// How popularity is computed.
    pub popularity: Formula,
    /// The order of the popular list.
    pub popular_order: PopularOrder,
    /// The fields that tell two contents alike, with how many elements of each count; genres come last.
    pub soup: &'static [(&'static str, Elements)],
    /// The kinds in which something of the same [title](Self::title) is looked for.
    pub links: &'static [MediaKind],
    /// Whether contents are recommended for the genres that somebody likes: where genres say enough of a content.
    pub profiled: bool,
    /// The categories in which somebody can say why a recommendation was bad.
    pub reasons: &'static [&'static str],
    /// Whether users see when they last used which content.
    pub history: bool,
    /// What somebody submits for the catalogue.
    pub submission: Submission,
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
    /// A name elsewhere, a text of at most so many characters; a whole number is taken for its digits.
    Reference(usize),
    /// A UUID, as a text.
    Uuid,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 16 bits.
    SmallInteger,
}

/// Which fields tell two contents apart, besides the title.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    /// The one in which the year is, perhaps among other things.
    pub year: Option<&'static str>,
    /// The one that names who made it.
    pub creator: Option<&'static str>,
    /// What parts names in it, besides what always does.
    pub separators: &'static [char],
    /// Those that hold identifiers, and how these are written.
    pub identifiers: &'static [(&'static str, Scheme)],
}

/// Where a kind's genres are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genres {
    /// It has none.
    None,
    /// The first of them in this field of every answer.
    First(&'static str),
    /// All in `genres` of lists; in what a search finds, too, if so.
    All {
        /// Whether a search shows them.
        searched: bool,
    },
}

/// What comes first in a popular list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PopularOrder {
    /// The greatest popularity.
    Score,
    /// The most ratings; of equally many, the best.
    Ratings,
}

/// What can be submitted of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Submission {
    /// The name of its id.
    pub id: &'static str,
    /// What must be there; `genres` may be among it.
    pub required: &'static [&'static str],
    /// Own fields that are not taken from a submission.
    pub ignored: &'static [&'static str],
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

/// Characters in a tag.
const TAG: usize = 45;

const fn field(
    name: &'static str,
    holds: Holds,
    about: &'static str,
    example: &'static str,
) -> Field {
    Field { name, holds, about, example }
}

const fn text(
    name: &'static str,
    chars: usize,
    about: &'static str,
    example: &'static str,
) -> Field {
    field(name, Holds::Text(chars), about, example)
}

const fn integer(name: &'static str, about: &'static str, example: &'static str) -> Field {
    field(name, Holds::Integer, about, example)
}

/// Of which nothing but the title tells.
const ANONYMOUS: Identity =
    Identity { year: None, creator: None, separators: &[], identifiers: &[] };

impl MediaKind {
    /// All kinds that have a catalogue, in the order in which they are listed everywhere.
    pub const ALL: [Self; 6] =
        [Self::Application, Self::Book, Self::Game, Self::Movie, Self::Serie, Self::Track];

    /// All that contents can be.
    pub const WITH_EPISODES: [Self; 7] = [
        Self::Application,
        Self::Book,
        Self::Game,
        Self::Movie,
        Self::Serie,
        Self::Track,
        Self::Episode,
    ];

    /// In what it differs.
    pub fn differences(self) -> &'static Differences {
        match self {
            Self::Application => &application::APPLICATION,
            Self::Book => &book::BOOK,
            Self::Game => &game::GAME,
            Self::Movie => &movie::MOVIE,
            Self::Serie => &serie::SERIE,
            Self::Track => &track::TRACK,
            Self::Episode => &episode::EPISODE,
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

    /// The kind with a catalogue of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind of the contents that events call by this `model_name`, episodes included.
    pub fn of_model(model: &str) -> Option<Self> {
        Self::WITH_EPISODES.into_iter().find(|kind| kind.name() == model)
    }

    /// The kind that this type of event tells a new one of.
    pub fn of_added_event(event: &str) -> Option<Self> {
        Self::WITH_EPISODES.into_iter().find(|kind| kind.added_event() == event)
    }

    /// The kind of what it consists of, if that is of a kind: episodes of series.
    pub fn parts(self) -> Option<Self> {
        (self == Self::Serie).then_some(Self::Episode)
    }

    /// Whether it is a part of something, and in no catalogue.
    pub fn is_part(self) -> bool {
        !Self::ALL.contains(&self)
    }

    /// Whether a content of this kind can be addressed below the other kind's path: an episode below series.
    pub fn is_reached_as(self, kind: Self) -> bool {
        self == kind || kind.parts() == Some(self)
    }
}

impl Differences {
    /// Whether it has genres.
    pub fn has_genres(&self) -> bool {
        self.genres != Genres::None
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// All own fields of something of the kind, in order, null where it has none.
    pub fn all_of(&self, has: &Map<String, Value>) -> impl Iterator<Item = (String, Value)> {
        self.fields.iter().map(|field| {
            let value = has.get(field.name).cloned();
            (field.name.to_owned(), value.unwrap_or(Value::Null))
        })
    }
}

impl std::fmt::Display for MediaKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
