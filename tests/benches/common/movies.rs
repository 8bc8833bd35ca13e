//! A catalogue of made-up movies, the same in every run.

use std::ops::Range;

use kindred::config::Secret;
use kindred::entity::content::{Content, Description};
use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::{App, Config};
use serde_json::{Map, Value, json};

/// Movies that share all but title and one actor; those are alike, all others are not.
const SERIES: usize = 12;
/// The kinds of story there are; each movie is of two.
const GENRES: usize = 18;

/// The settings of a system to be measured.
pub(crate) fn config() -> Config {
    Config::isolated(Secret::new("a secret for measuring, 32 bytes"), 10)
}

/// Publish the movies of these numbers, with ratings that they bring along; returns their ids.
pub(crate) async fn publish(app: &App, numbers: Range<usize>) -> Vec<u64> {
    let mut ids = Vec::new();
    for number in numbers {
        let mut genres = Vec::new();
        for genre in [number % GENRES, (number / SERIES * 7 + 1) % GENRES] {
            let name = format!("Genre {genre}");
            let genre =
                Genre::named(&app.store, MediaKind::Movie, &name, app.ids.occurrence(None)).await;
            genres.push(genre.expect("a genre can be made"));
        }
        genres.dedup();
        let id = app.store.next_id("content").await.expect("an id");
        let description = Description { fields: fields(number), genres };
        let occurrence = app.ids.occurrence(None);
        let (mut content, _) =
            Content::publish(MediaKind::Movie, id, description, occurrence).expect("a valid movie");
        content.rating_count = number as i64 * 7_919 % 500 + 1;
        content.rating_sum = content.rating_count * (number as i64 % 4 + 1);
        let events = content.announcement(occurrence);
        app.store.commit(content.saving(None).events(&events)).await.expect("it can be written");
        ids.push(id);
    }
    ids
}

/// About 1 KB, as the catalogues that we import have it.
fn fields(number: usize) -> Map<String, Value> {
    let series = number / SERIES;
    let actors = [
        format!("Lead {series} Able"),
        format!("Lead {series} Baker"),
        format!("Lead {series} Carter"),
        format!("Lead {series} Dean"),
        format!("Guest {number} Ewing"),
    ];
    let fields = json!({
        "title": format!("Film {number:04}"),
        "language": "English",
        "actors": actors.join("|"),
        "year": (1950 + number % 75).to_string(),
        "producers": format!("Producer {series} Fox"),
        "director": format!("Director {series} Hill"),
        "writer": format!("Writer {series} Innes"),
        "imdbid": format!("tt{number:07}"),
        "tmdbid": number.to_string(),
        "cover": format!("https://images.example.org/covers/original/{number:07}.jpg"),
        "plot_outline": "Somebody wants something and cannot have it. ".repeat(8),
    });
    fields.as_object().expect("an object").clone()
}
