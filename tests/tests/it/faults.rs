//! A request to the store that fails, wherever it is in what an operation does: what was asked for has happened or has
//! not, nothing is half done, and asking again helps.
//!
//! The limits are on, as the product has them; a day passes between two tries, so that they refuse nobody.

mod additions;
mod address;
mod coming;
mod going;
mod password;
mod provision;
mod repeated;
mod session;
mod undone;

use std::time::Duration;

use kindred::event::{DELETION, USER_ADDED};
use kindred_cli::embedded::Fault;
use serde_json::json;
use tests::{Reply, TestApp, assert_sound};

const DAY: Duration = Duration::from_secs(86_400);

/// More requests than any of the operations needs.
const PLENTY: usize = 100;

/// Something that writes, as somebody asks for it.
trait Operation: Sized {
    /// How many events tell of it, besides those of accounts that come and go.
    const EVENTS: usize = 0;

    /// What somebody is told who asks for it again after it has happened.
    const AGAIN: Told;

    /// What has to be there before.
    async fn prepare(app: &TestApp) -> Self;

    /// Ask for it.
    async fn ask(&self, app: &TestApp) -> Told;

    /// Whether it has happened.
    async fn has_happened(&self, app: &TestApp) -> bool;
}

/// What somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Done,
    /// That something failed, and nothing more.
    Failed,
    /// By its `errorType`.
    Refused(&'static str),
}

impl Told {
    /// What a reply tells; a failure has to be told in the words of the API, by the field that it has for texts.
    #[track_caller]
    fn by(reply: &Reply, field: &str) -> Self {
        match reply.status {
            200..300 => Self::Done,
            400..500 => Self::Refused(refusal(&reply.text_of("errorType"))),
            _ => {
                let told = (reply.status, &reply.body["errorType"], &reply.body[field]);
                let text = "Something went wrong on our side";
                assert_eq!(told, (500, &json!("internal"), &json!(text)), "{}", reply.text);
                Self::Failed
            }
        }
    }
}

/// The refusal of this type, of those that are expected.
#[track_caller]
fn refusal(error_type: &str) -> &'static str {
    let known = ["auth", "email", "notInDatabase", "operation", "taken", "token"];
    let found = known.into_iter().find(|known| *known == error_type);
    found.unwrap_or_else(|| panic!("refused as {error_type}"))
}

/// Let each request to the store fail that the operation makes, one at a time and in every way, until none is left.
async fn survives<O: Operation>() {
    let (app, faults) = TestApp::faulty_with(|_| ()).await;
    for fault in Fault::ALL {
        for n in 0..PLENTY {
            app.advance(DAY);
            let operation = O::prepare(&app).await;
            let before = n_events(&app).await;
            let context = format!("{fault:?} {n}");

            faults.arrange(n, fault);
            let told = operation.ask(&app).await;
            let is_through = faults.cancel();

            let n_told = n_events(&app).await - before;
            let happened = operation.has_happened(&app).await;
            match told {
                Told::Done => assert!(happened, "{context}: told so, but it has not happened"),
                Told::Failed => assert!(!is_through, "{context}: nothing has failed"),
                Told::Refused(why) => panic!("{context}: refused as {why}"),
            }
            assert_eq!(n_told, if happened { O::EVENTS } else { 0 }, "{context}: events");
            assert_sound(&app).await;

            let again = operation.ask(&app).await;
            assert_eq!(again, if happened { O::AGAIN } else { Told::Done }, "{context}: again");
            assert!(operation.has_happened(&app).await, "{context}: asked for twice");
            assert_sound(&app).await;
            if is_through {
                break;
            }
            assert!(n + 1 < PLENTY, "there is no end of it");
        }
    }
}

/// How many events there are, without those of accounts that come and go, which [`assert_sound`] looks at.
async fn n_events(app: &TestApp) -> usize {
    let comes_or_goes = |name: &str| [USER_ADDED, DELETION].contains(&name);
    let events = app.all_events().await.into_iter();
    events.filter(|event| !event.is_about_user() || !comes_or_goes(&event.name)).count()
}
