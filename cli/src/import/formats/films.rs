//! The films of MovieLens: title, year, genres, and ids elsewhere.
//!
//! Nothing else is known of them; cast, crew and plot have to come from where the ids lead.

use std::collections::HashMap;

use kindred::entity::kind::MediaKind;
use serde_json::{Map, Value};

use super::{
    Item, Ready,
    film_title::FilmTitle,
    table::{Record, Table, fault, fits},
};

/// The genres that have a flag each, in the order of the flags. `unknown` comes before them and is none.
pub(super) const GENRES: [&str; 18] = [
    "Action",
    "Adventure",
    "Animation",
    "Children's",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Fantasy",
    "Film-Noir",
    "Horror",
    "Musical",
    "Mystery",
    "Romance",
    "Sci-Fi",
    "Thriller",
    "War",
    "Western",
];

/// What stands in the place of genres when there are none.
const NO_GENRES: &str = "(no genres listed)";

/// Longest name of a genre that the catalogue takes, in characters.
const MAX_GENRE: usize = 45;

/// Makes films of lines.
pub(super) struct Films {
    /// Prefix of film ids.
    pub(super) numbering: &'static str,
    /// Ids elsewhere, where the edition tells them.
    pub(super) links: Links,
}

impl Films {
    /// The film of one line.
    ///
    /// Refuses: an id that is no number, no title, one of more than 255 characters, the 100k edition's placeholder
    /// for films it lost, a flag other than 0 and 1, a genre of more than 45 characters.
    pub(super) fn item(&self, record: &Record<'_>) -> Result<Item, String> {
        let id: u64 = record.required("movieId")?;
        let title = record.get("title").ok_or("title is empty")?;
        if title == "unknown" && record.get("unknown") == Some("1") {
            return Err("title is unknown".to_owned());
        }
        let FilmTitle { title, year } = FilmTitle::parse(title);
        fits("title", &title)?;
        let genres = genres(record)?;
        let mut fields = Map::new();
        fields.insert("title".to_owned(), title.into());
        if let Some(year) = year {
            fields.insert("year".to_owned(), year.into());
        }
        self.links.add_to(&mut fields, id);
        let source = format!("{}:{id}", self.numbering);
        let kind = MediaKind::Movie;
        Ok(Item { source, kind, serie: None, fields, genres, rating_sum: 0, rating_count: 0 })
    }
}

fn genres(record: &Record<'_>) -> Result<Vec<String>, String> {
    let mut genres: Vec<String> = Vec::new();
    for name in
        record.get("genres").filter(|&names| names != NO_GENRES).unwrap_or_default().split('|')
    {
        let name = name.trim();
        if name.chars().count() > MAX_GENRE {
            return Err(fault("genres", "has a name of more than 45 characters", name));
        }
        if !name.is_empty() && !genres.iter().any(|genre| genre == name) {
            genres.push(name.to_owned());
        }
    }
    for name in GENRES {
        match record.get(name) {
            Some("1") => genres.push(name.to_owned()),
            Some("0") | None => {}
            Some(other) => return Err(fault(name, "is neither 0 nor 1", other)),
        }
    }
    Ok(genres)
}

/// Ids of films at `IMDb` and TMDB, by their own.
///
/// Memory: all of `links.csv`, about 40 bytes per film; it is in the order of films in practice, but need not be.
#[derive(Default)]
pub(super) struct Links(HashMap<u64, Link>);

struct Link {
    imdb: Option<u64>,
    tmdb: Option<u64>,
}

impl Links {
    /// Read all of `links.csv`; lines that cannot be used go to `ready`.
    pub(super) fn read(&mut self, table: &mut Table, ready: &mut Ready) {
        while let Some(record) = table.next() {
            match record.map(|record| link(&record)) {
                Ok(Ok((id, link))) => {
                    self.0.insert(id, link);
                }
                Ok(Err(reason)) => ready.push_back(Err(table.refuse(reason))),
                Err(refused) => ready.push_back(Err(refused)),
            }
        }
    }

    fn add_to(&self, fields: &mut Map<String, Value>, id: u64) {
        let Some(link) = self.0.get(&id) else { return };
        if let Some(imdb) = link.imdb {
            fields.insert("imdbid".to_owned(), format!("tt{imdb:07}").into());
        }
        if let Some(tmdb) = link.tmdb {
            fields.insert("tmdbid".to_owned(), tmdb.to_string().into());
        }
    }
}

