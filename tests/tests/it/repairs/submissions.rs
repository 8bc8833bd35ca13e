//! Submissions for the catalogue.

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::fresh;
use tests::submissions::{minimal, whole};

use crate::additions::Desk;
use crate::additions::series::{assert_published, serie};
use crate::races::at_once;

#[tokio::test]
async fn a4_episodes_are_published_with_their_serie() {
    let desk = Desk::new().await;
    let mut body = minimal(MediaKind::Serie, "Dekalog");
    body["episodes"] = json!([
        { "title": "Dekalog, dwa", "imdbid": "tt2", "year": 1988, "season_number": 1, "episode_number": 2 },
        { "title": "Dekalog, jeden", "imdbid": "tt1", "year": 1989, "season_number": 1, "episode_number": 1 },
    ]);

    let serie = desk.publish(MediaKind::Serie, &body).await;

    let reply = desk.reader.get(format!("/api/serie/{serie}/episodes")).await.ok(200);
    for (place, name) in [(0, "Dekalog, jeden"), (1, "Dekalog, dwa")] {
        let (shown, given) = (&reply.body["content"][place], &body["episodes"][1 - place]);
        assert_eq!((&shown["title"], &shown["serie_id"]), (&json!(name), &json!(serie)));
        for field in ["imdbid", "year", "season_number", "episode_number"] {
            assert_eq!(shown[field], given[field], "{field}");
        }
    }
}

