//! The media API, as far as it can be asked without knowing what is in the catalogue.

use serde_json::{Value, json};
use tests::shapes::{KINDS, PAGE, fields, found, listed};
use tests::{Api, Reader, Reply, fresh};

/// The envelope of a page, whatever is on it.
#[track_caller]
fn assert_page(reply: &Reply, page: i64) -> Vec<Value> {
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(fields(&reply.body), PAGE.map(str::to_owned).into(), "{}", reply.text);
    assert_eq!(reply.body["status"], json!(true));
    assert!(reply.body["message"].is_string());
    assert_eq!(reply.body["page"], json!(page));
    assert!(reply.body["total_pages"].is_u64(), "{}", reply.text);
    let content = reply.body["content"].as_array().expect("a list").clone();
    assert_eq!(reply.body["number_of_elements"], json!(content.len()));
    assert!(content.len() <= 24);
    content
}

/// A refusal in the words of the media API.
#[track_caller]
pub(super) fn assert_refused(reply: &Reply, status: u16, error_type: &str) {
    assert_eq!(reply.status, status, "{}", reply.text);
    assert_eq!(reply.body["status"], json!(false), "{}", reply.text);
    assert!(reply.body["message"].is_string(), "{}", reply.text);
    assert_eq!(reply.body["errorType"], json!(error_type), "{}", reply.text);
}

#[track_caller]
pub(super) fn assert_invalid(reply: &Reply, field: &str) {
    assert_refused(reply, 400, "invalidRequest");
    let errors = reply.body["errors"].as_array().expect("a list of errors");
    let named = errors.iter().all(|error| error.as_str().is_some_and(|e| e.contains(field)));
    assert!(named && !errors.is_empty(), "{field} is not named: {}", reply.text);
}

/// All GET routes of a kind.
fn routes(kind: &str) -> Vec<String> {
    let genres = (kind != "book").then(|| format!("/api/{kind}/genres"));
    [
        format!("/api/{kind}"),
        format!("/api/{kind}/user"),
        format!("/api/{kind}/search/a"),
        format!("/api/{kind}/1/meta"),
    ]
    .into_iter()
    .chain(genres)
    .collect()
}

#[tokio::test]
async fn without_a_token_nothing_of_the_catalogue_is_shown() {
    let api = Api::any().await;

    for path in KINDS.iter().flat_map(|kind| routes(kind)) {
        let reply = api.get(&path).send().await;

        assert_refused(&reply, 401, "token");
        assert_eq!(reply.body["msg"], json!("Missing Authorization Header"), "{path}");
    }
}

#[tokio::test]
async fn a_token_that_is_none_is_unprocessable() {
    let api = Api::any().await;

    for path in KINDS.iter().flat_map(|kind| routes(kind)) {
        for header in ["Basic abc", "Bearer", "Bearer a b", "Bearer not.a.token", "token"] {
            let reply = api.get(&path).header("authorization", header).send().await;

            assert_refused(&reply, 422, "token");
            assert!(reply.body["msg"].is_string(), "{path} with {header}: {}", reply.text);
        }
    }
}

#[tokio::test]
async fn popular_contents_show_exactly_the_fields_of_their_kind() {
    let reader = Reader::new(&Api::any().await).await;

    for kind in KINDS {
        let reply = reader.get(format!("/api/{kind}")).await;

        for content in assert_page(&reply, 1) {
            assert_eq!(fields(&content), listed(kind), "{content}");
        }
    }
}

#[tokio::test]
async fn found_contents_show_exactly_the_fields_of_their_kind() {
    let reader = Reader::new(&Api::any().await).await;

    for kind in KINDS {
        let reply = reader.get(format!("/api/{kind}/search/a")).await;

        for content in assert_page(&reply, 1) {
            assert_eq!(fields(&content), found(kind), "{content}");
        }
    }
}

#[tokio::test]
async fn pages_below_one_and_beyond_the_end_are_empty_and_echoed() {
    let reader = Reader::new(&Api::any().await).await;
    let all = reader.get("/api/movie").await.ok(200);

    for page in [0, -1, i64::MIN, i64::MAX] {
        let reply = reader.get(format!("/api/movie?page={page}")).await;

        assert_eq!(assert_page(&reply, page), [] as [Value; 0]);
        assert_eq!(reply.body["total_pages"], all.body["total_pages"]);
    }
}

#[tokio::test]
async fn a_page_number_beyond_64_bits_is_an_empty_page() {
    let reader = Reader::new(&Api::any().await).await;

    let reply = reader.get("/api/movie?page=99999999999999999999").await;

    assert_eq!(assert_page(&reply, i64::MAX), [] as [Value; 0]);
}

