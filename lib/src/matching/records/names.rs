//! Names of creators: the same person in whatever order and however much of the name is written.

use rapidfuzz::distance::osa;

use super::super::titles::fold;
use super::Level;

/// Names of one content at most; more say nothing that these do not.
const MOST_NAMES: usize = 8;
/// How alike two words of a name have to be to pass for a misspelling: `1 - distance / length`.
const MISSPELT: f64 = 0.75;
/// Marks that always part names.
const SEPARATORS: [char; 4] = ['|', ';', '&', '/'];

/// The names in a field, each as words with blanks between them, in alphabetical order.
///
/// Names are parted by the kind's separators and by `|`, `;`, `&` and `/`; by commas only if each part has two words,
/// since a comma may also follow a family name.
pub fn names(field: &str, separators: &[char]) -> Vec<String> {
    let is_separator = |char: char| SEPARATORS.contains(&char) || separators.contains(&char);
    let mut names: Vec<String> = Vec::new();
    for part in field.split(is_separator) {
        let folded: Vec<String> =
            part.split(',').map(name).filter(|name| !name.is_empty()).collect();
        match folded.iter().all(|name| name.contains(' ')) {
            true => names.extend(folded),
            false => names.push(name(&folded.join(" "))),
        }
    }
    names.retain(|name| !name.is_empty());
    names.truncate(MOST_NAMES);
    names.sort();
    names.dedup();
    names
}

/// The words of a name, in alphabetical order: so family names may come first or last.
fn name(text: &str) -> String {
    let folded = fold(text).replace('\'', "");
    let mut words: Vec<&str> =
        folded.split(|char| !super::is_letter(char)).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}

/// How well names agree: `Equal` if all are the same, `Compatible` if a name of one can be one of the other (initials,
/// less of it, one of several), `Near` if it can be but for misspelt words, else `Different`.
pub(super) fn agreement<S: AsRef<str>, T: AsRef<str>>(some: &[S], others: &[T]) -> Level {
    let pairs = some.iter().flat_map(|a| others.iter().map(|b| of_two(a.as_ref(), b.as_ref())));
    let is_same = some.iter().map(AsRef::as_ref).eq(others.iter().map(AsRef::as_ref));
    match pairs.min().unwrap_or(Level::Different) {
        Level::Equal if !is_same => Level::Compatible,
        best => best,
    }
}

fn of_two(some: &str, other: &str) -> Level {
    if some == other {
        return Level::Equal;
    }
    let mut left: Vec<&str> = some.split(' ').collect();
    let mut right: Vec<&str> = other.split(' ').collect();
    // The longest words first take what is theirs, so that an initial gets what is left.
    let equal = take(&mut left, &mut right, |a, b| a == b && !is_initial(a));
    take(&mut left, &mut right, |a, b| {
        (is_initial(a) || is_initial(b)) && a.chars().next() == b.chars().next()
    });
    let misspelt = take(&mut left, &mut right, is_misspelt);
    // A word that neither has for the other says that these are two people; initials alone say nothing.
    match (left.is_empty() || right.is_empty(), equal, misspelt) {
        (false, ..) | (true, 0, 0) => Level::Different,
        (true, _, 0) => Level::Compatible,
        (true, ..) => Level::Near,
    }
}

/// Remove pairs of which this holds; how many there are.
fn take(left: &mut Vec<&str>, right: &mut Vec<&str>, holds: impl Fn(&str, &str) -> bool) -> usize {
    let before = left.len();
    left.retain(|a| {
        let found = right.iter().position(|b| holds(a, b));
        found.map(|at| right.remove(at)).is_none()
    });
    before - left.len()
}

fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

fn is_misspelt(a: &str, b: &str) -> bool {
    osa::normalized_similarity(a.chars(), b.chars()) >= MISSPELT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(some: &str, other: &str) -> Level {
        let (some, other) = (names(some, &[]), names(other, &[]));
        let agreement = super::agreement(&some, &other);
        assert_eq!(agreement, super::agreement(&other, &some), "it goes both ways");
        agreement
    }

    #[test]
    fn the_order_of_a_name_and_its_accents_do_not_matter() {
        for other in [
            "Tolkien, John Ronald Reuel",
            "JOHN RONALD REUEL TOLKIEN",
            "Tólkien John  Ronald Reuel",
        ] {
            assert_eq!(between("John Ronald Reuel Tolkien", other), Level::Equal);
        }
    }

    #[test]
    fn initials_and_less_of_a_name_go_with_it() {
        for other in ["J. R. R. Tolkien", "Tolkien, J.R.R.", "J. Tolkien", "Tolkien"] {
            assert_eq!(between("John Ronald Reuel Tolkien", other), Level::Compatible, "{other}");
        }
        assert_eq!(between("J. R. R. Tolkien", "C. S. Lewis"), Level::Different);
        assert_eq!(between("John Tolkien", "Christopher Tolkien"), Level::Different);
        assert_eq!(between("J. K. Rowling", "J. K. Tolkien"), Level::Different);
    }

    #[test]
    fn a_misspelt_name_is_near() {
        assert_eq!(between("Andrei Tarkovsky", "Andrey Tarkovskij"), Level::Near);
        assert_eq!(between("Jon Smith", "Jan Smith"), Level::Different);
    }

    #[test]
    fn one_of_several_is_enough() {
        assert_eq!(between("Simon & Garfunkel", "Garfunkel & Simon"), Level::Equal);
        assert_eq!(between("Lana Wachowski|Lilly Wachowski", "Lana Wachowski"), Level::Compatible);
        assert_eq!(
            between("Lana Wachowski, Lilly Wachowski", "Lilly Wachowski; Lana Wachowski"),
            Level::Equal
        );
    }

    #[test]
    fn a_comma_parts_names_where_the_kind_says_so() {
        assert_eq!(names("Cher,Madonna", &[',']), ["cher", "madonna"]);
        assert_eq!(names("Cher,Madonna", &[]), ["cher madonna"]);
        assert_eq!(names(" , |&", &[]), Vec::<String>::new());
    }
}
