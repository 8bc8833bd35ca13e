//! Imports from real files into an engine in memory.

use std::fs;
use std::path::Path;

use kindred::App;
use kindred::entity::content::{CatalogueRow, Content, Description, SOURCE};
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use kindred::entity::user::{Origin, User};
use kindred::store::{Claim, Order, Range, Table};
use kindred::{Event, event};

use super::formats::{Format, open};
use super::{Counts, Progress, Recognition, Refusals, Summary, import, import_with};
use crate::testing;

const BOOKS: &str = "goodreads_book_id,isbn,isbn13,title,authors,publisher,ratings_1,ratings_2,ratings_3,ratings_4,ratings_5\n";

fn added(n_rows: u64) -> Counts {
    Counts { added: n_rows, ..Counts::default() }
}

fn present(n_rows: u64) -> Counts {
    Counts { present: n_rows, ..Counts::default() }
}

/// Import files; the format finds them by their names.
async fn read_in(app: &App, format: Format, files: &[(&str, &str)]) -> Summary {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a fresh file");
    }
    read_in_folder(app, format, folder.path()).await
}

async fn read_in_folder(app: &App, format: Format, folder: &Path) -> Summary {
    let reader = open(format, folder).expect("the files are there");
    import(app, reader, Refusals::default(), &Progress::hidden()).await.expect("the store works")
}

async fn books(app: &App, lines: &str) -> Summary {
    read_in(app, Format::Books, &[("books.csv", &format!("{BOOKS}{lines}"))]).await
}

async fn of_source(app: &App, source: &str) -> Content {
    let claim = app.store.get::<Claim>(&Claim::place(SOURCE, source)).await.expect("a read");
    let place = Content::place(claim.expect("it was imported").owner);
    app.store.get(&place).await.expect("a read").expect("a claim has an owner")
}

async fn events_of(app: &App, content: &Content) -> Vec<Event> {
    let range = Range::of(Table::Events, Event::partition(content.id), Order::Ascending);
    app.store.list_all(&range).await.expect("a list")
}

async fn n_contents(app: &App, kind: MediaKind) -> usize {
    let rows: Vec<CatalogueRow> =
        app.store.list_all(&CatalogueRow::all(kind)).await.expect("a list");
    rows.len()
}

fn reasons(summary: &Summary) -> Vec<(u64, &str)> {
    summary.refused.first().iter().map(|row| (row.line, row.reason.as_str())).collect()
}

/// A catalogue of films and the ratings of `n_people`, everybody of every film.
fn films(n_films: u64, n_people: u64) -> (String, String) {
    let films = (1..=n_films).map(|film| format!("{film}::Film {film} (1990)::Drama|Noir\n"));
    let ratings = (1..=n_people).flat_map(|user| {
        (1..=n_films)
            .map(move |film| format!("{user}::{film}::{}::{}\n", 1 + (user + film) % 5, 900 + user))
    });
    (films.collect(), ratings.collect())
}

#[tokio::test]
async fn a_second_import_finds_everything_there() {
    let app = testing::app().await;
    let (movies, ratings) = films(23, 110);
    let files = [("movies.dat", movies.as_str()), ("ratings.dat", ratings.as_str())];

    let first = read_in(&app, Format::Movielens, &files).await;
    let film = of_source(&app, "movielens:7").await;
    let events = events_of(&app, &film).await;
    let second = read_in(&app, Format::Movielens, &files).await;

    assert_eq!((first.items, first.interactions), (added(23), added(23 * 110)));
    assert_eq!((second.items, second.interactions), (present(23), present(23 * 110)));
    assert!(first.refused.is_empty() && second.refused.is_empty());
    assert_eq!(n_contents(&app, MediaKind::Movie).await, 23);
    assert_eq!(of_source(&app, "movielens:7").await, film);
    assert_eq!(events_of(&app, &film).await, events);
    assert_eq!(app.store.last_id("user").await.expect("a read"), 110);
    assert_eq!(app.store.last_id("content").await.expect("a read"), 23);
}

