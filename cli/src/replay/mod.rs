//! `kindred replay`: what is derived, made again; and what was recommended at a moment, from the events until then.
//!
//! With a moment, events are read by day and folded into the [`Past`], which is written into an empty system in memory;
//! there everything is derived by the same code as anywhere, and the lists are written out. The store is only read.
//! Without one, everything is derived again in the store itself, as the schedule does.
//!
//! What it does not do: take anything from the store that events do not tell, but for the names of genres that are
//! older than events of genres.

mod args;
mod history;
mod lists;
mod moment;
mod write;

use std::collections::BTreeSet;
use std::io::Write;

use kindred::config::Secret;
use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::replay::Past;
use kindred::{App, Clock, Config, Event};

pub use args::{FORMAT, ReplayArgs};
pub use lists::Wanted;
pub use moment::Moment;

use self::history::History;
use crate::import::Progress;
use crate::{Failure, System};

/// The cost of password hashes in a system in which nobody has one.
const BCRYPT_COST: u32 = 4;

/// What events until then tell.
///
/// Memory: all contents, and some sixty bytes for each interaction.
pub async fn past(app: &App, until: Moment, progress: &Progress) -> kindred::Result<Past> {
    let mut genres: Vec<Genre> = Vec::new();
    for kind in MediaKind::ALL {
        genres.extend(app.store.list_all(&Genre::all(kind)).await?);
    }
    let trainings = last_trainings(app, until).await?;
    let mut past = Past::knowing(genres);
    let mut history = History::until(&app.store, until);
    while let Some(event) = history.next().await? {
        if trainings.contains(&event.id) {
            past.learn(&event, app.engines.training.weights);
        }
        past.apply(&event);
        progress.wrote(1);
    }
    Ok(past)
}

/// The events of the trainings whose models counted then.
async fn last_trainings(app: &App, until: Moment) -> kindred::Result<BTreeSet<u64>> {
    let mut last = BTreeSet::new();
    for kind in MediaKind::ALL {
        let trainings: Vec<Event> = app.store.list_all(&Event::trainings(kind)).await?;
        last.extend(trainings.iter().filter(|it| until.covers(it)).map(|it| it.id).max());
    }
    Ok(last)
}

/// A system in memory in which that is true, and all that follows from it is derived; models are trained as in this
/// one.
pub async fn rebuilt(app: &App, past: &Past, until: Moment) -> Result<System, Failure> {
    let mut config = Config::isolated(Secret::new([0; 32]), BCRYPT_COST);
    config.training = app.config.training;
    let system = System::in_memory(Clock::manual(until.time()), config).await?;
    write::write(&system.app, past).await?;
    let recompute = system.recompute();
    for (kind, lesson) in past.lessons() {
        recompute.relearn(kind, lesson).await?;
    }
    recompute.everything().await?;
    Ok(system)
}

/// Write what was recommended then, as lines of JSON; returns how many lists that are.
///
/// The same store and the same moment give the same bytes.
pub async fn replay(
    app: &App,
    until: Moment,
    wanted: &Wanted,
    output: impl Write,
    progress: &Progress,
) -> Result<u64, Failure> {
    let past = past(app, until, progress).await?;
    let system = rebuilt(app, &past, until).await?;
    lists::write(&system.app, wanted, output).await
}
