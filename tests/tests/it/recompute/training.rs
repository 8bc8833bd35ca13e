//! Collaborative filtering: when models are trained, what they recommend at once, and what is left of who is gone.

use std::time::Duration;

use kindred::entity::kind::MediaKind;
use kindred::entity::model::Model;
use kindred::entity::recommendation::{Engine, Recipient, RecommendationList};
use kindred::matching::collaborative::{Trained, snapshot};
use kindred_cli::embedded::Fault;
use serde_json::{Value, json};
use tests::{Reader, TestApp};

use super::comparable;

/// Movies that have nothing in common but the people who like them.
struct Cinema {
    app: TestApp,
    movies: Vec<u64>,
    fans: Vec<Reader>,
}

const TITLES: [&str; 8] =
    ["Alphaville", "Brazil", "Casablanca", "Dune", "Eraserhead", "Fargo", "Gaslight", "Heat"];

impl Cinema {
    /// Five people like the first four movies, another five the others; nobody is recommended anything.
    async fn new() -> Self {
        Self::of(TestApp::new().await).await
    }

    async fn of(app: TestApp) -> Self {
        let mut cinema = Self { app, movies: Vec::new(), fans: Vec::new() };
        for title in TITLES {
            let movie = cinema.app.publish(MediaKind::Movie, json!({ "title": title })).await;
            cinema.movies.push(movie);
        }
        for n in 0..10 {
            let fan = Reader::new(&cinema.app.api()).await;
            let liked = if n < 5 { &cinema.movies[..4] } else { &cinema.movies[4..] };
            for movie in liked {
                fan.rates("movie", *movie, 4).await;
            }
            cinema.fans.push(fan);
        }
        cinema
    }

    async fn model(&self) -> Model {
        Model::of(&self.app.app().store, MediaKind::Movie).await.expect("the store answers")
    }

    async fn trained(&self) -> Trained {
        let blob = self.model().await.blob.expect("there is a model");
        let bytes = self.app.app().blobs.get(&blob).await.expect("the bucket answers");
        snapshot::read(&bytes.expect("it is there")).expect("it can be read")
    }

    /// Enough for another training.
    async fn much_is_used(&self) {
        for _ in 0..20 {
            let report = json!({ "additional_count": 1 });
            let _ = self.fans[0].reports("movie", self.movies[0], &report).await.ok(201);
        }
    }

    /// A day later everything is looked at again.
    async fn a_day_later(&self) {
        self.app.advance(Duration::from_secs(86_400));
        let is_left = self.app.system.recompute().on_schedule().await.expect("it can be derived");
        assert!(!is_left);
    }
}

async fn collaborative(reader: &Reader) -> Vec<Value> {
    let reply = reader.get("/api/movie/user?reco_engine=CollaborativeFiltering").await.ok(200);
    reply.body["content"].as_array().expect("a list").clone()
}

fn ids(list: &[Value]) -> Vec<u64> {
    list.iter().map(|item| item["content_id"].as_u64().expect("an id")).collect()
}

#[tokio::test]
async fn who_likes_the_same_is_recommended_the_rest_at_once_and_without_training() {
    let cinema = Cinema::new().await;
    cinema.app.settle().await;
    let newcomer = Reader::new(&cinema.app.api()).await;
    assert_eq!(cinema.model().await.generation, 1);

    newcomer.rates("movie", cinema.movies[0], 5).await;
    newcomer.rates("movie", cinema.movies[1], 5).await;
    cinema.app.settle().await;

    let list = collaborative(&newcomer).await;
    assert_eq!(ids(&list), cinema.movies[2..4]);
    assert_eq!(cinema.model().await.generation, 1);
    for item in list {
        let score = item["reco_score"].as_f64().expect("a score");
        let reasons = item["reco_reasons"].as_array().expect("reasons");
        let shares = reasons.iter().map(|reason| reason["share"].as_f64().expect("a share"));
        assert!((shares.sum::<f64>() - score).abs() < 1e-6 && score > 0.0 && score <= 1.0);
        assert!(reasons.iter().all(|reason| {
            cinema.movies[..2].contains(&reason["content_id"].as_u64().expect("an id"))
        }));
    }
}

#[tokio::test]
async fn a_model_is_trained_again_when_twenty_interactions_have_come() {
    let cinema = Cinema::new().await;
    cinema.app.settle().await;
    let fan = &cinema.fans[0];

    for n in 1..=21 {
        let report = json!({ "additional_count": 1 });
        let _ = fan.reports("movie", cinema.movies[0], &report).await.ok(201);
        cinema.app.settle().await;

        let expected = if n < 20 { 1 } else { 2 };
        assert_eq!(cinema.model().await.generation, expected, "{n}");
    }
}

#[tokio::test]
async fn what_few_interactions_there_are_is_learned_after_a_day() {
    let cinema = Cinema::new().await;
    cinema.app.settle().await;
    let newcomer = Reader::new(&cinema.app.api()).await;
    newcomer.rates("movie", cinema.movies[0], 5).await;
    cinema.app.settle().await;
    assert_eq!(cinema.model().await.n_users, 10);

    cinema.a_day_later().await;

    assert_eq!(cinema.model().await.n_users, 11);
}

#[tokio::test]
async fn the_model_after_somebody_is_gone_is_that_of_a_world_without_them() {
    let (cinema, without) = (Cinema::new().await, Cinema::new().await);
    let gone = Reader::new(&cinema.app.api()).await;
    for movie in &cinema.movies {
        gone.rates("movie", *movie, 5).await;
    }
    cinema.app.settle().await;
    without.app.settle().await;
    assert_ne!(cinema.trained().await, without.trained().await);

    let _ = gone.delete(gone.path()).send().await.ok(201);
    cinema.app.settle().await;
    cinema.a_day_later().await;
    without.a_day_later().await;

    assert_eq!(cinema.trained().await, without.trained().await);
}

