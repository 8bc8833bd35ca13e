//! `kindred recommend` and `kindred eval`: files in, lists and tables out.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::server::kindred;
use crate::{must_refuse, text};

/// A folder with a file of ratings in it.
struct Files {
    folder: TempDir,
}

impl Files {
    fn of(ratings: &str) -> Self {
        let files = Self { folder: tempfile::tempdir().expect("a folder") };
        std::fs::write(files.at("ratings.tsv"), ratings).expect("a file");
        files
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).expect("a folder");
        let name = |it: std::io::Result<std::fs::DirEntry>| it.expect("an entry").file_name();
        let mut names: Vec<String> =
            entries.map(|it| name(it).to_string_lossy().into_owned()).collect();
        names.sort_unstable();
        names
    }

    /// The lists, by these options.
    fn recommended(&self, options: &[&str]) -> String {
        let (ratings, out) = (self.at("ratings.tsv"), self.at("lists.tsv"));
        let args = ["recommend", "--ratings", text(&ratings), "--out", text(&out)];
        let done = kindred().args(args).args(options).output().expect("it runs");
        assert!(done.status.success(), "{options:?}: {done:?}");
        std::fs::read_to_string(out).expect("lists")
    }

    /// What a protocol gives, by these options.
    fn measured(&self, options: &[&str]) -> Value {
        let args = ["eval", text(self.folder.path()), "--json"];
        let done = kindred().args(args).args(options).output().expect("it runs");
        assert!(done.status.success(), "{options:?}: {done:?}");
        serde_json::from_slice(&done.stdout).expect("JSON")
    }
}

/// A line of a list.
type Entry<'a> = (&'a str, usize, f64);

/// The lists of a file by user.
fn lists(lines: &str) -> BTreeMap<&str, Vec<Entry<'_>>> {
    let mut lists: BTreeMap<&str, Vec<Entry<'_>>> = BTreeMap::new();
    for line in lines.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [user, item, rank, score] = fields[..] else { panic!("{line}") };
        let entry = (item, rank.parse().expect("a rank"), score.parse().expect("a score"));
        lists.entry(user).or_default().push(entry);
    }
    lists
}

/// People of five tastes who met 12 to 20 of the 30 items of their taste and 3 of any, the same each time.
///
/// Within a taste, items go together in pairs: who met one of a pair nearly always met the other.
fn tastes() -> String {
    let mut state = 7_u64;
    let mut below = |n: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let mut lines = String::new();
    for user in 0..200 {
        let taste = user % 5;
        let mut met = HashSet::new();
        for _ in 0..6 + below(5) {
            let pair = below(15);
            met.insert(30 * taste + 2 * pair);
            if below(10) < 9 {
                met.insert(30 * taste + 2 * pair + 1);
            }
        }
        // A few that everybody meets.
        met.extend((0..3).map(|_| 150 + below(6)));
        let mut met: Vec<u64> = met.into_iter().collect();
        met.sort_unstable();
        for item in met {
            let (rating, time) = (1 + below(5), below(1_000_000));
            writeln!(lines, "user {user}\titem {item}\t{rating}\t{time}").expect("memory");
        }
    }
    lines
}

#[test]
fn lists_are_the_same_whatever_the_threads_and_the_order_of_lines() {
    let files = Files::of(&tastes());
    let one = files.recommended(&["--top", "7", "--threads", "1"]);

    for options in [&["--top", "7", "--threads", "3"][..], &["--top", "7"]] {
        assert_eq!(files.recommended(options), one);
    }

    let mut lines: Vec<String> = tastes().lines().rev().map(str::to_owned).collect();
    lines.rotate_left(333);
    let shuffled = Files::of(&lines.join("\r\n"));
    let other = shuffled.recommended(&["--top", "7"]);
    assert_ne!(other, one, "users come in the order of their first lines");
    assert_eq!(lists(&other), lists(&one));
    assert!(one.starts_with("user 0\t") && other.starts_with(lines[0].split_at(7).0));
}

