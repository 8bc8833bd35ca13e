//! Bodies that cannot be read, wherever one is taken.

use kindred::http::body::MOST_BYTES;
use tests::Call;

use super::people::Person;
use super::{Scene, those};

impl Scene {
    pub(super) async fn unreadable_bodies(&mut self) {
        let person = Person::with(&self.app, |user| user.activated = true).await;
        for operation in those(|operation| operation.request().is_some()) {
            for (content_type, body) in [
                ("text/plain", b"{}".to_vec()),
                ("application/json", b"[]".to_vec()),
                ("application/json", vec![b' '; MOST_BYTES + 1]),
            ] {
                let call = |call: Call| call.bearer(&person.token).body(content_type, body);
                self.meet(&operation, call).await;
            }
        }
        for operation in those(|operation| operation.form().is_some() && !operation.takes_runner())
        {
            for (content_type, body) in [
                ("multipart/form-data; boundary=x", b"--y".to_vec()),
                ("application/x-www-form-urlencoded", b"x&".repeat(101)),
                ("application/x-www-form-urlencoded", vec![b' '; MOST_BYTES + 1]),
            ] {
                let call = |call: Call| call.bearer(&person.token).body(content_type, body);
                self.meet(&operation, call).await;
            }
        }
    }
}
