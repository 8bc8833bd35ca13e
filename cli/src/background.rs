//! What `kindred serve` does beside answering requests: what streams and schedules set off on AWS.

use std::time::Duration;

use kindred::Queue;
use tokio::sync::watch::Receiver;
use tokio::time::{Interval, interval};

use crate::System;

/// Begin with all of it, for as long as the process runs.
pub(crate) fn start(system: &System) {
    let pump = system.pump.clone();
    tokio::spawn(async move { pump.run().await });
    tokio::spawn(keep_recomputing(system.clone()));
    tokio::spawn(keep_matching(system.clone()));
    tokio::spawn(keep_sweeping(system.clone()));
    tokio::spawn(keep_watching(system.queue()));
}

/// Train models, and go through all people, when enough has happened for that; and once a day.
async fn keep_recomputing(system: System) {
    let recompute = system.recompute();
    let mut due = Due::of(&system);
    loop {
        due.next().await;
        if let Err(error) = recompute.on_schedule().await {
            tracing::error!(%error, "what waits for recompute is left for the next time");
        }
    }
}

/// Work off jobs of matching: beside everything else, since one may take half an hour.
async fn keep_matching(system: System) {
    let bulk = system.bulk();
    let mut due = Due::of(&system);
    loop {
        due.next().await;
        if let Err(error) = bulk.work_off().await {
            tracing::error!(%error, "jobs of matching are left for the next time");
        }
    }
}

/// When to look for work: each minute, and soon after something was written, for nothing is due where nothing was.
struct Due {
    writes: Receiver<()>,
    looks: Interval,
    minutes: Interval,
}

impl Due {
    fn of(system: &System) -> Self {
        let [looks, minutes] = [1, 60].map(|s| interval(Duration::from_secs(s)));
        Self { writes: system.engine.writes(), looks, minutes }
    }

    async fn next(&mut self) {
        let Self { writes, looks, minutes } = self;
        tokio::select! {
            _ = minutes.tick() => {}
            _ = async { looks.tick().await; writes.changed().await } => {}
        }
        writes.mark_unchanged();
    }
}

/// Delete what has expired, as DynamoDB does, finish erasures and work off the agenda, as their schedules do.
async fn keep_sweeping(system: System) {
    let mut minutes = interval(Duration::from_secs(60));
    loop {
        minutes.tick().await;
        if let Err(error) = system.engine.sweep().await {
            tracing::error!(%error, "expired items cannot be deleted");
        }
        if let Err(error) = system.cascade().finish().await {
            tracing::error!(%error, "erasures are left for the next time");
        }
        if let Err(error) = system.queue().work_off_agenda().await {
            tracing::error!(%error, "a part of the agenda is left for the next time");
        }
    }
}

/// Lose runners that are silent for too long.
async fn keep_watching(queue: Queue) {
    let mut looks = interval(Duration::from_secs(5));
    loop {
        looks.tick().await;
        if let Err(error) = queue.lose_silent_runners().await {
            tracing::error!(%error, "silent runners are left for the next time");
        }
    }
}
