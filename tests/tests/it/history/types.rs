//! All types of events are known, and described with their fields.

use std::fs;
use std::path::Path;

use kindred::entity::job::step::TABLE;
use kindred::entity::kind::MediaKind;

use super::Archive;
use crate::openapi::operations::description;

/// The types of media and their own fields.
const MEDIA: [(&str, &str); 10] = [
    (
        "ApplicationAddedEvent",
        "name,size,installs,type,price,content_rating,last_updated,current_version,android_version,cover",
    ),
    (
        "BookAddedEvent",
        "isbn,title,author,year_of_publication,publisher,image_url_s,image_url_m,image_url_l",
    ),
    ("EpisodeAddedEvent", "imdbid,title,year,season_number,episode_number,serie_id"),
    (
        "GameAddedEvent",
        "steamid,name,short_description,header_image,website,developers,publishers,price,recommendations,release_date",
    ),
    (
        "MovieAddedEvent",
        "title,language,actors,year,producers,director,writer,imdbid,tmdbid,cover,plot_outline",
    ),
    (
        "SerieAddedEvent",
        "imdbid,title,start_year,end_year,writers,directors,actors,cover,plot_outline",
    ),
    (
        "TrackAddedEvent",
        "title,year,artist_name,release,track_mmid,recording_mbid,spotify_id,covert_art_url",
    ),
    ("MetaAddedEvent", "rating,review_see_count,count"),
    ("ChangedEvent", "model_name,attribute_name,new_value"),
    ("DeletionEvent", "model_name"),
];

/// What the description of the API says of events.
fn explained() -> String {
    let root = description();
    let tags = root["tags"].as_array().expect("tags");
    let tag = tags.iter().find(|tag| tag["name"] == "Administration of events").expect("a tag");
    tag["description"].as_str().expect("a description").to_owned()
}

/// The names of types that the code writes.
fn written() -> Vec<String> {
    let lib = Path::new(env!("CARGO_MANIFEST_DIR")).join("../lib/src");
    let below = fs::read_dir(lib.join("event")).into_iter().flatten();
    let files = below.map(|file| file.expect("a file").path()).chain([lib.join("event.rs")]);
    let texts = files.map(|file| fs::read_to_string(file).expect("a source"));
    let constants = texts.flat_map(|text| {
        let values = text.lines().filter_map(|line| {
            let (_, value) = line.strip_prefix("pub const ")?.split_once(": &str = \"")?;
            let value = value.strip_suffix("\";")?.to_owned();
            value.starts_with(|char: char| char.is_ascii_uppercase()).then_some(value)
        });
        values.collect::<Vec<_>>()
    });
    let media = MediaKind::WITH_EPISODES.map(|kind| kind.added_event().to_owned());
    let jobs = TABLE.iter().map(|(_, by, _)| by.event_name().to_owned());
    constants.chain(media).chain(jobs).collect()
}

#[tokio::test]
async fn every_type_that_is_written_can_be_asked_for_and_is_explained() {
    let archive = Archive::new().await;
    let explained = explained();
    let types = written();
    assert!(types.len() > 25, "{types:?}");

    for name in types {
        let _ = archive.page(&format!("type={name}")).await;
        assert!(explained.contains(&format!("| `{name}` |")), "{name} is not explained");
    }
}

#[test]
fn the_ten_types_of_media_are_explained_with_their_fields() {
    let explained = explained();

    for (name, fields) in MEDIA {
        let row = explained.lines().find(|row| row.starts_with(&format!("| `{name}` |")));
        let row = row.unwrap_or_else(|| panic!("no row of {name}"));
        for field in fields.split(',') {
            assert!(row.contains(&format!("`{field}`")), "{name} has no {field}: {row}");
        }
    }
}