#[tokio::test]
async fn what_was_deleted_is_recommended_no_more_though_the_model_knows_it() {
    let cinema = Cinema::new().await;
    cinema.app.settle().await;
    let newcomer = Reader::new(&cinema.app.api()).await;

    cinema.app.withdraw(cinema.movies[2]).await;
    newcomer.rates("movie", cinema.movies[0], 5).await;
    cinema.app.settle().await;

    assert!(!ids(&collaborative(&newcomer).await).contains(&cinema.movies[2]));
}

#[tokio::test]
async fn what_was_deleted_leaves_the_lists_of_all_who_have_it() {
    let app = TestApp::new().await;
    // So many that the deletion of one moves no others' neighbours, by which lists would be made again.
    for n in 0..135 {
        let _ = app.publish(MediaKind::Movie, json!({ "title": format!("Filler{n}") })).await;
    }
    let cinema = Cinema::of(app).await;
    cinema.app.settle().await;
    let newcomer = Reader::new(&cinema.app.api()).await;
    newcomer.rates("movie", cinema.movies[0], 5).await;
    cinema.app.settle().await;
    assert_eq!(ids(&collaborative(&newcomer).await), cinema.movies[1..4]);

    cinema.app.withdraw(cinema.movies[2]).await;
    cinema.app.settle().await;

    let user = Recipient::User(cinema.app.id_of(&newcomer).await);
    let engine = Engine::CollaborativeFiltering;
    let place = RecommendationList::place(user, MediaKind::Movie, engine);
    let list: Option<RecommendationList> =
        cinema.app.app().store.get(&place).await.expect("the store answers");
    let left: Vec<u64> = list.expect("a list").items.iter().map(|item| item.content_id).collect();
    assert_eq!(left, [cinema.movies[1], cinema.movies[3]]);
}

#[tokio::test]
async fn a_damaged_model_costs_its_lists_and_nothing_else_until_the_next() {
    let cinema = Cinema::new().await;
    cinema.app.settle().await;
    let blob = cinema.model().await.blob.expect("there is a model");
    let bytes = cinema.app.app().blobs.get(&blob).await.expect("the bucket answers");
    let half = bytes.map(|bytes| bytes[..bytes.len() / 2].to_vec()).expect("it is there");
    cinema.app.app().blobs.put(&blob, half.into()).await.expect("it can be damaged");
    // A process that has not read it yet.
    let app = cinema.app.restarted(|_| {}).await;
    let cinema = Cinema { app, ..cinema };
    let newcomer = Reader::new(&cinema.app.api()).await;

    newcomer.rates("movie", cinema.movies[0], 5).await;
    cinema.app.settle().await;
    assert_eq!(collaborative(&newcomer).await, Vec::<Value>::new());
    cinema.much_is_used().await;
    cinema.app.settle().await;

    assert_eq!(ids(&collaborative(&newcomer).await), cinema.movies[1..4]);
}

#[tokio::test]
async fn wherever_a_training_breaks_off_the_old_model_counts_until_the_next() {
    let (app, faults) = TestApp::faulty_blobs().await;
    let cinema = Cinema::of(app).await;
    for fault in Fault::ALL {
        for n in 0.. {
            let before = cinema.model().await.generation;
            cinema.much_is_used().await;
            faults.arrange(n, fault);
            cinema.app.settle().await;
            let is_through = faults.cancel();
            cinema.app.settle().await;

            assert!(cinema.model().await.generation > before, "{fault:?} {n}");
            let _ = cinema.trained().await;
            if is_through {
                break;
            }
        }
    }
}

#[tokio::test]
async fn of_two_trainings_at_once_one_counts() {
    let cinema = Cinema::new().await;
    let _ = cinema.app.system.pump.drain().await.expect("the stream can be read");
    let recompute = cinema.app.system.recompute();

    let (one, other) = tokio::join!(recompute.catch_up(), recompute.catch_up());

    one.and(other).expect("neither fails");
    let model = cinema.model().await;
    assert_eq!(model.generation, 1);
    let _ = cinema.trained().await;
}

#[tokio::test]
async fn whoever_is_alone_or_all_alike_or_odd_is_learned_from_as_well() {
    let app = TestApp::new().await;
    let movie = app.publish(MediaKind::Movie, json!({ "title": "Alone" })).await;
    let reader = Reader::new(&app.api()).await;

    for _ in 0..25 {
        let report = json!({ "rating": 5, "additional_count": 1 });
        let _ = reader.reports("movie", movie, &report).await.ok(201);
    }
    app.settle().await;

    let model = Model::of(&app.app().store, MediaKind::Movie).await.expect("the store answers");
    assert_eq!((model.n_users, model.n_items), (1, 1));
    assert_eq!(collaborative(&reader).await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_round_in_slices_ends_where_one_in_one_go_does() {
    let (cinema, other) = (Cinema::new().await, Cinema::new().await);
    for app in [&cinema.app, &other.app] {
        let _ = app.system.pump.drain().await.expect("the stream can be read");
    }

    let budget = recompute::Budget { slices: Some(1), until: None };
    let mut n_invocations = 0;
    while cinema.app.system.recompute().within(budget).on_schedule().await.expect("it goes on") {
        n_invocations += 1;
        assert!(n_invocations < 100);
    }
    other.app.system.recompute().on_schedule().await.expect("it can be derived");

    assert!(n_invocations > 6, "{n_invocations}");
    let (cut, whole) = (cinema.app.derived().await, other.app.derived().await);
    assert_eq!(comparable(cut), comparable(whole));
    assert_eq!(cinema.trained().await, other.trained().await);
}
