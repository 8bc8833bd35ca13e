//! Lists from profiles: what is of the genres that somebody likes, or meets often, and what brings them up to date.

use kindred::entity::content::GenreRef;
use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use serde_json::json;
use tests::{Reader, TestApp, described};

use super::{comparable, touched};

/// A system with three genres of movies, and somebody in it.
struct Cinema {
    app: TestApp,
    reader: Reader,
    genres: Vec<GenreRef>,
    n: std::cell::Cell<u64>,
}

impl Cinema {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let reader = Reader::new(&app.api()).await;
        // A comma in a name makes it several where texts are compared, and one where genres count.
        let genres = app.genres(MediaKind::Movie, &["Action", "Drama", "Sci-Fi, Fantasy"]).await;
        Self { app, reader, genres, n: std::cell::Cell::new(0) }
    }

    /// A movie that is like no other, with these genres by their places.
    async fn movie(&self, genres: &[usize]) -> u64 {
        let nr = self.n.replace(self.n.get() + 1);
        let fields = json!({ "title": format!("Title{nr}"), "director": format!("Name{nr}") });
        let genres = genres.iter().map(|place| self.genres[*place].clone()).collect();
        self.app.publish_described(MediaKind::Movie, described(fields, genres)).await
    }

    fn id(&self, place: usize) -> u64 {
        self.genres[place].genre_id
    }

    async fn likes(&self, place: usize, likes: bool) {
        assert!(self.reader.likes(self.id(place), likes).await);
        self.app.settle().await;
    }

    async fn list(&self) -> Vec<(u64, f64)> {
        self.reader.recommended_by("FromProfile", "movie").await
    }

    async fn assert_derived_as_afresh(&self) {
        let incremental = comparable(self.app.derived().await);
        self.app.forget_derived().await;
        self.app.derive_everything().await;
        assert_eq!(incremental, comparable(self.app.derived().await));
    }
}

#[tokio::test]
async fn who_only_says_what_they_like_has_a_list_at_once_and_none_when_they_take_it_back() {
    let cinema = Cinema::new().await;
    let (action, both) = (cinema.movie(&[0]).await, cinema.movie(&[0, 1]).await);
    cinema.movie(&[2]).await;
    cinema.movie(&[]).await;

    cinema.likes(0, true).await;
    assert_eq!(cinema.list().await, [(action, 1.0), (both, 1.0)]);

    cinema.likes(1, true).await;
    assert_eq!(cinema.list().await, [(both, 1.0)]);
    let list = cinema.reader.get("/api/movie/user?reco_engine=FromProfile").await.ok(200);
    let expected = json!([
        { "genre_id": cinema.id(0), "name": "Action", "share": 0.5 },
        { "genre_id": cinema.id(1), "name": "Drama", "share": 0.5 },
    ]);
    assert_eq!(list.body["content"][0]["reco_reasons"], expected);

    cinema.likes(0, false).await;
    cinema.likes(1, false).await;
    assert_eq!(cinema.list().await, []);
    let derived = cinema.app.derived().await;
    assert!(!derived.keys().any(|(pk, _)| pk.starts_with("LEANINGS#") || pk.starts_with("USER#")));
}

#[tokio::test]
async fn a_genre_with_a_comma_in_its_name_is_one() {
    let cinema = Cinema::new().await;
    let movie = cinema.movie(&[2]).await;

    cinema.likes(2, true).await;

    let list = cinema.reader.get("/api/movie/user").await.ok(200);
    let reasons = &list.body["content"][0]["reco_reasons"];
    assert_eq!(cinema.list().await, [(movie, 1.0)]);
    assert_eq!(reasons[0]["name"], json!("Sci-Fi, Fantasy"));
}

#[tokio::test]
async fn what_is_met_counts_for_its_genres_and_what_is_disliked_does_not() {
    let cinema = Cinema::new().await;
    let (seen, bad) = (cinema.movie(&[0]).await, cinema.movie(&[1]).await);
    let (action, drama) = (cinema.movie(&[0]).await, cinema.movie(&[1]).await);

    cinema.reader.rates("movie", bad, 2).await;
    cinema.app.settle().await;
    assert_eq!(cinema.list().await, []);

    cinema.reader.rates("movie", seen, 3).await;
    cinema.app.settle().await;
    assert_eq!(cinema.list().await, [(action, 1.0)]);

    cinema.reader.rates("movie", bad, 3).await;
    cinema.app.settle().await;
    assert_eq!(cinema.list().await, [(action, 0.5), (drama, 0.5)]);
}

#[tokio::test]
async fn what_a_better_engine_recommends_is_not_in_the_list() {
    let cinema = Cinema::new().await;
    let genres = vec![cinema.genres[0].clone()];
    let mut twins = Vec::new();
    for _ in 0..2 {
        let twin = described(json!({ "title": "The Same" }), genres.clone());
        twins.push(cinema.app.publish_described(MediaKind::Movie, twin).await);
    }
    let other = cinema.movie(&[0]).await;

    cinema.reader.rates("movie", twins[0], 5).await;
    cinema.app.settle().await;

    assert_eq!(cinema.list().await, [(other, 1.0)]);
    assert_eq!(
        cinema.reader.recommended_by("FromSimilarContent", "movie").await,
        [(twins[1], 1.0)]
    );
    assert_eq!(cinema.reader.recommended("movie").await, [twins[1], other], "the better first");
    cinema.assert_derived_as_afresh().await;
}

