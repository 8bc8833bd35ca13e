//! Demo data: something to see from the first start on.
//!
//! Media of all six kinds, five people with tastes of their own, what they rated and what they wrote. Media and ratings
//! go the way of every import. Loading may be interrupted anywhere and is taken up again by the next start; once it is
//! complete a mark says so, and nothing is ever loaded into that store again.

use std::collections::HashMap;

use kindred::config::Secret;
use kindred::entity::article::{Article, Draft};
use kindred::entity::consent::Consent;
use kindred::entity::kind::MediaKind;
use kindred::entity::user::{Newcomer, Origin, User};
use kindred::store::{Change, Claim};
use kindred::{App, Error, Result, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::import::formats::{Item, Place, Record};
use crate::import::{Catalogue, Progress, Seen, Shelf, record_all};

/// The media, one object of the catalogue's fields a line.
const MEDIA: [(MediaKind, &str); 6] = [
    (MediaKind::Movie, include_str!("../demo/movies.jsonl")),
    (MediaKind::Book, include_str!("../demo/books.jsonl")),
    (MediaKind::Serie, include_str!("../demo/series.jsonl")),
    (MediaKind::Track, include_str!("../demo/tracks.jsonl")),
    (MediaKind::Game, include_str!("../demo/games.jsonl")),
    (MediaKind::Application, include_str!("../demo/applications.jsonl")),
];
const RATINGS: &str = include_str!("../demo/ratings.jsonl");
const ARTICLES: &str = include_str!("../demo/articles.jsonl");

/// The people who rate and write; the first is the account to try.
const PEOPLE: [&str; 5] = ["ada_l", "grace-h", "linus_99", "miyu_k", "otto-west"];

/// The password of all of them.
const PASSWORD: &str = "Kindred#1";

/// Between one article and the next, in microseconds: seven hours and a bit.
const PAUSE_MICROS: i64 = 26_113_000_000;

/// How long before their articles people registered: ten days, in microseconds.
const SINCE_MICROS: i64 = 864_000_000_000;

/// An account to try things with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demo {
    /// The address by which the media API knows it.
    pub email: String,
    /// The name by which the forum knows it.
    pub login_name: String,
    /// The password of both.
    pub password: String,
}

#[derive(Deserialize)]
struct Medium {
    #[serde(default)]
    genres: Vec<String>,
    rating_sum: u64,
    rating_count: u64,
    #[serde(flatten)]
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
struct Rating {
    user: String,
    kind: String,
    title: String,
    rating: u8,
}

#[derive(Deserialize)]
struct Text {
    author: String,
    title: String,
    text: String,
}

/// Load what is not there yet, and return the account to try.
///
/// Returns nothing, and loads nothing, when somebody else has one of the names of the demo people.
pub async fn load(app: &App) -> Result<Option<Demo>> {
    let demo = Demo {
        email: email(PEOPLE[0]),
        login_name: PEOPLE[0].to_owned(),
        password: PASSWORD.to_owned(),
    };
    if app.store.get::<Claim>(&Claim::place("DEMO", "loaded")).await?.is_some() {
        return Ok(Some(demo));
    }
    let mut people = HashMap::new();
    for name in PEOPLE {
        if let Some(user) = User::by_claim(&app.store, &User::login_claim(name)).await? {
            if user.email.as_ref() != Some(&email(name)) {
                return Ok(None);
            }
            people.insert(name, user);
        }
    }
    let (catalogue, people) = tokio::try_join!(publish(app), settle_in(app, people))?;
    rate(app, &catalogue, &people).await?;
    write_articles(app, &people).await?;
    Ok(Some(demo))
}

async fn publish(app: &App) -> Result<Catalogue> {
    let mut catalogue = Catalogue::default();
    for (kind, lines) in MEDIA {
        let items = parse::<Medium>(lines)?.into_iter().zip(1..);
        let items = items.map(|(medium, line)| (Place::new(kind.name(), line), item(kind, medium)));
        // A book that an import has published before stays out, together with its ratings.
        catalogue.write(app, items.collect(), &Progress::hidden()).await?;
    }
    Ok(catalogue)
}

fn item(kind: MediaKind, medium: Medium) -> Item {
    let title = medium.fields.get(kind.differences().title).and_then(Value::as_str);
    let title = title.unwrap_or_default();
    Item {
        source: source(kind.name(), title),
        kind,
        serie: None,
        genres: medium.genres,
        rating_sum: medium.rating_sum,
        rating_count: medium.rating_count,
        fields: medium.fields,
    }
}

fn source(kind: &str, title: &str) -> String {
    format!("demo:{kind}:{title}")
}

/// Make the accounts that are missing, all in one transaction.
async fn settle_in(
    app: &App,
    mut people: HashMap<&'static str, User>,
) -> Result<HashMap<&'static str, User>> {
    let missing: Vec<_> = PEOPLE.into_iter().filter(|name| !people.contains_key(name)).collect();
    if missing.is_empty() {
        return Ok(people);
    }
    // One hash for all: it takes long on purpose.
    let hash = app.passwords.hash(Secret::new(PASSWORD)).await?;
    let first = app.store.next_ids("user", missing.len() as u64).await?;
    let taken = Error::taken("Somebody else has the name of a demo account");
    let mut change = Change::new();
    for (name, id) in missing.into_iter().zip(first..) {
        let user = account(app, name, id, hash.clone());
        change = change.and(user.registration(app.ids.occurrence(Some(id)), &taken));
        // All but the account to try have agreed to be found: whether that does, is for who tries it.
        if name != PEOPLE[0] {
            change = change.and(Consent::decide(None, (id, true), app.ids.occurrence(Some(id))).0);
        }
        people.insert(name, user);
    }
    app.store.commit(change).await?;
    Ok(people)
}

