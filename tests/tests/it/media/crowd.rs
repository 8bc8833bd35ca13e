//! Many people rate one content at the same time, where transactions get in each other's way as on AWS.

use kindred::entity::content::Content;
use kindred::entity::content::votes::SHARDS;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use kindred::store::Table;
use kindred::{Kind, contents};
use kindred_cli::embedded::Contention;
use proptest::prelude::*;
use serde_json::{Value, json};
use tests::{Person, TestApp, described, run};
use tokio::task::JoinSet;

use super::movies;

/// Somebody's wish, sent again until it is not refused because others were faster.
struct Wish {
    path: String,
    token: String,
    /// A rating; none to withdraw it.
    rating: Option<u8>,
}

impl Wish {
    fn new(person: &Person, movie: u64, rating: Option<u8>) -> Self {
        let path = format!("/api/movie/{movie}/meta");
        Self { path, token: person.reader.token.clone(), rating }
    }

    async fn send(self, app: &tests::Api) {
        loop {
            let call = match self.rating {
                Some(rating) => app.patch(&*self.path).json(&json!({ "rating": rating })),
                None => app.delete(format!("{}/rating", self.path)),
            };
            let reply = call.bearer(&self.token).send().await;
            if reply.status != 503 {
                // There may be nothing to withdraw.
                assert!(matches!(reply.status, 201 | 400), "{}", reply.text);
                return;
            }
        }
    }
}

/// All at the same time.
async fn at_once(app: &TestApp, wishes: Vec<Wish>) {
    let mut tasks = JoinSet::new();
    for wish in wishes {
        let api = app.api();
        tasks.spawn(async move { wish.send(&api).await });
    }
    tasks.join_all().await;
}

async fn crowd(app: &TestApp, n: usize) -> Vec<Person> {
    let mut crowd = Vec::new();
    for _ in 0..n {
        crowd.push(app.person().await);
    }
    crowd
}

async fn stored(app: &TestApp, movie: u64) -> Content {
    let found = app.app().store.get(&Content::place(movie)).await;
    found.expect("the store answers").expect("it is there")
}

/// The sum and the number of ratings, from the records themselves.
async fn rated(app: &TestApp, movie: u64) -> (i64, i64) {
    let state = app.items(Table::State).await;
    let records = state.values().filter(|item| item.get("type") == Some(&json!("meta")));
    let records = records.map(|item| {
        serde_json::from_value::<Meta>(Value::Object(item.clone())).expect("an interaction")
    });
    let ratings = records.filter(|meta| meta.content_id == movie).filter_map(|meta| meta.rating);
    ratings.fold((0, 0), |(sum, n), rating| (sum + i64::from(rating), n + 1))
}

/// What is told of a content is what is recorded.
async fn assert_exact(app: &TestApp, movie: u64) -> (i64, i64) {
    let content = app.content(movie).await.expect("it is there");
    let told = (content.rating_sum + content.in_shards.rating_sum, content.votes());
    assert_eq!(told, rated(app, movie).await);
    told
}

/// A system with a movie and a hundred people who all rate it at once.
async fn premiere(percent: u64) -> (TestApp, Contention, Vec<Person>, u64) {
    let (app, contention) = TestApp::contended().await;
    let people = crowd(&app, 100).await;
    let movie = movies(&app, &["Film"]).await[0];
    contention.at_random(percent);
    let rating = |n: usize| Some((n % 6) as u8);
    let wishes =
        people.iter().enumerate().map(|(n, person)| Wish::new(person, movie, rating(n))).collect();
    at_once(&app, wishes).await;
    contention.at_random(0);
    (app, contention, people, movie)
}

#[tokio::test]
async fn a_hundred_ratings_at_once_are_all_counted_and_then_spread() {
    for percent in [0, 30] {
        let (app, contention, people, movie) = premiere(percent).await;

        let (sum, n) = assert_exact(&app, movie).await;

        assert_eq!((sum, n), ((0..100).map(|n| n % 6).sum(), 100), "{percent} %");
        assert!(contention.n_conflicts() > 0, "nobody was in anybody's way");
        let before = stored(&app, movie).await;
        assert_eq!(before.shards, SHARDS);

        // From now on nobody touches the content itself.
        let again = people.iter().map(|person| Wish::new(person, movie, Some(5))).collect();
        at_once(&app, again).await;
        assert_eq!(assert_exact(&app, movie).await, (500, 100));
        assert_eq!(stored(&app, movie).await, before);
    }
}

#[tokio::test]
async fn lists_show_all_ratings_of_a_content_that_is_spread() {
    let (app, _, people, _) = premiere(0).await;
    app.settle().await;

    let list = people[0].reader.get("/api/movie").await.ok(200);

    let shown = &list.body["content"][0];
    let sum: u32 = (0..100).map(|n| n % 6).sum();
    assert_eq!(shown["rating_count"], json!(100));
    assert_eq!(shown["rating"], json!(f64::from(sum) / 100.0));
    assert_eq!(shown["popularity_score"], json!(f64::from(sum) / 100.0));
}