#[test]
fn everybody_gets_ranked_lists_of_what_they_have_not_seen() {
    let ratings = tastes();
    let files = Files::of(&ratings);
    let mut seen: HashMap<&str, HashSet<&str>> = HashMap::new();
    for line in ratings.lines() {
        let mut fields = line.split('\t');
        let (user, item) = (fields.next().expect("a user"), fields.next().expect("an item"));
        seen.entry(user).or_default().insert(item);
    }

    for algorithm in ["ease", "plain-ease", "sparse", "item-knn", "top-popular"] {
        for more in [&["--top", "10"][..], &["--top", "1000", "--min-rating", "4"]] {
            let lines =
                files.recommended(&[&["--algorithm", algorithm, "--lambda", "5"], more].concat());
            let lists = lists(&lines);

            assert_eq!(lists.len(), 200, "{algorithm}");
            for (user, list) in lists {
                let seen = &seen[user];
                let items: HashSet<&str> = list.iter().map(|(item, ..)| *item).collect();
                assert!(
                    items.len() == list.len() && items.is_disjoint(seen),
                    "{algorithm}: {user}"
                );
                let ranks = list.iter().map(|(_, rank, _)| *rank);
                assert!(ranks.eq(1..=list.len()), "{algorithm}: {user}");
                assert!(list.is_sorted_by(|a, b| a.2 >= b.2), "{algorithm}: {user}");
                assert!(list.iter().all(|(.., score)| score.is_finite() && *score >= 0.0));
                let all = if more[1] == "10" { 10 } else { 156 - seen.len() };
                assert_eq!(list.len(), all, "{algorithm}: {user}");
            }
        }
    }
}

#[test]
fn only_good_ratings_are_learned_from_and_bad_ones_are_seen() {
    let ratings = "a\tx\t5\na\ty\t5\nb\tx\t5\nb\ty\t5\nc\tx\t5\nc\tz\t1\nd\tz\t1\nd\tx\t1\n";
    let files = Files::of(ratings);

    let lists = files.recommended(&["--min-rating", "4", "--lambda", "0.5"]);

    let items: Vec<(&str, &str)> = lists.lines().filter_map(|line| line.split_once('\t')).collect();
    let of = |user| items.iter().filter(move |it| it.0 == user).map(|it| it.1.split('\t').next());
    assert_eq!(of("a").collect::<Vec<_>>(), [Some("z")]);
    assert_eq!(of("c").collect::<Vec<_>>(), [Some("y")]);
    assert_eq!(of("d").collect::<Vec<_>>(), [Some("y")]);
    let bare = Files::of("a\tx\nb\ty\n");
    let (from, to) = (bare.at("ratings.tsv"), bare.at("lists.tsv"));
    let args = ["recommend", "--min-rating", "4", "--ratings", text(&from), "--out", text(&to)];
    must_refuse(kindred().args(args), "has no ratings");
}

