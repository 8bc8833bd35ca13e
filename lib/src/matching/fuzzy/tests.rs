use std::io::{BufRead, BufReader};

use flate2::read::GzDecoder;
use proptest::prelude::*;
use rayon::prelude::*;

use super::*;

/// `scripts/record_fuzzy.py` wrote them.
const PAIRS: &[u8] = include_bytes!("recorded/pairs.jsonl.gz");
const DEFAULT_PROCESS: &[u8] = include_bytes!("recorded/default_process.txt.gz");

/// What a score of ours may differ from a recorded one.
const TOLERANCE: f64 = 1e-9;

fn lines(packed: &[u8]) -> impl Iterator<Item = String> {
    BufReader::new(GzDecoder::new(packed)).lines().map(|line| line.expect("text"))
}

/// Two texts and their scores.
type Recorded = (String, String, Vec<f64>);

fn recorded() -> Vec<Recorded> {
    let mut lines = lines(PAIRS);
    let names = lines.next().expect("a first line");
    assert_eq!(names, serde_json::to_string(&Scorer::ALL.map(Scorer::name)).expect("names"));
    lines.map(|line| serde_json::from_str(&line).expect("a pair and its scores")).collect()
}

#[test]
fn scores_are_those_of_rapidfuzz() {
    let pairs = recorded();
    assert!(pairs.len() >= 10_000);
    pairs.par_iter().for_each(|(a, b, scores)| {
        for (scorer, score) in Scorer::ALL.into_iter().zip(scores) {
            for (a, b) in [(a, b), (b, a)] {
                let ours = scorer.similarity(a, b);
                assert!(
                    (ours - score).abs() < TOLERANCE,
                    "{scorer:?} {a:?} {b:?}: {ours}, not {score}"
                );
            }
        }
    });
}

#[test]
fn the_default_processor_is_that_of_rapidfuzz() {
    let mut expected = vec![' '; 0x11_0000];
    for run in lines(DEFAULT_PROCESS) {
        let numbers: Vec<i32> = run.split(' ').map(|n| n.parse().expect("a number")).collect();
        let [first, last, distance] = numbers[..] else { panic!("{run}") };
        for code_point in first..=last {
            let image = u32::try_from(code_point + distance).ok().and_then(char::from_u32);
            expected[code_point as usize] = image.expect("a character");
        }
    }
    for c in '\0'..=char::MAX {
        let expected = expected[c as usize];
        // Between letters nothing is trimmed.
        assert_eq!(default_process(&format!("a{c}b")), format!("a{expected}b"), "{c:?}");
    }
    assert_eq!(default_process(" !Ab—c? "), "ab c");
    assert_eq!(default_process("?!"), "");
}

#[test]
fn many_at_once_score_as_one_by_one() {
    let pairs = recorded();
    // Some of all lengths, so that there are blocks of all kinds, and some longer than any block has room for.
    let mut choices: Vec<String> = pairs.iter().step_by(61).map(|(a, ..)| a.clone()).collect();
    choices.extend([513, 600, 1_100].map(|n| "many words of one text ".repeat(n / 23)));
    let queries: Vec<&String> = choices.iter().step_by(29).collect();
    let prepared = Choices::of(&choices);
    assert_eq!(prepared.len(), choices.len());
    for scorer in Scorer::ALL {
        let rows = cdist(&queries, &prepared, scorer);
        let hits = extract_all(&queries, &prepared, scorer, 7, 40.0);
        queries.par_iter().enumerate().for_each(|(at, query)| {
            let scores = choices.iter().map(|choice| scorer.similarity(query, choice));
            let scores: Vec<f64> = scores.collect();
            let row = &rows[at * choices.len()..][..choices.len()];
            assert!(scores.iter().zip(row).all(|(score, row)| *score as f32 == *row), "{scorer:?}");
            assert_eq!(hits[at], best_of(&scores, 7, 40.0), "{scorer:?} {query:?}");
        });
    }
}

/// What [`extract`] is to find.
fn best_of(scores: &[f64], limit: usize, cutoff: f64) -> Vec<Hit> {
    let all = scores.iter().enumerate().map(|(index, score)| Hit { index, score: *score });
    let mut hits: Vec<Hit> = all.filter(|hit| hit.score >= cutoff).collect();
    // A stable sort: ties stay in order.
    hits.sort_by(|a, b| b.score.total_cmp(&a.score));
    hits.truncate(limit);
    hits
}

#[test]
fn names_are_distinct_and_found() {
    for scorer in Scorer::ALL {
        assert_eq!(Scorer::named(scorer.name()), Some(scorer));
    }
    assert_eq!(Scorer::named("wratio"), None);
}

#[test]
fn odd_questions_have_no_answer() {
    let choices = Choices::of(["a", "a", "b"]);
    for scorer in Scorer::ALL {
        assert_eq!(extract("a", &choices, scorer, 0, 0.0), []);
        assert_eq!(extract("a", &choices, scorer, 9, f64::NAN), []);
        assert_eq!(extract("a", &choices, scorer, 9, 100.1), []);
        assert_eq!(extract("a", &Choices::default(), scorer, 9, 0.0), []);
        assert_eq!(extract("a", &choices, scorer, usize::MAX, f64::NEG_INFINITY).len(), 3);
        assert_eq!(cdist(&["a"], &Choices::default(), scorer), [0.0; 0]);
        assert_eq!(cdist(&[""; 0], &choices, scorer), [0.0; 0]);
        let ties = extract("a", &choices, scorer, 1, 0.0);
        assert_eq!(ties, [Hit { index: 0, score: 100.0 }]);
    }
}

/// Texts that have much in common, and some that have nothing in particular.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let text = prop_oneof![
        "[ab ]{0,12}",
        "([ab]{1,3}[ \u{a0}\u{2003}]){0,40}",
        "[a-dé漢 ]{0,90}",
        any::<String>()
    ];
    proptest::collection::vec(text, 1..40)
}

proptest! {
    #[test]
    fn cutoffs_and_limits_change_no_score(
        texts in texts(),
        scorer in proptest::sample::select(&Scorer::ALL[..]),
        limit in 0..9_usize,
        cutoff in 0.0..100.0_f64,
    ) {
        let choices = Choices::of(&texts);
        let (query, some) = (&texts[0], &texts[..texts.len().min(5)]);
        let scores: Vec<f64> = texts.iter().map(|text| scorer.similarity(query, text)).collect();
        prop_assert!(scores.iter().all(|score| (0.0..=100.0).contains(score)));
        prop_assert_eq!(extract(query, &choices, scorer, limit, cutoff), best_of(&scores, limit, cutoff));
        let all = extract_all(some, &choices, scorer, limit, cutoff);
        prop_assert_eq!(&all[0], &best_of(&scores, limit, cutoff));
        let rows = cdist(some, &choices, scorer);
        let row: Vec<f32> = scores.iter().map(|score| *score as f32).collect();
        prop_assert_eq!(&rows[..texts.len()], &row);
    }

    #[test]
    fn what_is_processed_stays_as_it_is(text: String) {
        let once = default_process(&text);
        prop_assert_eq!(default_process(&once), once);
    }
}
