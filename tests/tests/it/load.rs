//! What the people of `make load` ask for is there; CI also lets some of them come.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kindred::auth::access::ROUTES;

#[test]
fn the_load_asks_for_routes_that_there_are() {
    let known: BTreeSet<_> = ROUTES.iter().map(|(_, path, _)| *path).collect();

    let asked = asked();

    assert!(asked.len() > 20, "they ask for little: {asked:?}");
    for path in &asked {
        assert!(known.contains(path.as_str()), "load/ asks for {path}, which there is not");
    }
}

/// Every text in the load that is a path: those between quotes that begin with a slash.
fn asked() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../load");
    let files = fs::read_dir(&folder).expect("the load").map(|file| file.expect("a file").path());
    let programs = files.filter(|path| path.extension().is_some_and(|extension| extension == "py"));
    let texts: Vec<_> = programs.map(|path| fs::read_to_string(path).expect("a text")).collect();
    let quoted = texts.iter().flat_map(|text| text.split('"'));
    quoted.filter(|text| text.starts_with('/') && !text.contains(' ')).map(str::to_owned).collect()
}
