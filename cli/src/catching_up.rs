//! Working off what waits in the stream before anybody looks: after an import, and when a server starts.
//!
//! A few events are worked off as they come. When there are very many, each batch of them would read all of its kind
//! again; so everything is derived once instead, which is what all of them together ask for. Cascade, which removes and
//! renames by events, gets every one of them in either case.

use aws_lambda_events::dynamodb::Event;

use crate::System;
use crate::embedded;

/// Events that are worked off one batch after the other.
const MOST: usize = 5_000;

impl System {
    /// Work off all events that wait.
    pub async fn catch_up(&self) -> Result<(), embedded::Error> {
        self.catch_up_beyond(MOST).await
    }

    /// The same where up to so many are worked off as they come.
    pub async fn catch_up_beyond(&self, most: usize) -> Result<(), embedded::Error> {
        let cascade = self.cascade();
        let removing = self.pump.to(move |batch: Event| {
            let cascade = cascade.clone();
            async move { cascade.handle(batch).await }
        });
        let recompute = self.recompute();
        self.pump.leap(most, async || recompute.everything().await, &removing).await?;
        // What cascade wrote, and what few there were.
        self.pump.drain().await.map(|_| ())
    }
}
