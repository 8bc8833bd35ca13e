//! The popular lists.

use std::collections::BTreeSet;

use kindred::entity::kind::{MediaKind, PopularOrder};
use serde_json::{Value, json};
use tests::shapes::{fields, listed};
use tests::{Reader, TestApp, described, titled};

use super::{entry, ids, movies};

#[tokio::test]
async fn what_has_a_score_comes_first_and_then_the_newest() {
    let app = TestApp::new().await;
    let (ann, bob) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let all = movies(&app, &["One", "Two", "Three", "Four"]).await;
    ann.rates("movie", all[1], 4).await;
    bob.rates("movie", all[1], 4).await;
    ann.rates("movie", all[2], 5).await;
    app.settle().await;

    let list = ann.get("/api/movie").await.ok(200);

    // Only the tenth with the most ratings has a score.
    assert_eq!(ids(&list), [all[1], all[3], all[2], all[0]]);
    assert!(entry(&list, all[1])["popularity_score"].is_f64(), "{}", list.text);
    assert_eq!(entry(&list, all[2])["popularity_score"], Value::Null);
}

#[tokio::test]
async fn among_scores_the_greatest_comes_first() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let all = movies(&app, &["One", "Two", "Three"]).await;
    app.add_ratings(all[0], 30, 10).await;
    app.add_ratings(all[1], 50, 10).await;
    app.add_ratings(all[2], 40, 10).await;
    app.settle().await;

    let list = reader.get("/api/movie").await.ok(200);

    assert_eq!(ids(&list), [all[1], all[2], all[0]]);
}

#[tokio::test]
async fn games_are_ordered_by_their_recommendations() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let mut games = Vec::new();
    for recommendations in [json!(3), json!(null), json!(70), json!(5)] {
        let fields = json!({ "name": "Game", "recommendations": recommendations });
        games.push(app.publish(MediaKind::Game, fields).await);
    }
    app.settle().await;

    let list = reader.get("/api/game").await.ok(200);

    assert_eq!(ids(&list), [games[2], games[3], games[0], games[1]]);
}

/// Applications and tracks: however good the few ratings of one are, it comes after what more people rated.
#[tokio::test]
async fn where_ratings_count_the_most_rated_comes_first_then_the_best_then_the_newest_unrated() {
    let by_ratings = |kind: &MediaKind| kind.differences().popular_order == PopularOrder::Ratings;
    for kind in MediaKind::ALL.into_iter().filter(by_ratings) {
        let app = TestApp::new().await;
        let reader = Reader::new(&app.api()).await;
        let mut all = Vec::new();
        for n in 0..7 {
            all.push(app.publish(kind, titled(kind, "Zed", n)).await);
        }
        // 10 and 1.0 are less than 9 and 5.0 when they are added, as the score does.
        for (id, (sum, votes)) in all.iter().zip([(45, 9), (10, 10), (40, 10), (0, 3), (3, 3)]) {
            app.add_ratings(*id, sum, votes).await;
        }
        app.settle().await;

        let list = reader.get(format!("/api/{kind}")).await.ok(200);

        let expected = [all[2], all[1], all[0], all[4], all[3], all[6], all[5]];
        assert_eq!(ids(&list), expected, "{kind}");
        // Only the tenth with the most ratings has a score.
        assert_eq!(entry(&list, all[2])["popularity_score"], json!(14.0), "{kind}");
        assert_eq!(entry(&list, all[1])["popularity_score"], json!(11.0), "{kind}");
        assert_eq!(entry(&list, all[0])["popularity_score"], Value::Null, "{kind}");
    }
}

#[tokio::test]
async fn equally_recommended_contents_come_in_the_order_of_the_popular_list() {
    for kind in MediaKind::ALL {
        let app = TestApp::new().await;
        let reader = Reader::new(&app.api()).await;
        let mut all = Vec::new();
        for n in 0..4 {
            let mut fields = titled(kind, "The Same", "");
            if let Some(unique) = kind.differences().unique {
                fields[unique] = json!(format!("The Same{}", " ".repeat(n)));
            }
            if kind == MediaKind::Game {
                fields["recommendations"] = json!(n);
            }
            all.push(app.publish(kind, fields).await);
        }
        for (id, (sum, votes)) in all.iter().zip([(0, 0), (45, 10), (20, 10), (50, 10)]) {
            app.add_ratings(*id, sum, votes).await;
        }
        reader.rates(kind.name(), all[0], 5).await;
        app.settle().await;

        let popular = ids(&reader.get(format!("/api/{kind}")).await.ok(200));
        let others: Vec<u64> = popular.into_iter().filter(|id| *id != all[0]).collect();

        assert_eq!(reader.recommended(kind.name()).await, others, "{kind}");
    }
}

