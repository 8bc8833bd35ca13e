//! Distances of whole texts, from the crate `rapidfuzz`, as similarities from 0 to 100.

use rapidfuzz::distance::{damerau_levenshtein as damerau, hamming as of_hamming, indel};
use rapidfuzz::distance::{lcs_seq as of_lcs, levenshtein as of_levenshtein, osa as of_osa};

/// `100 · 2 · lcs / (|a| + |b|)`; 100 if both are empty.
pub(super) fn ratio(a: &[char], b: &[char]) -> f64 {
    100.0 * indel::normalized_similarity(a.iter().copied(), b.iter().copied())
}

pub(super) fn levenshtein(a: &[char], b: &[char]) -> f64 {
    100.0 * of_levenshtein::normalized_similarity(a.iter().copied(), b.iter().copied())
}

pub(super) fn damerau_levenshtein(a: &[char], b: &[char]) -> f64 {
    100.0 * damerau::normalized_similarity(a.iter().copied(), b.iter().copied())
}

pub(super) fn osa(a: &[char], b: &[char]) -> f64 {
    100.0 * of_osa::normalized_similarity(a.iter().copied(), b.iter().copied())
}

pub(super) fn lcs_seq(a: &[char], b: &[char]) -> f64 {
    100.0 * of_lcs::normalized_similarity(a.iter().copied(), b.iter().copied())
}

/// The longer text's surplus counts as different.
pub(super) fn hamming(a: &[char], b: &[char]) -> f64 {
    let padded = of_hamming::Args::default().pad(true);
    let both = (a.iter().copied(), b.iter().copied());
    100.0 * of_hamming::normalized_similarity_with_args(both.0, both.1, &padded)
}
