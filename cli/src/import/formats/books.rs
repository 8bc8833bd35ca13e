//! Books: the `books.csv` of goodbooks-10k.
//!
//! Columns are found by name. A book without a sound ISBN is refused, since the catalogue knows books by it; two
//! books with the same one are the writer's business. The file does not tell publishers, and its readers are in
//! another file that is not read.

use std::path::Path;

use kindred::entity::kind::MediaKind;
use serde_json::Map;

use super::{
    Item, OpenError,
    input::Lines,
    isbn::Isbn13,
    table::{Record, Table, fault},
};

/// Columns without which no book can be made.
const REQUIRED: [&str; 4] = ["goodreads_book_id", "isbn", "title", "authors"];

/// Votes by stars, one to five.
const VOTES: [&str; 5] = ["ratings_1", "ratings_2", "ratings_3", "ratings_4", "ratings_5"];

/// Part of the address of the grey square that stands for a missing cover.
const NO_COVER: &str = "/nophoto/";

/// The rows of `books.csv`.
///
/// Refuses: a file without one of the [`REQUIRED`] columns.
pub(super) fn table(path: &Path, lines: Lines) -> Result<Table, OpenError> {
    Table::with_header(path, lines, &REQUIRED)
}

/// The book of one line.
///
/// Refuses: no recoverable ISBN, no title, a title or author of more than 255 characters, unreadable numbers.
pub(super) fn item(record: &Record<'_>) -> Result<Item, String> {
    let id: u64 = record.required("goodreads_book_id")?;
    let isbn = Isbn13::recover(record.get("isbn"), record.get("isbn13"))?;
    let title = match record.short("title")? {
        Some(title) => title,
        None => record.short("original_title")?.ok_or("title is empty")?,
    };
    let (rating_sum, rating_count) = votes(record)?;
    let mut fields = Map::new();
    fields.insert("isbn".to_owned(), isbn.as_str().into());
    fields.insert("title".to_owned(), title.into());
    if let Some(authors) = record.short("authors")? {
        fields.insert("author".to_owned(), authors.into());
    }
    if let Some(year) = year(record)? {
        fields.insert("year_of_publication".to_owned(), year.into());
    }
    for (field, column) in [("image_url_m", "image_url"), ("image_url_s", "small_image_url")] {
        if let Some(address) = record.get(column).filter(|address| !address.contains(NO_COVER)) {
            fields.insert(field.to_owned(), address.into());
        }
    }
    let source = format!("goodbooks:{id}");
    let (kind, genres) = (MediaKind::Book, Vec::new());
    Ok(Item { source, kind, serie: None, fields, genres, rating_sum, rating_count })
}

/// The year, written as `2008.0`; before Christ it is negative.
fn year(record: &Record<'_>) -> Result<Option<i64>, String> {
    let column = "original_publication_year";
    match record.number::<f64>(column)? {
        None => Ok(None),
        Some(year) if year.fract() == 0.0 && year.abs() <= 9999.0 => Ok(Some(year as i64)),
        Some(year) => Err(fault(column, "is not a year", year)),
    }
}

/// Sum and number of the votes: exact if they are told by stars, otherwise from the average.
fn votes(record: &Record<'_>) -> Result<(u64, u64), String> {
    if VOTES.iter().all(|column| record.get(column).is_some()) {
        return votes_by_stars(record);
    }
    let (average, count) =
        (record.number::<f64>("average_rating")?, record.number::<u32>("ratings_count")?);
    match (average, count) {
        (Some(average), Some(count)) if (0.0..=5.0).contains(&average) => {
            Ok(((average * f64::from(count)).round() as u64, count.into()))
        }
        (Some(average), Some(_)) => Err(fault("average_rating", "is not within 0 and 5", average)),
        _ => Ok((0, 0)),
    }
}

