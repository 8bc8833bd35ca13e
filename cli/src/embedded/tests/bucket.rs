//! The files of a bucket: what is left of them, and what is not.

use std::fs;
use std::path::{Path, PathBuf};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Credentials, Region};
use aws_smithy_http_client::Builder;
use kindred::Blobs;
use kindred::config::Secret;
use tokio::net::TcpListener;

use crate::embedded::{Access, BUCKET, Bucket, Engine, http};

fn bucket(directory: &Path) -> Bucket {
    let secret = Secret::new("a secret of the tests, 32 bytes.");
    Bucket::kept(directory, Access::derived(&secret, "http://localhost"))
}

fn blobs(bucket: &Bucket) -> Blobs {
    Blobs::new(bucket.client(), BUCKET)
}

/// All files and directories in a directory, by their paths in it.
fn content(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("it can be read");
    let mut paths = Vec::new();
    for entry in entries.map(|entry| entry.expect("it can be read")) {
        let name = PathBuf::from(entry.file_name());
        if entry.file_type().expect("it can be read").is_dir() {
            paths.extend(content(&entry.path()).into_iter().map(|path| name.join(path)));
        }
        paths.push(name);
    }
    paths.sort();
    paths
}

#[tokio::test]
async fn nothing_is_made_before_the_first_request() {
    let directory = tempfile::tempdir().expect("a directory");
    let bucket = bucket(directory.path());
    let _ = (bucket.client(), bucket.router());

    assert_eq!(content(directory.path()), [] as [PathBuf; 0]);
}

#[tokio::test]
async fn what_was_written_is_there_when_it_is_opened_again() {
    let directory = tempfile::tempdir().expect("a directory");
    let first = blobs(&bucket(directory.path()));
    first.put("jobs/1/audio", "audio".into()).await.expect("it can be written");

    let second = blobs(&bucket(directory.path()));

    let read = second.get("jobs/1/audio").await.expect("it can be read");
    assert_eq!(read.as_deref(), Some(&b"audio"[..]));
}

#[tokio::test]
async fn an_upload_that_was_given_up_leaves_no_parts() {
    let directory = tempfile::tempdir().expect("a directory");
    let bucket = bucket(directory.path());
    bucket.empty().await.expect("it can be emptied");
    let before = content(directory.path());
    let stream = futures_util::stream::iter([
        Ok(vec![0; 20 << 20].into()),
        Err(kindred::Error::invalid("The client is gone")),
    ]);

    let failure = blobs(&bucket).put_stream("audio", stream, u64::MAX).await;

    assert_eq!(failure.expect_err("it broke off").message(), "The client is gone");
    assert_eq!(content(directory.path()), before);
}

#[tokio::test]
async fn a_deleted_blob_leaves_nothing_but_its_directory_until_the_next_start() {
    let directory = tempfile::tempdir().expect("a directory");
    let first = bucket(directory.path());
    first.empty().await.expect("it can be emptied");
    let before = content(directory.path());
    blobs(&first).put("jobs/1/audio", "audio".into()).await.expect("it can be written");
    blobs(&first).delete("jobs/1/audio").await.expect("it can be deleted");
    assert_eq!(content(directory.path()).len(), before.len() + 2);

    let second = bucket(directory.path());

    assert_eq!(blobs(&second).get("any").await.expect("it can be asked for"), None);
    assert_eq!(content(directory.path()), before);
}

#[tokio::test]
async fn what_a_sudden_end_left_of_an_upload_is_removed_at_the_next_start() {
    let directory = tempfile::tempdir().expect("a directory");
    let first = bucket(directory.path());
    blobs(&first).put("kept", "kept".into()).await.expect("it can be written");
    let before = content(directory.path());
    let client = first.client();
    let upload = client.create_multipart_upload().bucket(BUCKET).key("audio").send().await;
    let id = upload.expect("it can be begun").upload_id.expect("it has an id");
    let part = client.upload_part().bucket(BUCKET).key("audio").upload_id(id).part_number(1);
    part.body(vec![0; 100].into()).send().await.expect("a part can be sent");
    fs::write(directory.path().join("blobs/.tmp.7.internal.part"), "part").expect("a file");
    assert_eq!(content(directory.path()).len(), before.len() + 4);

    let second = blobs(&bucket(directory.path()));

    assert!(second.get("kept").await.expect("it can be read").is_some());
    assert_eq!(content(directory.path()), before);
}

#[tokio::test]
async fn the_port_serves_the_same_bucket() {
    let bucket = Bucket::temporary(Access::new("id", "secret", "http://localhost"));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let router = http::router(Engine::memory().expect("a store in memory"), &bucket);
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let config = kindred::blobs::configured()
        .region(Region::new("anywhere"))
        .credentials_provider(Credentials::new("id", "secret", None, None, "test"))
        .endpoint_url(format!("http://{address}"))
        .force_path_style(true)
        .http_client(Builder::new().build_http());
    let remote = Blobs::new(Client::from_conf(config.build()), BUCKET);
    let stream = || futures_util::stream::iter(vec![Ok(vec![7; 1 << 20].into()); 9]);

    remote.put("small", "small".into()).await.expect("it can be written");
    remote.put_stream("large", stream(), u64::MAX).await.expect("it can be written");

    let (here, there) = (blobs(&bucket), remote);
    for (key, size) in [("small", 5), ("large", 9 << 20)] {
        let mine = here.get(key).await.expect("it can be read").expect("it is there");
        let theirs = there.get(key).await.expect("it can be read").expect("it is there");
        assert_eq!((mine.len(), mine == theirs), (size, true), "{key}");
    }
    server.abort();
}

#[tokio::test]
async fn a_temporary_bucket_is_gone_with_its_last_client() {
    let access = Access::new("id", "secret", "http://localhost");
    let bucket = Bucket::temporary(access);
    let blobs = blobs(&bucket);
    blobs.put("audio", "audio".into()).await.expect("it can be written");
    let root = bucket.root().await;

    drop(bucket);
    assert!(root.join(BUCKET).join("audio").exists());
    drop(blobs);

    assert!(!root.exists());
}
