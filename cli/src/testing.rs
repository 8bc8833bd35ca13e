//! What the tests of this crate stand on.

use kindred::config::Secret;
use kindred::{App, Clock, Config, Store};

use crate::embedded::Engine;
use crate::system::create_tables;

/// A system without functions: empty tables in memory, cheap passwords.
pub(crate) async fn app() -> App {
    let config = Config::isolated(Secret::new([7; 32]), 4);
    let engine = Engine::memory().expect("memory is there");
    create_tables(&engine, &config.tables).await.expect("the template has the tables");
    App::new(Store::new(engine.client(), config.tables.clone()), Clock::System, config)
}
