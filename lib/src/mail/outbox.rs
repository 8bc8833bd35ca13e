//! Mail that stays in memory, to be looked at.
//!
//! For `kindred serve` and for tests; a function never has one. It refuses the addresses that a mail server could not
//! be told, so that what works here works there.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::letter::recipient;
use super::{Mail, NotSent, Sender};

/// Every attempt to send a mail, oldest first; clones share it.
#[derive(Clone)]
pub struct Outbox {
    sender: Sender,
    kept: Arc<Mutex<Kept>>,
}

/// One attempt to send a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attempt {
    /// The address it was for.
    pub to: String,
    /// The address it came from.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// Whether it was handed over.
    pub sent: bool,
}

#[derive(Default)]
struct Kept {
    attempts: Vec<Attempt>,
    failing: bool,
}

impl Outbox {
    /// An empty outbox of this sender.
    pub fn new(sender: Sender) -> Self {
        Self { sender, kept: Arc::default() }
    }

    /// Every attempt since the last clearing, oldest first.
    pub fn attempts(&self) -> Vec<Attempt> {
        self.kept().attempts.clone()
    }

    /// Forget all attempts.
    pub fn clear(&self) {
        self.kept().attempts.clear();
    }

    /// Whether handing over fails from now on.
    pub fn fail(&self, failing: bool) {
        self.kept().failing = failing;
    }

    pub(super) fn send(&self, mail: &Mail) -> Result<(), NotSent> {
        let mut kept = self.kept();
        let result = kept.works().and_then(|()| recipient(mail).map(drop));
        kept.attempts.push(Attempt {
            to: mail.to.clone(),
            from: self.sender.to_string(),
            subject: mail.subject.clone(),
            body: mail.body.clone(),
            sent: result.is_ok(),
        });
        result
    }

    pub(super) fn probe(&self) -> Result<(), NotSent> {
        self.kept().works()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the mails: they hold addresses, and links that let people in.
        f.debug_struct("Outbox").field("sender", &self.sender).finish_non_exhaustive()
    }
}

impl Kept {
    fn works(&self) -> Result<(), NotSent> {
        if self.failing { Err(NotSent::Outbox) } else { Ok(()) }
    }
}