#[tokio::test]
async fn popular_lists_and_searches_take_what_is_no_page_number_for_page_one() {
    let reader = Reader::new(&Api::any().await).await;

    for path in ["/api/movie", "/api/movie/search/a"] {
        for page in ["abc", "1.5", "", "1e3", "%F0%9F%8D%95"] {
            let reply = reader.get(format!("{path}?page={page}")).await;

            assert_page(&reply, 1);
        }
    }
}

#[tokio::test]
async fn recommendations_refuse_what_is_no_page_number() {
    let reader = Reader::new(&Api::any().await).await;

    for kind in KINDS {
        for page in ["abc", "1.5", "", "1e3"] {
            let reply = reader.get(format!("/api/{kind}/user?page={page}")).await;

            assert_invalid(&reply, "page");
        }
    }
}

#[tokio::test]
async fn somebody_new_gets_what_is_popular_and_nothing_from_engines_that_know_people() {
    let reader = Reader::new(&Api::any().await).await;

    for kind in KINDS {
        for engine in
            ["FromSimilarContent", "FromProfile", "CollaborativeFiltering", "NoSuchEngine"]
        {
            let reply = reader.get(format!("/api/{kind}/user?reco_engine={engine}")).await;

            assert_eq!(assert_page(&reply, 1), [] as [Value; 0]);
            assert_eq!(reply.body["total_pages"], json!(0));
        }
        let all = reader.get(format!("/api/{kind}/user")).await;
        let popular = reader.get(format!("/api/{kind}/user?reco_engine=Popularity")).await;

        let shown = assert_page(&all, 1);
        assert_eq!(shown, assert_page(&popular, 1));
        for item in shown {
            assert_eq!(item["reco_engine"], json!("Popularity"), "{kind}");
            assert_eq!(item["reco_reasons"], json!([]), "{kind}");
            let score = item["reco_score"].as_f64().expect("a score");
            assert!(score > 0.0 && score <= 1.0, "{kind}: {score}");
        }
        // Nobody new belongs to a group.
        let groups = reader.get(format!("/api/{kind}/groups?reco_engine=Popularity")).await;
        assert_eq!(assert_page(&groups, 1), [] as [Value; 0]);
    }
}

#[tokio::test]
async fn a_term_that_nothing_contains_finds_an_empty_page() {
    let reader = Reader::new(&Api::any().await).await;
    let term = fresh("nothing-is-called-");

    for kind in KINDS {
        // Contract: these two are letters like others, so the term still finds nothing.
        for wildcards in ["", "%25", "_"] {
            let reply = reader.get(format!("/api/{kind}/search/{wildcards}{term}")).await;

            assert_eq!(assert_page(&reply, 1), [] as [Value; 0]);
            assert_eq!(reply.body["total_pages"], json!(0));
        }
    }
}

#[tokio::test]
async fn a_term_that_is_not_utf_8_is_refused() {
    let reader = Reader::new(&Api::any().await).await;

    let reply = reader.get("/api/movie/search/%ff%fe").await;

    assert_refused(&reply, 400, "invalidRequest");
}

#[tokio::test]
async fn genres_come_with_their_number_of_contents_greatest_first() {
    let reader = Reader::new(&Api::any().await).await;

    for kind in ["game", "movie"] {
        let reply = reader.get(format!("/api/{kind}/genres")).await.ok(200);

        assert_eq!(fields(&reply.body), ["content", "message", "status"].map(String::from).into());
        let genres = reply.body["content"].as_array().expect("a list");
        let count = |genre: &Value| genre["count"].as_u64().expect("a count");
        assert!(genres.is_sorted_by(|a, b| count(a) >= count(b)), "{}", reply.text);
        for genre in genres {
            assert_eq!(fields(genre), ["count", "genre_id", "name"].map(String::from).into());
        }
    }
}

#[tokio::test]
async fn books_have_no_genres() {
    let reader = Reader::new(&Api::any().await).await;

    let reply = reader.get("/api/book/genres").await;

    assert_eq!(reply.status, 404);
    assert_eq!(reply.body["status"], json!(false));
}

#[tokio::test]
async fn a_path_that_does_not_exist_is_refused_like_everything_else() {
    let reader = Reader::new(&Api::any().await).await;

    for path in ["/api/movie/", "/api/movie/1/meta/x", "/api/movies"] {
        let reply = reader.get(path).await;

        assert_eq!((reply.status, &reply.body["status"]), (404, &json!(false)), "{path}");
        assert!(reply.body["errorType"].is_string(), "{path}: {}", reply.text);
    }
}

#[tokio::test]
async fn a_method_that_a_path_does_not_know_is_refused_like_everything_else() {
    let reader = Reader::new(&Api::any().await).await;

    for path in ["/api/movie/user", "/api/book", "/api/game/1/meta"] {
        let reply = reader.delete(path).send().await;

        assert_eq!((reply.status, &reply.body["status"]), (405, &json!(false)), "{path}");
        assert!(reply.body["errorType"].is_string(), "{path}: {}", reply.text);
    }
}
