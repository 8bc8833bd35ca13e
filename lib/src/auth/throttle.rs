//! The throttle: how often one may try, counted in the store for all instances together.
//!
//! An attempt is counted before anything else is done about it, by one atomic addition, so a thousand guesses at the
//! same time get as many answers as a thousand in a row. What is allowed in which time is a table ([`limits`]); a
//! refused attempt counts, too. Accounts and clients lie in the store as hashes under a key made from the token secret.
//!
//! *Nobody locks an owner out from afar.* Guesses at one account from everywhere have a limit of their own, which does
//! not bind the clients that the account was used from in the last 30 days; registering and the link in a mail make a
//! client known, too. Only who shares the owner's address can be in their way there. An account is what was typed,
//! whether it exists or not: the same is done, and at the same price.
//!
//! Costs in units: a log-in 1 read and 4 writes from a known client, 7 from a new one, 1 more once a day; a wrong
//! password 1 read and 2 writes or 3, beyond the limit of the pair 1. Everything else a write for each count, and one
//! to give it back; 4 to make a client known. Floods are not stopped here, where each request costs as much as
//! elsewhere, but at the gateway.

mod known;
pub mod limits;
mod window;

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::future::{try_join, try_join_all};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use self::known::Known;
use self::limits::{Limits, Rule};
use self::window::Window;
use crate::config::Secret;
use crate::http::ClientAddress;
use crate::store::{Change, Entity, Key};
use crate::{Clock, Result, Store};

/// Bytes of a hash that stand for a subject: enough that no two meet.
const SUBJECT_BYTES: usize = 16;

/// Counts attempts and refuses those beyond a limit; cheap to clone.
#[derive(Clone, Debug)]
pub struct Throttle {
    store: Store,
    clock: Clock,
    key: Secret,
    limits: Limits,
}

/// Too many attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Throttled {
    /// After how long the next one may be made; whole seconds, at least one.
    pub retry_after: Duration,
}

/// An attempt that was counted, and stays so unless it succeeds.
#[derive(Debug)]
#[must_use = "tell it when it succeeded"]
pub struct Attempt {
    store: Store,
    taken: Vec<Count>,
    note: Option<Known>,
}

/// The count of one window.
#[derive(Debug)]
struct Count {
    place: Key,
    window: Window,
    most: u32,
}

impl Throttle {
    /// A throttle that counts in this store; its hashes are keyed by the token secret.
    pub fn new(store: Store, clock: Clock, secret: &Secret, limits: Limits) -> Self {
        let key = Secret::new(keyed_hash(secret, &["subjects of the throttle"]));
        Self { store, clock, key, limits }
    }

    /// Count a guess at the password of an account, before it is looked at.
    ///
    /// `account` is the name or address as it was typed, in the case that it is looked up by: an address in lower case.
    pub async fn login(
        &self,
        account: &str,
        client: ClientAddress,
    ) -> Result<Result<Attempt, Throttled>> {
        let client = client.to_string();
        let pair = [account, &client];
        // The pair first and alone: who hammers at one account uses up nothing of others at the same address.
        let counted = self.take([(Rule::LoginPair, &pair[..])]);
        let (mut taken, known) = match try_join(counted, self.known(&pair)).await? {
            (Ok(taken), known) => (taken, known),
            (Err(throttled), _) => return Ok(Err(throttled)),
        };
        let of_strangers = known.is_none().then_some((Rule::LoginAccount, &pair[..1]));
        let counted = self.take([(Rule::LoginClient, &pair[1..])].into_iter().chain(of_strangers));
        match counted.await? {
            Ok(more) => taken.extend(more),
            Err(throttled) => return Ok(Err(throttled)),
        }
        let is_fresh = known.is_some_and(|known| known.is_fresh(self.now()));
        let note = if is_fresh { None } else { self.note(&pair) };
        Ok(Ok(Attempt { store: self.store.clone(), taken, note }))
    }

    /// Note that the owner of an account was here: by a mail's link, or because the account was made here.
    ///
    /// What was counted against them from here is forgotten, so that a new password works at once. Cost: 4 write units.
    pub async fn recognise(&self, account: &str, client: ClientAddress) -> Result<()> {
        let client = client.to_string();
        let pair = [account, &client];
        let change = self.note(&pair).iter().fold(Change::new(), Change::put);
        let count = self.count(Rule::LoginPair, &pair);
        let change = count.into_iter().fold(change, |change, count| change.clear(count.place));
        self.store.commit(change).await
    }

    /// Count a new account.
    pub async fn registration(&self, client: ClientAddress) -> Result<Result<(), Throttled>> {
        self.counted([(Rule::Registration, &[&client.to_string()])]).await
    }

