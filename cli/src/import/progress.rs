//! How far an import or an export is, for somebody who watches.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar on the terminal, or nothing; clones move the same bar.
#[derive(Clone, Debug)]
pub struct Progress {
    bar: ProgressBar,
    n_rows: Arc<AtomicU64>,
    n_refused: Arc<AtomicU64>,
}

impl Progress {
    /// A bar over so many bytes, or steps, on stderr, if that is a terminal.
    pub fn shown(total: u64) -> Self {
        let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {msg}  {elapsed}");
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr())
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar, n_rows: Arc::default(), n_refused: Arc::default() }
    }

    /// That something is under way whose end is not known, on stderr, if that is a terminal.
    pub fn busy() -> Self {
        let style = ProgressStyle::with_template("{spinner}  {msg}  {elapsed}");
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, n_rows: Arc::default(), n_refused: Arc::default() }
    }

    /// Nothing to see.
    pub fn hidden() -> Self {
        Self { bar: ProgressBar::hidden(), n_rows: Arc::default(), n_refused: Arc::default() }
    }

    /// So many bytes are read by now.
    pub(super) fn read(&self, bytes: u64) {
        self.bar.set_position(bytes);
    }

    /// So many more steps are done.
    pub(crate) fn advance(&self, n_steps: usize) {
        self.bar.inc(n_steps as u64);
    }

    /// So many rows are refused by now.
    pub(super) fn refused(&self, n_rows: u64) {
        self.n_refused.store(n_rows, Ordering::Relaxed);
    }

    /// So many more rows are done.
    pub(crate) fn wrote(&self, n_rows: usize) {
        let n_rows = n_rows as u64;
        let total = self.n_rows.fetch_add(n_rows, Ordering::Relaxed) + n_rows;
        let per_second = total as f64 / self.bar.elapsed().as_secs_f64().max(0.001);
        let refused = match self.n_refused.load(Ordering::Relaxed) {
            0 => String::new(),
            n_rows => format!(", {n_rows} refused"),
        };
        self.bar.set_message(format!("{total} rows, {per_second:.0}/s{refused}"));
    }

    /// Take the bar away.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
