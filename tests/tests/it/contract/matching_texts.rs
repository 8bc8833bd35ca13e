//! Matching of texts, by its contract.

use serde_json::{Value, json};
use tests::{Api, Reader};

fn question() -> Value {
    json!({ "query": "blade runer", "choices": ["Solaris", "Blade Runner"] })
}

/// A token of an account that is gone.
async fn gone(api: &Api) -> String {
    let reader = Reader::new(api).await;
    let _ = reader.delete(reader.path()).send().await.ok(201);
    reader.token
}

#[tokio::test]
async fn match_texts() {
    let reader = Reader::new(&Api::any().await).await;

    let reply = reader.post("/api/match").json(&question()).send().await.ok(200);

    assert_eq!(reply.body["status"], json!(true));
    let result = &reply.body["results"][0];
    assert_eq!(result["query"], json!("blade runer"));
    let best = &result["matches"][0];
    assert_eq!((&best["choice"], &best["index"]), (&json!("Blade Runner"), &json!(1)));
    assert_eq!(best["id"], Value::Null);
    assert!(best["score"].as_f64().is_some_and(|score| (90.0..100.0).contains(&score)), "{best}");
}

#[tokio::test]
async fn match_texts_bad_field() {
    let reader = Reader::new(&Api::any().await).await;
    let mut body = question();
    body["scorer"] = json!("soundex");

    let reply = reader.post("/api/match").json(&body).send().await;

    assert_eq!(reply.wrong_fields(), ["scorer"]);
    assert!(
        reply.body["errors"][0].as_str().is_some_and(|text| text.contains("WRatio")),
        "{}",
        reply.text
    );
}

#[tokio::test]
async fn match_texts_too_much() {
    let reader = Reader::new(&Api::any().await).await;
    let text = "x ".repeat(4_000);

    let body = json!({ "queries": vec![&text; 20], "choices": vec![&text; 20] });
    let reply = reader.post("/api/match").json(&body).send().await;

    reply.failed(413, "invalidRequest");
    assert!(reply.number_of("estimate") > reply.number_of("allowance"));
}

#[tokio::test]
async fn match_texts_bad_jwt() {
    let api = Api::any().await;
    let call = api.post("/api/match").bearer("not.a.token").json(&question());
    call.send().await.failed(422, "token");
}

#[tokio::test]
async fn match_texts_fake_jwt() {
    let api = Api::any().await;
    let call = api.post("/api/match").bearer(&gone(&api).await).json(&question());
    call.send().await.failed(404, "notInDatabase");
}

#[tokio::test]
async fn match_texts_no_jwt() {
    let reply = Api::any().await.post("/api/match").json(&question()).send().await;
    reply.failed(401, "token");
    assert_eq!(reply.body["msg"], json!("Missing Authorization Header"));
}
