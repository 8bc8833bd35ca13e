//! Ids as they stand in a file, each kept once and known by a number.

use std::collections::HashMap;
use std::sync::Arc;

/// The ids seen so far, numbered in the order of their first appearance.
#[derive(Default)]
pub(in crate::offline) struct Names {
    numbers: HashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
}

/// Ids in the order of their bytes, which does not depend on the order of lines.
pub(in crate::offline) struct Sorted {
    /// The ids, ascending.
    pub(in crate::offline) names: Vec<Arc<str>>,
    /// Where each stands now, in the order of first appearance.
    pub(in crate::offline) places: Vec<u32>,
}

impl Names {
    /// The number of an id; a new one gets the next.
    pub(in crate::offline) fn number(&mut self, name: &str) -> Result<u32, &'static str> {
        if let Some(number) = self.numbers.get(name) {
            return Ok(*number);
        }
        let number = u32::try_from(self.names.len()).map_err(|_| "more than 2^32 ids")?;
        let name: Arc<str> = name.into();
        self.numbers.insert(Arc::clone(&name), number);
        self.names.push(name);
        Ok(number)
    }

    /// Bring them into the order of their bytes.
    pub(in crate::offline) fn sorted(self) -> Sorted {
        drop(self.numbers);
        let mut appearances: Vec<u32> = (0..).take(self.names.len()).collect();
        appearances.sort_unstable_by_key(|number| &self.names[*number as usize]);
        let names = appearances.iter().map(|it| Arc::clone(&self.names[*it as usize])).collect();
        let mut places = vec![0; appearances.len()];
        for (place, appearance) in (0..).zip(appearances) {
            places[appearance as usize] = place;
        }
        Sorted { names, places }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_numbered_by_appearance_and_sorted_by_bytes() {
        let mut names = Names::default();
        let numbers = ["b", "10", "b", "2", "ä", "10"].map(|name| names.number(name));

        let Sorted { names, places } = names.sorted();

        assert_eq!(numbers, [0, 1, 0, 2, 3, 1].map(Ok));
        assert_eq!(names.iter().map(|name| &**name).collect::<Vec<_>>(), ["10", "2", "b", "ä"]);
        assert_eq!(places, [2, 0, 1, 3]);
    }
}
