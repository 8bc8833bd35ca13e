//! MovieLens: films and ratings, in the layout of any of its editions.
//!
//! Films come before ratings. Ids are prefixed by the numbering they belong to: the 100k edition numbers films on its
//! own, all later ones share one numbering, so that they complete each other. People are numbered anew in each edition;
//! user 1 of one is nobody of another, which the prefix can tell only as far as the layouts differ.
//! People's age, sex and occupation, tags and genome scores are not read.

use std::path::{Path, PathBuf};

use super::{
    OpenError, Parser, Reader,
    films::{Films, GENRES, Links},
    input::{Folder, Lines},
    ratings::Ratings,
    table::{Cut, Table},
};

/// How an edition writes its files.
struct Layout {
    films: &'static str,
    ratings: &'static str,
    style: Style,
    /// Prefix of film ids.
    numbering: &'static str,
    /// Prefix of user ids.
    people: &'static str,
}

enum Style {
    /// 100k: `|` between the fields of films, with one flag per genre, and tabs between those of ratings.
    Flags,
    /// 1m and 10m: `::` everywhere.
    Colons,
    /// From 20m on: CSV with a header.
    Csv,
}

const LAYOUTS: [Layout; 3] = [
    Layout {
        films: "u.item",
        ratings: "u.data",
        style: Style::Flags,
        numbering: "movielens-100k",
        people: "movielens-100k",
    },
    Layout {
        films: "movies.dat",
        ratings: "ratings.dat",
        style: Style::Colons,
        numbering: "movielens",
        people: "movielens-dat",
    },
    Layout {
        films: "movies.csv",
        ratings: "ratings.csv",
        style: Style::Csv,
        numbering: "movielens",
        people: "movielens",
    },
];

const LINKS: &str = "links.csv";

/// Open the films and ratings of the first layout the folder has; or the one file that is named.
pub(super) fn open(path: &Path, reader: &mut Reader) -> Result<(), OpenError> {
    let folder = Folder::of(path);
    for layout in &LAYOUTS {
        let (films, ratings) = (folder.find(layout.films), folder.find(layout.ratings));
        if films.is_none() && ratings.is_none() {
            continue;
        }
        if let Some(file) = films {
            open_films(layout, &file, folder.find(LINKS), reader)?;
        }
        if let Some(file) = ratings {
            let lines = reader.progress.open(&file)?;
            let ratings = Ratings { people: layout.people, numbering: layout.numbering };
            reader.add(layout.rating_table(&file, lines)?, Parser::Ratings(ratings));
        }
        return Ok(());
    }
    Err(nothing_known(path))
}

fn open_films(
    layout: &Layout,
    file: &Path,
    links: Option<PathBuf>,
    reader: &mut Reader,
) -> Result<(), OpenError> {
    let mut known = Links::default();
    if let (Style::Csv, Some(path)) = (&layout.style, links) {
        let lines = reader.progress.open(&path)?;
        let mut table = Table::with_header(&path, lines, &["movieId", "imdbId", "tmdbId"])?;
        known.read(&mut table, &mut reader.ready);
        reader.broken_off |= table.broken_off();
    }
    let lines = reader.progress.open(file)?;
    let films = Films { numbering: layout.numbering, links: known };
    reader.add(layout.film_table(file, lines)?, Parser::Films(films));
    Ok(())
}

impl Layout {
    fn film_table(&self, path: &Path, lines: Lines) -> Result<Table, OpenError> {
        match self.style {
            Style::Flags => {
                let columns =
                    ["movieId", "title", "release", "video_release", "imdb_search", "unknown"];
                Ok(Table::with_names(lines, Cut::At("|"), &[&columns[..], &GENRES].concat()))
            }
            Style::Colons => {
                Ok(Table::with_names(lines, Cut::At("::"), &["movieId", "title", "genres"]))
            }
            Style::Csv => Table::with_header(path, lines, &["movieId", "title"]),
        }
    }

    fn rating_table(&self, path: &Path, lines: Lines) -> Result<Table, OpenError> {
        let columns = ["userId", "movieId", "rating", "timestamp"];
        match self.style {
            Style::Flags => Ok(Table::with_names(lines, Cut::At("\t"), &columns)),
            Style::Colons => Ok(Table::with_names(lines, Cut::At("::"), &columns)),
            Style::Csv => Table::with_header(path, lines, &columns[..3]),
        }
    }
}

fn nothing_known(path: &Path) -> OpenError {
    if let (false, Err(error)) = (path.is_dir(), std::fs::metadata(path)) {
        return OpenError::new(path, error);
    }
    let names: Vec<_> = LAYOUTS.iter().flat_map(|layout| [layout.films, layout.ratings]).collect();
    let found = if path.is_dir() { "the folder has no file" } else { "this is no file" };
    OpenError::new(path, format!("{found} named {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::super::{
        Format, Row,
        fixture::{folder, interactions, items, read},
        open,
    };

    #[test]
    fn each_layout_is_recognised_in_a_folder() {
        let flags = format!("2|GoldenEye (1995)|01-Jan-1995||http://x|{}1\n", "0|".repeat(18));
        let flags =
            read(Format::Movielens, &[("u.data", b"5\t2\t3\t88\n"), ("u.item", flags.as_bytes())]);
        let colons = read(
            Format::Movielens,
            &[("movies.dat", b"2::Jumanji (1995)::Western\n"), ("ratings.dat", b"5::2::3::88\n")],
        );
        let csv = read(
            Format::Movielens,
            &[
                ("ratings.csv", b"userId,movieId,rating,timestamp\n5,2,3.0,88\n"),
                ("movies.csv", b"movieId,title,genres\n2,Jumanji (1995),Western\n"),
            ],
        );

        for (rows, film, user) in [
            (flags, "movielens-100k:2", "movielens-100k:5"),
            (colons, "movielens:2", "movielens-dat:5"),
            (csv, "movielens:2", "movielens:5"),
        ] {
            let ([item], [interaction]) = (&items(&rows)[..], &interactions(&rows)[..]) else {
                panic!("{rows:?}")
            };
            assert_eq!(
                (item.source.as_str(), &item.genres[..]),
                (film, &["Western".to_owned()][..])
            );
            assert_eq!((interaction.user.as_str(), interaction.item.as_str()), (user, film));
            assert_eq!(interaction.record, super::super::Record::rated(3, Some(88)));
            assert!(matches!(rows[0], Ok(Row::Item(_))));
        }
    }

    #[test]
    fn one_file_alone_is_read_as_what_it_is_named() {
        let folder = folder(&[("u.data", b"5\t2\t3\t88\n"), ("u.item", b"broken\n")]);
        let rows: Vec<_> =
            open(Format::Movielens, &folder.path().join("u.data")).expect("a known name").collect();

        assert_eq!(interactions(&rows).len(), rows.len());
    }

    #[test]
    fn a_path_without_known_files_is_refused() {
        let folder = folder(&[("links.csv", b"movieId,imdbId,tmdbId\n"), ("u.user", b"")]);

        for (path, reason) in [
            (folder.path().to_owned(), "the folder has no file named u.item, u.data"),
            (folder.path().join("u.user"), "this is no file named u.item"),
            (folder.path().join("gone"), "No such file"),
        ] {
            let error = open(Format::Movielens, &path).err().expect("nothing is known there");

            assert_eq!(error.path, path);
            assert!(error.reason.starts_with(reason), "{error}");
        }
    }
}
