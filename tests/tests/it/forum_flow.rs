//! The forum's original tests, in their order and with their state carried over, on an empty store.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Api, Reply, TestApp};

const NAMES: [&str; 2] = ["user#1", "user#2"];
const MISSING: &str = "Access-token is missing. Log in, please";
const INVALID: &str = "Invalid access-token. Log in please";

struct Somebody {
    id: u64,
    token: String,
}

struct Forum {
    api: Api,
    users: Vec<Somebody>,
}

impl Forum {
    async fn post(&self, path: &str, body: Value) -> Reply {
        self.api.post(path).json(&body).send().await
    }

    async fn write(&self, user: usize, title: &str) -> u64 {
        let token = &self.users[user].token;
        let body = json!({ "title": title, "text": "Text", "access-token": token });
        self.post("/articles/new", body).await.ok(200).number_of("id")
    }

    async fn send(&self, method: Method, path: String, token: Value) -> Reply {
        let body = json!({ "title": "Edited", "text": "New text", "access-token": token });
        self.api.call(method, path).json(&body).send().await
    }

    async fn edit(&self, id: u64, token: Value) -> Reply {
        self.send(Method::PUT, format!("/articles/{id}/edit"), token).await
    }

    async fn delete(&self, id: u64, token: Value) -> Reply {
        self.send(Method::DELETE, format!("/articles/{id}/delete"), token).await
    }

    async fn walk(&self, list: &str) -> Vec<(u64, u64, String)> {
        let mut all = Vec::new();
        for page in 1.. {
            let page = self.api.get(format!("{list}?page={page}")).send().await.ok(200);
            let articles = page.body["articles"].as_array().expect("a list").clone();
            if articles.is_empty() {
                break;
            }
            all.extend(articles.iter().map(|article| {
                let number = |field: &str| article[field].as_u64().expect("a number");
                let title = article["title"].as_str().expect("a title");
                (number("id"), number("user_id"), title.to_owned())
            }));
        }
        all
    }
}

#[tokio::test]
async fn the_original_tests_pass_in_their_order() {
    let app = TestApp::new().await;
    let mut forum = Forum { api: app.api(), users: Vec::new() };

    register_and_log_in(&mut forum).await;
    write_and_edit(&forum).await;
    refuse_bad_tokens(&forum).await;
    delete_and_find_the_forum_empty(&forum).await;
    show_profiles(&forum).await;
    list_in_reverse(&forum).await;
}

/// a1 to a5.
async fn register_and_log_in(forum: &mut Forum) {
    let account =
        |nr: usize| json!({ "username": NAMES[nr], "password": format!("Password#{nr}") });
    for nr in 0..2 {
        let _ = forum.post("/register", account(nr)).await.ok(200);
    }
    for nr in 0..2 {
        let again = forum.post("/register", account(nr)).await;
        again.refused(409, "User with such username already exists");
    }
    let short = json!({ "username": "u", "password": "Password#1" });
    forum.post("/register", short).await.refused(400, "Bad username format");
    let weak = json!({ "username": "user#3", "password": "password" });
    forum.post("/register", weak).await.refused(400, "Bad password format");
    for (nr, name) in NAMES.into_iter().enumerate() {
        let session = forum.post("/login", account(nr)).await.ok(200);
        assert_eq!(session.text_of("username"), name);
        let (id, token) = (session.number_of("user_id"), session.text_of("access-token"));
        forum.users.push(Somebody { id, token });
    }
    let nobody = json!({ "username": "user#3", "password": "Password#3" });
    forum.post("/login", nobody).await.refused(401, "Uncorrect username or/and password");
}

/// a6 to a9.
async fn write_and_edit(forum: &Forum) {
    let id = forum.write(0, "Title").await;
    let article = forum.api.get(format!("/articles/{id}")).send().await.ok(200);
    assert_eq!((article.number_of("id"), article.text_of("title")), (id, "Title".to_owned()));

    let edited = forum.edit(id, json!(forum.users[0].token)).await.ok(200);
    assert_eq!((edited.number_of("id"), edited.number_of("user_id")), (id, forum.users[0].id));
    assert_eq!(edited.text_of("title"), "Edited");
    assert_eq!(edited.text_of("text"), "New text");

    let foreign = forum.edit(id, json!(forum.users[1].token)).await;
    foreign.refused(403, "You can edit only own article");
    let foreign = forum.delete(id, json!(forum.users[1].token)).await;
    foreign.refused(403, "You can delete only own article");
}

/// b1 to b4, b6 and b7.
async fn refuse_bad_tokens(forum: &Forum) {
    forum.edit(1, json!(null)).await.refused(401, MISSING);
    forum.delete(1, json!(null)).await.refused(401, MISSING);
    let cut = json!(forum.users[0].token[1..]);
    forum.edit(1, cut.clone()).await.refused(401, INVALID);
    forum.delete(1, cut.clone()).await.refused(401, INVALID);
    let new = forum.send(Method::POST, "/articles/new".to_owned(), json!(null)).await;
    new.refused(401, MISSING);
    forum.send(Method::POST, "/articles/new".to_owned(), cut).await.refused(401, INVALID);
}

/// b5 and b8.
async fn delete_and_find_the_forum_empty(forum: &Forum) {
    let token = json!(forum.users[0].token);
    assert_eq!(forum.delete(1, token.clone()).await.ok(200).number_of("id"), 1);
    forum.delete(1, token).await.refused(404, "Article with id=1 was not found");

    let list = forum.api.get("/articles").send().await.ok(200);
    assert_eq!(list.body, json!({ "articles": [], "next": false }));
}

/// b9.
async fn show_profiles(forum: &Forum) {
    for (user, name) in forum.users.iter().zip(NAMES) {
        let profile = forum.api.get(format!("/users/{}", user.id)).send().await.ok(200);
        assert_eq!((profile.number_of("id"), profile.text_of("username")), (user.id, name.into()));
    }
    let sum: u64 = forum.users.iter().map(|user| user.id).sum();
    let nobody = forum.api.get(format!("/users/{sum}")).send().await;
    nobody.refused(404, &format!("User with id={sum} was not found"));
}

/// c1: 15 articles each, in turns.
async fn list_in_reverse(forum: &Forum) {
    let mut written = Vec::new();
    for nr in 0..15 {
        for (user, somebody) in forum.users.iter().enumerate() {
            let title = format!("Title {nr}");
            written.insert(0, (forum.write(user, &title).await, somebody.id, title));
        }
    }

    for user in &forum.users {
        let mut own = written.clone();
        own.retain(|(_, author, _)| *author == user.id);
        assert_eq!(forum.walk(&format!("/users/{}/articles", user.id)).await, own);
    }
    assert_eq!(forum.walk("/articles").await, written);
    assert_eq!(written.len(), 30);
}
