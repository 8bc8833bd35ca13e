//! What matching costs: records, people and jobs. Texts need no store.

use serde_json::{Value, json};
use tests::{Call, Reader};

use super::Ledger;

/// People who have agreed to be found, besides the one who asks.
const PEOPLE: usize = 10;

impl Ledger {
    pub(super) async fn matching(&mut self) {
        let reader = self.reader().await;
        self.texts_and_records(&reader).await;
        self.people(&reader).await;
        self.jobs_of_matching(&reader).await;
    }

    async fn texts_and_records(&mut self, reader: &Reader) {
        self.note("GET /api/match", "", self.read(reader, "/api/match")).await;
        let texts = self.write(reader, "/api/match", &question());
        self.note("POST /api/match", "", texts).await;
        let title = self.read(reader, "/api/match/movie?q=film%200042");
        self.note("GET /api/match/{kind}", "ten of all are found", title).await;
        let record = json!({ "title": "Film 0042", "year": 1992, "imdbid": "tt0000042" });
        let record = self.write(reader, "/api/match/movie", &record);
        self.note("POST /api/match/{kind}", "ten of all are found", record).await;
    }

    async fn people(&mut self, reader: &Reader) {
        for _ in 0..PEOPLE {
            let other = self.reader().await;
            let _ = self.consent(&other).send().await.ok(201);
        }
        self.settle().await;
        self.note("PUT /api/match/consent", "for the first time", self.consent(reader)).await;
        let consent = self.read(reader, "/api/match/consent");
        self.note("GET /api/match/consent", "", consent).await;
        let path = "/api/match/users";
        let found = self.note("GET /api/match/users", "10 people", self.read(reader, path)).await;
        let uuid = found.body["content"][0]["uuid"].as_str().expect("somebody is near");
        let one = self.read(reader, &format!("{path}/{uuid}"));
        self.note("GET /api/match/users/{uuid}", "", one).await;
    }

    async fn jobs_of_matching(&mut self, reader: &Reader) {
        let path = "/api/match/jobs";
        let submit = self.write(reader, path, &question());
        let job = self.note("POST /api/match/jobs", "1 KB", submit).await;
        let uuid = job.body["content"]["uuid"].as_str().expect("a uuid").to_owned();
        self.meter.take();
        self.system.bulk().work_off().await.expect("it can be worked off");
        self.row("a job of matching", "of one slice, from its beginning to its end");
        self.note("GET /api/match/jobs", "one job", self.read(reader, path)).await;
        let one = format!("{path}/{uuid}");
        self.note("GET /api/match/jobs/{uuid}", "", self.read(reader, &one)).await;
        let result = self.read(reader, &format!("{one}/result"));
        self.note("GET /api/match/jobs/{uuid}/result", "", result).await;
        let delete = self.api.delete(one).bearer(&reader.token);
        self.note("DELETE /api/match/jobs/{uuid}", "", delete).await;
    }

    fn consent(&self, reader: &Reader) -> Call {
        let call = self.api.put("/api/match/consent").bearer(&reader.token);
        call.json(&json!({ "consent": true }))
    }

    fn read(&self, reader: &Reader, path: &str) -> Call {
        self.api.get(path).bearer(&reader.token)
    }

    fn write(&self, reader: &Reader, path: &str, body: &Value) -> Call {
        self.api.post(path).bearer(&reader.token).json(body)
    }
}

fn question() -> Value {
    json!({ "query": "blade runer", "choices": vec!["Blade Runner"; 50] })
}
