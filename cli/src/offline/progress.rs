//! How far a command is, on stderr, if that is a terminal; and how large numbers are shown.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over so many steps; to be cleared.
pub(super) fn bar(what: &'static str, total: u64) -> ProgressBar {
    shown("{msg} {bar:40} {percent:>3} %  {elapsed}", Some(total)).with_message(what)
}

/// A wheel that turns while something goes on whose end is not known; to be cleared.
pub(super) fn wheel(what: impl Into<String>) -> ProgressBar {
    let wheel = shown("{spinner} {msg}  {elapsed}", None).with_message(what.into());
    wheel.enable_steady_tick(Duration::from_millis(100));
    wheel
}

fn shown(template: &str, total: Option<u64>) -> ProgressBar {
    let style = ProgressStyle::with_template(template);
    ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr())
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// A count as people read it: `1,000,209`.
pub(super) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let first = digits.len() % 3;
    let mut groups = vec![&digits[..first]];
    groups.extend((first..digits.len()).step_by(3).map(|at| &digits[at..at + 3]));
    groups.retain(|group| !group.is_empty());
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_stand_in_threes() {
        let shown = [0, 999, 1_000, 12_345, 1_000_209].map(grouped);

        assert_eq!(shown, ["0", "999", "1,000", "12,345", "1,000,209"]);
    }
}