fn account(app: &App, name: &str, id: u64, hash: String) -> User {
    let newcomer = Newcomer {
        id,
        uuid: app.ids.uuid(),
        password_hash: Some(hash),
        now: before(app.clock.now(), SINCE_MICROS),
    };
    User {
        login_name: Some(name.to_owned()),
        email: Some(email(name)),
        display_name: Some(name.replace('-', ".")),
        activated: true,
        ..User::new(newcomer, Origin::Config)
    }
}

fn email(name: &str) -> String {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{plain}@example.org")
}

/// Rate as imports do: contents side by side, the ratings of each together.
async fn rate(
    app: &App,
    catalogue: &Catalogue,
    people: &HashMap<&'static str, User>,
) -> Result<()> {
    let mut shelves: HashMap<u64, Shelf> = HashMap::new();
    for (rating, line) in parse::<Rating>(RATINGS)?.into_iter().zip(1..) {
        let content = catalogue.known(&source(&rating.kind, &rating.title));
        let user = people.get(rating.user.as_str());
        let (Some(content), Some(user)) = (content, user) else { continue };
        let seen = Seen {
            places: vec![Place::new("ratings.jsonl", line)],
            user: user.id,
            record: Record::rated(rating.rating, None),
        };
        let shelf = shelves.entry(content.id);
        shelf.or_insert_with(|| Shelf { content, seen: Vec::new() }).seen.push(seen);
    }
    record_all(app, shelves.into_values().collect(), &Progress::hidden()).await?;
    Ok(())
}

/// Write the articles, and the mark that everything is loaded, in one transaction.
async fn write_articles(app: &App, people: &HashMap<&'static str, User>) -> Result<()> {
    let texts = parse::<Text>(ARTICLES)?;
    let n_texts = texts.len();
    let first = app.store.next_ids("article", n_texts as u64).await?;
    let now = app.clock.now();
    let mut change = Change::new();
    for (position, text) in interleaved(texts).into_iter().enumerate() {
        let Some(author) = people.get(text.author.as_str()) else { continue };
        let written = Draft { title: Some(text.title), text: Some(text.text) }.complete()?;
        let age = PAUSE_MICROS * (n_texts - position) as i64;
        let article = Article::new(first + position as u64, written, author, before(now, age));
        change = change.and(article.saving());
    }
    let loaded = Error::taken("The demo data is loaded already");
    app.store.commit(change.claim(&Claim::new("DEMO", "loaded", 0), loaded)).await
}

/// The file has the texts by author; a forum has them mixed.
fn interleaved(texts: Vec<Text>) -> Vec<Text> {
    let mut by_author: Vec<Vec<Text>> = Vec::new();
    for text in texts {
        match by_author.iter_mut().find(|shelf| shelf[0].author == text.author) {
            Some(shelf) => shelf.push(text),
            None => by_author.push(vec![text]),
        }
    }
    let mut mixed = Vec::new();
    while by_author.iter().any(|shelf| !shelf.is_empty()) {
        mixed.extend(by_author.iter_mut().filter_map(Vec::pop));
    }
    mixed
}

fn before(now: Timestamp, micros: i64) -> Timestamp {
    Timestamp::from_micros(now.micros() - micros)
}