/// `sum = Σ i · ratings_i`, `count = Σ ratings_i`
fn votes_by_stars(record: &Record<'_>) -> Result<(u64, u64), String> {
    let (mut sum, mut count) = (0, 0);
    for (stars, column) in (1..).zip(VOTES) {
        let votes = u64::from(record.required::<u32>(column)?);
        sum += stars * votes;
        count += votes;
    }
    Ok((sum, count))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{
        Format,
        fixture::{Rows, folder, items, read, refusals},
        open,
    };

    const HEADER: &str = "title,authors,isbn,goodreads_book_id,isbn13,original_publication_year,original_title,\
        ratings_1,ratings_2,ratings_3,ratings_4,ratings_5,average_rating,ratings_count,image_url,small_image_url\n";

    fn rows(lines: &str) -> Rows {
        read(Format::Books, &[("books.csv", format!("{HEADER}{lines}").as_bytes())])
    }

    #[test]
    fn a_book_is_read_whatever_the_order_of_columns() {
        let rows = rows(
            "\"The Hunger Games (The Hunger Games, #1) \",Suzanne Collins,439023483,2767052,9.78043902348e+12,2008.0,\
             The Hunger Games,1,2,3,4,5,4.34,999,https://covers/m.jpg,https://covers/s.jpg\n",
        );

        let [book] = items(&rows)[..] else { panic!("one book: {rows:?}") };
        assert_eq!(
            (book.source.as_str(), book.kind),
            ("goodbooks:2767052", super::MediaKind::Book)
        );
        assert_eq!((book.rating_sum, book.rating_count), (55, 15));
        assert_eq!(
            json!(book.fields),
            json!({
                "isbn": "9780439023481",
                "title": "The Hunger Games (The Hunger Games, #1)",
                "author": "Suzanne Collins",
                "year_of_publication": 2008,
                "image_url_m": "https://covers/m.jpg",
                "image_url_s": "https://covers/s.jpg",
            })
        );
    }

    #[test]
    fn what_is_empty_is_unknown_and_a_missing_cover_too() {
        let rows = rows(",,61120081,4,,-720.0,The Iliad,,,,,,4.5,3,https://s/nophoto/m.png,\n");

        let [book] = items(&rows)[..] else { panic!("one book: {rows:?}") };
        assert_eq!((book.rating_sum, book.rating_count), (14, 3));
        assert_eq!(
            json!(book.fields),
            json!({ "isbn": "9780061120084", "title": "The Iliad", "year_of_publication": -720 })
        );
    }

    #[test]
    fn unusable_books_are_refused_and_the_others_read() {
        let long = "x".repeat(256);
        let rows = rows(&format!(
            "A,B,,1,,,,,,,,,,,,\n\
             A,{long},61120081,2,,,,,,,,,,,,\n\
             ,B,61120081,3,,,,,,,,,,,,\n\
             A,B,61120081,4,,1999.5,,,,,,,,,,\n\
             A,B,61120081,5,,,,,,,,,5.1,1,,\n\
             A,B,61120081,6,,,,1,2,3,4,-5,,,,\n\
             A,B,61120081,seven,,,,,,,,,,,,\n\
             A,\"B,61120081,8,,,,,,,,,,,,\n\
             A,B,61120081\n\
             A,B,61120081,10,,,,,,,,,,,,\n"
        ));

        assert_eq!(items(&rows).len(), 1);
        assert_eq!(
            refusals(&rows),
            [
                (2, "isbn and isbn13 are empty"),
                (3, "authors has more than 255 characters: 256"),
                (4, "title is empty"),
                (5, "original_publication_year is not a year: 1999.5"),
                (6, "average_rating is not within 0 and 5: 5.1"),
                (7, "ratings_5 is not a usable number: -5"),
                (8, "goodreads_book_id is not a usable number: seven"),
                (9, "a quotation mark is left open"),
                (10, "the number of fields is not 16: 3"),
            ]
        );
    }

    #[test]
    fn a_line_that_is_not_utf_8_is_refused_alone() {
        let text = [HEADER.as_bytes(), b"\xe9,B,1,1,,,,,,,,,,,,\r\nA,B,61120081,2,,,,,,,,,,,,\r\n"]
            .concat();
        let rows = read(Format::Books, &[("books.csv", &text)]);

        assert_eq!(items(&rows).len(), 1);
        assert_eq!(refusals(&rows), [(2, "the line is not UTF-8")]);
    }

    #[test]
    fn a_file_without_the_needed_columns_is_no_book_list() {
        let folder = folder(&[("books.csv", b"\xef\xbb\xbfisbn,name,title\n1,2,3\n")]);
        let error = open(Format::Books, folder.path()).err().expect("columns are missing");

        assert_eq!(error.path, folder.path().join("books.csv"));
        assert_eq!(
            error.reason,
            "the first line does not name the column goodreads_book_id, authors"
        );
    }
}
