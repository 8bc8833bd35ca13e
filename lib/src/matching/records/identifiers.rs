//! Identifiers: what is given to one work, or one edition, and to nothing else.

/// How an identifier is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// ISBN-10 or ISBN-13 (ISO 2108), with or without hyphens; they are the same as ISBN-13.
    Isbn,
    /// A title's number at IMDb: `tt` and digits, or the digits alone.
    Imdb,
    /// Whatever stands there, but for blanks at its ends.
    Plain,
}

/// Why something is no identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoIdentifier {
    /// It is empty.
    #[error("empty")]
    Empty,
    /// It has not the form of an ISBN.
    #[error("neither ten digits, the last perhaps an X, nor thirteen that begin with 978 or 979")]
    NoIsbn,
    /// Its last digit does not follow from the others.
    #[error("its check digit is wrong")]
    CheckDigit,
    /// It has not the form of a number at IMDb.
    #[error("not 'tt' and digits")]
    NoImdb,
}

impl Scheme {
    /// The one spelling in which equal identifiers are equal texts.
    pub fn normal(self, text: &str) -> Result<String, NoIdentifier> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NoIdentifier::Empty);
        }
        match self {
            Self::Isbn => isbn(text),
            Self::Imdb => imdb(text),
            Self::Plain => Ok(text.to_owned()),
        }
    }

    /// The same for what stands in a catalogue, where it may break the rules: then it is only equal to itself.
    pub fn tolerant(self, text: &str) -> Option<String> {
        match self.normal(text) {
            Ok(normal) => Some(normal),
            Err(NoIdentifier::Empty) => None,
            Err(_) => Some(text.trim().to_owned()),
        }
    }
}

/// The thirteen digits of an ISBN.
fn isbn(text: &str) -> Result<String, NoIdentifier> {
    let signs: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'-' | b' ')).collect();
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    match signs.len() {
        10 => {
            let (last, first) = signs.split_last().ok_or(NoIdentifier::NoIsbn)?;
            let first: Vec<u32> =
                first.iter().map(digit).collect::<Option<_>>().ok_or(NoIdentifier::NoIsbn)?;
            let last = if matches!(last, b'x' | b'X') { Some(10) } else { digit(last) };
            // Σ (10 - i) · digit is a multiple of 11.
            let sum: u32 =
                first.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
            match last.ok_or(NoIdentifier::NoIsbn)? {
                last if (sum + last).is_multiple_of(11) => {}
                _ => return Err(NoIdentifier::CheckDigit),
            }
            let digits: Vec<u32> = [9, 7, 8].into_iter().chain(first).collect();
            let check = (10 - weighted(&digits) % 10) % 10;
            Ok(digits.iter().chain([&check]).map(u32::to_string).collect())
        }
        13 => {
            let digits: Vec<u32> =
                signs.iter().map(digit).collect::<Option<_>>().ok_or(NoIdentifier::NoIsbn)?;
            match digits[..3] {
                [9, 7, 8 | 9] if weighted(&digits).is_multiple_of(10) => {
                    Ok(digits.iter().map(u32::to_string).collect())
                }
                [9, 7, 8 | 9] => Err(NoIdentifier::CheckDigit),
                _ => Err(NoIdentifier::NoIsbn),
            }
        }
        _ => Err(NoIdentifier::NoIsbn),
    }
}

/// Digits weighted 1, 3, 1, 3 …: of a whole ISBN-13 a multiple of 10.
fn weighted(digits: &[u32]) -> u32 {
    digits.iter().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum()
}

/// `tt` and at least seven digits.
fn imdb(text: &str) -> Result<String, NoIdentifier> {
    let digits = text.strip_prefix("tt").unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let digits = digits.trim_start_matches('0');
    is_number.then(|| format!("tt{digits:0>7}")).ok_or(NoIdentifier::NoImdb)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_forms_of_an_isbn_are_the_same() {
        for text in ["0-306-40615-2", "0306406152", "978-0-306-40615-7", " 9780306406157 "] {
            assert_eq!(Scheme::Isbn.normal(text), Ok("9780306406157".to_owned()));
        }
        assert_eq!(Scheme::Isbn.normal("080442957X"), Ok("9780804429573".to_owned()));
        assert_eq!(Scheme::Isbn.normal("080442957x"), Ok("9780804429573".to_owned()));
    }

    #[test]
    fn a_wrong_check_digit_is_told_from_no_isbn() {
        for text in ["0306406153", "9780306406158"] {
            assert_eq!(Scheme::Isbn.normal(text), Err(NoIdentifier::CheckDigit));
        }
        for text in ["123", "030640615Y", "X306406152", "9770306406157", "98765432109876", "東東東"]
        {
            assert_eq!(Scheme::Isbn.normal(text), Err(NoIdentifier::NoIsbn), "{text}");
        }
        assert_eq!(Scheme::Isbn.normal(" "), Err(NoIdentifier::Empty));
        assert_eq!(Scheme::Isbn.tolerant("123"), Some("123".to_owned()));
    }

    #[test]
    fn a_number_at_imdb_may_lack_its_letters_and_zeros() {
        for text in ["tt0079944", "0079944", "79944", "tt00079944"] {
            assert_eq!(Scheme::Imdb.normal(text), Ok("tt0079944".to_owned()));
        }
        assert_eq!(Scheme::Imdb.normal("tt12345678"), Ok("tt12345678".to_owned()));
        assert_eq!(Scheme::Imdb.normal("nm0079944"), Err(NoIdentifier::NoImdb));
        assert_eq!(Scheme::Imdb.normal("tt"), Err(NoIdentifier::NoImdb));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(at in 0_usize..10, digit in 0_u8..10) {
            let mut text = b"0306406152".to_vec();
            prop_assume!(text[at] != b'0' + digit);

            text[at] = b'0' + digit;

            let text = String::from_utf8(text).expect("digits");
            prop_assert_eq!(Scheme::Isbn.normal(&text), Err(NoIdentifier::CheckDigit));
        }

        #[test]
        fn what_is_normal_stays_so(text in any::<String>()) {
            for scheme in [Scheme::Isbn, Scheme::Imdb, Scheme::Plain] {
                if let Some(normal) = scheme.tolerant(&text) {
                    prop_assert_eq!(scheme.tolerant(&normal), Some(normal));
                }
            }
        }
    }
}
