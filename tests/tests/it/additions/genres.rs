//! The genres of what is submitted.

use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::store::Entity;
use serde_json::{Value, json};
use tests::submissions::minimal;

use super::Desk;

const KINDS_WITH_GENRES: [MediaKind; 5] =
    [MediaKind::Application, MediaKind::Game, MediaKind::Movie, MediaKind::Serie, MediaKind::Track];

fn with_genres(kind: MediaKind, genres: &Value) -> Value {
    let mut body = minimal(kind, "Zed");
    body["genres"] = genres.clone();
    body
}

async fn all(desk: &Desk, kind: MediaKind) -> Vec<Genre> {
    desk.app.app().store.list_all(&Genre::all(kind)).await.expect("a list")
}

#[tokio::test]
async fn what_is_published_has_the_genres_that_were_submitted_in_their_order() {
    for kind in KINDS_WITH_GENRES {
        let desk = Desk::new().await;
        let genres = desk.app.genres(kind, &["Drama", "Art"]).await;
        let body = with_genres(kind, &json!([genres[1].genre_id, genres[0].genre_id]));

        let id = desk.publish(kind, &body).await;

        let content = desk.app.content(id).await.expect("a content");
        assert_eq!(content.genres, [genres[1].clone(), genres[0].clone()], "{kind}");
    }
}

/// As existing clients submit genres: by ids of any kind, of books, too.
#[tokio::test]
async fn a_genre_of_another_kind_stands_for_that_of_its_name() {
    for kind in KINDS_WITH_GENRES {
        let desk = Desk::new().await;
        let foreign = desk.app.genres(MediaKind::Book, &["Drama", "ART"]).await;
        let own = desk.app.genres(kind, &["Art"]).await.remove(0);
        let ids = json!([foreign[0].genre_id, foreign[1].genre_id, own.genre_id]);
        let addition = desk.reader.submits(kind, &with_genres(kind, &ids)).await;
        assert_eq!(all(&desk, kind).await.len(), 1, "{kind}: made before anybody published it");

        let reply = desk.moderator.publishes(kind, addition).await.ok(201);

        let content = desk.app.content(reply.number_of("content_id")).await.expect("a content");
        let genres = all(&desk, kind).await;
        let names: Vec<_> = genres.iter().map(|genre| &*genre.name).collect();
        assert_eq!(names, ["Art", "Drama"], "{kind}");
        let held: Vec<_> = content.genres.iter().map(|genre| genre.genre_id).collect();
        assert_eq!(held, [genres[1].genre_id, own.genre_id], "{kind}");
        let held: Vec<_> = content.genres.iter().map(|genre| &*genre.name).collect();
        assert_eq!(held, ["Drama", "Art"], "{kind}: by the name that the kind has for it");
    }
}

#[tokio::test]
async fn a_genre_that_there_is_not_is_not_found() {
    let desk = Desk::new().await;
    let known = desk.app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;

    for unknown in ["2", "0", "-1", "18446744073709551615", "99999999999999999999", "1e300"] {
        let unknown: Value = serde_json::from_str(unknown).expect("a number");
        for kind in KINDS_WITH_GENRES {
            let body = with_genres(kind, &json!([known, unknown]));

            let reply = desk.reader.posts(format!("/api/{kind}"), &body).await;

            reply.failed(404, "notInDatabase");
        }
    }
}

#[tokio::test]
async fn genres_are_a_list_of_whole_numbers() {
    let desk = Desk::new().await;

    for odd in [json!(1), json!("1"), json!([1.5]), json!([1.0]), json!(["1"]), json!({}), json!(0)]
    {
        let reply = desk.reader.posts("/api/movie", &with_genres(MediaKind::Movie, &odd)).await;

        assert_eq!(reply.wrong_fields(), ["genres"], "{odd}");
    }
}

#[tokio::test]
async fn a_book_has_no_genres_whatever_is_said() {
    let desk = Desk::new().await;

    for genres in [json!([7]), json!("Drama"), json!(null)] {
        let id = desk.publish(MediaKind::Book, &with_genres(MediaKind::Book, &genres)).await;

        let content = desk.app.content(id).await.expect("a content");
        assert_eq!(content.genres, []);
    }
}

#[tokio::test]
async fn a_genre_that_goes_before_the_medium_comes_is_left_out() {
    let desk = Desk::new().await;
    let genres = desk.app.genres(MediaKind::Movie, &["Drama", "Art"]).await;
    let ids = json!([genres[0].genre_id, genres[1].genre_id]);
    let id = desk.reader.submits(MediaKind::Movie, &with_genres(MediaKind::Movie, &ids)).await;
    let store = &desk.app.app().store;
    let gone = Genre::by_id(store, genres[0].genre_id).await.expect("an answer").expect("a genre");
    store.put_all::<Genre>(&[], &[gone.key()]).await.expect("it can be removed");

    let reply = desk.moderator.publishes(MediaKind::Movie, id).await.ok(201);

    let content = desk.app.content(reply.number_of("content_id")).await.expect("a content");
    assert_eq!(content.genres, genres[1..]);
}

#[tokio::test]
async fn genres_of_an_episode_have_to_exist_and_are_not_kept() {
    let desk = Desk::new().await;
    let genre = desk.app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
    let mut body = minimal(MediaKind::Serie, "Zed");
    body["episodes"] = json!([{ "title": "One", "genres": [genre] }]);

    let serie = desk.publish(MediaKind::Serie, &body).await;

    let episode = desk.app.content(serie + 1).await.expect("an episode");
    assert_eq!((episode.kind, episode.genres.len()), (MediaKind::Episode, 0));
    body["episodes"][0]["genres"] = json!([genre + 1]);
    desk.reader.posts("/api/serie", &body).await.failed(404, "notInDatabase");
    body["episodes"][0]["genres"] = json!("Drama");
    let refused = desk.reader.posts("/api/serie", &body).await;
    assert_eq!(refused.wrong_fields(), ["episodes[0].genres"]);
}

#[tokio::test]
async fn a_submission_names_so_many_genres_and_no_more() {
    let desk = Desk::new().await;
    let names: Vec<_> = (0..101).map(|n| format!("Genre {n}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let genres = desk.app.genres(MediaKind::Serie, &names).await;
    let ids: Vec<_> = genres.iter().map(|genre| genre.genre_id).collect();
    let mut body = with_genres(MediaKind::Serie, &json!(ids[..60]));
    body["episodes"] = json!([{ "title": "One", "genres": ids[60..100] }]);
    desk.reader.submits(MediaKind::Serie, &body).await;

    body["episodes"][0]["genres"] = json!(ids[60..]);
    let reply = desk.reader.posts("/api/serie", &body).await;

    assert_eq!(reply.wrong_fields(), ["genres"]);
}
