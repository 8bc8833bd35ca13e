//! Transcripts as subtitles: `SubRip` (`.srt`) and `WebVTT` (`.vtt`).

use kindred::entity::transcript::Speech;
use kindred::{Error, Result};

/// As `SubRip`.
///
/// Refuses: `State` when the runner has told no times.
pub(super) fn srt(speech: &Speech) -> Result<String> {
    let cues = cues(speech)?.zip(1..);
    Ok(cues
        .map(|(cue, number)| {
            format!("{number}\n{} --> {}\n{}\n\n", cue.start(','), cue.end(','), cue.text)
        })
        .collect())
}

/// As `WebVTT`.
///
/// Refuses: `State` when the runner has told no times.
pub(super) fn vtt(speech: &Speech) -> Result<String> {
    let cue = |cue: Cue| {
        // Else a text could look like a tag, or like the times of another cue.
        let text = cue.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        format!("{} --> {}\n{text}\n\n", cue.start('.'), cue.end('.'))
    };
    Ok("WEBVTT\n\n".to_owned() + &cues(speech)?.map(cue).collect::<String>())
}

/// What is shown at once.
struct Cue {
    start_ms: u64,
    end_ms: u64,
    text: String,
}

impl Cue {
    fn start(&self, point: char) -> String {
        clock(self.start_ms, point)
    }

    fn end(&self, point: char) -> String {
        clock(self.end_ms, point)
    }
}

fn cues(speech: &Speech) -> Result<impl Iterator<Item = Cue>> {
    if speech.segments.is_empty() {
        return Err(Error::state("The runner has told no times, so there are no subtitles"));
    }
    Ok(speech.segments.iter().map(|segment| {
        // An empty line would end the cue.
        let lines = segment.text.lines().map(str::trim).filter(|line| !line.is_empty());
        let text = lines.collect::<Vec<_>>().join("\n");
        Cue { start_ms: ms(segment.start), end_ms: ms(segment.end), text }
    }))
}

fn ms(seconds: f64) -> u64 {
    (seconds * 1_000.0).round() as u64
}

fn clock(ms: u64, point: char) -> String {
    let (seconds, ms) = (ms / 1_000, ms % 1_000);
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    format!("{:02}:{:02}:{seconds:02}{point}{ms:03}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use kindred::entity::transcript::Segment;

    use super::*;

    fn speech(segments: &[(f64, f64, &str)]) -> Speech {
        let segment = |(start, end, text): &(f64, f64, &str)| Segment {
            start: *start,
            end: *end,
            text: (*text).to_owned(),
        };
        Speech { text: String::new(), segments: segments.iter().map(segment).collect() }
    }

    #[test]
    fn cues_have_numbers_and_times() {
        let speech = speech(&[(0.0, 1.5, " Hello,\r\n\r\nworld. "), (3_599.999_6, 3_661.25, "é")]);

        let srt = srt(&speech).expect("there are times");

        let first = "1\n00:00:00,000 --> 00:00:01,500\nHello,\nworld.\n\n";
        assert_eq!(srt, first.to_owned() + "2\n01:00:00,000 --> 01:01:01,250\né\n\n");
    }

    #[test]
    fn a_text_is_no_markup() {
        let speech = speech(&[(0.0, 360_000.0, "<b> & 00:01.000 --> 00:02.000")]);

        let vtt = vtt(&speech).expect("there are times");

        let cue = "00:00:00.000 --> 100:00:00.000\n&lt;b&gt; &amp; 00:01.000 --&gt; 00:02.000";
        assert_eq!(vtt, format!("WEBVTT\n\n{cue}\n\n"));
    }

    #[test]
    fn without_times_there_are_no_subtitles() {
        assert!(srt(&Speech::default()).is_err() && vtt(&Speech::default()).is_err());
    }
}