#[tokio::test]
async fn ratings_sum_into_averages_exactly() {
    let app = testing::app().await;
    let (movies, ratings) = films(3, 101);

    read_in(&app, Format::Movielens, &[("movies.dat", &movies), ("ratings.dat", &ratings)]).await;

    for film in 1..=3 {
        let content = of_source(&app, &format!("movielens:{film}")).await;
        let sum: u64 = (1..=101).map(|user| 1 + (user + film) % 5).sum();
        assert_eq!((content.rating_sum, content.rating_count), (sum.cast_signed(), 101));
        let events = events_of(&app, &content).await;
        assert_eq!(events.iter().filter(|it| it.name == event::META_ADDED).count(), 101);
        assert_eq!(events[0].name, "MovieAddedEvent");
        assert!(events.iter().all(|it| it.occured_by.is_some() == (it.name == event::META_ADDED)));
    }
}

#[tokio::test]
async fn people_of_a_data_set_are_accounts_without_a_password() {
    let app = testing::app().await;
    let (movies, ratings) = films(1, 2);

    read_in(&app, Format::Movielens, &[("movies.dat", &movies), ("ratings.dat", &ratings)]).await;

    let claim = Claim::place("DATASET", "movielens-dat:2");
    let user = User::by_claim(&app.store, &claim).await.expect("a read").expect("an account");
    assert_eq!((user.origin, user.password_hash, user.roles.len()), (Origin::Dataset, None, 0));
    let metas: Vec<Meta> =
        app.store.list_all(&Meta::all(user.id, MediaKind::Movie)).await.expect("a list");
    let [meta] = &metas[..] else { panic!("one film: {metas:?}") };
    assert_eq!((meta.rating, meta.count, meta.version), (Some(4), 0, 1));
    assert_eq!(meta.last_rating_date.expect("rated").seconds(), 902);
    let content = of_source(&app, "movielens:1").await;
    let events = events_of(&app, &content).await;
    let event = events.iter().find(|it| it.occured_by == Some(user.id)).expect("an event");
    assert_eq!(event.fields["rating"], 4);
    assert!(event.occured_at > user.created_at, "events are recorded now");
}

#[tokio::test]
async fn refused_rows_leave_the_others_alone() {
    let app = testing::app().await;

    let summary = books(
        &app,
        "1,61120081,,Mockingbird,Lee,,0,0,0,0,1\n\
         2,,,No number,Nobody,,0,0,0,0,1\n\
         3,439023483,,Games,Collins,,0,0,0,0,1\n",
    )
    .await;

    assert_eq!(summary.items, added(2));
    assert_eq!(reasons(&summary), [(3, "isbn and isbn13 are empty")]);
}

#[tokio::test]
async fn an_isbn_that_another_book_has_is_refused_and_stays_so() {
    let app = testing::app().await;
    let lines = "1,61120081,,Mockingbird,Lee,,0,0,0,0,1\n\
                 2,439023483,,Games,Collins,,0,0,0,0,1\n\
                 3,61120081,,The same number,Lee,,0,0,0,0,1\n\
                 2,439023483,,Games again,Collins,,0,0,0,0,1\n";
    let conflict = "isbn belongs to another book of the catalogue: 9780061120084";
    let doubled = "an earlier row describes the same item: goodbooks:2";

    let first = books(&app, lines).await;
    let second = books(&app, lines).await;
    let third = "9,61120081,,Elsewhere,Lee,,0,0,0,0,1\n8,140449132,,Crime,D.,,0,0,0,0,1\n";
    let third = books(&app, third).await;

    assert_eq!((first.items, second.items), (added(2), present(2)));
    assert_eq!(reasons(&first), [(4, conflict), (5, doubled)]);
    assert_eq!(reasons(&second), reasons(&first));
    assert_eq!(of_source(&app, "goodbooks:1").await.title(), "Mockingbird");
    assert_eq!((third.items, reasons(&third)), (added(1), vec![(2, conflict)]));
    assert_eq!(n_contents(&app, MediaKind::Book).await, 3);
}

