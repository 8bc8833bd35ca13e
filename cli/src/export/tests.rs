//! Exports into files, and imports of them.

use std::fs;

use kindred::entity::content::{Content, Description, GenreRef};
use kindred::entity::genre::Genre;
use kindred::entity::kind::{Holds, MediaKind};
use kindred::entity::meta::Meta;
use kindred::entity::user::{Newcomer, Origin, User};
use kindred::store::Change;
use kindred::{App, Error, Timestamp};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::export;
use crate::import::formats::{Format, open};
use crate::import::{Counts, Progress, Refusals, Summary, import};
use crate::{demo, testing};

async fn exported(app: &App) -> String {
    let mut bytes = Vec::new();
    export(app, &mut bytes, &Progress::hidden()).await.expect("the store works");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

async fn imported(app: &App, text: &str) -> Summary {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("kindred.jsonl");
    fs::write(&path, text).expect("a fresh file");
    let reader = open(Format::Jsonl, &path).expect("it begins well");
    import(app, reader, Refusals::default(), &Progress::hidden()).await.expect("the store works")
}

async fn somebody(app: &App) -> User {
    let id = app.store.next_id("user").await.expect("an id");
    let (uuid, now) = (app.ids.uuid(), app.clock.now());
    let user = User {
        email: Some(format!("somebody-{id}@example.org")),
        display_name: Some("some.body".to_owned()),
        ..User::new(Newcomer { id, uuid, password_hash: None, now }, Origin::Media)
    };
    let registration = user.registration(app.ids.occurrence(Some(id)), &Error::taken("taken"));
    app.store.commit(registration).await.expect("nobody has the name");
    user
}

async fn publish(app: &App, kind: MediaKind, description: Description) -> Content {
    let id = app.store.next_id("content").await.expect("an id");
    let published = Content::publish(kind, id, description, app.ids.occurrence(None));
    let (content, events) = published.expect("a sound description");
    app.store.commit(content.saving(None).events(&events)).await.expect("it can be written");
    content
}

/// Write what somebody did as it is given.
async fn did(app: &App, meta: Meta) {
    let event = app.ids.occurrence(Some(meta.user_id));
    let event = kindred::Event::meta_added(event, meta.content_id, meta.rating, 0, meta.count);
    app.store.commit(meta.saving(None, &[event])).await.expect("the content is there");
}

fn at(micros: i64) -> Option<Timestamp> {
    Some(Timestamp::from_micros(1_700_000_000_000_000 + micros))
}

fn fields(fields: Value) -> Description {
    let Value::Object(fields) = fields else { panic!("fields are an object") };
    Description { fields, genres: Vec::new() }
}

/// The demo data, a serie with an episode, and people who did each sort of thing.
async fn lively() -> App {
    let app = testing::app().await;
    demo::load(&app).await.expect("it loads");
    let user = somebody(&app).await;
    let serie = publish(&app, MediaKind::Serie, fields(json!({ "title": "Dekalog" }))).await;
    let episode = json!({ "title": "Dekalog, jeden", "season_number": 1, "serie_id": serie.id });
    let episode = publish(&app, MediaKind::Episode, fields(episode)).await;
    let track = publish(&app, MediaKind::Track, fields(json!({ "title": "Alina" }))).await;
    let sorts = [
        (&serie, Meta { rating: Some(0), last_rating_date: at(1), ..Meta::new(user.id, &serie) }),
        (&episode, Meta { count: 3, last_count_increment: at(2), ..Meta::new(user.id, &episode) }),
        (&track, Meta { review_see_count: 2, last_review_see_date: at(3), ..Meta::new(1, &track) }),
        (
            &track,
            Meta {
                rating: Some(5),
                last_rating_date: at(999_999),
                review_see_count: 7,
                last_review_see_date: at(5),
                count: 1_000_000_000,
                last_count_increment: at(6),
                ..Meta::new(user.id, &track)
            },
        ),
    ];
    for (_, meta) in sorts {
        did(&app, meta).await;
    }
    app
}

#[tokio::test]
async fn what_was_exported_and_imported_is_exported_as_the_same_bytes() {
    let app = lively().await;

    let text = exported(&app).await;
    let other = testing::app().await;
    let summary = imported(&other, &text).await;

    assert!(summary.refused.is_empty() && !summary.broken_off, "{summary}{}", summary.refused);
    assert_eq!(summary.items, Counts { added: 264, ..Counts::default() });
    assert_eq!(exported(&other).await, text);
    assert!(!text.contains('@') && !text.contains("some.body"), "people are keys");
}

#[tokio::test]
async fn importing_again_changes_nothing() {
    let text = exported(&lively().await).await;
    let app = testing::app().await;
    let first = imported(&app, &text).await;

    let second = imported(&app, &text).await;

    let present = |counts: Counts| Counts { present: counts.added, ..Counts::default() };
    assert_eq!(second.items, present(first.items));
    assert_eq!(second.interactions, present(first.interactions));
    assert_eq!(exported(&app).await, text);
}

#[tokio::test]
async fn a_store_knows_what_it_has_exported_itself() {
    let app = lively().await;
    let text = exported(&app).await;

    let summary = imported(&app, &text).await;

    assert!(summary.refused.is_empty(), "{}", summary.refused);
    assert_eq!((summary.items.added, summary.items.revised), (0, 0));
    assert_eq!((summary.interactions.added, summary.interactions.revised), (0, 0));
    assert_eq!(exported(&app).await, text);
}

#[tokio::test]
async fn contents_of_two_stores_with_the_same_numbers_stay_two() {
    let (one, other) = (testing::app().await, testing::app().await);
    publish(&one, MediaKind::Movie, fields(json!({ "title": "Alien" }))).await;
    publish(&other, MediaKind::Movie, fields(json!({ "title": "Brazil" }))).await;
    let both = testing::app().await;

    imported(&both, &exported(&one).await).await;
    let summary = imported(&both, &exported(&other).await).await;

    assert_eq!(summary.items, Counts { added: 1, ..Counts::default() });
}

#[tokio::test]
async fn an_import_that_broke_off_anywhere_is_completed_by_the_next() {
    let text = exported(&lively().await).await;
    let lines: Vec<&str> = text.lines().collect();
    for part in [2, 60, 203, 210, lines.len() - 1] {
        let app = testing::app().await;
        let begun = imported(&app, &lines[..part].join("\n")).await;

        let whole = imported(&app, &text).await;

        assert!(begun.broken_off && !whole.broken_off, "after {part} lines");
        assert!(whole.refused.is_empty(), "{}", whole.refused);
        assert_eq!(exported(&app).await, text, "after {part} lines");
    }
}

#[tokio::test]
async fn of_two_records_of_one_person_the_later_holds() {
    let film = r#"{"type":"content","kind":"movie","key":"a:1","fields":{"title":"Alien"}}"#;
    let file = |record: &str| {
        let record = format!(r#"{{"type":"interaction","user":"a:9","content":"a:1",{record}}}"#);
        let last = r#"{"type":"end","contents":1,"interactions":1}"#;
        format!("{{\"type\":\"kindred\",\"version\":1}}\n{film}\n{record}\n{last}\n")
    };
    let earlier = r#""rating":5,"last_rating_date":"2001-01-01T00:00:00.000000","count":4,"last_count_increment":"2001-01-01T00:00:00.000000""#;
    let later = r#""rating":2,"last_rating_date":"2002-01-01T00:00:00.000000","review_see_count":0,"count":3,"last_count_increment":"2003-01-01T00:00:00.000000""#;
    for files in [[earlier, later], [later, earlier]] {
        let app = testing::app().await;
        for record in files {
            imported(&app, &file(record)).await;
        }

        let text = exported(&app).await;

        assert!(text.contains(r#""rating":2,"last_rating_date":"2002-"#), "{text}");
        assert!(text.contains(r#""count":4,"last_count_increment":"2001-"#), "{text}");
        assert!(text.contains(r#""rating_sum":0,"rating_count":0"#), "{text}");
    }
}

#[tokio::test]
async fn an_episode_without_its_serie_is_refused() {
    let app = testing::app().await;
    let lines = [
        r#"{"type":"kindred","version":1}"#,
        r#"{"type":"content","kind":"movie","key":"a:1","fields":{"title":"Alien"}}"#,
        r#"{"type":"content","kind":"episode","key":"a:2","serie":"a:1","fields":{"title":"One"}}"#,
        r#"{"type":"content","kind":"movie","key":"a:3","fields":{"title":7}}"#,
        r#"{"type":"interaction","user":"a:9","content":"a:2","rating":4}"#,
        r#"{"type":"end","contents":3,"interactions":1}"#,
    ];

    let summary = imported(&app, &lines.join("\n")).await;

    let reasons: Vec<_> = summary.refused.first().iter().map(|it| it.reason.as_str()).collect();
    let expected = [
        "the serie is not in the catalogue: a:1",
        "title not a text",
        "the item is not in the catalogue: a:2",
    ];
    assert_eq!(reasons, expected);
    assert_eq!(summary.items, Counts { added: 1, ..Counts::default() });
}

/// A content of any kind: its kind, a number for the serie of an episode, and texts for its fields.
type Drawn = (usize, usize, Vec<String>, i16, Vec<u8>);

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    let texts = prop::collection::vec("[\\PC\\x00-\\x1f]{0,12}", 3);
    let genres = prop::collection::vec(0_u8..5, 0..4);
    prop::collection::vec((0_usize..7, any::<usize>(), texts, any::<i16>(), genres), 300)
}

/// Fields of all types that the kind has, and its genres.
async fn described(app: &App, n: usize, drawn: &Drawn, series: &[u64]) -> (MediaKind, Description) {
    let (kind, serie, texts, number, genres) = drawn;
    let kind = match MediaKind::WITH_EPISODES[*kind] {
        MediaKind::Episode if series.is_empty() => MediaKind::Serie,
        kind => kind,
    };
    let differences = kind.differences();
    let mut fields = Map::new();
    for (position, field) in differences.fields.iter().enumerate() {
        let text = &texts[position % texts.len()];
        let value = match field.holds {
            _ if field.name == "serie_id" => json!(series[serie % series.len()]),
            _ if Some(field.name) == differences.unique => json!(format!("{n}")),
            _ if field.name == differences.title => json!(format!("{text}{n}")),
            Holds::Text(_) | Holds::Reference(_) => json!(text),
            Holds::Uuid => Value::Null,
            Holds::Integer | Holds::SmallInteger => json!(number),
        };
        fields.insert(field.name.to_owned(), value);
    }
    let mut wanted: Vec<GenreRef> = Vec::new();
    for genre in genres.iter().filter(|_| differences.has_genres()) {
        let (name, occurrence) = (format!("Genre {genre}"), app.ids.occurrence(None));
        let genre = Genre::named(&app.store, kind, &name, occurrence).await;
        let genre = genre.expect("a genre can be made");
        if !wanted.contains(&genre) {
            wanted.push(genre);
        }
    }
    (kind, Description { fields, genres: wanted })
}

async fn round_trip(contents: Vec<Drawn>) {
    let app = testing::app().await;
    let people = [somebody(&app).await.id, somebody(&app).await.id, somebody(&app).await.id];
    let mut series = Vec::new();
    for (n, drawn) in contents.iter().enumerate() {
        let (kind, description) = described(&app, n, drawn, &series).await;
        let content = publish(&app, kind, description).await;
        if kind == MediaKind::Serie {
            series.push(content.id);
        }
        if n % 3 == 0 {
            // Ratings of people who are not here.
            let brought = kindred::entity::meta::rating_addition(content.id, n as i64, n as i64);
            app.store.commit(Change::new().and(brought)).await.expect("it is there");
        }
        let rating = Some((n % 6) as u8);
        let (user, now) = (people[n % 3], at(n as i64));
        did(&app, Meta { rating, last_rating_date: now, ..Meta::new(user, &content) }).await;
    }
    let text = exported(&app).await;
    let other = testing::app().await;

    let summary = imported(&other, &text).await;

    assert!(summary.refused.is_empty(), "{}", summary.refused);
    assert_eq!(summary.items.added, 300);
    assert_eq!(exported(&other).await, text);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]

    #[test]
    fn any_catalogue_survives_the_journey(contents in drawn()) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        runtime.expect("a runtime").block_on(round_trip(contents));
    }
}
