//! Match texts with texts, as long as that is little enough to be done while somebody waits.

use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kindred::http::Body;
use kindred::http::body::MOST_BYTES;
use kindred::http::media::Caller;
use kindred::texts::{Limits, MOST_TIME, QueryMatches, Question, on_this_thread};
use kindred::{App, Error, Result};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::shapes::QuestionIn;

/// So much work is done on the spot: a millisecond at most. Handed over, it would wait behind the largest.
const LITTLE: u64 = 1_000_000;

const BEGINNING: &[u8] = br#"{"status":true,"results":["#;

/// The choices that are most like each query.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Matches<'a> {
    /// Always true.
    #[schema(example = true)]
    status: bool,
    /// One for each query, in their order; for `query`, one.
    results: Vec<QueryMatches<'a>>,
}

/// Match texts with texts.
///
/// For each query the choices that are most like it, the best first; of equally good ones the earlier comes first.
/// Scores are those of RapidFuzz 3.14, from 0 to 100, whatever the scorer. One query can be sent as `query`, several as
/// `queries`: the answer looks the same. What is too much work for a request, or has too large an answer, can be a job:
/// `POST /api/match/jobs`. How much work a request may be, and what scorers and processors there are, tells `GET
/// /api/match`. Should what was allowed take 20 seconds nevertheless, it is refused as too much work.
#[utoipa::path(post, path = "/api/match", tag = "Matching", request_body = QuestionIn, responses(
    (status = 200, body = Matches, description = "What is most like the queries"),
    (status = 400, description = "query: missing, and so is queries | queries: not beside query | query: not a text | \
        query: empty | query: longer than 10000 characters | queries: empty | queries: more than 1000 | \
        queries[1]: empty | choices: missing | choices: not a list | choices: empty | choices: more than 10000 | \
        choices[1]: neither a text nor an object with one | choices[1]: an object, but choices[0] is none | \
        choices[1]: not an object, as choices[0] is | choices[0].text: not a text | \
        choices[0].id: neither a text nor a whole number of 64 bits | choices[0].id: longer than 255 characters | \
        choices[0].name: there is no such field | \
        scorer: not one of ratio, partial_ratio, token_sort_ratio, token_set_ratio, token_ratio, \
        partial_token_sort_ratio, partial_token_set_ratio, partial_token_ratio, WRatio, QRatio, Levenshtein, \
        DamerauLevenshtein, OSA, Indel, Jaro, JaroWinkler, LCSseq, Hamming | \
        processor: not one of none, default, title | limit: not a whole number from 1 to 1000 | \
        score_cutoff: not a number from 0 to 100 | cutoff: there is no such field"),
    (status = 413, description = "This is too much work for a request; submit it as a job: POST /api/match/jobs \
        → estimate 161302500000 allowance 20000000000 | \
        The answer has more than 6291456 bytes: lower limit, or submit a job: POST /api/match/jobs | \
        The body is larger than 6291456 bytes"),
))]
pub(crate) async fn match_texts(
    State(app): State<App>,
    _: Caller,
    Body(body): Body<Map<String, Value>>,
) -> Result<Response> {
    let question = Question::read(body, &Limits::REQUEST)?;
    let estimate = question.estimate();
    Limits::REQUEST.allow(estimate)?;
    let work = move || answer(question, MOST_TIME);
    let answer =
        if estimate <= LITTLE { on_this_thread(work) } else { app.matching.run(work).await? };
    Ok(([(header::CONTENT_TYPE, "application/json")], answer?).into_response())
}

/// The answer as JSON.
///
/// Refuses: `Invalid` 413 when it is more work than its lengths said, for some texts get longer when they are
/// processed; when it takes longer than this; and when there is more to answer than a function of Lambda can.
fn answer(question: Question, most_time: Duration) -> Result<Bytes> {
    let began = Instant::now();
    let prepared = question.prepared();
    Limits::REQUEST.allow(prepared.estimate)?;
    let mut json = BEGINNING.to_vec();
    for slice in prepared.slices() {
        if began.elapsed() > most_time {
            return Err(Limits::REQUEST.too_much(prepared.estimate));
        }
        for found in prepared.matches(slice) {
            if json.len() > BEGINNING.len() {
                json.push(b',');
            }
            serde_json::to_writer(&mut json, &found).map_err(Error::internal)?;
            if json.len() > MOST_BYTES - 2 {
                return Err(too_long());
            }
        }
    }
    json.extend_from_slice(b"]}");
    Ok(json.into())
}

fn too_long() -> Error {
    let message = format!(
        "The answer has more than {MOST_BYTES} bytes: lower limit, or submit a job: POST /api/match/jobs"
    );
    Error::invalid(message).with_status(StatusCode::PAYLOAD_TOO_LARGE)
}

#[cfg(test)]
mod tests {
    use kindred::Kind;
    use serde_json::json;

    use super::*;

    const N_QUERIES: usize = 500;

    fn question() -> Question {
        let queries: Vec<String> = (0..N_QUERIES).map(|n| n.to_string()).collect();
        let body = json!({ "queries": queries, "choices": ["1", "2"], "limit": 1 });
        let body = body.as_object().expect("an object").clone();
        Question::read(body, &Limits::REQUEST).expect("a question")
    }

    #[test]
    fn slices_answer_all_queries_in_their_order() {
        let answered = on_this_thread(|| answer(question(), Duration::MAX)).expect("an answer");

        let answered: Value = serde_json::from_slice(&answered).expect("JSON");
        let asked: Vec<_> = (0..N_QUERIES).map(|n| &answered["results"][n]["query"]).collect();
        let expected: Vec<_> = (0..N_QUERIES).map(|n| json!(n.to_string())).collect();
        assert_eq!(asked, expected.iter().collect::<Vec<_>>());
    }

    #[test]
    fn what_takes_too_long_is_too_much() {
        let refused = answer(question(), Duration::ZERO).expect_err("no time at all");

        assert_eq!(refused.status(), Some(StatusCode::PAYLOAD_TOO_LARGE));
        assert_eq!(refused.kind(), Kind::Invalid);
    }
}
