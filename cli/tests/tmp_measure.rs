//! tmp
use std::path::Path;
use std::time::Instant;
use kindred::config::Secret;
use kindred::{App, Clock, Config, Store};
use kindred_cli::embedded::Engine;
use kindred_cli::import::{formats::{open, Format}, import, Progress, Refusals};

#[tokio::test(flavor = "multi_thread")]
async fn measure() {
    for file in [false, true] {
        for (format, path) in [(Format::Books, "/work/shared/data/goodbooks-books.csv"), (Format::Games, "/work/shared/data/steam-200k.csv.gz")] {
            let dir = tempfile::tempdir().unwrap();
            let engine = if file { Engine::open(dir.path()).unwrap() } else { Engine::memory().unwrap() };
            let config = Config::local(Secret::new([7; 32]), 4);
            kindred_cli::system::create_tables(&engine, &config.tables).await.unwrap();
            let app = App::new(Store::new(engine.client(), config.tables.clone()), Clock::System, config);
            for _ in 0..2 {
                let start = Instant::now();
                let reader = open(format, Path::new(path)).unwrap();
                let summary = import(&app, reader, Refusals::default(), &Progress::hidden()).await.unwrap();
                let s = start.elapsed().as_secs_f64();
                let n = summary.items.taken() + summary.interactions.taken() + summary.refused.len();
                println!("file={file} {format:?} {s:.1}s {:.0}/s\n{summary}\n{:?}", n as f64 / s, summary.refused.by_fault());
            }
        }
    }
}