#[tokio::test]
async fn a11_a_track_is_submitted_with_the_id_that_spotify_gives_it() {
    let desk = Desk::new().await;
    for (given, kept) in
        [(json!("4uLU6hMCjMI75M1A2tKUQC"), "4uLU6hMCjMI75M1A2tKUQC"), (json!(-1), "-1")]
    {
        let mut body = minimal(MediaKind::Track, "Zed");
        body["spotify_id"] = given;

        let id = desk.publish(MediaKind::Track, &body).await;

        let content = desk.app.content(id).await.expect("a content");
        assert_eq!(content.fields["spotify_id"], json!(kept));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn c8_two_moderators_at_once_publish_a_submission_once() {
    let desk = Desk::new().await;
    let other = desk.app.moderator().await;
    for round in 0..5 {
        for kind in MediaKind::ALL {
            let id = desk.reader.submits(kind, &whole(kind, &fresh("Zed"))).await;
            let n_events = desk.app.events().await.len();
            let path = format!("/api/{kind}/additional/{id}");
            let calls = (0..6).map(|n| match n % 2 {
                0 => desk.moderator.put(&path),
                _ => other.put(&path),
            });

            let replies = at_once(calls).await;

            let (won, lost): (Vec<_>, Vec<_>) =
                replies.iter().partition(|reply| reply.status == 201);
            assert_eq!(won.len(), 1, "round {round}: {replies:?}");
            lost.iter().for_each(|reply| reply.failed(404, "notInDatabase"));
            assert_eq!(desk.app.events().await.len(), n_events + 1);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn c8_two_moderators_at_once_publish_a_long_serie_once() {
    let desk = Desk::new().await;
    let other = desk.app.moderator().await;
    for _ in 0..5 {
        let title = fresh("Zed");
        let id = desk.reader.submits(MediaKind::Serie, &serie(&title, 130)).await;
        let path = format!("/api/serie/additional/{id}");
        let calls = [desk.moderator.put(&path), other.put(&path), desk.moderator.put(&path)];

        let replies = at_once(calls).await;

        // Who has helped is told what came of it, who came too late that there is nothing left.
        let contents: Vec<_> = replies
            .iter()
            .filter(|reply| reply.status == 201)
            .map(|r| r.number_of("content_id"))
            .collect();
        assert!(!contents.is_empty() && contents.iter().all(|id| *id == contents[0]));
        for reply in replies.iter().filter(|reply| reply.status != 201) {
            reply.failed(404, "notInDatabase");
        }
        assert_published(&desk.app, &title, 130).await;
        assert!(desk.addition(MediaKind::Serie, id).await.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn c8_one_publishes_and_another_declines_at_once_and_one_of_them_succeeds() {
    let desk = Desk::new().await;
    for _ in 0..5 {
        for kind in MediaKind::ALL {
            let title = fresh("Zed");
            let id = desk.reader.submits(kind, &minimal(kind, &title)).await;
            let path = format!("/api/{kind}/additional/{id}");
            let n_events = desk.app.events().await.len();

            let replies = at_once([desk.moderator.put(&path), desk.moderator.delete(&path)]).await;

            let statuses = [replies[0].status, replies[1].status];
            assert!(statuses == [201, 404] || statuses == [404, 201], "{replies:?}");
            let n_told = desk.app.events().await.len() - n_events;
            assert_eq!(n_told, usize::from(statuses[0] == 201));
        }
    }
}

#[tokio::test]
async fn d1_a_submission_that_breaks_a_rule_is_refused_with_the_names_of_its_fields() {
    let desk = Desk::new().await;
    let long = "x".repeat(20_000);
    let cases: [(MediaKind, Value, &[&str]); 6] = [
        (MediaKind::Application, json!({ "genres": [], "price": long }), &["price", "name"]),
        (MediaKind::Book, json!({ "title": "Zed", "isbn": "12345678901234" }), &["isbn"]),
        (MediaKind::Game, json!({ "name": "Zed", "genres": [] }), &["steamid"]),
        (
            MediaKind::Movie,
            json!({ "title": long, "cover": long, "genres": [] }),
            &["title", "cover"],
        ),
        (
            MediaKind::Serie,
            json!({ "title": "Zed", "start_year": "1988" }),
            &["start_year", "genres"],
        ),
        (
            MediaKind::Track,
            json!({ "title": "Zed", "year": 40_000, "recording_mbid": "1", "genres": [] }),
            &["year", "recording_mbid"],
        ),
    ];
    for (kind, body, wrong) in cases {
        let reply = desk.reader.posts(format!("/api/{kind}"), &body).await;

        assert_eq!(reply.wrong_fields(), wrong, "{kind}: {}", reply.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d1_the_same_isbn_or_name_submitted_at_once_is_taken_once() {
    let desk = Desk::new().await;
    for kind in [MediaKind::Application, MediaKind::Book] {
        let body = minimal(kind, &fresh("Zed"));
        let path = format!("/api/{kind}");
        let call = || desk.app.api().post(&path).bearer(&desk.reader.token).json(&body);

        let replies = at_once((0..6).map(|_| call())).await;

        let (won, lost): (Vec<_>, Vec<_>) = replies.iter().partition(|reply| reply.status == 201);
        assert_eq!(won.len(), 1, "{replies:?}");
        lost.iter().for_each(|reply| reply.failed(400, "taken"));
    }
}

#[tokio::test]
async fn d2_a_genre_of_another_kind_becomes_one_of_this_kind() {
    let desk = Desk::new().await;
    let foreign = desk.app.genres(MediaKind::Book, &["Drama"]).await.remove(0);
    let mut body = minimal(MediaKind::Movie, "Zed");
    body["genres"] = json!([foreign.genre_id]);

    let id = desk.publish(MediaKind::Movie, &body).await;

    let genres = desk.reader.get("/api/movie/genres").await.ok(200);
    let genre = &genres.body["content"][0];
    assert_eq!(genre["name"], json!("Drama"));
    assert_ne!(genre["genre_id"], json!(foreign.genre_id));
    let content = desk.app.content(id).await.expect("a content");
    assert_eq!(json!(content.genres[0].genre_id), genre["genre_id"]);
}

#[tokio::test]
async fn d7_a_submission_says_whose_it_is_and_when_it_came_and_everybody_finds_their_own() {
    let desk = Desk::new().await;
    for kind in MediaKind::ALL {
        let own = desk.reader.submits(kind, &whole(kind, &fresh("Zed"))).await;
        desk.moderator.submits(kind, &whole(kind, &fresh("Zed"))).await;

        let reply = desk.reader.get(format!("/api/{kind}/additional?mine=true")).await.ok(200);

        let rows = reply.body["content"].as_array().expect("a list");
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0][kind.differences().submission.id], json!(own));
        assert_eq!(rows[0]["submitted_by"], desk.reader.user["uuid"]);
        assert_eq!(rows[0]["submitted_at"], json!("2026-01-01T00:00:00.000000"));
    }
}
