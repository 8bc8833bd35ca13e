//! Batches that break off at any request to the store, and come again.

use kindred::entity::kind::MediaKind;
use kindred_cli::embedded::Fault;
use serde_json::json;
use tests::{Reader, TestApp, described, stream};

use super::comparable;

/// Whoever dies while a content gets other genres leaves behind what tells whose lists have to follow.
#[tokio::test]
async fn wherever_a_batch_breaks_off_the_lists_follow_when_it_comes_again() {
    let (app, faults) = TestApp::faulty().await;
    let (ann, bob) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let genres = app.genres(MediaKind::Movie, &["Action", "Drama", "Rest"]).await;
    let fields = json!({ "title": "Zed" });
    let movie = app.publish(MediaKind::Movie, fields.clone()).await;
    let seen = described(json!({ "title": "Seen" }), vec![genres[2].clone()]);
    let seen = app.publish_described(MediaKind::Movie, seen).await;
    assert!(ann.likes(genres[0].genre_id, true).await);
    assert!(bob.likes(genres[1].genre_id, true).await);
    ann.rates("movie", seen, 1).await;
    app.settle().await;

    for fault in Fault::ALL {
        for n in 0.. {
            let genre = &genres[n % 2];
            let before = app.all_events().await.len();
            app.revise(movie, described(fields.clone(), vec![genre.clone()])).await;
            let events = app.all_events().await;
            let batch = stream(&events[before..]);
            faults.arrange(n, fault);
            let first = app.invoke_recompute(batch.clone()).await;
            if faults.cancel() {
                first.expect("nothing has failed");
                break;
            }
            app.invoke_recompute(batch).await.expect("it is worked off");

            let liked = [&ann, &bob][n % 2].recommended_by("FromProfile", "movie").await;
            let other = [&ann, &bob][(n + 1) % 2].recommended_by("FromProfile", "movie").await;
            assert_eq!((liked, other), (vec![(movie, 1.0)], vec![]), "{fault:?} {n}");
        }
    }

    let incremental = comparable(app.derived().await);
    app.forget_derived().await;
    app.derive_everything().await;
    assert_eq!(incremental, comparable(app.derived().await));
}

/// Two runs at once for somebody who has nothing yet: what the later one has read counts.
#[tokio::test]
async fn likes_that_come_and_go_at_once_end_with_what_is_liked() {
    let app = TestApp::new().await;
    let genres = app.genres(MediaKind::Movie, &["Action"]).await;
    let genre = genres[0].genre_id;
    app.publish_described(MediaKind::Movie, described(json!({ "title": "Zed" }), genres)).await;
    app.settle().await;
    for _ in 0..20 {
        let reader = Reader::new(&app.api()).await;
        let batch = async |likes: bool| {
            let before = app.all_events().await.len();
            assert!(reader.likes(genre, likes).await);
            stream(&app.all_events().await[before..])
        };
        let come = batch(true).await;
        let under_way = app.invoke_recompute(come);
        let gone = async {
            let gone = batch(false).await;
            app.invoke_recompute(gone).await
        };
        let (come, gone) = tokio::join!(under_way, gone);
        come.and(gone).expect("both are worked off");

        assert_eq!(reader.recommended_by("FromProfile", "movie").await, []);
    }
}