#[tokio::test]
async fn a_changed_description_revises_the_content_and_leaves_its_ratings() {
    let app = testing::app().await;
    books(&app, "1,61120081,,Mockingbird,Lee,,0,0,0,0,1\n").await;

    let summary = books(&app, "1,61120081,,To Kill a Mockingbird,,,5,0,0,0,1\n").await;

    assert_eq!(summary.items, Counts { revised: 1, ..Counts::default() });
    let book = of_source(&app, "goodbooks:1").await;
    assert_eq!((book.rating_sum, book.rating_count), (5, 1));
    assert_eq!(book.title(), "To Kill a Mockingbird");
    assert_eq!(book.fields["author"], "Lee", "what a file does not tell stays known");
    let events = events_of(&app, &book).await;
    let [_, ratings, changed] = &events[..] else { panic!("three events: {events:?}") };
    for (event, attribute, value) in
        [(ratings, event::RATINGS, "5,1"), (changed, "title", "To Kill a Mockingbird")]
    {
        assert_eq!((&*event.name, event.text("attribute_name")), (event::CHANGED, Some(attribute)));
        assert_eq!(event.text("new_value"), Some(value));
    }
}

#[tokio::test]
async fn interactions_with_unknown_items_are_refused_with_their_line() {
    let app = testing::app().await;

    let (movies, ratings) = films(1, 1);
    let ratings = format!("{ratings}1::2::5::900\nnonsense\n3::2::4::900\n");
    let files = [("movies.dat", movies.as_str()), ("ratings.dat", ratings.as_str())];
    let summary = read_in(&app, Format::Movielens, &files).await;

    assert_eq!(summary.interactions, added(1));
    let unknown = "the item is not in the catalogue: movielens:2";
    assert_eq!(
        reasons(&summary),
        [(3, "the number of fields is not 4: 1"), (2, unknown), (4, unknown)]
    );
    assert_eq!(summary.refused.by_fault()["the item is not in the catalogue"], 2);
    assert_eq!(app.store.last_id("user").await.expect("a read"), 1, "no account for nothing");
}

#[tokio::test]
async fn ratings_of_a_file_of_their_own_find_the_films_of_an_earlier_import() {
    let app = testing::app().await;
    let (movies, ratings) = films(2, 3);
    read_in(&app, Format::Movielens, &[("movies.dat", &movies)]).await;

    let summary = read_in(&app, Format::Movielens, &[("ratings.dat", &ratings)]).await;

    assert_eq!((summary.items, summary.interactions), (added(0), added(6)));
    assert_eq!(of_source(&app, "movielens:2").await.rating_count, 3);
}

#[tokio::test]
async fn a_later_rating_of_the_same_person_holds() {
    let app = testing::app().await;
    let (movies, _) = films(1, 0);
    let both = "1::1::2::900\n1::1::5::950\n1::1::4::920\n";
    let files = |ratings| [("movies.dat", movies.as_str()), ("ratings.dat", ratings)];

    read_in(&app, Format::Movielens, &files("1::1::2::900\n")).await;
    let second = read_in(&app, Format::Movielens, &files(both)).await;
    let third = read_in(&app, Format::Movielens, &files(both)).await;

    assert_eq!(second.interactions, Counts { revised: 3, ..Counts::default() });
    assert_eq!(third.interactions, present(3));
    let film = of_source(&app, "movielens:1").await;
    assert_eq!((film.rating_sum, film.rating_count), (5, 1));
    let events = events_of(&app, &film).await;
    let attributes: Vec<_> = events.iter().filter_map(|it| it.text("attribute_name")).collect();
    assert_eq!(attributes, ["genres", "rating", "last_rating_date"]);
}

#[tokio::test]
async fn hours_of_the_same_person_add_up_once() {
    let app = testing::app().await;
    let lines =
        "7,Spore,purchase,1.0,0\n7,Spore,play,14.9,0\n8,Spore,purchase,1.0,0\n7,Spore,play,3,0\n";

    let first = read_in(&app, Format::Games, &[("steam-200k.csv", lines)]).await;
    let second = read_in(&app, Format::Games, &[("steam-200k.csv", lines)]).await;

    assert_eq!((first.items, first.interactions), (added(1), added(3)));
    assert_eq!((second.items, second.interactions), (present(1), present(3)));
    let game = of_source(&app, "steam:spore").await;
    let claim = Claim::place("DATASET", "steam:7");
    let user = User::by_claim(&app.store, &claim).await.expect("a read").expect("an account");
    let meta = app.store.get::<Meta>(&Meta::place(user.id, MediaKind::Game, game.id)).await;
    assert_eq!(meta.expect("a read").expect("played").count, 18);
    assert_eq!((game.rating_sum, game.rating_count), (0, 0));
}