fn link(record: &Record<'_>) -> Result<(u64, Link), String> {
    let link = Link { imdb: record.number("imdbId")?, tmdb: record.number("tmdbId")? };
    Ok((record.required("movieId")?, link))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{
        Format,
        fixture::{items, read, refusals},
    };

    /// A line of `u.item` with the given flags, which begin with the one for unknown genres.
    fn flagged(title: &str, flags: &str) -> String {
        let flags: Vec<_> = flags.chars().map(String::from).collect();
        format!("1|{title}|01-Jan-1995||http://x|{}\n", flags.join("|"))
    }

    #[test]
    fn flags_name_the_genres() {
        let text = flagged("Toy Story (1995)", "0001110000000000000");
        let rows = read(Format::Movielens, &[("u.item", text.as_bytes())]);

        let [film] = items(&rows)[..] else { panic!("one film: {rows:?}") };
        assert_eq!(film.genres, ["Animation", "Children's", "Comedy"]);
        assert_eq!(
            (film.source.as_str(), film.kind),
            ("movielens-100k:1", super::MediaKind::Movie)
        );
        assert_eq!(json!(film.fields), json!({ "title": "Toy Story", "year": "1995" }));
    }

    #[test]
    fn accents_survive_in_latin_1_and_in_utf_8() {
        for line in [
            &b"1::Mis\xe9rables, Les (1995)::Drama|Drama\r\n"[..],
            "1::Misérables, Les (1995)::Drama\n".as_bytes(),
        ] {
            let rows = read(Format::Movielens, &[("movies.dat", line)]);

            let [film] = items(&rows)[..] else { panic!("one film: {rows:?}") };
            assert_eq!(film.fields["title"], "Les Misérables");
            assert_eq!(film.genres, ["Drama"]);
        }
    }

    #[test]
    fn links_lead_to_other_catalogues() {
        let rows = read(
            Format::Movielens,
            &[
                ("movies.csv", b"movieId,title,genres\n1,\"Net, The (1995)\",(no genres listed)\n2,Heat,Crime\n3,Casino,\n"),
                ("links.csv", b"movieId,imdbId,tmdbId\n1,0114709,862\n2,10113277,\nx,1,1\n3,tt1,5\n"),
            ],
        );

        assert_eq!(refusals(&rows).iter().map(|it| it.0).collect::<Vec<_>>(), [4, 5]);
        let [net, heat, casino] = items(&rows)[..] else { panic!("three films: {rows:?}") };
        assert!(net.genres.is_empty() && casino.genres.is_empty());
        assert_eq!(
            json!([net.fields, heat.fields, casino.fields]),
            json!([
                { "title": "The Net", "year": "1995", "imdbid": "tt0114709", "tmdbid": "862" },
                { "title": "Heat", "imdbid": "tt10113277" },
                { "title": "Casino" },
            ])
        );
    }

    #[test]
    fn unusable_films_are_refused_and_the_others_read() {
        let none = "0000000000000000000";
        let text = [
            flagged("unknown", "1000000000000000000"),
            flagged("Heat (1995)", "0000000000000000002"),
            flagged("", none),
            flagged(&"x".repeat(256), none),
            flagged("Heat (1995)", "01"),
            flagged("Heat (1995)", none),
        ];
        let rows = read(Format::Movielens, &[("u.item", text.concat().as_bytes())]);

        assert_eq!(items(&rows).len(), 1);
        assert_eq!(
            refusals(&rows),
            [
                (1, "title is unknown"),
                (2, "Western is neither 0 nor 1: 2"),
                (3, "title is empty"),
                (4, "title has more than 255 characters: 256"),
                (5, "the number of fields is not 24: 7"),
            ]
        );
    }

    #[test]
    fn a_genre_too_long_for_the_catalogue_is_refused() {
        let line = format!("1::Heat (1995)::Crime|{}\n", "x".repeat(46));
        let rows = read(Format::Movielens, &[("movies.dat", line.as_bytes())]);

        assert_eq!(refusals(&rows).len(), 1);
    }
}
