//! Transcripts: what a runner made of a job's audio.
//!
//! An item of its own beside the job, so that reading jobs costs the same however much was said. A text that is too
//! large for an item lies in the bucket.

use serde::{Deserialize, Serialize};

use crate::store::{Entity, Key, Table};
use crate::{Error, Result};

/// Bytes of a transcript, segments included, that lie in the item.
pub const MOST_INLINE_BYTES: usize = 128 * 1_024;

/// When a part of a transcript ends at the latest.
const MOST_SECONDS: f64 = 1e9;

/// A transcript as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    /// Of which job.
    pub job: u64,
    /// Where it is.
    pub content: Content,
}

/// Where a transcript is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Here.
    Here(Speech),
    /// In the bucket under this key, as JSON of a [`Speech`].
    Blob(String),
}

/// What was said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Speech {
    /// All of it.
    pub text: String,
    /// The same in parts with their times, if the runner told them.
    #[serde(default)]
    pub segments: Vec<Segment>,
}

/// A part of what was said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// When it begins, seconds from the start.
    pub start: f64,
    /// When it ends, seconds from the start.
    pub end: f64,
    /// What was said then.
    pub text: String,
}

/// The parts of a transcript as a runner tells them: a JSON list of `start`, `end` and `text`.
///
/// Times are kept to the microsecond: the store has no numbers as small or as large as a runner can write.
///
/// Refuses: `Invalid` when it is none, or when a part ends before it starts, starts before the beginning, or ends after
/// `MOST_SECONDS`.
pub fn segments(json: &str) -> Result<Vec<Segment>> {
    let refused = || Error::invalid("The field segments is no JSON list of start, end and text");
    let mut segments: Vec<Segment> = serde_json::from_str(json).map_err(|_| refused())?;
    for Segment { start, end, .. } in &mut segments {
        if !(0.0..=*end).contains(start) || *end > MOST_SECONDS {
            return Err(refused());
        }
        [*start, *end] = [*start, *end].map(|seconds| (seconds * 1e6).round() / 1e6);
    }
    Ok(segments)
}

impl Transcript {
    /// Where the transcript of a job lies.
    pub fn place(job: u64) -> Key {
        Key::new(Table::State, format!("JOB#{job}"), "TRANSCRIPT")
    }
}

impl Speech {
    /// About how many bytes it takes.
    pub fn size_bytes(&self) -> usize {
        const TIMES: usize = 48;
        let segments = self.segments.iter().map(|segment| segment.text.len() + TIMES);
        self.text.len() + segments.sum::<usize>()
    }
}

impl Entity for Transcript {
    const TYPE: &'static str = "transcript";

    fn key(&self) -> Key {
        Self::place(self.job)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_times_in_their_order() {
        let parts = segments(r#"[{"start": 0, "end": 1.5, "text": "é", "words": []}]"#);
        assert_eq!(
            parts.expect("a list"),
            [Segment { start: 0.0, end: 1.5, text: "é".to_owned() }]
        );
        let tiny = segments(r#"[{"start": 1e-300, "end": 1e-300, "text": ""}]"#);
        assert_eq!(tiny.expect("a list")[0].end, 0.0);
        assert_eq!(segments("[]").expect("a list"), []);
        for times in ["2, 1", "-1, 1", "0, 1e999", "0, 1e300", "NaN, 1", "null, 1", r#""0", 1"#] {
            let (start, end) = times.split_once(", ").expect("two times");
            let json = format!(r#"[{{"start": {start}, "end": {end}, "text": ""}}]"#);
            assert!(segments(&json).is_err(), "{json}");
        }
        for json in ["", "null", "{}", "[1]", r#"[{"start": 0, "end": 1}]"#, "[[[[", "[] x"] {
            assert!(segments(json).is_err(), "{json}");
        }
    }
}
