//! The memory of this process, as Linux counts it.

/// MiB of a field of `/proc/self/status`: `VmHWM` is the most that ever was, `VmRSS` what is now.
pub(crate) fn mib(field: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let rest = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
    let kib = rest.and_then(|rest| rest.trim().split(' ').next()?.parse::<f64>().ok());
    kib.unwrap_or(f64::NAN) / 1024.0
}
