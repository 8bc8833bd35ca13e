//! The committed description of the API is current, whole and true.

use std::fs;

use kindred_cli::api;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi.json");

#[test]
fn openapi_is_current() {
    let current = api::description_text();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(COMMITTED, &current).expect("openapi.json can be written");
    }

    let committed = fs::read_to_string(COMMITTED).expect("openapi.json can be read");

    assert!(
        committed == current,
        "openapi.json is out of date: run `make openapi`, look at the difference, commit it"
    );
}
