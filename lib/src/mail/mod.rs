//! Mail: how Kindred hands it over.
//!
//! A [`Mailer`] is one of three. *Smtp* is a mail server, on AWS that of SES as well as any other. *Outbox* keeps every
//! attempt in memory, for one machine and for tests. *Nowhere* is what stands when no mail server is configured: every
//! sending fails, and whoever asked for mail is told so.
//!
//! Handing over happens inside the call, so that a request can answer whether it worked; only delivery comes later.
//! What to write stands with those who write it: here a mail is an address and two texts.
//!
//! *Why there is a probe.* A request for a mail answers the same whether the account exists or not. If a broken mail
//! server were noticed only when there is somebody to write to, a failure would tell strangers who has an account. So
//! who has nobody to write to calls [`Mailer::probe`], which fails when sending would for lack of a server.

mod letter;
mod not_sent;
mod outbox;
mod settings;
mod smtp;

use std::sync::Arc;

pub use not_sent::{Cause, NotSent};
pub use outbox::{Attempt, Outbox};
pub use settings::{Login, MailServer, MailSettings, NoSecurity, NoSender, Security, Sender};
pub use smtp::Smtp;

use crate::Clock;
use crate::ids::Ids;

/// A mail to one person, in plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Any number of lines, each of any length.
    pub body: String,
}

/// Hands over mail; cheap to clone.
#[derive(Clone, Debug)]
pub enum Mailer {
    /// To a mail server.
    Smtp(Arc<Smtp>),
    /// To a list in memory.
    Outbox(Outbox),
    /// No mail server is configured: everything fails.
    Nowhere,
}

impl Mailer {
    /// A mailer as the settings say; connects to nothing and reads no certificates until it has to.
    pub fn new(settings: MailSettings, clock: Clock, ids: Ids) -> Self {
        match settings {
            MailSettings::Smtp(server) => Self::Smtp(Arc::new(Smtp::new(server, clock, ids))),
            MailSettings::Outbox(sender) => Self::Outbox(Outbox::new(sender)),
            MailSettings::Nowhere => Self::Nowhere,
        }
    }

    /// Hand a mail over. Takes several round trips to the server, and at most the time-out of the settings.
    pub async fn send(&self, mail: &Mail) -> Result<(), NotSent> {
        match self {
            Self::Smtp(smtp) => smtp.send(mail).await,
            Self::Outbox(outbox) => outbox.send(mail),
            Self::Nowhere => Err(NotSent::Nowhere),
        }
    }

    /// Do all that sending does up to the mail itself, and send nothing.
    pub async fn probe(&self) -> Result<(), NotSent> {
        match self {
            Self::Smtp(smtp) => smtp.probe().await,
            Self::Outbox(outbox) => outbox.probe(),
            Self::Nowhere => Err(NotSent::Nowhere),
        }
    }
}
