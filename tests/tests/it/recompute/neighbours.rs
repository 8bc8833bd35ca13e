//! Neighbours: what is like what, after every change of a text.

use kindred::entity::kind::MediaKind;
use serde_json::json;
use tests::{TestApp, described};

/// Publish movies with these titles and work off their events.
async fn cinema(titles: &[&str]) -> (TestApp, Vec<u64>) {
    let app = TestApp::new().await;
    let mut movies = Vec::new();
    for title in titles {
        movies.push(app.publish(MediaKind::Movie, json!({ "title": title })).await);
    }
    app.settle().await;
    (app, movies)
}

async fn neighbours(app: &TestApp, id: u64) -> Vec<u64> {
    super::neighbours(app, id).await.into_iter().map(|(id, _)| id).collect()
}

#[tokio::test]
async fn a_deleted_content_is_nobodys_neighbour_and_has_none() {
    let (app, movies) = cinema(&["Sun", "Sun", "Sun"]).await;
    assert_eq!(neighbours(&app, movies[0]).await, movies[1..]);

    app.withdraw(movies[1]).await;
    app.settle().await;

    assert_eq!(neighbours(&app, movies[0]).await, [movies[2]]);
    assert_eq!(neighbours(&app, movies[1]).await, [0; 0]);
    assert_eq!(neighbours(&app, movies[2]).await, [movies[0]]);
}

#[tokio::test]
async fn an_edited_content_moves_from_its_old_neighbours_to_its_new_ones() {
    let (app, movies) = cinema(&["Moon", "Moon", "Mars"]).await;

    app.revise(movies[1], described(json!({ "title": "Mars" }), vec![])).await;
    app.settle().await;

    assert_eq!(neighbours(&app, movies[0]).await, [0; 0]);
    assert_eq!(neighbours(&app, movies[1]).await, [movies[2]]);
    assert_eq!(neighbours(&app, movies[2]).await, [movies[1]]);
}

#[tokio::test]
async fn two_contents_that_change_places_in_one_batch_change_neighbours() {
    let (app, movies) = cinema(&["Moon", "Moon", "Mars", "Mars"]).await;

    // The statistics of the corpus stay exactly as they were.
    app.revise(movies[1], described(json!({ "title": "Mars" }), vec![])).await;
    app.revise(movies[2], described(json!({ "title": "Moon" }), vec![])).await;
    app.settle().await;

    assert_eq!(neighbours(&app, movies[0]).await, [movies[2]]);
    assert_eq!(neighbours(&app, movies[1]).await, [movies[3]]);
    assert_eq!(neighbours(&app, movies[2]).await, [movies[0]]);
    assert_eq!(neighbours(&app, movies[3]).await, [movies[1]]);
}

#[tokio::test]
async fn a_new_genre_makes_contents_alike() {
    let (app, movies) = cinema(&["One", "Two"]).await;
    let genres = app.genres(MediaKind::Movie, &["Rare", "Odd", "New"]).await;

    for (movie, title) in movies.iter().zip(["One", "Two"]) {
        app.revise(*movie, described(json!({ "title": title }), genres.clone())).await;
    }
    app.settle().await;

    assert_eq!(neighbours(&app, movies[0]).await, [movies[1]]);
}

#[tokio::test]
async fn a_field_that_does_not_count_moves_nothing() {
    let (app, movies) = cinema(&["Sun", "Sun"]).await;
    let before = super::comparable(app.derived().await);

    let plot = json!({ "title": "Sun", "plot_outline": "Something new", "year": "1999" });
    app.revise(movies[0], described(plot, vec![])).await;
    app.settle().await;

    assert_eq!(super::comparable(app.derived().await), before);
}

#[tokio::test]
async fn a_content_has_the_ten_nearest_and_the_next_moves_up_when_one_goes() {
    let (app, movies) = cinema(&["Sun"; 13]).await;
    assert_eq!(neighbours(&app, movies[0]).await, movies[1..=10]);

    app.withdraw(movies[4]).await;
    app.settle().await;

    let rest: Vec<_> = movies[1..=11].iter().copied().filter(|id| *id != movies[4]).collect();
    assert_eq!(neighbours(&app, movies[0]).await, rest);
}

#[tokio::test]
async fn kinds_are_not_compared() {
    let (app, movies) = cinema(&["Sun"]).await;
    let book = app.publish(MediaKind::Book, json!({ "title": "Sun", "isbn": "1" })).await;
    app.settle().await;

    assert_eq!(neighbours(&app, movies[0]).await, [0; 0]);
    assert_eq!(neighbours(&app, book).await, [0; 0]);
}

#[tokio::test]
async fn in_a_large_catalogue_too_an_edited_or_deleted_content_leaves_its_old_neighbours() {
    // From a hundred contents on, those beyond a milestone do not move the statistics.
    let titles: Vec<String> = (0..104).map(|n| format!("Title{}", n / 2)).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let (app, movies) = cinema(&titles).await;
    assert_eq!(neighbours(&app, movies[102]).await, [movies[103]]);

    app.revise(movies[103], described(json!({ "title": "Title0" }), vec![])).await;
    app.settle().await;

    assert_eq!(neighbours(&app, movies[102]).await, [0; 0]);
    assert_eq!(neighbours(&app, movies[103]).await, movies[..2]);
    assert_eq!(neighbours(&app, movies[0]).await, [movies[1], movies[103]]);

    app.withdraw(movies[103]).await;
    app.settle().await;

    assert_eq!(neighbours(&app, movies[0]).await, [movies[1]]);
}