#[tokio::test]
async fn what_an_interrupted_import_left_out_is_written_by_the_next() {
    let app = testing::app().await;
    let (movies, ratings) = films(5, 60);
    let half: String = ratings.lines().take(111).flat_map(|line| [line, "\n"]).collect();

    read_in(&app, Format::Movielens, &[("movies.dat", &movies), ("ratings.dat", &half)]).await;
    let files = [("movies.dat", movies.as_str()), ("ratings.dat", ratings.as_str())];
    let whole = read_in(&app, Format::Movielens, &files).await;

    assert_eq!(whole.interactions, Counts { added: 300 - 111, present: 111, revised: 0 });
    let mut n_ratings = 0;
    for film in 1..=5 {
        n_ratings += of_source(&app, &format!("movielens:{film}")).await.rating_count;
    }
    assert_eq!(n_ratings, 300);
}

#[tokio::test]
async fn two_imports_at_once_write_everything_once() {
    let app = testing::app().await;
    let (movies, ratings) = films(20, 50);
    let files = [("movies.dat", movies.as_str()), ("ratings.dat", ratings.as_str())];

    let (one, other) = tokio::join!(
        read_in(&app, Format::Movielens, &files),
        read_in(&app, Format::Movielens, &files)
    );

    assert!(one.refused.is_empty() && other.refused.is_empty());
    assert_eq!(one.items.added + other.items.added, 20);
    assert_eq!(one.interactions.added + other.interactions.added, 1_000);
    assert_eq!(n_contents(&app, MediaKind::Movie).await, 20);
    for film in 1..=20 {
        let content = of_source(&app, &format!("movielens:{film}")).await;
        let sum: u64 = (1..=50).map(|user| 1 + (user + film) % 5).sum();
        assert_eq!((content.rating_sum, content.rating_count), (sum.cast_signed(), 50));
    }
}

/// Somebody published this movie by hand.
async fn published(app: &App, title: &str, year: &str) -> Content {
    let fields = serde_json::json!({ "title": title, "year": year });
    let description =
        Description { fields: fields.as_object().expect("fields").clone(), genres: Vec::new() };
    let id = app.store.next_id("content").await.expect("an id");
    let occurrence = app.ids.occurrence(None);
    let (content, events) =
        Content::publish(MediaKind::Movie, id, description, occurrence).expect("a movie");
    app.store.commit(content.saving(None).events(&events)).await.expect("it can be written");
    content
}

async fn recognising(recognition: Recognition, app: &App) -> Summary {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let films = "1::alien (1979)::Horror\n2::Alien (1992)::Horror\n3::Aliens (1986)::Horror\n";
    fs::write(folder.path().join("movies.dat"), films).expect("a fresh file");
    fs::write(folder.path().join("ratings.dat"), "1::1::5::900\n").expect("a fresh file");
    let reader = open(Format::Movielens, folder.path()).expect("the files are there");
    let (refusals, progress) = (Refusals::default(), Progress::hidden());
    import_with(recognition, app, reader, refusals, &progress).await.expect("the store works")
}

#[tokio::test]
async fn an_item_that_is_there_under_no_key_is_recognised_and_keeps_what_is_known() {
    let app = testing::app().await;
    let alien = published(&app, "Alien", "1979").await;

    for n_added in [2, 0] {
        let summary = recognising(Recognition::ByRecord, &app).await;
        assert_eq!((summary.items.added, summary.recognised), (n_added, 1));
        assert_eq!(n_contents(&app, MediaKind::Movie).await, 3);
    }

    let place = Content::place(alien.id);
    let now = app.store.get::<Content>(&place).await.expect("a read").expect("it is there");
    assert_eq!(now.title(), "Alien");
    assert_eq!(now.genres.len(), 1, "it had none, and learnt them");
    assert_eq!(now.rating_count, 1, "interactions go where the item went");
}

#[tokio::test]
async fn without_recognition_an_item_under_no_key_is_another() {
    let app = testing::app().await;
    published(&app, "Alien", "1979").await;

    let summary = recognising(Recognition::BySource, &app).await;

    assert_eq!((summary.items, summary.recognised), (added(3), 0));
    assert_eq!(n_contents(&app, MediaKind::Movie).await, 4);
}
