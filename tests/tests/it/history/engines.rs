//! Where the engines stand, as administrators see it.

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::Reader;

use super::Archive;

impl Archive {
    async fn engines(&self, kind: &str) -> Value {
        let reply = self.administrator.get("/api/admin/engines").await.ok(200);
        let kinds = reply.body["kinds"].as_array().expect("a list").clone();
        kinds.into_iter().find(|it| it["kind"] == kind).expect("every kind is there")
    }
}

/// What each engine did between two looks: launched, skipped, touched, written.
fn done(before: &Value, after: &Value) -> Vec<(String, [u64; 4])> {
    let number = |engine: &Value, name: &str| engine[name].as_u64().expect("a number");
    let [before, after] =
        [before, after].map(|kind| kind["engines"].as_array().expect("a list").clone());
    let engines = before.iter().zip(&after).map(|(before, after)| {
        let counted = ["launched", "skipped", "touched", "written"];
        let name = after["engine"].as_str().expect("a name").to_owned();
        (name, counted.map(|name| number(after, name) - number(before, name)))
    });
    engines.collect()
}

#[tokio::test]
async fn a_rating_launches_what_depends_on_it_and_nothing_else() {
    let archive = Archive::new().await;
    let mut movies = Vec::new();
    for _ in 0..3 {
        let movie = json!({ "title": "The Same" });
        movies.push(archive.app.publish(MediaKind::Movie, movie).await);
    }
    let reader = Reader::new(&archive.app.api()).await;
    archive.app.settle().await;
    let (before, books) = (archive.engines("movie").await, archive.engines("book").await);

    reader.rates("movie", movies[0], 4).await;
    archive.app.settle().await;

    let after = archive.engines("movie").await;
    let expected = [
        ("Popularity", [1, 0, 1, 1]),
        ("ContentSimilarities", [0, 1, 0, 0]),
        ("LinkBetweenItems", [0, 1, 0, 0]),
        ("FromSimilarContent", [1, 0, 1, 1]),
        ("FromProfile", [1, 0, 1, 0]),
        ("CollaborativeFiltering", [1, 0, 1, 0]),
    ];
    assert_eq!(done(&before, &after), expected.map(|(name, n)| (name.to_owned(), n)));
    assert_eq!(after["untrained"].as_u64(), Some(1));
    assert!(after["position"].as_u64() > before["position"].as_u64());
    assert_eq!(archive.engines("book").await, books);
}

#[tokio::test]
async fn a_new_title_launches_what_compares_titles() {
    let archive = Archive::new().await;
    let before = archive.engines("book").await;

    let book = json!({ "title": "Solaris", "isbn": "1" });
    let _ = archive.app.publish(MediaKind::Book, book).await;
    archive.app.settle().await;

    let after = archive.engines("book").await;
    let launched: Vec<_> = done(&before, &after)
        .into_iter()
        .filter_map(|(name, [launched, ..])| (launched > 0).then_some(name))
        .collect();
    assert!(launched.contains(&"ContentSimilarities".to_owned()), "{launched:?}");
    assert!(!launched.contains(&"CollaborativeFiltering".to_owned()), "{launched:?}");
    assert_eq!(after["untrained"].as_u64(), Some(0));
}
