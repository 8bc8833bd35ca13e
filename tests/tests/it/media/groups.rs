//! The list of what is recommended to somebody's groups, as a client gets it.

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::shapes::{fields, recommended_to_group};
use tests::{Reader, TestApp, described};

use super::{entry, ids};

/// Publish so many movies that are like each other and like no other, and return their ids.
async fn series(app: &TestApp, title: &str, n: usize) -> Vec<u64> {
    let mut ids = Vec::new();
    for _ in 0..n {
        let fields = json!({ "title": title, "director": format!("{title} One") });
        ids.push(app.publish(MediaKind::Movie, fields).await);
    }
    ids
}

#[tokio::test]
async fn an_entry_names_the_group_besides_engine_score_and_reasons() {
    let app = TestApp::new().await;
    let (owner, member) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let movies = series(&app, "Alien", 2).await;
    let group = owner.founds("film_club").await;
    owner.admits(group, &member).await;
    owner.rates("movie", movies[0], 4).await;
    app.settle().await;

    let list = member.get("/api/movie/groups").await.ok(200);

    let item = entry(&list, movies[1]);
    assert_eq!(fields(&item), recommended_to_group("movie"));
    assert_eq!(item["group"], json!({ "group_id": group, "name": "film_club" }));
    assert_eq!(item["reco_engine"], json!("FromSimilarContent"));
    let score = item["reco_score"].as_f64().expect("a score");
    assert!((score - 0.8).abs() < 1e-9, "{score}");
    let of_owner = json!({ "uuid": owner.uuid(), "username": person_name(&owner).await });
    let expected = json!([
        { "content_id": movies[0], "title": "Alien", "share": score, "member": of_owner },
    ]);
    assert_eq!(item["reco_reasons"], expected);
}

async fn person_name(reader: &Reader) -> Value {
    reader.get(reader.path()).await.ok(200).body["user"]["username"].clone()
}

#[tokio::test]
async fn what_several_know_is_a_reason_for_each_of_them_and_genres_are_nobodys() {
    let app = TestApp::new().await;
    let (owner, member) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let movies = series(&app, "Alien", 2).await;
    let group = owner.founds("film_club").await;
    owner.admits(group, &member).await;
    owner.rates("movie", movies[0], 3).await;
    let _ = member.get(format!("/api/movie/{}/meta", movies[0])).await.ok(200);
    let genres = app.genres(MediaKind::Movie, &["Action"]).await;
    assert!(member.likes(genres[0].genre_id, true).await);
    let action = described(json!({ "title": "Zed" }), genres.clone());
    let action = app.publish_described(MediaKind::Movie, action).await;
    app.settle().await;

    let list = owner.get("/api/movie/groups").await.ok(200);

    let reasons = entry(&list, movies[1])["reco_reasons"].clone();
    let shown: Vec<_> = reasons
        .as_array()
        .expect("reasons")
        .iter()
        .map(|it| {
            (it["member"]["uuid"].clone(), (it["share"].as_f64().expect("a share") * 10.0).round())
        })
        .collect();
    assert_eq!(shown, [(json!(owner.uuid()), 6.0), (json!(member.uuid()), 2.0)]);
    assert!(!list.text.contains("user_id"));
    let of_genre = json!([{ "genre_id": genres[0].genre_id, "name": "Action", "share": 1.0 }]);
    assert_eq!(entry(&list, action)["reco_reasons"], of_genre);
}

#[tokio::test]
async fn every_kind_is_recommended_in_its_own_shape() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let group = reader.founds("all_sorts").await;
    for n in ["1", "2"] {
        app.publish(MediaKind::Book, json!({ "title": "The Same", "isbn": n })).await;
        app.publish(MediaKind::Game, json!({ "name": "The Same" })).await;
    }
    reader.rates("book", 1, 5).await;
    reader.rates("game", 2, 5).await;
    app.settle().await;

    for (kind, id) in [("book", 3), ("game", 4)] {
        let list = reader.get(format!("/api/{kind}/groups")).await.ok(200);
        assert_eq!(reader.recommended_to_groups(kind).await, [(id, group)]);
        assert_eq!(fields(&entry(&list, id)), recommended_to_group(kind));
    }
}

#[tokio::test]
async fn of_several_groups_each_content_comes_once_for_that_with_the_best_score() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let (fan, critic) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let (alien, brazil) = (series(&app, "Alien", 2).await, series(&app, "Brazil", 2).await);
    let critics = critic.founds("critics").await;
    let fans = fan.founds("fans").await;
    critic.admits(critics, &reader).await;
    fan.admits(fans, &reader).await;
    critic.rates("movie", alien[0], 3).await;
    fan.rates("movie", alien[0], 5).await;
    critic.rates("movie", brazil[0], 4).await;
    app.settle().await;

    let list = reader.recommended_to_groups("movie").await;

    assert_eq!(list, [(alien[1], fans), (brazil[1], critics)]);
    assert_eq!(
        critic.recommended_to_groups("movie").await,
        [(brazil[1], critics), (alien[1], critics)]
    );
}

#[tokio::test]
async fn the_list_of_groups_can_be_had_from_one_engine() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let movies = series(&app, "Alien", 2).await;
    reader.founds("group").await;
    reader.rates("movie", movies[0], 4).await;
    app.settle().await;

    let path = |engine: &str| format!("/api/movie/groups?reco_engine={engine}");
    let similar = reader.get(path("FromSimilarContent")).await.ok(200);
    let other = reader.get(path("CollaborativeFiltering")).await.ok(200);

    assert_eq!(ids(&similar), [movies[1]]);
    assert_eq!((ids(&other), &other.body["total_pages"]), (vec![], &json!(0)));
}

#[tokio::test]
async fn a_long_list_of_groups_has_pages() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    reader.founds("group").await;
    for pair in 0..30 {
        let movies = series(&app, &format!("Title{pair}"), 2).await;
        reader.rates("movie", movies[0], 4).await;
    }
    app.settle().await;

    let mut seen = Vec::new();
    for page in [1, 2, 3, 0] {
        let list = reader.get(format!("/api/movie/groups?page={page}")).await.ok(200);
        assert_eq!((&list.body["total_pages"], &list.body["page"]), (&json!(2), &json!(page)));
        seen.push(ids(&list));
    }

    assert_eq!(seen.iter().map(Vec::len).collect::<Vec<_>>(), [24, 6, 0, 0]);
    let mut all = seen.concat();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 30);
}

#[tokio::test]
async fn what_is_recommended_to_oneself_and_to_ones_groups_does_not_mix() {
    let app = TestApp::new().await;
    let (owner, member) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let movies = series(&app, "Alien", 2).await;
    let group = owner.founds("group").await;
    owner.admits(group, &member).await;
    owner.rates("movie", movies[0], 4).await;
    app.settle().await;

    assert_eq!(member.recommended("movie").await, [0; 0]);
    assert_eq!(member.recommended_to_groups("movie").await, [(movies[1], group)]);
    let own = owner.get("/api/movie/user").await.ok(200);
    assert!(entry(&own, movies[1]).get("group").is_none());
}
