//! Transcripts: what a runner made of a job's audio.
//!
//! An item of its own beside the job, so that reading jobs costs the same however much was said. A text that is too large
//! for an item lies in the bucket.

use serde::{Deserialize, Serialize};

use crate::store::{Entity, Key, Table};

/// Bytes of a transcript, segments included, that lie in the item.
pub const MOST_INLINE_BYTES: usize = 128 * 1_024;

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
