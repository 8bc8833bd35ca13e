//! ISBNs as spreadsheets leave them, and the 13 digits the catalogue wants.
//!
//! A spreadsheet takes the leading zeros of an ISBN-10 away and writes an ISBN-13 as `9.78043902348e+12`. Zeros can be
//! put back and proved right by the check digit. The other is never used: its last digits are gone. It is not used to
//! doubt a sound ISBN-10 either, because where the two differ it names another edition or a shop's own number.

use super::table::fault;

/// Shortest ISBN-10 that is believed, in characters after its leading zeros were lost.
///
/// The check digit lets one of eleven made-up numbers pass; a short number is more likely something else altogether.
const MIN_ISBN_10: usize = 6;

/// An ISBN of 13 digits whose check digit is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Isbn13(String);

impl Isbn13 {
    /// The ISBN that two columns of a table tell, the first one preferred.
    ///
    /// Either may have hyphens or blanks; the first may have lost its leading zeros.
    pub(super) fn recover(isbn: Option<&str>, isbn13: Option<&str>) -> Result<Self, String> {
        let (first, second) = (isbn.map(Self::from_isbn), isbn13.map(Self::from_isbn13));
        match (first, second) {
            (Some(Ok(isbn)), _) | (_, Some(Ok(isbn))) => Ok(isbn),
            (Some(Err(reason)), _) | (None, Some(Err(reason))) => Err(reason),
            (None, None) => Err("isbn and isbn13 are empty".to_owned()),
        }
    }

    /// The 13 digits.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    fn from_isbn(text: &str) -> Result<Self, String> {
        let plain = without_hyphens(text);
        if plain.len() == 13 { Self::from_isbn13(text) } else { Self::from_isbn10(&plain) }
    }

    fn from_isbn10(plain: &str) -> Result<Self, String> {
        let refuse = |what| fault("isbn", what, plain);
        if !(MIN_ISBN_10..=10).contains(&plain.len()) {
            return Err(refuse("has not 10 characters"));
        }
        let padded = format!("{plain:0>10}").to_ascii_uppercase();
        let (body, check) = padded.split_at_checked(9).ok_or_else(|| refuse("is not a number"))?;
        if !is_digits(body) || !(is_digits(check) || check == "X") {
            return Err(refuse("is not a number"));
        }
        if body.bytes().all(|digit| digit == b'0') {
            return Err(refuse("is nothing but zeros"));
        }
        if check_digit_10(body) != check.chars().next() {
            return Err(refuse("has a wrong check digit"));
        }
        let digits = format!("978{body}");
        let check = check_digit_13(&digits);
        Ok(Self(format!("{digits}{check}")))
    }

    fn from_isbn13(text: &str) -> Result<Self, String> {
        let refuse = |what| fault("isbn13", what, text);
        let plain = without_hyphens(text);
        if plain.contains('.') || plain.contains(['e', 'E']) {
            return Err(refuse("is in floating-point notation, which loses digits"));
        }
        if plain.len() != 13 || !is_digits(&plain) {
            return Err(refuse("has not 13 digits"));
        }
        // 979-0 is sheet music, other beginnings are other goods.
        if !(plain.starts_with("978") || plain.starts_with("979")) || plain.starts_with("9790") {
            return Err(refuse("is not the number of a book"));
        }
        if !plain.ends_with(check_digit_13(&plain[..12])) {
            return Err(refuse("has a wrong check digit"));
        }
        Ok(Self(plain))
    }
}

