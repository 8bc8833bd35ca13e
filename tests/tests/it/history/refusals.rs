//! What cannot be asked for: every parameter is named.

use serde_json::json;

use super::Archive;

const BEYOND: &str = "99999999999999999999";

impl Archive {
    /// What is wrong with a query, as a person is told.
    async fn refused(&self, path: &str, query: &str) -> String {
        let reply = self.administrator.get(format!("/api/admin/{path}?{query}")).await;
        reply.failed(400, "invalidRequest");
        reply.text_of("msg")
    }
}

#[tokio::test]
async fn a_parameter_that_means_nothing_is_named() {
    let archive = Archive::new().await;
    let moments = ["", "yesterday", "2026-13-01", "-1", "1.5", "2026-01-01T25:00", BEYOND, "%FF"];
    let limits = ["", "0", "101", "-1", "x", "1.5", BEYOND];
    let numbers = ["", "x", "-1", "1.5", BEYOND];

    for path in ["events", "events/launches"] {
        for (name, values) in [("since", &moments[..]), ("until", &moments), ("limit", &limits)] {
            for value in values {
                let text = archive.refused(path, &format!("{name}={value}")).await;
                assert!(text.starts_with(&format!("{name} must be")), "{value}: {text}");
            }
        }
    }
    let objects =
        ["", ":", "x", "user", "user:", "users:7", "user:x", "USER:7", "user:7:7", BEYOND];
    for (name, values) in [
        ("by", &numbers[..]),
        ("object", &objects),
        ("type", &["", "x", "movieaddedevent", "ChangedEvent,", "ChangedEvent, DeletionEvent"]),
        ("order", &["", "ASC", "x"]),
    ] {
        for value in values {
            let query = format!("{name}={value}").replace(' ', "%20");
            let text = archive.refused("events", &query).await;
            assert!(text.starts_with(&format!("{name} must be")), "{value}: {text}");
        }
    }
    for (name, values) in [("event", &numbers[..]), ("engine", &["", "x"]), ("kind", &["", "film"])]
    {
        for value in values {
            let text = archive.refused("events/launches", &format!("{name}={value}")).await;
            assert!(text.starts_with(&format!("{name} must be")), "{value}: {text}");
        }
    }
}

#[tokio::test]
async fn an_unknown_type_is_answered_with_the_known_ones() {
    let archive = Archive::new().await;

    let text = archive.refused("events", "type=FilmAddedEvent").await;

    for name in ["MovieAddedEvent", "EpisodeAddedEvent", "ChangedEvent", "JobSubmitted"] {
        assert!(text.contains(name), "{text}");
    }
}

#[tokio::test]
async fn a_window_that_ends_before_it_begins_is_refused() {
    let archive = Archive::new().await;

    for path in ["events", "events/launches"] {
        for query in [
            "since=2025-01-02&until=2025-01-01",
            "since=2025-01-01T00:00:00.000001&until=2025-01-01",
            "since=11&until=10",
            "since=2027-01-01",
            "since=9999-12-31&until=2025-01-01",
            "since=9007199254740992",
            "since=18446744073709551615&until=18446744073709551615",
        ] {
            assert_eq!(archive.refused(path, query).await, "since lies after until", "{query}");
        }
    }
}

#[tokio::test]
async fn windows_at_the_ends_of_time_are_empty() {
    let archive = Archive::new().await;

    for path in ["events", "events/launches"] {
        for query in [
            "since=0001-01-01&until=0001-01-02",
            "since=1969-12-31&until=1970-01-01",
            "since=0&until=0",
            "since=9999-12-30&until=9999-12-31",
            "since=2027-01-01&until=2027-01-02",
            "since=9007199254740991&until=18446744073709551615",
        ] {
            let reply = archive.administrator.get(format!("/api/admin/{path}?{query}")).await;
            let list = if path == "events" { "events" } else { "launches" };
            assert_eq!(reply.ok(200).body[list], json!([]), "{query}");
        }
    }
}

#[tokio::test]
async fn a_cursor_belongs_to_its_list_and_its_order() {
    let archive = Archive::new().await;
    let _ = archive.app.administrator().await;
    let of_all = archive.page("limit=1").await.text_of("cursor");
    let object = "object=user:1&type=UserAddedEvent,DeletionEvent";
    assert_eq!(archive.page(object).await.body["cursor"], json!(null));

    let _ = archive.page(&format!("limit=1&cursor={of_all}")).await;
    for query in [
        format!("order=desc&cursor={of_all}"),
        format!("object=user:1&cursor={of_all}"),
        "cursor=x".to_owned(),
        "cursor=YWJj".to_owned(),
        "cursor=MQ".to_owned(),
    ] {
        let text = archive.refused("events", &query).await;
        assert_eq!(text, "The cursor is not one that this list gave out", "{query}");
    }
    let text = archive.refused("events/launches", &format!("cursor={of_all}")).await;
    assert_eq!(text, "The cursor is not one that this list gave out");
    let _ = archive.page("cursor=").await;
}
