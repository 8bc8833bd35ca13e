//! Search by title.

use kindred::entity::kind::MediaKind;
use tests::{Reader, TestApp, titled};

/// What a search of a kind finds, in order.
async fn search(reader: &Reader, kind: MediaKind, term: &str) -> Vec<u64> {
    let reply = reader.get(format!("/api/{kind}/search/{term}")).await.ok(200);
    let content = reply.body["content"].as_array().expect("a list");
    content.iter().map(|item| item["content_id"].as_u64().expect("an id")).collect()
}

#[tokio::test]
async fn d5_a_search_has_an_order_and_no_wildcards() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;

    for kind in MediaKind::ALL {
        let mut ids = Vec::new();
        for title in ["The 100% Wolf", "100 Wolves", "Snake_Case", "Snakes", "100% Wolf"] {
            let unique = format!(" {}", ids.len());
            ids.push(app.publish(kind, titled(kind, title, unique)).await);
        }

        assert_eq!(search(&reader, kind, "100%25").await, [ids[4], ids[0]], "{kind}");
        assert_eq!(search(&reader, kind, "100").await, [ids[1], ids[4], ids[0]]);
        assert_eq!(search(&reader, kind, "%25").await, [ids[4], ids[0]]);
        assert_eq!(search(&reader, kind, "_").await, [ids[2]]);
        assert_eq!(search(&reader, kind, "snake_").await, [ids[2]]);
        assert_eq!(search(&reader, kind, "snake%25").await, [0; 0]);
        assert_eq!(search(&reader, kind, "s%25s").await, [0; 0]);
        assert_eq!(search(&reader, kind, "snake").await, [ids[2], ids[3]]);
    }
}

#[tokio::test]
async fn d5_a_search_forgives_spellings() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;

    for kind in MediaKind::ALL {
        let mut ids = Vec::new();
        for title in ["Amélie", "The Godfather", "The Lord of the Rings", "Spider-Man"] {
            let unique = format!(" {}", ids.len());
            ids.push(app.publish(kind, titled(kind, title, unique)).await);
        }

        assert_eq!(search(&reader, kind, "AMELIE").await, [ids[0]], "{kind}");
        assert_eq!(search(&reader, kind, "the%20godfahter").await, [ids[1]]);
        assert_eq!(search(&reader, kind, "rings%20lord").await, [ids[2]]);
        assert_eq!(search(&reader, kind, "spider%20man").await, [ids[3]]);
        assert_eq!(search(&reader, kind, "spiderman").await, [ids[3]]);
    }
}
