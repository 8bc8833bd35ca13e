//! What was served at a moment is what the events until then give: lists, byte for byte, and what the API makes of
//! them.

use kindred::Timestamp;
use kindred::auth::session;
use kindred::auth::token::Door;
use kindred::entity::recommendation::{Recipient, RecommendationList};
use kindred::entity::user::User;
use kindred::store::Entity;
use kindred_cli::import::Progress;
use kindred_cli::replay::{Moment, Wanted, past, rebuilt, replay};
use proptest::prelude::*;
use serde_json::{Value, json};
use tests::{TestApp, run};

use super::world::{Step, World, histories};

/// What is served at a moment.
struct Served {
    at: Timestamp,
    /// The id of the newest event.
    event: u64,
    lists: String,
    /// By user: what their pages show.
    pages: Vec<(u64, Value)>,
}

/// All lists with something in them, as lines in the order of the command.
pub(super) async fn lines(app: &TestApp) -> String {
    let items =
        app.derived().await.into_values().filter(|item| item["type"] == RecommendationList::TYPE);
    let lists = items.map(|item| serde_json::from_value(item.into()).expect("a list"));
    let mut lists: Vec<RecommendationList> = lists.collect();
    lists.retain(|list| !list.items.is_empty());
    lists.sort_by_key(|list| (list.recipient, list.kind, list.engine));
    let line = |list: &RecommendationList| {
        let [recipient, kind, engine, items] = [
            serde_json::to_string(&list.recipient),
            serde_json::to_string(&list.kind),
            serde_json::to_string(&list.engine),
            serde_json::to_string(&list.items),
        ]
        .map(|text| text.expect("it can be written"));
        format!(
            "{{\"recipient\":{recipient},\"kind\":{kind},\"engine\":{engine},\"items\":{items}}}\n"
        )
    };
    lists.iter().map(line).collect()
}

/// What users see of this on their pages, and what is popular.
async fn pages(app: &TestApp, users: &[u64]) -> Vec<(u64, Value)> {
    let mut pages = Vec::new();
    for user in users {
        let account: Option<User> = app.app().store.get(&User::place(*user)).await.expect("a read");
        let token = session::open(app.app(), &account.expect("an account"), Door::Media);
        let token = token.expect("a session");
        for path in ["movie/user", "book/user", "movie/groups", "movie", "book"] {
            let reply = app.api().get(format!("/api/{path}")).bearer(&token).send().await.ok(200);
            let content = without_names(reply.body["content"].clone());
            pages.push((*user, json!({ "path": path, "content": content })));
        }
    }
    pages
}

/// The same without what only accounts say: under which names members of a group go. Lists have their ids.
fn without_names(mut content: Value) -> Value {
    for item in content.as_array_mut().into_iter().flatten() {
        for reason in item["reco_reasons"].as_array_mut().into_iter().flatten() {
            reason.as_object_mut().map(|reason| reason.remove("member"));
        }
    }
    content
}

async fn served(world: &World) -> Served {
    let at = world.settled().await;
    let mut users = Vec::new();
    for reader in &world.readers {
        users.push(world.app.id_of(reader).await);
    }
    let event = world.app.all_events().await.last().map_or(0, |event| event.id);
    let (lists, pages) = (lines(&world.app).await, pages(&world.app, &users).await);
    Served { at, event, lists, pages }
}

/// The lists of a moment, as the command writes them.
pub(super) async fn replayed(app: &TestApp, until: Moment, wanted: &Wanted) -> String {
    let mut output = Vec::new();
    let done = replay(app.app(), until, wanted, &mut output, &Progress::hidden()).await;
    let n_lists = done.expect("it is replayed");
    let text = String::from_utf8(output).expect("JSON");
    assert_eq!(n_lists, text.lines().count() as u64);
    text
}

async fn the_past_is_as_it_was(history: Vec<(Step, bool)>) {
    let mut world = World::new().await;
    let mut moments = Vec::new();
    for (step, looks) in &history {
        world.happen(step).await;
        if *looks {
            moments.push(served(&world).await);
        }
    }
    moments.push(served(&world).await);

    let everything = Wanted::default();
    let state = world.app.items(kindred::store::Table::State).await;
    for moment in &moments {
        for until in [Moment::Time(moment.at), Moment::Event(moment.event)] {
            assert_eq!(replayed(&world.app, until, &everything).await, moment.lists);
        }
        let until = Moment::Time(moment.at);
        let past = past(world.app.app(), until, &Progress::hidden()).await.expect("events");
        let then = TestApp::of(rebuilt(world.app.app(), &past, until).await.expect("a system"));
        let users: Vec<u64> = moment.pages.chunks(5).map(|pages| pages[0].0).collect();
        assert_eq!(pages(&then, &users).await, moment.pages);
    }
    assert_eq!(world.app.items(kindred::store::Table::State).await, state, "it is only read");
}

/// A world in which two people and a group have lists.
async fn lively() -> World {
    let mut world = World::new().await;
    let described = (0..6).map(|slot| Step::Describe(slot, (0, slot as u8 % 3), 3));
    let met = [
        Step::Found(0),
        Step::Join(1),
        Step::Report(0, 0, Some(5), None),
        Step::Report(1, 1, Some(4), None),
        Step::Like(1, 0),
    ];
    for step in described.chain(met) {
        world.happen(&step).await;
    }
    world
}

#[tokio::test]
async fn only_the_lists_that_are_wanted_are_written() {
    let world = lively().await;
    let at = Moment::Time(world.settled().await);
    let whole = replayed(&world.app, at, &Wanted::default()).await;
    let user = world.app.id_of(&world.readers[0]).await;
    let movies = kindred::entity::kind::MediaKind::Movie;

    let wanted = Wanted { users: [user].into(), kinds: [movies].into() };
    let some = replayed(&world.app, at, &wanted).await;

    let recipient = serde_json::to_string(&Recipient::User(user)).expect("a text");
    let is_wanted = |line: &&str| line.contains(&recipient) && line.contains("\"kind\":\"movie\"");
    let expected: Vec<&str> = whole.lines().filter(is_wanted).collect();
    assert!(!expected.is_empty() && expected.len() < whole.lines().count(), "{whole}");
    assert_eq!(some.lines().collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn before_the_first_event_nothing_was_recommended() {
    let world = lively().await;
    let _ = world.settled().await;

    assert_eq!(replayed(&world.app, Moment::Event(0), &Wanted::default()).await, "");
    let long_ago = Moment::Time(Timestamp::from_micros(0));
    assert_eq!(replayed(&world.app, long_ago, &Wanted::default()).await, "");
}

#[tokio::test]
async fn what_is_dropped_is_derived_again() {
    let world = lively().await;
    let _ = world.settled().await;
    let before = lines(&world.app).await;

    world.app.forget_derived().await;
    world.app.derive_everything().await;

    assert!(!before.is_empty());
    assert_eq!(lines(&world.app).await, before);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn whatever_happens_the_past_can_be_shown_as_it_was(history in histories()) {
        run(the_past_is_as_it_was(history));
    }
}