fn parse<T: DeserializeOwned>(lines: &str) -> Result<Vec<T>> {
    lines.lines().map(|line| serde_json::from_str(line).map_err(Error::internal)).collect()
}

#[cfg(test)]
mod tests {
    use kindred::Store;
    use kindred::auth::session;
    use kindred::entity::article::Headline;
    use kindred::entity::content::{CatalogueRow, Content};
    use kindred::entity::kind::MediaKind;
    use kindred::entity::meta::Meta;
    use kindred::entity::names::{DisplayName, Email, LoginName};

    use super::*;
    use crate::testing;

    async fn media(store: &Store, kind: MediaKind) -> Vec<u64> {
        let rows: Vec<CatalogueRow> =
            store.list_all(&CatalogueRow::all(kind)).await.expect("a list");
        rows.into_iter().map(|row| row.content_id).collect()
    }

    #[tokio::test]
    async fn everything_is_loaded_once_and_the_account_works() {
        let app = testing::app().await;

        let first = load(&app).await.expect("loads").expect("nobody else has the names");
        let again = load(&app).await.expect("loads");

        assert_eq!(again.as_ref(), Some(&first));
        for (kind, n_items) in [(MediaKind::Movie, 100), (MediaKind::Book, 100)] {
            assert_eq!(media(&app.store, kind).await.len(), n_items, "{kind}");
        }
        let headlines: Vec<Headline> = app.store.list_all(&Headline::all()).await.expect("a list");
        assert_eq!(headlines.len(), 12);
        assert!(headlines.iter().zip(headlines.iter().skip(1)).all(|(a, b)| a.id > b.id));
        let claim = User::email_claim(&first.email);
        let user = User::by_claim(&app.store, &claim).await.expect("a read");
        let password = Secret::new(first.password);
        let user = session::check_password(&app, user, password).await.expect("a check");
        let user = user.expect("the password is right");
        let rated: Vec<Meta> =
            app.store.list_all(&Meta::all(user.id, MediaKind::Movie)).await.expect("a list");
        assert_eq!(rated.len(), 11);
    }

    #[tokio::test]
    async fn ratings_of_the_people_are_added_to_those_of_the_file() {
        let app = testing::app().await;

        load(&app).await.expect("loads");

        let ratings: Vec<Rating> = parse(RATINGS).expect("well-formed");
        let movies: Vec<Medium> = parse(MEDIA[0].1).expect("well-formed");
        let told: u64 = movies.iter().map(|medium| medium.rating_sum).sum();
        let rated: u64 =
            ratings.iter().filter(|it| it.kind == "movie").map(|it| u64::from(it.rating)).sum();
        let ids = media(&app.store, MediaKind::Movie).await;
        let keys: Vec<_> = ids.into_iter().map(Content::place).collect();
        let contents: Vec<Content> = app.store.batch(&keys).await.expect("a read");
        let sum: i64 = contents.iter().map(|content| content.rating_sum).sum();
        assert_eq!(sum.cast_unsigned(), told + rated);
    }

    #[tokio::test]
    async fn an_interrupted_load_is_completed_by_the_next() {
        let app = testing::app().await;
        let catalogue = publish(&app).await.expect("publishes");
        let people = settle_in(&app, HashMap::new()).await.expect("settles in");
        rate(&app, &catalogue, &people).await.expect("rates");

        load(&app).await.expect("loads");

        assert_eq!(media(&app.store, MediaKind::Movie).await.len(), 100);
        assert_eq!(app.store.last_id("user").await.expect("a read"), 5);
        let headlines: Vec<Headline> = app.store.list_all(&Headline::all()).await.expect("a list");
        assert_eq!(headlines.len(), 12);
    }

    #[tokio::test]
    async fn nothing_is_loaded_where_somebody_has_one_of_the_names() {
        let app = testing::app().await;
        let user = User { email: None, ..account(&app, "miyu_k", 1, String::new()) };
        app.store
            .commit(user.registration(app.ids.occurrence(None), &Error::taken("")))
            .await
            .expect("registers");

        assert_eq!(load(&app).await.expect("loads"), None);
        assert!(media(&app.store, MediaKind::Movie).await.is_empty());
    }

    #[test]
    fn the_people_have_names_that_every_door_takes() {
        for name in PEOPLE {
            assert!(LoginName::parse(name).is_some(), "{name}");
            assert!(DisplayName::parse(&name.replace('-', ".")).is_some(), "{name}");
            assert!(Email::parse(&email(name)).is_some(), "{name}");
        }
    }
}
