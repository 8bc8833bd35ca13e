//! Texts matched with texts: what comes out, in which order, and how much may be asked.

use serde_json::{Value, json};
use tests::{Reader, Reply, TestApp};

/// Somebody who wants texts matched.
async fn reader() -> (TestApp, Reader) {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    (app, reader)
}

async fn matched(reader: &Reader, body: &Value) -> Reply {
    reader.post("/api/match").json(body).send().await
}

/// The places of the choices that were found for each query.
#[track_caller]
fn places(reply: &Reply) -> Vec<Vec<u64>> {
    assert_eq!(reply.status, 200, "{}", reply.text);
    let results = reply.body["results"].as_array().expect("results").iter();
    let matches = |result: &Value| {
        let matches = result["matches"].as_array().expect("matches").iter();
        matches.map(|found| found["index"].as_u64().expect("a place")).collect()
    };
    results.map(matches).collect()
}

#[tokio::test]
async fn each_query_gets_the_choices_most_like_it_best_first() {
    let (_app, reader) = reader().await;

    let body = json!({
        "queries": ["blade runer", "SOLARIS!"],
        "choices": ["Solaris", "Blade Runner", "Blade"],
        "scorer": "ratio",
        "limit": 2,
        "score_cutoff": 50,
    });
    let reply = matched(&reader, &body).await.ok(200);

    let expected = json!({ "status": true, "results": [
        { "query": "blade runer", "matches": [
            { "choice": "Blade Runner", "id": null, "index": 1, "score": 95.65217391304348 },
            { "choice": "Blade", "id": null, "index": 2, "score": 62.5 },
        ] },
        { "query": "SOLARIS!", "matches": [
            { "choice": "Solaris", "id": null, "index": 0, "score": 100.0 },
        ] },
    ] });
    assert_eq!(reply.body, expected);
    assert_eq!(reply.headers["content-type"], "application/json");
}

#[tokio::test]
async fn ids_come_back_as_they_were_sent_and_equal_scores_in_the_order_of_the_choices() {
    let (_app, reader) = reader().await;

    let ids = [json!("tt1"), json!(u64::MAX), json!(i64::MIN), Value::Null];
    let choices = ids.iter().map(|id| json!({ "text": "Dune", "id": id })).collect::<Vec<_>>();
    let reply = matched(&reader, &json!({ "query": "dune", "choices": choices })).await;

    assert_eq!(places(&reply), [[0, 1, 2, 3]]);
    for (found, id) in
        reply.body["results"][0]["matches"].as_array().expect("a list").iter().zip(ids)
    {
        assert_eq!(found["id"], id, "{found}");
    }
}

#[tokio::test]
async fn a_query_that_nothing_is_like_has_no_matches() {
    let (_app, reader) = reader().await;

    let body = json!({ "query": "zzz", "choices": ["Dune"], "score_cutoff": 90 });
    let reply = matched(&reader, &body).await;

    assert_eq!(places(&reply), [[0_u64; 0]]);
}

#[tokio::test]
async fn a_processor_is_applied_to_queries_and_choices_and_shown_in_neither() {
    let (_app, reader) = reader().await;
    let score = async |processor: &str| {
        let body = json!({
            "query": "DUNE!", "choices": ["dune"], "processor": processor, "scorer": "ratio",
        });
        let found = matched(&reader, &body).await.ok(200).body["results"][0].clone();
        assert_eq!(
            (&found["query"], &found["matches"][0]["choice"]),
            (&json!("DUNE!"), &json!("dune"))
        );
        found["matches"][0]["score"].as_f64().expect("a score")
    };

    assert_eq!(score("none").await, 0.0);
    assert_eq!(score("default").await, 100.0);
    assert_eq!(score("title").await, 100.0);
}

#[tokio::test]
async fn null_is_as_good_as_nothing() {
    let (_app, reader) = reader().await;

    let body = json!({
        "query": null, "queries": ["dune"], "choices": ["Dune"], "scorer": null, "processor": null,
        "limit": null, "score_cutoff": null,
    });

    assert_eq!(places(&matched(&reader, &body).await), [[0]]);
}

#[tokio::test]
async fn many_texts_are_matched_as_few_are() {
    let (_app, reader) = reader().await;

    let texts: Vec<String> = (0..400).map(|n| format!("title {n:04}")).collect();
    let body = json!({ "queries": texts, "choices": texts, "scorer": "ratio", "limit": 1 });
    let reply = matched(&reader, &body).await;

    let own: Vec<_> = (0..400).map(|n| vec![n]).collect();
    assert_eq!(places(&reply), own);
}

#[tokio::test]
async fn what_is_wrong_is_told_at_once_and_by_its_place() {
    let (_app, reader) = reader().await;

    let body = json!({
        "query": "x", "queries": [], "choices": ["x", 1, { "text": "x" }, null], "scorer": "x",
        "processor": 1, "limit": 2.5, "score_cutoff": "NaN", "colour": "red",
    });
    let reply = matched(&reader, &body).await;

    let wrong = reply.wrong_fields();
    let expected = [
        "queries",
        "choices[1]",
        "choices[2]",
        "choices[3]",
        "scorer",
        "processor",
        "limit",
        "score_cutoff",
        "colour",
    ];
    assert_eq!(wrong, expected);
}

