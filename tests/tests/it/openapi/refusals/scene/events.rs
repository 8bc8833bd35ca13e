//! What administrators are refused who ask for the history.

use super::Scene;
use super::people::Person;

impl Scene {
    pub(super) async fn administration_of_events(&mut self) {
        let person = Person::new(&self.app).await;
        for operation in ["list_events", "list_launches", "list_engines", "show_differences"] {
            self.meet(operation, |call| call.bearer(&person.token)).await;
        }
        let both =
            ["since=?", "until=?", "since=2026-01-02&until=2026-01-01", "limit=0", "cursor=?"];
        self.ask("list_events", "/api/admin/events", &both).await;
        self.ask("list_events", "/api/admin/events", &["type=?", "object=?", "by=?", "order=?"])
            .await;
        self.ask("list_launches", "/api/admin/events/launches", &both).await;
        self.ask("list_launches", "/api/admin/events/launches", &["engine=?", "kind=?", "event=?"])
            .await;
        let user = |query: &str| format!("user={}{query}", person.user.uuid);
        let odd = ["&from=?", "&to=?", "&from=2026-01-02&to=2026-01-01", "&cursor=?"].map(user);
        let odd: Vec<_> = odd.iter().map(String::as_str).collect();
        self.ask("show_differences", "/api/admin/replay/diff", &odd).await;
        let nobody = "user=00000000-0000-4000-8000-000000000000";
        self.ask("show_differences", "/api/admin/replay/diff", &["user=?", nobody]).await;
    }

    async fn ask(&mut self, operation: &str, path: &str, queries: &[&str]) {
        let administrator = self.app.administrator().await;
        for query in queries {
            let call = self.app.api().get(format!("{path}?{query}"));
            self.meet_by(operation, call.bearer(&administrator.token)).await;
        }
    }
}
