//! Tracks: pieces of music.

use super::{
    Differences, Elements, Genres, Holds, Identity, LONG, MediaKind, PopularOrder, SHORT,
    Submission, TAG, field, text,
};
use crate::matching::popularity::Formula;
use crate::matching::records::Scheme;

pub(super) const TRACK: Differences = Differences {
    name: "track",
    added_event: "TrackAddedEvent",
    id_alias: Some("track_id"),
    title: "title",
    unique: None,
    fields: &[
        text("title", SHORT, "Title", "Für Alina"),
        field("year", Holds::SmallInteger, "Year of the release", "1978"),
        text("artist_name", SHORT, "Who plays it", "Arvo Part"),
        text("release", SHORT, "The record that it is on", "Alina"),
        text("track_mmid", TAG, "Its id at Musixmatch", "1234567"),
        field(
            "recording_mbid",
            Holds::Uuid,
            "Its id at MusicBrainz",
            "b1a9c0e9-d987-4042-ae91-78d6a3267d69",
        ),
        field("spotify_id", Holds::Reference(TAG), "Its id at Spotify", "4uLU6hMCjMI75M1A2tKUQC"),
        text("covert_art_url", LONG, "Cover", "https://example.org/alina.jpg"),
    ],
    identity: Identity {
        year: Some("year"),
        creator: Some("artist_name"),
        separators: &[],
        identifiers: &[
            ("track_mmid", Scheme::Plain),
            ("recording_mbid", Scheme::Plain),
            ("spotify_id", Scheme::Plain),
        ],
    },
    genres: Genres::All { searched: true },
    popularity: Formula::CountPlusRating,
    popular_order: PopularOrder::Ratings,
    soup: &[
        ("title", Elements::Whole),
        ("year", Elements::Whole),
        ("artist_name", Elements::Whole),
        ("release", Elements::Whole),
    ],
    links: &[MediaKind::Movie, MediaKind::Serie],
    profiled: true,
    reasons: &["year", "artist_name", "release", "genres"],
    history: true,
    submission: Submission { id: "track_id", required: &["title", "genres"], ignored: &[] },
};
