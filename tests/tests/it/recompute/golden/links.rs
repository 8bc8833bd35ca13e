//! The whole fixture, of all kinds: what is like what, and what is linked to what.

use kindred::entity::kind::MediaKind;
use serde_json::json;
use tests::{TestApp, described};

use super::super::neighbours;
use super::publish;
use crate::recompute::links::links;

/// All thirteen contents.
async fn catalogue() -> TestApp {
    let app = TestApp::new().await;
    publish(&app).await;
    let game = json!({
        "name": "The Star Wars", "short_description": "Nice game.", "recommendations": 50,
    });
    app.publish(MediaKind::Game, game).await;
    let serie = json!({ "title": "The Star Wars", "actors": "A,B", "start_year": 2000 });
    app.publish(MediaKind::Serie, serie).await;
    let rock = app.genres(MediaKind::Track, &["Rock"]).await;
    for title in ["Song A", "Song B"] {
        let track =
            json!({ "title": title, "artist_name": "Band", "year": 2000, "release": "Rel" });
        app.publish_described(MediaKind::Track, described(track, rock.clone())).await;
    }
    let tools = app.genres(MediaKind::Application, &["Tools"]).await;
    let application = json!({ "name": "App X", "type": "Free", "content_rating": "Everyone" });
    app.publish_described(MediaKind::Application, described(application, tools)).await;
    app.settle().await;
    app
}

#[tokio::test]
async fn links_are_the_original_ones_and_most_similar() {
    let app = catalogue().await;

    let mut all = Vec::new();
    for id in 1..=13 {
        all.push(links(&app, id).await);
    }

    let none = Vec::<u64>::new;
    let expected = [
        vec![7, 10],
        vec![7, 10],
        none(),
        none(),
        none(),
        none(),
        none(),
        none(),
        vec![1, 2, 10],
        vec![1, 2, 7],
        none(),
        none(),
        none(),
    ];
    assert_eq!(all, expected);
}

#[tokio::test]
async fn in_all_kinds_neighbours_are_the_original_ones() {
    let app = catalogue().await;

    let mut all = Vec::new();
    for id in 1..=13 {
        for (other, similarity) in neighbours(&app, id).await {
            all.push((id, other, (similarity * 1e5).round() / 1e5));
        }
    }

    let pairs = [(1, 2, 0.92805), (7, 8, 0.50310), (11, 12, 0.66942)];
    let both = pairs.into_iter().flat_map(|(a, b, near)| [(a, b, near), (b, a, near)]);
    assert_eq!(all, both.collect::<Vec<_>>());
}