    /// Count a mail that somebody asks for.
    ///
    /// `recipient` is the account or address that they name, like `account` in [`login`](Self::login).
    pub async fn mail(
        &self,
        recipient: &str,
        client: ClientAddress,
    ) -> Result<Result<(), Throttled>> {
        let client = client.to_string();
        self.counted([(Rule::MailRecipient, &[recipient]), (Rule::MailClient, &[&client])]).await
    }

    /// Count a mail that nobody's limit of asking is meant for, such as the one that comes with a new account.
    pub async fn mail_to(&self, recipient: &str) -> Result<Result<(), Throttled>> {
        self.counted([(Rule::MailRecipient, &[recipient])]).await
    }

    /// Count a token that came by mail, before it is looked at.
    pub async fn token(&self, client: ClientAddress) -> Result<Result<Attempt, Throttled>> {
        let taken = self.take([(Rule::Token, &[&*client.to_string()][..])]).await?;
        let attempt = |taken| Attempt { store: self.store.clone(), taken, note: None };
        Ok(taken.map(attempt))
    }

    /// Count a session token that was refused.
    ///
    /// Nobody guesses a signature, so a good token is never counted nor refused for what others did, and costs nothing.
    pub async fn refused_session(&self, client: ClientAddress) -> Result<Result<(), Throttled>> {
        self.counted([(Rule::Token, &[&client.to_string()])]).await
    }

    async fn counted<const N: usize>(
        &self,
        subjects: [(Rule, &[&str]); N],
    ) -> Result<Result<(), Throttled>> {
        Ok(self.take(subjects).await?.map(drop))
    }

    /// Count one more of each, at once; who is beyond several limits waits for the longest.
    async fn take<'a>(
        &self,
        subjects: impl IntoIterator<Item = (Rule, &'a [&'a str])>,
    ) -> Result<Result<Vec<Count>, Throttled>> {
        let counts = subjects.into_iter().filter_map(|(rule, subject)| self.count(rule, subject));
        let counts: Vec<_> = counts.collect();
        let totals = try_join_all(counts.iter().map(|count| count.add(&self.store, 1))).await?;
        let beyond = counts.iter().zip(totals).filter(|(count, total)| *total > count.most.into());
        let waits = beyond.map(|(count, _)| count.window.left(self.now()));
        Ok(match waits.max() {
            Some(retry_after) => Err(Throttled { retry_after }),
            None => Ok(counts),
        })
    }

    /// The count that a rule keeps of a subject now; none when the rule is off.
    fn count(&self, rule: Rule, subject: &[&str]) -> Option<Count> {
        let limit = self.limits.of(rule)?;
        let window = Window::around(self.now(), limit.window_s);
        let id = format!("{}#{}#{}", rule.name(), self.hidden(rule, subject), window.number);
        Some(Count { place: Key::state("THROTTLE", id), window, most: limit.most.get() })
    }

    /// What was noted of the account and the client.
    async fn known(&self, pair: &[&str; 2]) -> Result<Option<Known>> {
        let Some(note) = self.note(pair) else { return Ok(None) };
        let found = self.store.get::<Known>(&note.key()).await?;
        Ok(found.filter(|known| known.is_good(self.now())))
    }

    /// The note that the account is used from the client; none when it would make no difference.
    fn note(&self, pair: &[&str; 2]) -> Option<Known> {
        self.limits.of(Rule::LoginAccount)?;
        Some(Known::from(self.now(), self.hidden(Rule::LoginAccount, pair)))
    }

    /// A subject as the store may have it: nobody can tell who it is, nor that two rules mean the same one.
    fn hidden(&self, rule: Rule, subject: &[&str]) -> String {
        let parts: Vec<_> = [rule.name()].into_iter().chain(subject.iter().copied()).collect();
        URL_SAFE_NO_PAD.encode(&keyed_hash(&self.key, &parts)[..SUBJECT_BYTES])
    }

    fn now(&self) -> i64 {
        self.clock.now().seconds()
    }
}

impl Attempt {
    /// Give back what was counted; after a log-in the client is known for 30 days.
    pub async fn succeeded(self) -> Result<()> {
        let noted = self.note.iter().fold(Change::new(), Change::put);
        try_join(self.give_back(), self.store.commit(noted)).await?;
        Ok(())
    }

    /// Give back what was counted: it was not looked at.
    pub async fn withdrawn(self) -> Result<()> {
        self.give_back().await
    }

    async fn give_back(&self) -> Result<()> {
        try_join_all(self.taken.iter().map(|count| count.add(&self.store, -1))).await?;
        Ok(())
    }
}

impl Count {
    async fn add(&self, store: &Store, by: i64) -> Result<i64> {
        store.tally(&self.place, by, self.window.ends_at).await
    }
}

/// HMAC-SHA256 of the parts, each with its length, so that what is cut elsewhere is something else.
fn keyed_hash(key: &Secret, parts: &[&str]) -> [u8; 32] {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key.expose()).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}
