//! Links: who has one may do what it says, and nothing else.

use axum::http::Method;
use kindred::blobs::UploadLink;
use tests::{Api, Call, Reply};

use super::*;

/// Follow a link as a program without any knowledge of S3 does.
fn follow(api: &Api, method: Method, link: &str) -> Call {
    api.call(method, path(link)).header("host", "localhost")
}

async fn upload(api: &Api, link: &UploadLink, content: &[u8]) -> Reply {
    let mut call = follow(api, Method::PUT, &link.url).bytes(content);
    for (name, value) in &link.headers {
        call = call.header(name, value);
    }
    // In the words of HTTP, for nobody stands between that would count.
    call.header("content-length", &content.len().to_string()).send().await
}

/// It must be this refusal, in the words of S3.
#[track_caller]
fn refused(reply: &Reply, code: &str) {
    assert_eq!(reply.status, 403, "{}", reply.text);
    assert!(reply.text.contains(&format!("<Code>{code}</Code>")), "{}", reply.text);
    assert_eq!(reply.headers["content-type"], "application/xml");
}

#[tokio::test]
async fn a_blob_is_read_by_its_link_with_the_type_that_it_says() {
    let (app, blobs) = blobs().await;
    let content = bytes(100_000);
    blobs.put("jobs/1/audio", content.clone()).await.expect("it can be written");

    for content_type in ["audio/mpeg", "text/plain; charset=utf-8"] {
        let link = blobs.link_to_get("jobs/1/audio", content_type, A_WHILE).await.expect("a link");
        let reply = follow(&app.api(), Method::GET, &link).header("origin", "https://app.example");
        let reply = reply.send().await.ok(200);

        assert_eq!(reply.headers["content-type"], content_type);
        assert_eq!(reply.headers["content-length"], "100000");
        assert_eq!(reply.headers["access-control-allow-origin"], "*");
        assert_eq!(reply.headers["access-control-expose-headers"], "*");
        assert!(reply.headers.contains_key("etag"));
        assert_eq!(reply.text, String::from_utf8_lossy(&content));
    }
}

#[tokio::test]
async fn a_link_to_what_is_not_there_says_so() {
    let (app, blobs) = blobs().await;
    let link = blobs.link_to_get("missing", "audio/mpeg", A_WHILE).await.expect("a link");

    let reply = follow(&app.api(), Method::GET, &link).send().await.ok(404);

    assert!(reply.text.contains("<Code>NoSuchKey</Code>"), "{}", reply.text);
}

#[tokio::test]
async fn a_client_puts_a_blob_by_its_link() {
    let (app, blobs) = blobs().await;
    let link = blobs.link_to_put("jobs/1/audio", 5, "audio/mpeg", A_WHILE).await.expect("a link");

    let reply = upload(&app.api(), &link, b"audio").await.ok(200);

    assert!(reply.headers.contains_key("etag"));
    let written = blobs.get("jobs/1/audio").await.expect("it can be read");
    assert_eq!(written.as_deref(), Some(&b"audio"[..]));
    let headers = [("content-length", "5"), ("content-type", "audio/mpeg")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut told = link.headers;
    told.sort();
    assert_eq!(told, headers);
}

#[tokio::test]
async fn another_size_or_type_than_the_link_says_is_refused() {
    let (app, blobs) = blobs().await;
    let link = blobs.link_to_put("jobs/1/audio", 5, "audio/mpeg", A_WHILE).await.expect("a link");
    let put = |content: &'static [u8]| follow(&app.api(), Method::PUT, &link.url).bytes(content);
    let audio = |content, size| put(content).header("content-length", size);

    let replies = [
        upload(&app.api(), &link, b"audios").await,
        upload(&app.api(), &link, b"audi").await,
        audio(b"audio", "5").header("content-type", "text/html").send().await,
        audio(b"audio", "5").send().await,
        put(b"audio").header("content-type", "audio/mpeg").send().await,
    ];

    for reply in replies {
        refused(&reply, "SignatureDoesNotMatch");
    }
    assert_eq!(blobs.get("jobs/1/audio").await.expect("it can be read"), None);
}

#[tokio::test]
async fn a_link_is_good_for_one_key_and_one_way() {
    let (app, blobs) = blobs().await;
    blobs.put("mine", bytes(5)).await.expect("it can be written");
    blobs.put("yours", bytes(5)).await.expect("it can be written");
    let link = blobs.link_to_get("mine", "audio/mpeg", A_WHILE).await.expect("a link");
    let api = app.api();

    let (unsigned, _) = link.split_once('?').expect("a query");
    refused(&follow(&api, Method::GET, unsigned).send().await, "AccessDenied");
    for (method, link) in [
        (Method::GET, link.replace("/mine?", "/yours?")),
        (Method::GET, link.replace("audio%2Fmpeg", "text%2Fhtml")),
        (Method::GET, link.replace("X-Amz-Expires=600", "X-Amz-Expires=6000")),
        (Method::PUT, link.clone()),
        (Method::DELETE, link.clone()),
    ] {
        refused(&follow(&api, method, &link).send().await, "SignatureDoesNotMatch");
    }
    assert_eq!(blobs.get("mine").await.expect("it can be read"), Some(bytes(5)));
}

#[tokio::test]
async fn a_link_ends() {
    let (app, blobs) = blobs().await;
    blobs.put("audio", bytes(5)).await.expect("it can be written");
    let at_once = Duration::ZERO;

    let get = blobs.link_to_get("audio", "audio/mpeg", at_once).await.expect("a link");
    let put = blobs.link_to_put("audio", 5, "audio/mpeg", at_once).await.expect("a link");

    refused(&follow(&app.api(), Method::GET, &get).send().await, "AccessDenied");
    refused(&upload(&app.api(), &put, b"audio").await, "AccessDenied");
    assert_eq!(blobs.get("audio").await.expect("it can be read"), Some(bytes(5)));
}

#[tokio::test]
async fn browsers_may_upload_from_anywhere() {
    let (app, blobs) = blobs().await;
    let link = blobs.link_to_put("audio", 5, "audio/mpeg", A_WHILE).await.expect("a link");

    let reply = follow(&app.api(), Method::OPTIONS, &link.url)
        .header("origin", "https://app.example")
        .header("access-control-request-method", "PUT")
        .header("access-control-request-headers", "content-type")
        .send()
        .await
        .ok(200);

    assert_eq!(reply.headers["access-control-allow-origin"], "*");
    assert_eq!(reply.headers["access-control-allow-methods"], "*");
    assert_eq!(reply.headers["access-control-allow-headers"], "*");
}
