//! Where ratings to measure on come from: a file in one of the known layouts, or the folder with it.

use std::path::{Path, PathBuf};

use super::fixed::Files;
use super::split::{Protocol, Split};
use crate::Failure;
use crate::offline::ratings::Ratings;
use crate::offline::ratings::line::Layout;

/// What a folder is searched for, in this order.
const NAMES: [&str; 4] = ["ratings.dat", "ratings.csv", "u.data", "ratings.tsv"];

/// What is measured on.
pub(super) struct Source {
    /// The file, as it is shown.
    pub(super) name: String,
    /// Interactions, those that are held out included.
    pub(super) n_interactions: usize,
    /// Whether what has to be found and among what is that of He et al.
    pub(super) is_fixed: bool,
    pub(super) split: Split,
}

impl Source {
    /// Read what there is, and hold out what the protocol wants.
    ///
    /// Refuses: a folder without any known file, a file without interactions, and the first line at fault.
    pub(super) fn open(path: &Path, protocol: Protocol, seed: u64) -> Result<Self, Failure> {
        if let Some(files) = Files::find(path).filter(|_| protocol == Protocol::P1) {
            let split = files.read()?;
            let held_out: usize = split.tests.iter().map(|test| test.held_out.len()).sum();
            let n_interactions = split.train.len() + held_out;
            return Ok(Self { name: files.name(), n_interactions, is_fixed: true, split });
        }
        let file = file(path)?;
        let ratings = Ratings::read(&file, layout(&file))?;
        let name = file.display().to_string();
        if ratings.all.is_empty() {
            return Err(format!("{name} has no ratings").into());
        }
        let split = Split::new(&ratings, protocol, seed);
        if split.tests.is_empty() {
            return Err(format!("{name} has too few ratings to hold any out").into());
        }
        Ok(Self { name, n_interactions: ratings.all.len(), is_fixed: false, split })
    }
}

fn file(path: &Path) -> Result<PathBuf, Failure> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let packed = NAMES.iter().flat_map(|name| [(*name).to_owned(), format!("{name}.gz")]);
    let found = packed.map(|name| path.join(name)).find(|path| path.exists());
    let none = || format!("{} has none of these: {}", path.display(), NAMES.join(", "));
    found.ok_or_else(|| none().into())
}

/// By the name: `ratings.dat` and `ratings.csv` are those of MovieLens.
fn layout(file: &Path) -> Layout {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    match name.rsplit_once('.') {
        Some((_, "dat")) => Layout::Colons,
        Some((_, "csv")) => Layout::Commas,
        _ => Layout::Tabs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(name: &str, text: &str, protocol: Protocol) -> Result<Source, String> {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(name), text).expect("a file");
        Source::open(folder.path(), protocol, 1).map_err(|error| error.to_string())
    }

    #[test]
    fn every_edition_of_movielens_is_found_in_its_folder() {
        let [tabs, colons, commas] = [
            ("u.data", "1\t5\t3\t9\n1\t6\t3\t10\n2\t5\t1\t9"),
            ("ratings.dat", "1::5::3::9\n1::6::3::10\n2::5::1::9"),
            (
                "ratings.csv",
                "userId,movieId,rating,timestamp\r\n1,5,3.0,9\r\n1,6,3.0,10\r\n2,5,0.5,9\r\n",
            ),
        ]
        .map(|(name, text)| open(name, text, Protocol::P1).expect("sound"));

        assert!(tabs.split == colons.split && tabs.split == commas.split);
        assert_eq!((tabs.n_interactions, tabs.split.tests.len()), (3, 1));
    }

    #[test]
    fn what_cannot_be_measured_on_is_refused() {
        let fault = |name, text| open(name, text, Protocol::P3).err().expect("a fault");

        assert!(fault("films.txt", "").contains("ratings.dat, ratings.csv, u.data, ratings.tsv"));
        assert!(fault("u.data", "\n").ends_with("u.data has no ratings"));
        assert!(fault("u.data", "1\t2").ends_with("u.data has too few ratings to hold any out"));
        assert_eq!(
            fault("ratings.csv", "1;2;3"),
            "ratings.csv:1: the number of fields is not 2 to 4, separated by commas: 1"
        );
    }
}
