//! Ends of sessions, and what one likes.

use kindred::entity::kind::MediaKind;
use kindred::entity::like::Like;
use tests::{ENDED, Member, Reader, TestApp, doors};

use super::{Operation, Told, survives};

/// Somebody logs out.
pub(super) struct LoggingOut(Reader);

impl Operation for LoggingOut {
    const AGAIN: Told = Told::Refused("token");

    async fn prepare(app: &TestApp) -> Self {
        Self(Reader::new(&app.api()).await)
    }

    async fn ask(&self, app: &TestApp) -> Told {
        let call = app.api().post("/api/auth/logout").bearer(&self.0.token);
        Told::by(&call.send().await, "message")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        doors(&app.api(), &self.0.token).await == ENDED
    }
}

/// Somebody ends all of their sessions.
pub(super) struct EndingAll(Member);

impl Operation for EndingAll {
    const AGAIN: Told = Told::Refused("token");

    async fn prepare(app: &TestApp) -> Self {
        Self(Member::new(&app.api()).await)
    }

    async fn ask(&self, _: &TestApp) -> Told {
        Told::by(&self.0.post("/api/users/invalidateAllTokens").send().await, "msg")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        doors(&app.api(), &self.0.token).await == ENDED
    }
}

/// Somebody likes a genre.
struct Liking {
    reader: Reader,
    user: u64,
    genre: u64,
}

impl Liking {
    fn path(&self) -> String {
        format!("/api/user/genre/{}", self.genre)
    }
}

impl Operation for Liking {
    const EVENTS: usize = 1;
    const AGAIN: Told = Told::Done;

    async fn prepare(app: &TestApp) -> Self {
        let genre = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
        let reader = Reader::new(&app.api()).await;
        Self { user: app.id_of(&reader).await, reader, genre }
    }

    async fn ask(&self, _: &TestApp) -> Told {
        Told::by(&self.reader.put(self.path()).send().await, "message")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        let likes = app.app().store.list_all::<Like>(&Like::all(self.user)).await;
        !likes.expect("the store answers").is_empty()
    }
}

/// Somebody likes it no more.
struct LikingNoMore(Liking);

impl Operation for LikingNoMore {
    const EVENTS: usize = 1;
    const AGAIN: Told = Told::Refused("operation");

    async fn prepare(app: &TestApp) -> Self {
        let liking = Liking::prepare(app).await;
        assert_eq!(liking.ask(app).await, Told::Done);
        Self(liking)
    }

    async fn ask(&self, _: &TestApp) -> Told {
        Told::by(&self.0.reader.delete(self.0.path()).send().await, "message")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        !self.0.has_happened(app).await
    }
}

/// Somebody has said what they like.
struct HavingSaid(Reader, u64);

impl Operation for HavingSaid {
    const EVENTS: usize = 1;
    const AGAIN: Told = Told::Done;

    async fn prepare(app: &TestApp) -> Self {
        let reader = Reader::new(&app.api()).await;
        let user = app.id_of(&reader).await;
        Self(reader, user)
    }

    async fn ask(&self, _: &TestApp) -> Told {
        Told::by(&self.0.put("/api/user/preferences_defined").send().await, "message")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        app.user(self.1).await.expect("an account").preferences_defined
    }
}

#[tokio::test]
async fn a_session_ends_or_goes_on() {
    survives::<LoggingOut>().await;
}

#[tokio::test]
async fn all_sessions_end_or_go_on() {
    survives::<EndingAll>().await;
}

#[tokio::test]
async fn a_genre_is_liked_and_told_of_or_neither() {
    survives::<Liking>().await;
}

#[tokio::test]
async fn a_genre_is_liked_no_more_and_told_of_or_neither() {
    survives::<LikingNoMore>().await;
}

#[tokio::test]
async fn that_one_has_said_what_one_likes_is_noted_and_told_of_or_neither() {
    survives::<HavingSaid>().await;
}
