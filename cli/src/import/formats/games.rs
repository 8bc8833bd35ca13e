//! Games: steam-200k, lines of `user,"game",purchase|play,hours,0` without a header.
//!
//! A purchase is an interaction with count 0; playing adds its hours. The file has the lines of a user together and
//! sometimes sells the same game twice, so a user's lines are added up until another user comes: each pair of user and
//! game gives one interaction. Games have no ids, only names; names that differ in case or blanks are one game.

use std::{
    collections::{BTreeMap, HashSet},
    mem,
};

use kindred::entity::kind::MediaKind;
use serde_json::Map;

use super::{
    Interaction, Item, Ready, Row,
    input::Lines,
    table::{Cut, Record, Table, fault},
};

/// More hours than this are no playing time but a broken line: it is a century.
const MAX_HOURS: f64 = 876_600.0;

/// The rows of the file.
pub(super) fn table(lines: Lines) -> Table {
    Table::with_names(lines, Cut::Commas, &["user", "game", "behaviour", "hours", "zero"])
}

/// Games met so far, and what the current user did with some of them.
///
/// Memory: the names of all games, never the lines.
#[derive(Default)]
pub(super) struct Games {
    known: HashSet<String>,
    user: u64,
    /// Thousandths of hours by game; whole numbers, so that 0.1 ten times is exactly one hour.
    played: BTreeMap<String, u64>,
}

impl Games {
    /// Take one line in; rows come out when a game is new or the user changes.
    ///
    /// Refuses: a user who is not a number, no or too long a name, a behaviour other than purchase and play, hours
    /// that are no number, negative or more than a century.
    pub(super) fn take(&mut self, record: &Record<'_>, ready: &mut Ready) -> Result<(), String> {
        let user: u64 = record.required("user")?;
        let name = record.short("game")?.ok_or("game is empty")?;
        let hours = hours(record)?;
        if user != self.user {
            self.finish(ready);
            self.user = user;
        }
        let source = format!("steam:{}", normalised(name));
        if !self.known.contains(&source) {
            self.known.insert(source.clone());
            ready.push_back(Ok(Row::Item(item(source.clone(), name))));
        }
        let played = self.played.entry(source).or_default();
        *played = played.saturating_add((hours * 1000.0).round() as u64);
        Ok(())
    }

    /// Hand out what the current user did.
    pub(super) fn finish(&mut self, ready: &mut Ready) {
        for (item, thousandths) in mem::take(&mut self.played) {
            let user = format!("steam:{}", self.user);
            let count = thousandths.div_ceil(1000);
            let record = super::Record::used(count);
            ready.push_back(Ok(Row::Interaction(Interaction {
                user,
                item,
                record,
                is_part: true,
            })));
        }
    }
}

fn item(source: String, name: &str) -> Item {
    let fields = Map::from_iter([("name".to_owned(), name.into())]);
    Item {
        source,
        kind: MediaKind::Game,
        serie: None,
        fields,
        genres: Vec::new(),
        rating_sum: 0,
        rating_count: 0,
    }
}

/// Hours played; none for a purchase, where the file says 1.0 and means nothing by it.
fn hours(record: &Record<'_>) -> Result<f64, String> {
    let hours: f64 = record.required("hours")?;
    if !(0.0..=MAX_HOURS).contains(&hours) {
        return Err(fault("hours", "is not a playing time", hours));
    }
    match record.get("behaviour").unwrap_or_default() {
        "purchase" => Ok(0.0),
        "play" => Ok(hours),
        other => Err(fault("behaviour", "is neither purchase nor play", other)),
    }
}

/// The name in small letters, with single blanks.
fn normalised(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{
        Format,
        fixture::{Rows, interactions, items, read, refusals},
    };

    fn rows(lines: &str) -> Rows {
        read(Format::Games, &[("steam.csv", lines.as_bytes())])
    }

    fn counts(rows: &Rows) -> Vec<(&str, &str, u64)> {
        interactions(rows)
            .iter()
            .map(|it| (it.user.as_str(), it.item.as_str(), it.record.count))
            .collect()
    }

    #[test]
    fn hours_are_added_up_and_rounded_up_and_a_purchase_counts_nothing() {
        let rows = rows(
            "7,\"Spore\",purchase,1.0,0\n7,\"Spore\",play,14.9,0\n7,\"Fallout 4\",purchase,1.0,0\n\
             7,\"Spore\",purchase,1.0,0\n7,\"Spore\",play,0.2,0\n8,\"Spore\",play,0.1,0\n",
        );

        assert_eq!(
            counts(&rows),
            [
                ("steam:7", "steam:fallout 4", 0),
                ("steam:7", "steam:spore", 16),
                ("steam:8", "steam:spore", 1)
            ]
        );
        assert!(
            interactions(&rows)
                .iter()
                .all(|it| it.record.rating.is_none() && it.record.rated_at.is_none())
        );
    }

    #[test]
    fn tenths_of_hours_add_up_exactly() {
        let rows = rows(&"7,\"Spore\",play,0.1,0\n".repeat(30));

        assert_eq!(counts(&rows), [("steam:7", "steam:spore", 3)]);
    }

    #[test]
    fn a_game_is_published_once_under_the_name_it_is_first_met_with() {
        let rows = rows(
            "7,\" Duke  Nukem, Forever \",purchase,1.0,0\n8,\"duke nukem, FOREVER\",purchase,1.0,0\n",
        );

        let [game] = items(&rows)[..] else { panic!("one game: {rows:?}") };
        assert_eq!(
            (game.source.as_str(), game.kind),
            ("steam:duke nukem, forever", super::MediaKind::Game)
        );
        assert_eq!(json!(game.fields), json!({ "name": "Duke  Nukem, Forever" }));
        assert_eq!(counts(&rows).len(), 2);
    }

    #[test]
    fn unusable_lines_are_refused_and_the_others_read() {
        let long = "x".repeat(256);
        let rows = rows(&format!(
            "user,game,behaviour,hours,zero\n7,\"Spore\",stream,1.0,0\n7,\"Spore\",play,-1.0,0\n\
             7,\"Spore\",play,NaN,0\n7,\"Spore\",play,many,0\n7,\"Spore\",play,1e9,0\n7,\"Spore\",play,1.0\n\
             7,\"\",play,1.0,0\n7,\"Spore,play,1.0,0\n7,{long},play,1.0,0\n7,\"Spore\",play,1.0,0"
        ));

        assert_eq!(counts(&rows), [("steam:7", "steam:spore", 1)]);
        assert_eq!(
            refusals(&rows),
            [
                (1, "user is not a usable number: user"),
                (2, "behaviour is neither purchase nor play: stream"),
                (3, "hours is not a playing time: -1"),
                (4, "hours is not a playing time: NaN"),
                (5, "hours is not a usable number: many"),
                (6, "hours is not a playing time: 1000000000"),
                (7, "the number of fields is not 5: 4"),
                (8, "game is empty"),
                (9, "a quotation mark is left open"),
                (10, "game has more than 255 characters: 256"),
            ]
        );
    }
}
