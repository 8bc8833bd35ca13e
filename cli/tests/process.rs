//! `kindred` as a process: how it starts, how it ends, and what survives.

#[path = "process/crash.rs"]
mod crash;
#[path = "process/load.rs"]
mod load;
#[path = "process/offline.rs"]
mod offline;
#[path = "process/server.rs"]
mod server;
#[path = "process/workplace.rs"]
mod workplace;

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use serde_json::{Value, json};

use server::{Server, kindred, serve};

/// A time in which no link ends.
const MINUTE: Duration = Duration::from_secs(60);

/// It must end with status 1 and one line that names this.
#[track_caller]
fn must_refuse(command: &mut Command, name: &str) {
    let Output { status, stderr, .. } = command.output().expect("it runs");
    let said = String::from_utf8_lossy(&stderr);
    assert_eq!(status.code(), Some(1), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains(name), "{said}");
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

#[tokio::test]
async fn the_demo_account_has_recommendations_from_the_start() {
    let server = Server::start(&["--memory"]);

    let login = json!({ "email": "adal@example.org", "password": "Kindred#1" });
    let session = server.post("/api/auth/login", &login).await.expect("a session");
    let token = session["access_token"].as_str().expect("a token");
    let movies = server.get("/api/movie/user", token).await;
    let books = server.get("/api/book/user", token).await;

    for list in [movies, books] {
        assert!(list["number_of_elements"].as_u64() > Some(0), "{list}");
        assert!(list["content"][0]["reco_reasons"][0]["title"].is_string(), "{list}");
    }
}

#[tokio::test]
async fn every_acknowledged_article_survives_a_kill() {
    let directory = tempfile::tempdir().expect("a directory");
    let args = ["--data", text(directory.path()), "--no-demo"];
    let mut server = Server::start(&args);
    let article =
        json!({ "title": "Title", "text": "Text", "access-token": server.writer().await });
    let mut acknowledged: Vec<Value> = Vec::new();

    for round in 0..3_u64 {
        let writing = async {
            while let Some(written) = server.post("/articles/new", &article).await {
                acknowledged.push(written["id"].clone());
            }
        };
        // No wait for something to happen: the kill is to come at any moment.
        let moment = tokio::time::sleep(Duration::from_millis(150 + 70 * round));
        tokio::join!(writing, async {
            moment.await;
            server.signal("-KILL");
        });
        drop(server);
        server = Server::start(&args);
    }

    assert!(acknowledged.len() > 10, "only {} articles were written", acknowledged.len());
    for id in acknowledged {
        let read = server.get(&format!("/articles/{id}"), "").await;
        assert_eq!(read["id"], id, "{read}");
    }
}

#[tokio::test]
async fn sessions_survive_a_restart() {
    let directory = tempfile::tempdir().expect("a directory");
    let args = ["--data", text(directory.path()), "--no-demo"];
    let server = Server::start(&args);
    let token = server.writer().await;

    drop(server);
    let server = Server::start(&args);

    let owner = server.post("/verify-token", &json!({ "access-token": token })).await;
    assert_eq!(owner.expect("an answer")["username"], json!("writer"));
}

#[tokio::test]
async fn blobs_go_by_links_over_a_connection_and_survive_a_kill() {
    let directory = tempfile::tempdir().expect("a directory");
    let args = ["--data", text(directory.path()), "--no-demo"];
    let server = Server::start(&args);
    let audio = vec![7; 3 << 20];
    let blobs = server.blobs(directory.path());
    let link = blobs.link_to_put("audio", 3 << 20, "audio/mpeg", MINUTE).await.expect("a link");
    let put = |body: Vec<u8>| {
        let request = reqwest::Client::new().put(&link.url).header("content-type", "audio/mpeg");
        request.body(body).send()
    };

    let longer = put(vec![7; (3 << 20) + 1]).await.expect("an answer");
    let right = put(audio.clone()).await.expect("an answer");
    server.signal("-KILL");
    drop(server);
    let server = Server::start(&args);
    let blobs = server.blobs(directory.path());
    let link = blobs.link_to_get("audio", "audio/ogg", MINUTE).await.expect("a link");
    let read = reqwest::get(link).await.expect("an answer");

    assert_eq!((longer.status().as_u16(), right.status().as_u16()), (403, 200));
    assert_eq!(read.headers()["content-type"], "audio/ogg");
    assert!(read.bytes().await.expect("a body") == audio);
}

#[tokio::test]
async fn accounts_of_the_environment_are_there_from_the_start() {
    let accounts =
        json!([{ "email": "ada@example.org", "password": "Correct-Horse-7", "isAdmin": true }]);
    let mut command = serve(&["--memory"]);
    let server = Server::of(command.env("KINDRED_ACCOUNTS", accounts.to_string()));

    let session = server.log_in("ada@example.org", "Correct-Horse-7").await;
    let token = session["access_token"].as_str().expect("a session");
    let account = server.get("/api/users/info", token).await;

    assert_eq!((&account["isAdmin"], &account["activated"]), (&json!(true), &json!(true)));
    let demo = server.log_in("adal@example.org", "Kindred#1").await;
    assert!(demo["access_token"].is_string(), "{demo}");
}

#[tokio::test]
async fn mailed_links_lead_to_the_server_itself_unless_the_client_is_elsewhere() {
    let args = ["--memory", "--no-demo"];
    let client = "https://app.example/#";
    let own = Server::start(&args);
    let other = Server::of(serve(&args).env("KINDRED_CLIENT_URL", client));

    for (server, url) in [(&own, own.base.as_str()), (&other, client)] {
        let ada =
            json!({ "email": "ada@example.org", "username": "ada.l", "password": "Password#1" });
        server.post("/api/auth/register", &ada).await.expect("an account");
        let mails = server.get("/_local/outbox", "").await;

        let text = mails[0]["body"].as_str().expect("a mail");
        assert!(text.contains(&format!("\n{url}/activate?token=")), "{text}");
    }
}

#[tokio::test]
async fn limits_can_be_switched_off() {
    let limited = Server::start(&["--memory", "--no-demo"]);
    let unlimited = Server::start(&["--memory", "--no-demo", "--no-throttle"]);

    for (server, refusal) in [(&limited, "throttled"), (&unlimited, "auth")] {
        let mut last = Value::Null;
        for _ in 0..11 {
            last = server.log_in("ada@example.org", "Wrong#Horse7").await;
        }
        assert_eq!(last["errorType"], json!(refusal), "{last}");
    }
}

#[tokio::test]
async fn a_reset_lasts_and_ends_the_sessions_of_before_for_good() {
    let directory = tempfile::tempdir().expect("a directory");
    let args = ["--data", text(directory.path()), "--no-demo"];
    let server = Server::start(&args);
    let before = server.writer().await;
    let users = json!({ "users": [{ "email": "ada@example.org", "password": "Correct-Horse-7" }] });

    let made = server.post("/_local/reset", &users).await.expect("an answer");
    let after = server.log_in("ada@example.org", "Correct-Horse-7").await["access_token"].clone();
    drop(server);
    let server = Server::start(&args);

    assert_eq!(made, json!({ "users": [{ "id": 1, "email": "ada@example.org" }] }));
    let owner = server.get("/api/users/info", after.as_str().expect("a session")).await;
    assert_eq!(owner["email"], json!("ada@example.org"));
    let stranger = server.post("/verify-token", &json!({ "access-token": before })).await;
    assert_eq!(stranger.expect("an answer")["errorType"], json!("token"));
}

#[test]
fn an_occupied_port_is_told_in_one_line() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port().to_string();

    must_refuse(kindred().args(["--memory", "--port", &port]), &port);
}