#[tokio::test]
async fn what_was_just_published_is_listed_at_once() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let all = movies(&app, &["One", "Two"]).await;

    let list = reader.get("/api/movie").await.ok(200);

    assert_eq!(ids(&list), [all[1], all[0]]);
}

#[tokio::test]
async fn a_page_has_24_entries() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let all = movies(&app, &["Film"; 49]).await;
    app.settle().await;

    let mut lengths = Vec::new();
    for page in 1..=4 {
        let list = reader.get(format!("/api/movie?page={page}")).await.ok(200);
        assert_eq!(list.body["total_pages"], json!(3));
        assert_eq!(list.body["page"], json!(page));
        lengths.push(list.number_of("number_of_elements"));
    }

    assert_eq!(lengths, [24, 24, 1, 0]);
    assert_eq!(all.len(), 49);
}

#[tokio::test]
async fn pages_show_everything_once_where_scores_end_in_the_middle_of_one() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let all = movies(&app, &["Film"; 60]).await;
    for id in all.iter().step_by(2) {
        app.add_ratings(*id, 40, 10).await;
    }
    app.settle().await;

    let mut seen = Vec::new();
    for page in 1..=3 {
        seen.extend(ids(&reader.get(format!("/api/movie?page={page}")).await.ok(200)));
    }

    // The older first among equal scores, the newer first among those without.
    let scored = all.iter().step_by(2).copied();
    let others = all.iter().skip(1).step_by(2).rev().copied();
    assert_eq!(seen, scored.chain(others).collect::<Vec<_>>());
    assert_eq!(seen.len(), seen.iter().collect::<BTreeSet<_>>().len());
}

#[tokio::test]
async fn kinds_do_not_mix() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let movie = app.publish(MediaKind::Movie, json!({ "title": "Same" })).await;
    let book = app.publish(MediaKind::Book, json!({ "title": "Same", "isbn": "1" })).await;
    app.settle().await;

    assert_eq!(ids(&reader.get("/api/movie").await.ok(200)), [movie]);
    assert_eq!(ids(&reader.get("/api/book").await.ok(200)), [book]);
    assert_eq!(ids(&reader.get("/api/game").await.ok(200)), [0; 0]);
}

#[tokio::test]
async fn a_movie_shows_its_fields_alias_and_genres() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let genres = app.genres(MediaKind::Movie, &["Action", "Drama"]).await;
    let description = json!({ "title": "Zed", "year": "1999", "actors": "A|B" });
    let id = app.publish_described(MediaKind::Movie, described(description, genres)).await;
    app.settle().await;

    let movie = entry(&reader.get("/api/movie").await.ok(200), id);

    assert_eq!(fields(&movie), listed("movie"));
    assert_eq!((&movie["movie_id"], &movie["title"]), (&json!(id), &json!("Zed")));
    assert_eq!((&movie["year"], &movie["cover"]), (&json!("1999"), &Value::Null));
    assert_eq!((&movie["rating"], &movie["rating_count"]), (&Value::Null, &json!(0)));
    let genre = |id: u64, name: &str| json!({ "genre_id": id, "name": name, "count": 1 });
    assert_eq!(movie["genres"], json!([genre(1, "Action"), genre(2, "Drama")]));
}

#[tokio::test]
async fn a_book_shows_its_fields_without_alias_and_genres() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let description =
        json!({ "title": "Zed", "isbn": "9780000000002", "year_of_publication": 1999 });
    let id = app.publish(MediaKind::Book, description).await;

    let book = entry(&reader.get("/api/book").await.ok(200), id);

    assert_eq!(fields(&book), listed("book"));
    assert_eq!(book["isbn"], json!("9780000000002"));
    assert_eq!((&book["year_of_publication"], &book["publisher"]), (&json!(1999), &Value::Null));
}

#[tokio::test]
async fn a_game_shows_its_fields_alias_and_genres() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let description = json!({ "name": "Zed", "steamid": 440, "recommendations": 7 });
    let id = app.publish(MediaKind::Game, description).await;
    app.settle().await;

    let game = entry(&reader.get("/api/game").await.ok(200), id);

    assert_eq!(fields(&game), listed("game"));
    assert_eq!((&game["game_id"], &game["steamid"]), (&json!(id), &json!(440)));
    assert_eq!((&game["genres"], &game["popularity_score"]), (&json!([]), &json!(7.0)));
}
