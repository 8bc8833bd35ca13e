//! What awaits validation.

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::submissions::minimal;

use super::Desk;

const KIND: MediaKind = MediaKind::Movie;

/// The ids on a page.
async fn page(desk: &Desk, query: &str) -> Vec<u64> {
    let reply = desk.reader.get(format!("/api/movie/additional?{query}")).await.ok(200);
    let rows = reply.body["content"].as_array().expect("a list");
    rows.iter().map(|row| row["movie_id"].as_u64().expect("an id")).collect()
}

#[tokio::test]
async fn the_oldest_comes_first_page_by_page() {
    let desk = Desk::new().await;
    let mut ids = Vec::new();
    for n in 0..50 {
        ids.push(desk.reader.submits(KIND, &minimal(KIND, &format!("Zed {n}"))).await);
        // Those of other kinds are not among them.
        desk.reader.submits(MediaKind::Track, &minimal(MediaKind::Track, "Zed")).await;
    }

    let (first, last) = (page(&desk, "page=1").await, page(&desk, "page=3").await);

    assert_eq!((first, last), (ids[..24].to_vec(), ids[48..].to_vec()));
    let reply = desk.reader.get("/api/movie/additional").await.ok(200);
    assert_eq!(reply.body["total_pages"], json!(3));
    assert_eq!(page(&desk, "page=4").await, [] as [u64; 0]);
}

#[tokio::test]
async fn everybody_finds_what_they_submitted_themselves() {
    let desk = Desk::new().await;
    let mut own = Vec::new();
    for n in 0..30 {
        own.push(desk.reader.submits(KIND, &minimal(KIND, &format!("Zed {n}"))).await);
        desk.moderator.submits(KIND, &minimal(KIND, "Other")).await;
        desk.reader.submits(MediaKind::Game, &minimal(MediaKind::Game, "Zed")).await;
    }

    assert_eq!(page(&desk, "mine=true").await, own[..24]);
    assert_eq!(page(&desk, "mine=true&page=2").await, own[24..]);
    assert_eq!(page(&desk, "mine=false&page=3").await.len(), 12);
    let reply = desk.reader.get("/api/movie/additional?mine=true").await.ok(200);
    assert_eq!(reply.body["total_pages"], json!(2));
    // What is decided does not await validation any more.
    let _ = desk.moderator.publishes(KIND, own[0]).await.ok(201);
    let _ = desk.moderator.declines(KIND, own[1]).await.ok(201);
    assert_eq!(page(&desk, "mine=true&page=2").await, own[26..]);
}

#[tokio::test]
async fn mine_is_true_or_false() {
    let desk = Desk::new().await;

    for odd in ["", "1", "yes", "True"] {
        let reply = desk.reader.get(format!("/api/movie/additional?mine={odd}")).await;

        assert_eq!(reply.wrong_fields(), ["mine"], "{odd}");
    }
}

#[tokio::test]
async fn what_somebody_submitted_who_is_gone_still_awaits_validation() {
    let desk = Desk::new().await;
    let id = desk.reader.submits(KIND, &minimal(KIND, "Zed")).await;
    let _ = desk.reader.delete(desk.reader.path()).send().await.ok(201);
    desk.app.settle().await;

    let reply = desk.moderator.get("/api/movie/additional").await.ok(200);

    let row = &reply.body["content"][0];
    assert_eq!((&row["movie_id"], &row["submitted_by"]), (&json!(id), &Value::Null));
    let _ = desk.moderator.publishes(KIND, id).await.ok(201);
    tests::assert_sound(&desk.app).await;
}
