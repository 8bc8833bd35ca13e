//! What is logged on this thread.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::subscriber::{DefaultGuard, set_default};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;

/// Listens while it lives, to this thread only: other tests run beside it.
pub(super) struct Log {
    heard: Heard,
    _listening: DefaultGuard,
}

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Listen to lines of these levels, in the form in which functions write them.
    pub(super) fn listen(levels: &str) -> Self {
        let levels: Targets = levels.parse().expect("levels");
        let heard = Heard::default();
        let writer = heard.clone();
        let lines = tracing_subscriber::fmt::layer()
            .json()
            .with_current_span(false)
            .without_time()
            .with_writer(move || writer.clone())
            .with_filter(levels);
        Self { heard, _listening: set_default(tracing_subscriber::registry().with(lines)) }
    }

    /// Everything so far.
    pub(super) fn text(&self) -> String {
        let heard = self.heard.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&heard).into_owned()
    }
}

impl io::Write for Heard {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
