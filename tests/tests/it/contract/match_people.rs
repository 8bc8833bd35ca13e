//! People of near taste, as far as they can be asked for without knowing who is there.

use tests::{Api, Reader};

use super::media::{assert_invalid, assert_refused};

const PATH: &str = "/api/match/users";

/// Somebody who agrees to be compared.
async fn reader(api: &Api) -> Reader {
    let reader = Reader::new(api).await;
    reader.consents(true).await;
    reader
}

fn path_of(reader: &Reader) -> String {
    format!("{PATH}/{}", reader.user["uuid"].as_str().expect("a uuid"))
}

#[tokio::test]
async fn who_has_rated_nothing_is_near_nobody() {
    let reader = reader(&Api::any().await).await;

    for query in ["", "?kind=movie", "?kind=&limit=100", "?limit=1"] {
        let reply = reader.get(format!("{PATH}{query}")).await.ok(200);

        assert_eq!(reply.body["content"], serde_json::json!([]), "{query}");
    }
}

#[tokio::test]
async fn people_of_no_kind_are_invalid() {
    let reader = reader(&Api::any().await).await;

    for kind in ["episode", "films", "Movie", "%FF", "movie%20"] {
        assert_invalid(&reader.get(format!("{PATH}?kind={kind}")).await, "kind");
    }
}

#[tokio::test]
async fn people_beyond_the_limit_are_invalid() {
    let reader = reader(&Api::any().await).await;

    for limit in ["0", "-1", "101", "x", "", "1.5", "99999999999999999999", "%2B1"] {
        assert_invalid(&reader.get(format!("{PATH}?limit={limit}")).await, "limit");
    }
}

#[tokio::test]
async fn nobody_sees_people_without_agreeing_to_be_seen() {
    let api = Api::any().await;
    let (shy, other) = (Reader::new(&api).await, reader(&api).await);

    assert_refused(&shy.get(PATH).await, 403, "permission");
    assert_refused(&shy.get(path_of(&other)).await, 403, "permission");
}

/// One answer for everybody who cannot be compared, which does not tell why.
#[tokio::test]
async fn whoever_cannot_be_compared_is_not_found() {
    let api = Api::any().await;
    let (own, shy, gone) = (reader(&api).await, Reader::new(&api).await, reader(&api).await);
    let _ = gone.delete(gone.path()).send().await.ok(201);
    let nobody = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52";
    let paths = [path_of(&own), path_of(&shy), path_of(&gone), format!("{PATH}/{nobody}")];

    for path in paths.into_iter().chain([format!("{PATH}/x"), format!("{PATH}/7")]) {
        let reply = own.get(&path).await;

        assert_refused(&reply, 404, "notInDatabase");
        let segment = path.rsplit('/').next().expect("a segment");
        let same = reply.text.replace(segment, "?");
        assert!(same.contains("There is nobody with the uuid ? to compare with"), "{same}");
    }
}

#[tokio::test]
async fn people_who_agree_are_compared_even_if_they_have_nothing_in_common() {
    let api = Api::any().await;
    let (own, other) = (reader(&api).await, reader(&api).await);

    let reply = own.get(path_of(&other)).await.ok(200);

    let found = &reply.body["content"];
    assert_eq!((&found["uuid"], &found["overlap"]), (&other.user["uuid"], &serde_json::json!(0)));
    assert_eq!((&found["score"], &found["confidence"]), (&0.0.into(), &0.0.into()));
}

#[tokio::test]
async fn people_bad_jwt() {
    let api = Api::any().await;

    for path in [PATH.to_owned(), format!("{PATH}/x")] {
        assert_refused(&api.get(path).bearer("bad").send().await, 422, "token");
    }
}

#[tokio::test]
async fn people_fake_jwt() {
    let api = Api::any().await;
    let gone = reader(&api).await;
    let _ = gone.delete(gone.path()).send().await.ok(201);

    for path in [PATH.to_owned(), format!("{PATH}/x")] {
        assert_refused(&gone.get(path).await, 404, "notInDatabase");
    }
}

#[tokio::test]
async fn people_no_jwt() {
    let api = Api::any().await;

    for path in [PATH.to_owned(), format!("{PATH}/x")] {
        assert_refused(&api.get(path).send().await, 401, "token");
    }
}
