//! What runners are refused, and those who administer them.

use kindred::http::body::MOST_BYTES;
use kindred::http::form::MOST_LARGE_BYTES;
use tests::{Call, Worker};

use super::people::Person;
use super::{Scene, those};

impl Scene {
    pub(super) async fn runners(&mut self) {
        self.strange_runners().await;
        self.offline_runners().await;
        self.idle_runners().await;
        self.bodies_of_runners().await;
        self.administration_of_runners().await;
    }

    async fn strange_runners(&mut self) {
        for operation in those(|operation| operation.takes_runner()) {
            self.meet(&operation, |call| call).await;
            self.meet(&operation, |call| call.header("authorization", "Bearer")).await;
            self.meet(&operation, |call| call.bearer("x")).await;
        }
    }

    async fn offline_runners(&mut self) {
        let worker = Worker::new(&self.app.api(), &self.app.administrator().await).await;
        for operation in those(|operation| operation.takes_runner()) {
            if operation != "register_runner" {
                self.meet(&operation, |call| call.bearer(&worker.token)).await;
            }
        }
    }

    async fn idle_runners(&mut self) {
        let worker = self.worker().await;
        for operation in ["register_runner", "retrieve_job_info", "retrieve_job_audio"] {
            self.meet(operation, |call| call.bearer(&worker.token)).await;
        }
        let forms: [&[(&str, &str)]; 2] = [&[], &[("transcript", ""), ("segments", "?")]];
        for form in forms {
            self.meet("submit_job_result", |call| call.bearer(&worker.token).form(form)).await;
        }
    }

    async fn bodies_of_runners(&mut self) {
        let worker = self.worker().await;
        let sizes = [("heartbeat", MOST_BYTES), ("submit_job_result", MOST_LARGE_BYTES)];
        for (operation, most_bytes) in sizes {
            for (content_type, body) in [
                ("multipart/form-data; boundary=x", b"--y".to_vec()),
                ("application/x-www-form-urlencoded", b"x&".repeat(101)),
                ("application/x-www-form-urlencoded", vec![b' '; most_bytes + 1]),
            ] {
                let call = |call: Call| call.bearer(&worker.token).body(content_type, body);
                self.meet(operation, call).await;
            }
        }
    }

    async fn administration_of_runners(&mut self) {
        let person = Person::new(&self.app).await;
        for operation in ["create_runner", "list_runners", "revoke_runner"] {
            self.meet(operation, |call| call.bearer(&person.token)).await;
        }
        let administrator = self.app.administrator().await;
        for query in ["limit=0", "cursor=?"] {
            let path = format!("/api/admin/runners?{query}");
            let call = self.app.api().get(path).bearer(&administrator.token);
            self.meet_by("list_runners", call).await;
        }
        let path = "/api/admin/runners/1000";
        let call = self.app.api().delete(path).bearer(&administrator.token);
        self.meet_by("revoke_runner", call).await;
    }

    async fn worker(&self) -> Worker {
        Worker::online(&self.app.api(), &self.app.administrator().await).await
    }
}