#[test]
fn a_fault_names_its_line_and_leaves_the_old_lists() {
    let files = Files::of("a\tx\t5\nb\ty\tgood\n");
    std::fs::write(files.at("lists.tsv"), "old").expect("a file");
    let (ratings, lists) = (files.at("ratings.tsv"), files.at("lists.tsv"));
    let to = |from: &str, to: &str| {
        let mut command = kindred();
        command.args(["recommend", "--ratings", from, "--out", to]);
        command
    };

    must_refuse(
        &mut to(text(&ratings), text(&lists)),
        "ratings.tsv:2: the rating is not a number: good",
    );
    must_refuse(&mut to(text(&files.at("none")), text(&lists)), text(&files.at("none")));
    must_refuse(&mut to(text(&ratings), text(files.folder.path())), "is a folder");
    must_refuse(&mut to(text(&ratings), text(&files.at("none/lists"))), "cannot write to");
    must_refuse(kindred().args(["eval", text(&ratings), "--protocol", "p1"]), "ratings.tsv:2:");
    must_refuse(
        kindred().args(["eval", text(&files.at("none")), "--protocol", "p3"]),
        "cannot read",
    );

    assert_eq!(std::fs::read_to_string(lists).expect("lists"), "old");
    assert_eq!(files.names(), ["lists.tsv", "ratings.tsv"]);
    for wrong in [
        ["--top", "0"],
        ["--lambda", "0"],
        ["--threads", "0"],
        ["--min-rating", "NaN"],
        ["--algorithm", "best"],
    ] {
        let done = to("-", "-").args(wrong).output().expect("it runs");
        assert_eq!(done.status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn an_empty_file_gives_an_empty_list() {
    for ratings in ["", "\n\r\n", "\u{feff}"] {
        assert_eq!(Files::of(ratings).recommended(&[]), "");
    }
    assert_eq!(Files::of("a\tx\n").recommended(&[]), "", "who has seen everything has no list");
}

#[test]
fn lists_go_from_standard_input_to_standard_output() {
    let mut command = kindred();
    command.args(["recommend", "--ratings", "-", "--out", "-", "--lambda", "1", "--top", "1"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let ratings = "\u{feff}é\tx y\r\né\t007\r\nb\t007\n\nb\tx y\nb\tz\n";
    let mut input = child.stdin.take().expect("piped");
    input.write_all(ratings.as_bytes()).expect("it reads");
    drop(input);
    let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");

    let (lists, said) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{said}");
    assert!(lists.starts_with("é\tz\t1\t0.") && lists.lines().count() == 1, "{lists}");
    assert!(said.starts_with("5 lines: 2 users, 3 items, 5 interactions; EASE^R"), "{said}");
    assert_eq!(said.lines().count(), 1, "no bar where nobody watches");
}

#[test]
fn a_linear_model_finds_tastes_that_popularity_does_not() {
    let files = Files::of(&tastes());

    for protocol in ["p1", "p3"] {
        let asked = ["--protocol", protocol, "--algorithm", "ease"];
        let others = ["--algorithm", "item-knn", "--algorithm", "top-popular"];
        let measured = files.measured(&[&asked[..], &others].concat());
        let again = files.measured(&[&asked[..], &["--threads", "1"]].concat());
        let ndcg = |of: &Value, name: &str| {
            let rows = of["rows"].as_array().expect("rows");
            let row = rows.iter().find(|row| row["algorithm"] == name).expect("a row");
            row["ndcg"].as_f64().expect("a number")
        };

        assert_eq!(measured["users"], 200);
        assert!(measured["published"]["comparable"] == false && measured["top"] == 10);
        let best = ndcg(&measured, "ease");
        assert!(best > 1.5 * ndcg(&measured, "top-popular"), "{measured}");
        assert!(best >= ndcg(&measured, "item-knn"), "{measured}");
        assert_eq!(best, ndcg(&again, "ease"), "by one thread");
    }
}

#[test]
fn published_negatives_are_used_as_they_are() {
    let files = Files::of("not used");
    let write = |name: &str, lines: &str| {
        std::fs::write(files.at(&format!("ml-1m.{name}")), lines).expect("a file");
    };
    // Everybody met 1; who met 2 met 3, too.
    write(
        "train.rating",
        "0\t1\t5\t1\n0\t2\t5\t2\n1\t1\t5\t1\n1\t2\t4\t1\n1\t3\t5\t1\n2\t1\t5\t1\n2\t9\t5\t1\n",
    );
    write("test.rating", "0\t3\t5\t9\n2\t2\t5\t9\n");
    write("test.negative", "(0,3)\t8\t9\n(2,2)\t3\t8\n");

    let args = ["--protocol", "p1", "--lambda", "1", "--top", "1"];
    let measured = files.measured(&[&args[..], &["--algorithm", "ease"]].concat());
    let table =
        kindred().args(["eval", text(files.folder.path())]).args(args).output().expect("it runs");

    assert_eq!((&measured["fixed_negatives"], &measured["tested"]), (&true.into(), &2.into()));
    assert_eq!(measured["rows"][0]["recall"], 1.0, "{measured}");
    let table = String::from_utf8_lossy(&table.stdout);
    assert!(table.contains("ml-1m.*: 3 users, 5 items, 9 interactions"), "{table}");
    assert!(table.contains("HR@1") && table.contains("λ = 1.000"), "{table}");
}
