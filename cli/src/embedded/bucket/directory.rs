//! The directory in which the files of a bucket lie.
//!
//! `s3s-fs` keeps a blob in `<bucket>/<key>`, and beside the bucket, in hidden files, what is known of it, the parts of
//! uploads that are not complete, and what is being written.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::BUCKET;

/// Make the directory if it is missing; else remove what a sudden end has left of uploads.
pub(super) fn tidy(root: &Path) -> io::Result<()> {
    let bucket = root.join(BUCKET);
    fs::create_dir_all(&bucket)?;
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // `.upload-ID.json`, `.upload_id-ID.part-N` and `.bucket-B.object-K.upload-ID.metadata.json`
        if name.starts_with(".upload") || name.contains(".upload-") {
            fs::remove_file(entry.path())?;
        }
    }
    prune(&bucket)
}

/// Remove everything in it.
pub(super) fn clear(root: &Path) -> io::Result<()> {
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let removed = if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())
        } else {
            fs::remove_file(entry.path())
        };
        match removed {
            // An upload that was under way has removed it.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            removed => removed?,
        }
    }
    fs::create_dir_all(root.join(BUCKET))
}

/// What is known of a blob, beside what is in it.
pub(super) fn companions(root: &Path, key: &str) -> [PathBuf; 2] {
    let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let name = format!(".bucket-{}.object-{}", encode(BUCKET), encode(key));
    ["metadata", "internal"].map(|kind| root.join(format!("{name}.{kind}.json")))
}

/// Remove the directories that are left of deleted blobs.
///
/// Never while the bucket is in use: one that is empty may just have been made for a blob to come.
fn prune(directory: &Path) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            prune(&entry.path())?;
            match fs::remove_dir(entry.path()) {
                Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {}
                removed => removed?,
            }
        }
    }
    Ok(())
}
