//! Film titles as MovieLens sorts them: `Matrix, The (1999)`.

/// Articles that are put behind a title to sort it. Those that are also common last words are left out.
const ARTICLES: [&str; 16] = [
    "The", "A", "An", "Le", "La", "Les", "L'", "Il", "El", "Los", "Las", "Der", "Das", "Die", "Un",
    "Une",
];

/// Marks behind the year: made for video, made for television.
const MARKS: [&str; 2] = [" (V)", " (TV)"];

/// A title as one says it, and the year of the film.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FilmTitle {
    /// The title, its article in front; other titles stay behind it in parentheses, as they are.
    pub(super) title: String,
    /// The year, or the first of several: four digits.
    pub(super) year: Option<String>,
}

impl FilmTitle {
    /// Take a title apart; one without a year is taken whole.
    pub(super) fn parse(text: &str) -> Self {
        let text = text.trim();
        let unmarked = MARKS.iter().find_map(|mark| text.strip_suffix(mark)).unwrap_or(text);
        match split_year(unmarked) {
            Some((title, year)) => {
                Self { title: article_in_front(title), year: Some(year.to_owned()) }
            }
            None => Self { title: article_in_front(text), year: None },
        }
    }
}

/// Cut ` (1999)` off; `(2006–2011)` and `(2006- )`, as series have it, is 2006.
fn split_year(text: &str) -> Option<(&str, &str)> {
    let (title, years) = text.strip_suffix(')')?.rsplit_once('(')?;
    let (first, last) = years.split_once(['-', '–']).unwrap_or((years, ""));
    let (first, last, title) = (first.trim(), last.trim(), title.trim());
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let sound = is_year(first) && (last.is_empty() || is_year(last)) && !title.is_empty();
    sound.then_some((title, first))
}

fn article_in_front(title: &str) -> String {
    let (main, others) = title.split_at(title.find(" (").unwrap_or(title.len()));
    match main.rsplit_once(", ") {
        Some((name, "L'")) => format!("L'{name}{others}"),
        Some((name, article)) if ARTICLES.contains(&article) => format!("{article} {name}{others}"),
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn titles_are_said_as_people_say_them() {
        for (text, title, year) in [
            ("Toy Story (1995)", "Toy Story", Some("1995")),
            ("Matrix, The (1999)", "The Matrix", Some("1999")),
            (
                "American Werewolf in London, An (1981) ",
                "An American Werewolf in London",
                Some("1981"),
            ),
            (
                "Lion, the Witch and the Wardrobe, The (1979)",
                "The Lion, the Witch and the Wardrobe",
                Some("1979"),
            ),
            (
                "City of Lost Children, The (Cité des enfants perdus, La) (1995)",
                "The City of Lost Children (Cité des enfants perdus, La)",
                Some("1995"),
            ),
            ("Âge d'or, L' (1930)", "L'Âge d'or", Some("1930")),
            ("Misérables, Les (1995)", "Les Misérables", Some("1995")),
            ("(500) Days of Summer (2009)", "(500) Days of Summer", Some("2009")),
            ("2001: A Space Odyssey (1968)", "2001: A Space Odyssey", Some("1968")),
            ("Land Before Time III (1995) (V)", "Land Before Time III", Some("1995")),
            ("Fawlty Towers (1975–1979)", "Fawlty Towers", Some("1975")),
            ("Big Bang Theory, The (2007- )", "The Big Bang Theory", Some("2007")),
            ("Babylon 5", "Babylon 5", None),
            ("Me, Myself & Irene", "Me, Myself & Irene", None),
            ("Space, Time (and more)", "Space, Time (and more)", None),
            ("Fall (V)", "Fall (V)", None),
            ("(1995)", "(1995)", None),
            ("Odd (199é)", "Odd (199é)", None),
        ] {
            let expected = FilmTitle { title: title.to_owned(), year: year.map(str::to_owned) };

            assert_eq!(FilmTitle::parse(text), expected);
        }
    }

    proptest! {
        #[test]
        fn no_title_becomes_empty(text in "[ ,()0-9A-DLThe'é–-]{0,30}") {
            prop_assert_eq!(FilmTitle::parse(&text).title.is_empty(), text.trim().is_empty());
        }
    }
}