#[tokio::test]
async fn of_very_many_problems_the_first_few_are_told() {
    let (_app, reader) = reader().await;

    let reply = matched(&reader, &json!({ "query": "x", "choices": vec![1; 10_000] })).await;

    assert_eq!(reply.wrong_fields().len(), 10);
}

#[tokio::test]
async fn numbers_are_taken_up_to_their_limits() {
    let (_app, reader) = reader().await;
    let with = async |field: &str, value: &str| {
        let body = format!(r#"{{"query":"x","choices":["x"],"{field}":{value}}}"#);
        reader.post("/api/match").body("application/json", body).send().await.status
    };

    for fine in ["1", "1000"] {
        assert_eq!(with("limit", fine).await, 200, "{fine}");
    }
    for bad in ["0", "-1", "1001", "18446744073709551616", "1.5", "1e1", "\"5\"", "true"] {
        assert_eq!(with("limit", bad).await, 400, "{bad}");
    }
    for fine in ["0", "100", "99.9", "1e2", "-0.0"] {
        assert_eq!(with("score_cutoff", fine).await, 200, "{fine}");
    }
    for bad in ["-0.1", "100.1", "NaN", "Infinity", "1e999", "\"50\"", "[]"] {
        assert_eq!(with("score_cutoff", bad).await, 400, "{bad}");
    }
}

#[tokio::test]
async fn half_a_character_is_no_text() {
    let (_app, reader) = reader().await;

    for text in [r"\ud800", r"\udc00", r"\ud800x", r"\ud83d\ud83d"] {
        let body = format!(r#"{{"query":"{text}","choices":["x"]}}"#);
        let reply = reader.post("/api/match").body("application/json", body).send().await;

        reply.failed(400, "invalidRequest");
        assert!(
            reply.text_of("message").starts_with("The body is not valid JSON"),
            "{}",
            reply.text
        );
    }
    let whole = r#"{"query":"\ud83d\ude00","choices":["\ud83d\ude00"],"processor":"none"}"#;
    let reply = reader.post("/api/match").body("application/json", whole).send().await;
    assert_eq!(places(&reply), [[0]]);
}

#[tokio::test]
async fn odd_texts_are_matched_like_others() {
    let (_app, reader) = reader().await;

    let odd = ["\u{0}", " ", "e\u{301}", "日本語", "👩‍👩‍👧", "\u{202e}abc", "ﷺ", &"é".repeat(10_000)];
    for processor in ["none", "default", "title"] {
        for scorer in ["ratio", "WRatio", "JaroWinkler"] {
            let body = json!({
                "queries": odd[..7], "choices": odd, "processor": processor, "scorer": scorer, "limit": 1,
            });
            let reply = matched(&reader, &body).await;
            assert_eq!(places(&reply).len(), 7, "{processor} {scorer}");
        }
    }
}

#[tokio::test]
async fn too_much_work_is_refused_with_its_estimate_and_how_much_is_allowed() {
    let (_app, reader) = reader().await;
    let about = reader.get("/api/match").await.ok(200);
    let allowance = about.body["limits"]["request"]["allowance"].as_u64().expect("an allowance");

    let long = "x y ".repeat(500);
    let body = json!({ "queries": vec![&long; 100], "choices": vec![&long; 100] });
    let reply = matched(&reader, &body).await;

    reply.failed(413, "invalidRequest");
    assert!(reply.text_of("message").contains("POST /api/match/jobs"), "{}", reply.text);
    assert_eq!(reply.number_of("allowance"), allowance);
    assert!(reply.number_of("estimate") > allowance);
}

#[tokio::test]
async fn texts_that_get_longer_when_they_are_processed_are_more_work() {
    let (_app, reader) = reader().await;

    let growing = "ﷺ".repeat(1_000);
    let body = |processor: &str| {
        json!({
            "queries": vec![&growing; 20], "choices": vec![&growing; 20],
            "processor": processor, "scorer": "DamerauLevenshtein", "limit": 1,
        })
    };

    let grown = matched(&reader, &body("title")).await;
    grown.failed(413, "invalidRequest");
}

#[tokio::test]
async fn what_can_be_asked_is_told() {
    let (_app, reader) = reader().await;

    let about = reader.get("/api/match").await.ok(200).body;

    assert_eq!(about["scorers"].as_array().map(Vec::len), Some(18));
    assert_eq!(about["processors"], json!(["none", "default", "title"]));
    for scorer in about["scorers"].as_array().expect("a list") {
        let body = json!({ "query": "dune", "choices": ["dune"], "scorer": scorer });
        assert_eq!(places(&matched(&reader, &body).await), [[0]], "{scorer}");
    }
}