#[tokio::test]
async fn a_new_movie_of_a_liked_genre_is_recommended_and_one_that_goes_is_not() {
    let cinema = Cinema::new().await;
    let first = cinema.movie(&[0]).await;
    cinema.likes(0, true).await;

    let second = cinema.movie(&[0, 1]).await;
    cinema.app.settle().await;
    assert_eq!(cinema.list().await, [(first, 1.0), (second, 1.0)]);

    cinema.app.withdraw(first).await;
    cinema.app.settle().await;
    assert_eq!(cinema.list().await, [(second, 1.0)]);

    let other = described(json!({ "title": "Title1" }), vec![cinema.genres[1].clone()]);
    cinema.app.revise(second, other).await;
    cinema.app.settle().await;
    assert_eq!(cinema.list().await, []);
    cinema.assert_derived_as_afresh().await;
}

#[tokio::test]
async fn a_new_movie_leaves_the_lists_alone_of_those_for_whom_it_is_not_good_enough() {
    let cinema = Cinema::new().await;
    for _ in 0..3 {
        cinema.movie(&[0]).await;
    }
    cinema.likes(0, true).await;
    let bob = Reader::new(&cinema.app.api()).await;
    assert!(bob.likes(cinema.id(1), true).await);
    cinema.app.settle().await;
    let before = cinema.app.derived().await;

    let drama = cinema.movie(&[1]).await;
    cinema.app.settle().await;

    let touched = touched(&before, &cinema.app.derived().await);
    let ann = format!("USER#{}", cinema.app.id_of(&cinema.reader).await);
    assert!(!touched.iter().any(|place| place.contains(&ann)), "{touched:?}");
    assert_eq!(bob.recommended_by("FromProfile", "movie").await, [(drama, 1.0)]);
    cinema.assert_derived_as_afresh().await;
}

#[tokio::test]
async fn a_liked_genre_that_is_deleted_is_liked_no_more() {
    let cinema = Cinema::new().await;
    let (action, drama) = (cinema.movie(&[0]).await, cinema.movie(&[1]).await);
    cinema.likes(0, true).await;
    cinema.likes(1, true).await;
    assert_eq!(cinema.list().await, [(action, 0.5), (drama, 0.5)]);

    let genre: Genre = cinema
        .app
        .app()
        .store
        .get(&Genre::place(MediaKind::Movie, cinema.id(0)))
        .await
        .expect("a read")
        .expect("a genre");
    let occurrence = cinema.app.app().ids.occurrence(None);
    cinema.app.app().store.commit(genre.removal(occurrence)).await.expect("it can be written");
    cinema.app.settle().await;

    assert_eq!(cinema.list().await, [(drama, 1.0)]);
    cinema.assert_derived_as_afresh().await;
}

#[tokio::test]
async fn kinds_whose_genres_say_too_little_have_no_such_lists() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    for kind in MediaKind::ALL.into_iter().filter(|kind| kind.differences().has_genres()) {
        let genres = app.genres(kind, &["Maps"]).await;
        assert!(reader.likes(genres[0].genre_id, true).await);
        let fields = tests::titled(kind, "One", "1");
        app.publish_described(kind, described(fields, genres)).await;
    }
    app.settle().await;

    let mut profiled = Vec::new();
    for kind in MediaKind::ALL {
        if !reader.recommended_by("FromProfile", kind.name()).await.is_empty() {
            profiled.push(kind);
        }
    }

    let expected = [MediaKind::Game, MediaKind::Movie, MediaKind::Serie, MediaKind::Track];
    assert_eq!(profiled, expected);
}

#[tokio::test]
async fn in_a_group_a_genre_counts_for_each_who_likes_it() {
    let cinema = Cinema::new().await;
    let (action, drama) = (cinema.movie(&[0]).await, cinema.movie(&[1]).await);
    let guest = Reader::new(&cinema.app.api()).await;
    let group = cinema.reader.founds("club").await;
    cinema.reader.admits(group, &guest).await;
    for reader in [&cinema.reader, &guest] {
        assert!(reader.likes(cinema.id(0), true).await);
    }
    assert!(guest.likes(cinema.id(1), true).await);
    cinema.app.settle().await;

    let list = async || guest.recommended_to_groups_by("FromProfile", "movie").await;
    // 2 · 2 for Action, 2 for Drama.
    assert_eq!(list().await, [(action, 0.66667)]);

    assert!(cinema.reader.likes(cinema.id(0), false).await);
    cinema.app.settle().await;
    assert_eq!(list().await, [(action, 0.5), (drama, 0.5)]);
    cinema.assert_derived_as_afresh().await;
}

#[tokio::test]
async fn somebody_with_a_hundred_thousand_interactions_has_lists() {
    let cinema = Cinema::new().await;
    let (seen, other) = (cinema.movie(&[0]).await, cinema.movie(&[0]).await);
    let user = cinema.app.id_of(&cinema.reader).await;
    let meta = |id| Meta { rating: Some(4), version: 1, ..Meta::first(user, MediaKind::Movie, id) };
    // Most of them with movies that are gone.
    let metas: Vec<Meta> = (1_000_000..1_100_000).map(meta).collect();
    cinema.app.app().store.put_all(&metas, &[]).await.expect("they can be written");

    cinema.reader.rates("movie", seen, 5).await;
    cinema.app.settle().await;

    assert_eq!(cinema.list().await, [(other, 1.0)]);
}
