//! Leave-one-out as He et al. published it: three files with everything fixed, the negatives included.
//!
//! `NAME.train.rating` and `NAME.test.rating` have a user, an item, a rating and a timestamp, separated by tabs; a line of
//! `NAME.test.negative` begins with `(user,item)` and goes on with 99 items. (Neural Collaborative Filtering, WWW 2017.)

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::split::{self, Split, Test};
use crate::Failure;
use crate::offline::ratings::line::{Layout, parse};
use crate::offline::ratings::{Reading, each_line};

/// The three files.
pub(super) struct Files {
    train: PathBuf,
    test: PathBuf,
    negatives: PathBuf,
}

impl Files {
    /// The first files of that kind in a folder, by name; none if any is missing.
    pub(super) fn find(folder: &Path) -> Option<Self> {
        let mut names: Vec<PathBuf> =
            std::fs::read_dir(folder).ok()?.filter_map(|it| Some(it.ok()?.path())).collect();
        names.sort_unstable();
        names.iter().find_map(|path| {
            let name = path.to_str()?.strip_suffix(".train.rating")?;
            let [test, negatives] =
                [".test.rating", ".test.negative"].map(|it| PathBuf::from(format!("{name}{it}")));
            let train = path.clone();
            (test.exists() && negatives.exists()).then_some(Self { train, test, negatives })
        })
    }

    /// What all of them are called.
    pub(super) fn name(&self) -> String {
        let name = self.train.to_string_lossy();
        format!("{}.*", name.strip_suffix(".train.rating").unwrap_or(&name))
    }

    /// Read them as they are.
    ///
    /// Refuses: a line at fault, by file and line; negatives for something that is not held out.
    pub(super) fn read(&self) -> Result<Split, Failure> {
        let mut reading = Reading::default();
        each_line(&self.train, |text| reading.take(&parse(text, Layout::Tabs)?))?;
        let mut held_out = HashMap::new();
        each_line(&self.test, |text| {
            let line = parse(text, Layout::Tabs)?;
            let (user, item) = (reading.users.number(line.user)?, reading.items.number(line.item)?);
            match held_out.insert(user, item) {
                None => Ok(()),
                Some(_) => Err(format!("user {} has something held out already", line.user)),
            }
        })?;
        let tests = self.tests(&mut reading, held_out)?;
        let (ratings, items) = reading.numbered();
        let renumbered = |test: Test| {
            let place = |item: u32| items[item as usize];
            let user = ratings.by_appearance[test.user as usize];
            let held_out: Vec<u32> = test.held_out.into_iter().map(place).collect();
            let mut negatives: Vec<u32> = test.negatives.into_iter().map(place).collect();
            negatives.sort_unstable();
            negatives.dedup();
            negatives.retain(|item| !held_out.contains(item));
            let before = split::latest(ratings.of(user), |_| true).map(|rating| rating.item);
            Test { user, held_out, negatives, before }
        };
        let mut tests: Vec<Test> = tests.into_iter().map(renumbered).collect();
        tests.sort_unstable_by_key(|test| test.user);
        Ok(Split {
            n_users: ratings.users.len(),
            n_items: ratings.items.len(),
            train: ratings.all.iter().map(|rating| (rating.user, rating.item)).collect(),
            tests,
        })
    }

    /// What is to be found among what, in numbers by appearance.
    fn tests(
        &self,
        reading: &mut Reading,
        mut held_out: HashMap<u32, u32>,
    ) -> Result<Vec<Test>, Failure> {
        let mut tests = Vec::new();
        each_line(&self.negatives, |text| {
            let mut fields = text.split('\t');
            let key = fields
                .next()
                .and_then(|it| it.strip_prefix('(')?.strip_suffix(')')?.split_once(','));
            let (user, item) = key.ok_or("does not begin with (user,item)")?;
            let user = reading.users.number(user)?;
            let item = reading.items.number(item)?;
            if held_out.remove(&user) != Some(item) {
                return Err("is not for what is held out of this user".into());
            }
            let negatives: Result<Vec<u32>, _> =
                fields.map(|it| reading.items.number(it)).collect();
            tests.push(Test { user, held_out: vec![item], negatives: negatives?, before: None });
            Ok(())
        })?;
        match held_out.len() {
            0 => Ok(tests),
            n => {
                Err(format!("{} has no line for {n} of the users", self.negatives.display()).into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(train: &str, test: &str, negatives: &str) -> Result<Split, String> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in
            [("train.rating", train), ("test.rating", test), ("test.negative", negatives)]
        {
            std::fs::write(folder.path().join(format!("ml.{name}")), text).expect("a file");
        }
        let files = Files::find(folder.path()).expect("all three");
        files.read().map_err(|error| error.to_string())
    }

    #[test]
    fn the_published_files_are_used_as_they_are() {
        let train = "0\t32\t4\t9\n1\t25\t3\t9\n0\t34\t4\t1\n";
        let test = "0\t25\t5\t10\n1\t4\t3\t10\n";
        let negatives = "(0,25)\t5\t4\t5\n(1,4)\t32\t25\n";

        let split = read(train, test, negatives).expect("sound");

        // By their bytes the items are 25, 32, 34, 4, 5.
        assert_eq!((split.n_users, split.n_items), (2, 5));
        assert_eq!(split.train, [(0, 1), (0, 2), (1, 0)]);
        let first = Test { user: 0, held_out: vec![0], negatives: vec![3, 4], before: Some(1) };
        let second = Test { user: 1, held_out: vec![3], negatives: vec![0, 1], before: Some(0) };
        assert_eq!(split.tests, [first, second]);
    }

    #[test]
    fn negatives_that_do_not_fit_are_refused() {
        let fault = |test, negatives| read("0\t1\t1\t1\n", test, negatives).expect_err("a fault");

        assert_eq!(fault("0\t2", "0,2\t3"), "ml.test.negative:1: does not begin with (user,item)");
        assert_eq!(
            fault("0\t2", "(0,1)\t3"),
            "ml.test.negative:1: is not for what is held out of this user"
        );
        assert_eq!(
            fault("0\t2\n0\t3", ""),
            "ml.test.rating:2: user 0 has something held out already"
        );
        assert!(fault("0\t2", "").ends_with("ml.test.negative has no line for 1 of the users"));
    }
}
