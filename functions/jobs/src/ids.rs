//! Lists of job ids, as the contract reads them.
//!
//! Contract: blanks around an id, signs, `_` between digits and the digits of other scripts are tolerated. An id that
//! no job can have is an id nevertheless, of a job that is unknown.

use kindred::{Error, Result};

/// Ids that one request may name.
pub(crate) const MOST_IDS: usize = 1_000;

/// Digits that the text of an id may have.
///
/// Contract: beyond, the original read no number at all.
const MOST_DIGITS: usize = 4_300;

/// The zeros of all scripts; the other nine digits follow each.
const ZEROS: [u32; 66] = [
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66,
    0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90,
    0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650,
    0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50,
    0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// The id of a job; none when no job can have it.
pub(crate) type JobId = Option<u64>;

/// The ids of a list with commas between them.
///
/// Refuses: `Invalid` 400 when one is no integer, or when there are more than [`MOST_IDS`].
pub(crate) fn list(text: &str) -> Result<Vec<JobId>> {
    let unreadable =
        || Error::invalid("jobIds must be a list of integers with commas between them");
    let ids: Option<Vec<JobId>> = text.split(',').take(MOST_IDS + 1).map(integer).collect();
    let ids = ids.ok_or_else(unreadable)?;
    if ids.len() > MOST_IDS {
        return Err(Error::invalid(format!("jobIds has more than {MOST_IDS} ids")));
    }
    Ok(ids)
}

/// The id that a text says; none when it says no integer.
pub(crate) fn integer(text: &str) -> Option<JobId> {
    let text = text.trim();
    let is_negative = text.starts_with('-');
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut id: JobId = Some(0);
    let mut n_digits = 0;
    let mut after_digit = false;
    for char in digits.chars() {
        if char == '_' && after_digit {
            after_digit = false;
            continue;
        }
        let digit = digit(char)?;
        (after_digit, n_digits) = (true, n_digits + 1);
        id = id.and_then(|id| id.checked_mul(10)?.checked_add(digit));
    }
    let is_integer = after_digit && n_digits <= MOST_DIGITS;
    let exists = |id: &u64| !is_negative && (1..=i64::MAX.unsigned_abs()).contains(id);
    is_integer.then(|| id.filter(exists))
}

fn digit(char: char) -> Option<u64> {
    let code = u32::from(char);
    let place = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?;
    Some(code - ZEROS[place]).filter(|value| *value <= 9).map(u64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_read_as_the_contract_reads_them() {
        for (text, id) in [
            ("7", Some(7)),
            (" 7\t", Some(7)),
            ("+7", Some(7)),
            ("007", Some(7)),
            ("1_000", Some(1_000)),
            ("٤٢", Some(42)),
            ("４２", Some(42)),
            ("𝟜𝟚", Some(42)),
            ("0", None),
            ("-7", None),
            ("9223372036854775807", Some(9_223_372_036_854_775_807)),
            ("9223372036854775808", None),
            ("99999999999999999999999999999999999999999", None),
        ] {
            assert_eq!(integer(text), Some(id), "{text}");
        }
    }

    #[test]
    fn what_is_no_integer_is_none() {
        for text in
            ["", " ", "+", "--1", "+-1", "_1", "1_", "1__0", "1 0", "2.0", "abc", "1e3", "²"]
        {
            assert_eq!(integer(text), None, "{text}");
        }
        assert_eq!(integer(&"1".repeat(MOST_DIGITS)), Some(None));
        assert_eq!(integer(&"1".repeat(MOST_DIGITS + 1)), None);
    }

    #[test]
    fn a_list_has_no_empty_place_and_an_end() {
        assert_eq!(list("1, 2,2").expect("a list"), [Some(1), Some(2), Some(2)]);
        for text in ["", ",", "1,", ",1", "1,,2"] {
            assert!(list(text).is_err(), "{text}");
        }
        assert!(list(&["1"; MOST_IDS].join(",")).is_ok());
        assert!(list(&["1"; MOST_IDS + 1].join(",")).is_err());
    }

    #[test]
    fn the_zeros_stand_in_order() {
        assert!(ZEROS.is_sorted_by(|a, b| a + 10 <= *b));
    }
}
