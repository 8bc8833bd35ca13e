//! Every format, as the import reads it.

use std::{fs, io::Write};

use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;

use super::{
    fixture::{folder, read, refusals},
    *,
};

const BOOKS: &str = "goodreads_book_id,isbn,title,authors\n";
const GAMES: &str = "7,\"Spore\",purchase,1.0,0\n7,\"Spore\",play,14.9,0\n";

fn gzip(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(text.as_bytes()).expect("memory takes everything");
    packer.finish().expect("memory takes everything")
}

#[test]
fn a_path_without_a_usable_file_is_named_in_the_error() {
    let empty = folder(&[("archive.csv", b"PK\x03\x04rest")]);

    for (path, reason) in [
        (empty.path().join("gone.csv"), "No such file"),
        (empty.path().to_owned(), "books.csv"),
        (empty.path().join("archive.csv"), "zip archive"),
    ] {
        let error = open(Format::Books, &path).err().expect("there is nothing to read");

        assert_eq!(error.path, path);
        assert!(error.to_string().contains(reason), "{error}");
    }
}

#[test]
fn gzip_is_recognised_by_its_content() {
    let packed = read(Format::Games, &[("plain.csv", &gzip(GAMES))]);
    let plain = read(Format::Games, &[("packed.csv.gz", GAMES.as_bytes())]);

    assert_eq!(packed, plain);
    assert_eq!(packed.len(), 2);
}

#[test]
fn a_folder_is_searched_for_the_usual_names() {
    let plain = folder(&[("books.csv", BOOKS.as_bytes()), ("other.txt", b"?")]);
    let packed = folder(&[("steam-200k.csv.gz", &gzip(GAMES))]);

    assert_eq!(open(Format::Books, plain.path()).expect("a known file").count(), 0);
    assert_eq!(open(Format::Games, packed.path()).expect("a known file").count(), 2);
}

#[test]
fn a_damaged_archive_is_read_as_far_as_possible_and_said_to_be_damaged() {
    let mut packed = gzip(&GAMES.repeat(9));
    packed.truncate(packed.len() - 8);
    let folder = folder(&[("games.csv", &packed)]);
    let mut reader = open(Format::Games, &folder.path().join("games.csv")).expect("it begins well");

    let rows: Vec<_> = reader.by_ref().collect();

    assert!(reader.broken_off());
    assert_eq!(rows.iter().filter(|row| row.is_err()).count(), 1);
    assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 2);
}

#[test]
fn progress_ends_at_the_size_of_all_files() {
    let folder = folder(&[("u.data", b"1\t2\t3\t4\n"), ("u.item", b"broken\n")]);
    let mut reader = open(Format::Movielens, folder.path()).expect("a known layout");

    assert_eq!(reader.by_ref().count(), 2);
    assert_eq!((reader.bytes_read(), reader.total_bytes()), (15, 15));
    assert!(!reader.broken_off());
}

#[test]
fn a_reader_can_be_sent_to_another_thread() {
    fn sendable<T: Send>() {}

    sendable::<Reader>();
}

#[test]
fn an_empty_file_has_no_rows() {
    for (format, name) in KNOWN {
        for nothing in [&b""[..], b"\n\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"] {
            assert_eq!(read(format, &[(name, nothing)]), [], "{name} {nothing:?}");
        }
    }
}

const KNOWN: [(Format, &str); 8] = [
    (Format::Books, "books.csv"),
    (Format::Games, "games.csv"),
    (Format::Movielens, "u.item"),
    (Format::Movielens, "u.data"),
    (Format::Movielens, "movies.dat"),
    (Format::Movielens, "ratings.dat"),
    (Format::Movielens, "movies.csv"),
    (Format::Movielens, "ratings.csv"),
];

/// Files where each line is a row of its own, with the line that has to come first.
const LINE_BASED: [(Format, &str, &str); 7] = [
    (Format::Books, "books.csv", BOOKS),
    (Format::Movielens, "u.item", ""),
    (Format::Movielens, "u.data", ""),
    (Format::Movielens, "movies.dat", ""),
    (Format::Movielens, "ratings.dat", ""),
    (Format::Movielens, "movies.csv", "movieId,title,genres\n"),
    (Format::Movielens, "ratings.csv", "userId,movieId,rating,timestamp\n"),
];

/// Bytes that look enough like the formats to get past the first check.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        any::<u8>().prop_map(|byte| vec![byte]),
        prop::sample::select(vec![
            "\n",
            "\r\n",
            ",",
            "\t",
            "|",
            "::",
            "\"",
            "1",
            "-1",
            "0439023480",
            "5",
            "1e300",
            "4.5",
            "nan",
            "play",
            "purchase",
            "Matrix, The (1999)",
            "é",
            "\u{feff}",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

fn filled_lines(bytes: &[u8]) -> usize {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count()
}

proptest! {
    #[test]
    fn any_bytes_are_read_to_their_end(bytes in noise()) {
        for (format, name) in KNOWN {
            let archive = [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", &bytes[..]].concat();
            let folder = folder(&[(name, &bytes), ("archive", &archive)]);
            if let Ok(reader) = open(format, &folder.path().join(name)) {
                prop_assert!(reader.count() <= 2 * filled_lines(&bytes));
            }
            if let Ok(reader) = open(format, &folder.path().join("archive")) {
                // Deflate packs at most 1032 to 1, and the damage itself is reported.
                prop_assert!(reader.count() <= 1 + 1032 * bytes.len());
            }
        }
    }

    #[test]
    fn every_filled_line_is_either_taken_or_refused(bytes in noise()) {
        for (format, name, header) in LINE_BASED {
            let text = [header.as_bytes(), &bytes].concat();
            let rows = read(format, &[(name, &text)]);

            prop_assert_eq!(rows.len(), filled_lines(&text) - usize::from(!header.is_empty()), "{}", name);
        }
    }

    #[test]
    fn refused_lines_of_games_leave_the_others_alone(bytes in noise()) {
        let text = [GAMES.as_bytes(), &bytes, b"\n", GAMES.as_bytes()].concat();
        let rows = read(Format::Games, &[("games.csv", &text)]);

        let refused = refusals(&rows).len();
        prop_assert!(refused <= filled_lines(&text) - 4);
        prop_assert!(rows.len() > refused + 1);
    }
}

#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    let folder = folder(&[]);
    fs::create_dir(folder.path().join("books.csv")).expect("an empty folder");

    assert!(open(Format::Books, folder.path()).is_err());
}