#[tokio::test]
async fn what_is_not_spread_stays_so_while_nobody_is_in_the_way() {
    let (app, contention) = TestApp::contended().await;
    let people = crowd(&app, 3).await;
    let movie = movies(&app, &["Film"]).await[0];

    for person in &people {
        person.reader.rates("movie", movie, 4).await;
    }

    assert_eq!(contention.n_conflicts(), 0);
    assert_eq!(stored(&app, movie).await.shards, 0);
}

#[tokio::test]
async fn those_who_go_take_their_share_along_wherever_it_was_counted() {
    let (app, _, people, movie) = premiere(0).await;

    for person in people.iter().take(50) {
        app.delete_account(person.user.id).await;
    }
    app.settle().await;

    let expected = (50..100).map(|n| n % 6).sum();
    assert_eq!(assert_exact(&app, movie).await, (expected, 50));
}

#[tokio::test]
async fn a_content_that_is_described_anew_keeps_its_ratings() {
    let (app, _, _, movie) = premiere(0).await;
    let before = assert_exact(&app, movie).await;

    app.revise(movie, described(json!({ "title": "Another" }), vec![])).await;

    assert_eq!(assert_exact(&app, movie).await, before);
}

#[tokio::test]
async fn a_content_takes_its_shards_along_and_nobody_rates_it_any_more() {
    let (app, _, people, movie) = premiere(0).await;
    let place = format!("VOTES#{movie}#");
    let shards = async || {
        let state = app.items(Table::State).await;
        state.into_keys().filter(|(partition, _)| partition.starts_with(&place)).count()
    };
    assert_eq!(shards().await, SHARDS as usize);
    let meta = Meta::place(people[0].user.id, MediaKind::Movie, movie);
    let meta: Meta = app.app().store.get(&meta).await.expect("an answer").expect("a record");
    let content = stored(&app, movie).await;

    app.withdraw(movie).await;

    assert_eq!(shards().await, 0);
    // Somebody who read the content before it went.
    let (after, events) = meta
        .withdraw_rating(app.app().ids.occurrence(Some(people[0].user.id)))
        .expect("there is one");
    let late = after.saving_at(content.ballot(people[0].user.id), Some(0), &events);
    let refusal = app.app().store.commit(late).await.expect_err("it is gone");
    assert_eq!(refusal.kind(), Kind::NotFound);
    let spread = contents::spread(&app.app().store, movie).await.expect_err("it is gone");
    assert_eq!(spread.kind(), Kind::NotFound);
    assert_eq!(shards().await, 0);
}

#[tokio::test]
async fn spreading_twice_is_spreading_once() {
    let app = TestApp::new().await;
    let movie = movies(&app, &["Film"]).await[0];
    app.add_ratings(movie, 9, 2).await;
    let store = &app.app().store;

    let (first, second) =
        tokio::join!(contents::spread(store, movie), contents::spread(store, movie));

    for spread in [first, second] {
        assert_eq!(spread.expect("it is there").shards, SHARDS);
    }
    let content = app.content(movie).await.expect("it is there");
    assert_eq!((content.rating(), content.votes()), (Some(4.5), 2));
}

/// Wishes that come all at once: how many of a hundred transactions meet somebody; who rates how, or withdraws.
type Wave = (u64, Vec<(usize, Option<u8>)>);

fn waves() -> impl Strategy<Value = Vec<Wave>> {
    let wish = (0_usize..6, prop::option::weighted(0.8, 0_u8..=5));
    prop::collection::vec((0_u64..40, prop::collection::vec(wish, 1..8)), 1..5)
}

async fn waves_are_exact(waves: Vec<Wave>) {
    let (app, contention) = TestApp::contended().await;
    let people = crowd(&app, 6).await;
    let movie = movies(&app, &["Film"]).await[0];

    for (percent, wishes) in waves {
        contention.at_random(percent);
        let wish = |(who, rating): (usize, _)| Wish::new(&people[who], movie, rating);
        at_once(&app, wishes.into_iter().map(wish).collect()).await;
        contention.at_random(0);
        assert_exact(&app, movie).await;
    }
    app.delete_account(people[0].user.id).await;
    app.settle().await;

    let (_, votes) = assert_exact(&app, movie).await;
    let list = people[1].reader.get("/api/movie").await.ok(200);
    assert_eq!(list.body["content"][0]["rating_count"], json!(votes));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whoever_rates_and_withdraws_and_whenever_it_is_spread_the_sums_are_exact(waves in waves()) {
        run(waves_are_exact(waves));
    }
}