fn without_hyphens(text: &str) -> String {
    text.chars().filter(|it| !matches!(it, '-' | ' ')).collect()
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Σ (10 − i) · dᵢ over all ten digits is divisible by 11; X is ten.
fn check_digit_10(body: &str) -> Option<char> {
    let sum: u32 = (2..=10)
        .rev()
        .zip(body.bytes())
        .map(|(weight, digit)| weight * u32::from(digit - b'0'))
        .sum();
    match (11 - sum % 11) % 11 {
        10 => Some('X'),
        check => char::from_digit(check, 10),
    }
}

/// Σ wᵢ · dᵢ over all thirteen digits is divisible by 10, with weights 1, 3, 1, 3, …
fn check_digit_13(digits: &str) -> char {
    let weights = [1, 3].into_iter().cycle();
    let sum: u32 =
        weights.zip(digits.bytes()).map(|(weight, digit)| weight * u32::from(digit - b'0')).sum();
    char::from_digit((10 - sum % 10) % 10, 10).expect("a remainder of ten is a digit")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn recover(isbn: &str, isbn13: &str) -> Result<String, String> {
        let [isbn, isbn13] = [isbn, isbn13].map(|text| (!text.is_empty()).then_some(text));
        Isbn13::recover(isbn, isbn13).map(|isbn| isbn.as_str().to_owned())
    }

    #[test]
    fn lost_zeros_are_put_back() {
        assert_eq!(recover("439023483", "9.78043902348e+12"), Ok("9780439023481".into()));
        assert_eq!(recover("61120081", ""), Ok("9780061120084".into()));
        assert_eq!(recover("7442912", ""), Ok("9780007442911".into()));
    }

    #[test]
    fn hyphens_and_a_small_x_are_understood() {
        assert_eq!(recover("0-439-65548-x", ""), Ok("9780439655484".into()));
        assert_eq!(recover("", "978-0-306-40615-7"), Ok("9780306406157".into()));
        assert_eq!(recover("9780306406157", ""), Ok("9780306406157".into()));
    }

    #[test]
    fn a_plain_isbn13_stands_in_for_a_bad_isbn10() {
        assert_eq!(recover("0306406153", "9780306406157"), Ok("9780306406157".into()));
    }

    #[test]
    fn a_sound_isbn10_is_believed_whatever_the_rounded_isbn13_says() {
        assert_eq!(recover("553609416", "76783609419.0"), Ok("9780553609417".into()));
    }

    #[test]
    fn what_is_no_isbn_is_refused() {
        for (isbn, isbn13, reason) in [
            ("", "", "isbn and isbn13 are empty"),
            ("812971060", "9.78081297106e+12", "isbn has a wrong check digit: 812971060"),
            (
                "",
                "9.78067172365e+12",
                "isbn13 is in floating-point notation, which loses digits: 9.78067172365e+12",
            ),
            ("", "9780306406158", "isbn13 has a wrong check digit: 9780306406158"),
            ("", "2940014959762", "isbn13 is not the number of a book: 2940014959762"),
            ("", "9790260000438", "isbn13 is not the number of a book: 9790260000438"),
            ("", "97803064061٣", "isbn13 has not 13 digits: 97803064061٣"),
            ("0000000000", "", "isbn is nothing but zeros: 0000000000"),
            ("19", "", "isbn has not 10 characters: 19"),
            ("04396X5480", "", "isbn is not a number: 04396X5480"),
            ("043965é480", "", "isbn has not 10 characters: 043965é480"),
            ("43965548é", "", "isbn is not a number: 43965548é"),
        ] {
            assert_eq!(recover(isbn, isbn13), Err(reason.into()));
        }
    }

    /// The last character of an ISBN-10, by the other textbook formula: Σ i · dᵢ modulo 11.
    fn last_character(body: &[u8]) -> char {
        let sum: usize =
            body.iter().enumerate().map(|(idx, digit)| (idx + 1) * usize::from(*digit)).sum();
        b"0123456789X"[sum % 11].into()
    }

    fn text(body: &[u8]) -> String {
        body.iter().map(u8::to_string).collect()
    }

    proptest! {
        #[test]
        fn every_isbn10_becomes_a_sound_isbn13(body in prop::collection::vec(0u8..10, 9)) {
            prop_assume!(body[..5].iter().any(|digit| *digit > 0));
            let isbn = format!("{}{}", text(&body), last_character(&body));

            let full = recover(&isbn, "").expect("a sound ISBN-10");

            prop_assert_eq!(&full[..12], format!("978{}", text(&body)));
            prop_assert_eq!(recover("", &full), Ok(full.clone()));
            prop_assert_eq!(recover(isbn.trim_start_matches('0'), ""), Ok(full));
        }

        #[test]
        fn one_wrong_digit_is_noticed(body in prop::collection::vec(0u8..10, 9), place in 0usize..9, by in 1u8..10) {
            let check = last_character(&body);
            let mut wrong = body;
            wrong[place] = (wrong[place] + by) % 10;

            let isbn = format!("{}{check}", text(&wrong));

            prop_assert!(recover(&isbn, "").is_err());
        }
    }
}
