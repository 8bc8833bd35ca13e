//! Jaro (1989) and Jaro-Winkler (Winkler 1990).

/// How much each common code point at the beginning adds, of what is missing to 1.
const PREFIX_WEIGHT: f64 = 0.1;
/// As many count.
const LONGEST_PREFIX: usize = 4;
/// Only what is more alike than this gets more for its beginning.
const BOOST_ABOVE: f64 = 0.7;

/// `(c/|a| + c/|b| + (c - t) / c) / 3` with `c` common code points, `2 t` or `2 t + 1` of them out of order.
pub(super) fn jaro(a: &[char], b: &[char]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let window = (a.len().max(b.len()) / 2).saturating_sub(1);
    let (mut in_a, mut in_b) = (vec![false; a.len()], vec![false; b.len()]);
    let mut common = 0_usize;
    for (j, of_b) in b.iter().enumerate() {
        let near = j.saturating_sub(window)..a.len().min(j + window + 1);
        for i in near {
            if !in_a[i] && a[i] == *of_b {
                (in_a[i], in_b[j]) = (true, true);
                common += 1;
                break;
            }
        }
    }
    if common == 0 {
        return 0.0;
    }
    let of_a = a.iter().zip(&in_a).filter(|(_, taken)| **taken);
    let of_b = b.iter().zip(&in_b).filter(|(_, taken)| **taken);
    let swapped = of_a.zip(of_b).filter(|((a, _), (b, _))| a != b).count() / 2;
    let common = common as f64;
    (common / a.len() as f64 + common / b.len() as f64 + (common - swapped as f64) / common) / 3.0
}

/// Jaro, and more for a common beginning.
pub(super) fn jaro_winkler(a: &[char], b: &[char]) -> f64 {
    let alike = jaro(a, b);
    if alike <= BOOST_ABOVE {
        return alike;
    }
    let prefix = a.iter().zip(b).take(LONGEST_PREFIX).take_while(|(a, b)| a == b).count();
    f64::min(alike + prefix as f64 * PREFIX_WEIGHT * (1.0 - alike), 1.0)
}
