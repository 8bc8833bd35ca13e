//! Who is found, in which order, and what is told of them.

use serde_json::json;

use super::{Club, common, detail, list, near, uuids};

#[tokio::test]
async fn the_nearest_come_first_and_opposites_not_at_all() {
    let club = Club::new().await;
    let own = club.member(&[(0, 5), (1, 5), (2, 0), (3, 1)]).await;
    let alike = club.member(&[(0, 4), (1, 5), (2, 1), (3, 0)]).await;
    let partly = club.member(&[(0, 5), (1, 4)]).await;
    let opposite = club.member(&[(0, 0), (1, 0), (2, 5), (3, 5)]).await;
    let elsewhere = club.member(&[(6, 5), (7, 5)]).await;
    club.app.settle().await;

    assert_eq!(near(&own).await, uuids(&[&alike, &partly]));
    assert_eq!(near(&alike).await[0], own.user.uuid.to_string());
    assert_eq!(near(&elsewhere).await, uuids(&[]));
    let (status, found) = detail(&own, &opposite).await;
    assert_eq!(status, 200);
    assert!(found["score"].as_f64().expect("a score") < 0.0, "{found}");
    assert_eq!(list(&own, "limit=1").await.len(), 1);
}

#[tokio::test]
async fn it_is_told_what_both_think_the_same_of_and_what_not() {
    let club = Club::new().await;
    let own = club.member(&[(0, 5), (1, 5), (2, 0)]).await;
    let other = club.member(&[(0, 5), (1, 0), (2, 1), (3, 5)]).await;
    for person in [&own, &other] {
        let report = json!({ "additional_count": 1 });
        let _ = person.reader.reports("movie", club.movies[4], &report).await.ok(201);
        let _ = person.reader.get(format!("/api/movie/{}/meta", club.movies[5])).await.ok(200);
    }
    club.app.settle().await;

    let found = list(&own, "kind=movie").await;

    let movie = |number: usize, ratings| {
        common("movie", club.movies[number], &format!("Title {number}"), ratings)
    };
    assert_eq!(found.len(), 1, "{found:?}");
    let found = &found[0];
    assert_eq!(found["uuid"], json!(other.user.uuid));
    assert_eq!(found["username"], json!(other.user.author_name()));
    assert_eq!(found["overlap"], json!(4), "what was only looked at does not count");
    let shared =
        [movie(0, [Some(5), Some(5)]), movie(2, [Some(0), Some(1)]), movie(4, [None, None])];
    assert_eq!(found["shared"], json!(shared));
    assert_eq!(found["diverging"], json!([movie(1, [Some(5), Some(0)])]));
    let text = json!(found).to_string();
    assert!(!text.contains(other.user.email.as_deref().expect("an address")), "{text}");
}

#[tokio::test]
async fn both_see_the_same_from_either_side() {
    let club = Club::new().await;
    let own = club.member(&[(0, 5), (1, 3), (2, 0)]).await;
    let other = club.member(&[(0, 4), (1, 2), (2, 1), (3, 5)]).await;
    club.app.settle().await;

    let (there, back) = (detail(&own, &other).await.1, detail(&other, &own).await.1);

    for field in ["score", "overlap", "confidence", "kinds"] {
        assert_eq!(there[field], back[field], "{field}");
    }
    assert_eq!(there["shared"][0]["your_rating"], back["shared"][0]["their_rating"]);
    assert_eq!(list(&own, "").await[0]["score"], there["score"]);
}

#[tokio::test]
async fn kinds_count_together_unless_one_is_asked_for() {
    let club = Club::new().await;
    let own = club.member(&[(0, 5), (1, 0)]).await;
    let other = club.member(&[(0, 5), (1, 0)]).await;
    for (person, rating) in [(&own, 5), (&other, 0)] {
        person.reader.rates("book", club.books[0], rating).await;
    }
    let reader = club.member(&[]).await;
    reader.reader.rates("book", club.books[0], 5).await;
    club.app.settle().await;

    let score = async |query: &str| list(&own, query).await[0]["score"].as_f64().expect("a score");
    assert_eq!(list(&own, "kind=movie").await[0]["uuid"], json!(other.user.uuid));
    assert_eq!(list(&own, "kind=book").await[0]["uuid"], json!(reader.user.uuid));
    assert!(score("").await < score("kind=movie").await, "the book speaks against it");
    assert!(list(&own, "kind=track").await.is_empty());
    let (_, found) = detail(&own, &other).await;
    let kinds: Vec<_> = found["kinds"].as_array().expect("kinds").iter().collect();
    assert_eq!(kinds.iter().map(|it| &it["kind"]).collect::<Vec<_>>(), ["book", "movie"]);
    assert!(kinds[0]["score"].as_f64() < Some(0.0) && kinds[1]["score"].as_f64() > Some(0.0));
    assert_eq!(found["diverging"][0]["kind"], json!("book"));
}

#[tokio::test]
async fn what_is_rated_taken_back_or_gone_shows() {
    let club = Club::new().await;
    let own = club.member(&[(0, 5), (1, 5)]).await;
    let other = club.member(&[(0, 5)]).await;
    club.app.settle().await;
    let overlap = async || list(&own, "").await.first().map(|it| it["overlap"].clone());
    assert_eq!(overlap().await, Some(json!(1)));

    other.reader.rates("movie", club.movies[1], 5).await;
    club.app.settle().await;
    assert_eq!(overlap().await, Some(json!(2)));

    club.app.withdraw(club.movies[0]).await;
    let found = list(&own, "").await;
    assert_eq!(found[0]["shared"].as_array().map(Vec::len), Some(1), "what is gone is not shown");
    club.app.settle().await;
    assert_eq!(overlap().await, Some(json!(1)));

    let path = format!("/api/movie/{}/meta/rating", club.movies[1]);
    let _ = other.reader.delete(path).send().await.ok(201);
    club.app.settle().await;
    assert_eq!(overlap().await, None);
}

#[tokio::test]
async fn five_contents_of_each_sort_are_told_in_a_list_and_more_of_one_person() {
    let club = Club::new().await;
    let all: Vec<_> = (0..8).map(|number| (number, if number % 2 == 0 { 5 } else { 0 })).collect();
    let (own, other) = (club.member(&all).await, club.member(&all).await);
    club.app.settle().await;

    assert_eq!(list(&own, "").await[0]["shared"].as_array().map(Vec::len), Some(5));
    assert_eq!(detail(&own, &other).await.1["shared"].as_array().map(Vec::len), Some(8));
}