#[test]
fn a_directory_that_cannot_be_used_is_told_in_one_line() {
    let file = tempfile::NamedTempFile::new().expect("a file");

    must_refuse(&mut serve(&["--data", text(file.path())]), text(file.path()));
}

#[test]
fn two_servers_do_not_share_a_directory() {
    let directory = tempfile::tempdir().expect("a directory");
    let args = ["--data", text(directory.path()), "--no-demo"];
    let _first = Server::start(&args);

    must_refuse(&mut serve(&args), text(directory.path()));
}

#[test]
fn ctrl_c_ends_it_with_success() {
    let mut server = Server::start(&["--memory", "--no-demo"]);

    server.signal("-INT");

    let status = server.child.wait().expect("it ends");
    assert_eq!(status.code(), Some(0));
}

#[test]
fn an_import_tells_what_it_refused_and_can_be_repeated() {
    let directory = tempfile::tempdir().expect("a directory");
    let (file, data) = (directory.path().join("books.csv"), directory.path().join("data"));
    let heading = "goodreads_book_id,isbn,isbn13,authors,original_publication_year,title,average_rating,\
        ratings_count,image_url,small_image_url";
    let rows = "1,439023483,,Suzanne Collins,2008.0,The Hunger Games,4.34,10,,\n\
        2,,,Nobody,2000.0,No Number,4.0,1,,";
    std::fs::write(&file, format!("{heading}\n{rows}\n")).expect("a file");
    let import = || {
        let args = ["import", "books", text(&file), "--data", text(&data)];
        kindred().args(args).output().expect("it runs")
    };

    let (first, second) = (import(), import());

    assert!(first.status.success() && second.status.success(), "{first:?} {second:?}");
    let refused = String::from_utf8_lossy(&first.stderr);
    assert!(refused.contains("line 3"), "{refused}");
    assert_ne!(first.stdout, second.stdout, "the second finds everything there");
}

#[test]
fn an_export_goes_into_another_system_and_comes_out_the_same() {
    let directory = tempfile::tempdir().expect("a directory");
    let at = |name: &str| directory.path().join(name);
    let rows =
        "goodreads_book_id,isbn,isbn13,authors,title\n1,439023483,,Collins,The Hunger Games\n";
    std::fs::write(at("books.csv"), rows).expect("a file");
    let run = |args: &[&str]| {
        let done = kindred().args(args).output().expect("it runs");
        assert!(done.status.success(), "{args:?}: {done:?}");
        done.stdout
    };
    let (one, other) = (at("one"), at("other"));
    run(&["import", "books", text(&at("books.csv")), "--data", text(&one)]);

    run(&["export", text(&at("all.jsonl.gz")), "--data", text(&one)]);
    run(&["import", "jsonl", text(&at("all.jsonl.gz")), "--data", text(&other)]);
    let [first, second] =
        ["one", "other"].map(|store| run(&["export", "-", "--data", text(&at(store))]));

    assert_eq!(String::from_utf8_lossy(&first), String::from_utf8_lossy(&second));
    assert!(first.ends_with(b"{\"type\":\"end\",\"contents\":1,\"interactions\":0}\n"));
    let packed = std::fs::read(at("all.jsonl.gz")).expect("a file");
    assert!(packed.starts_with(b"\x1f\x8b"), "it is gzipped");
}
