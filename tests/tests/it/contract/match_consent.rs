//! The switch by which one's taste may be compared.

use serde_json::{Value, json};
use tests::shapes::fields;
use tests::{Api, Reader};

use super::media::{assert_invalid, assert_refused};

const PATH: &str = "/api/match/consent";

#[tokio::test]
async fn consent_is_off_at_first_and_then_as_it_was_set() {
    let reader = Reader::new(&Api::any().await).await;

    let first = reader.get(PATH).await.ok(200);
    assert_eq!(first.body, json!({ "status": true, "consent": false, "since": null }));

    let put = async |consent: bool| {
        let call = reader.put(PATH).json(&json!({ "consent": consent }));
        call.send().await.ok(201).body
    };
    let given = put(true).await;
    assert_eq!(fields(&given), fields(&first.body));
    assert_eq!(given["consent"], json!(true));
    assert!(given["since"].is_string(), "{given}");
    assert_eq!(put(true).await, given, "saying it twice is saying it once");
    assert_eq!(reader.get(PATH).await.ok(200).body, given);
    assert_eq!(put(false).await, first.body);
    assert_eq!(put(false).await, first.body);
    assert_eq!(reader.get(PATH).await.ok(200).body, first.body);
}

#[tokio::test]
async fn consent_that_is_neither_true_nor_false_is_invalid() {
    let reader = Reader::new(&Api::any().await).await;

    for consent in [json!("true"), json!(1), json!(0), Value::Null, json!([true]), json!({})] {
        let reply = reader.put(PATH).json(&json!({ "consent": consent })).send().await;

        assert_invalid(&reply, "consent");
    }
    assert_invalid(&reader.put(PATH).json(&json!({})).send().await, "consent");
    assert_eq!(reader.get(PATH).await.ok(200).body["consent"], json!(false));
}

#[tokio::test]
async fn consent_bad_jwt() {
    let api = Api::any().await;

    assert_refused(&api.get(PATH).bearer("bad").send().await, 422, "token");
    let put = api.put(PATH).bearer("bad").json(&json!({ "consent": true }));
    assert_refused(&put.send().await, 422, "token");
}

#[tokio::test]
async fn consent_fake_jwt() {
    let api = Api::any().await;
    let gone = Reader::new(&api).await;
    let _ = gone.delete(gone.path()).send().await.ok(201);

    assert_refused(&gone.get(PATH).await, 404, "notInDatabase");
    let put = gone.put(PATH).json(&json!({ "consent": true }));
    assert_refused(&put.send().await, 404, "notInDatabase");
}

#[tokio::test]
async fn consent_no_jwt() {
    let api = Api::any().await;

    assert_refused(&api.get(PATH).send().await, 401, "token");
    let put = api.put(PATH).json(&json!({ "consent": true }));
    assert_refused(&put.send().await, 401, "token");
}
