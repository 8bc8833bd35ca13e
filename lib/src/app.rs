//! What every handler is given: the store, the time, fresh ids and the settings.

use std::sync::Arc;

use crate::auth::password::Passwords;
use crate::auth::throttle::Throttle;
use crate::auth::token::Tokens;
use crate::engines::Engines;
use crate::line::Line;
use crate::mail::Mailer;
use crate::{Blobs, Clock, Config, Store, ids::Ids, texts};

/// The parts that handlers share; cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The three tables.
    pub store: Store,
    /// The bucket.
    pub blobs: Blobs,
    /// What recommends, and what it keeps of the two.
    pub engines: Engines,
    /// What time it is.
    pub clock: Clock,
    /// Where fresh ids and randomness come from.
    pub ids: Ids,
    /// Where whoever wants many texts matched waits.
    pub matching: Line,
    /// How passwords are hashed and verified.
    pub passwords: Passwords,
    /// How session tokens are signed and verified.
    pub tokens: Tokens,
    /// How often something may be tried.
    pub throttle: Throttle,
    /// How mail is handed over.
    pub mailer: Mailer,
    /// The settings.
    pub config: Arc<Config>,
}

impl App {
    /// Put the parts together.
    pub fn new(store: Store, clock: Clock, config: Config) -> Self {
        let ids = Ids::new(clock.clone());
        Self {
            passwords: Passwords::new(config.bcrypt_cost, ids.clone()),
            tokens: Tokens::new(&config.token_secret, config.previous_token_secret.as_ref()),
            throttle: Throttle::new(
                store.clone(),
                clock.clone(),
                &config.token_secret,
                config.limits.clone(),
            ),
            mailer: Mailer::new(config.mail.clone(), clock.clone(), ids.clone()),
            matching: Line::one_by_one(texts::FULL),
            engines: Engines::new(store.clone(), Blobs::none()).learning(config.training),
            store,
            blobs: Blobs::none(),
            clock,
            ids,
            config: Arc::new(config),
        }
    }

    /// The same with a bucket.
    #[must_use]
    pub fn with_blobs(self, blobs: Blobs) -> Self {
        let engines = Engines::new(self.store.clone(), blobs.clone());
        Self { engines: engines.learning(self.config.training), blobs, ..self }
    }
}
