//! Registration at the forum: what a name and a password must be, and which refusal comes first.

use serde_json::{Value, json};
use tests::{Api, PASSWORD, Reply, Writer, fresh};

async fn register(api: &Api, username: &Value, password: &Value) -> Reply {
    let body = json!({ "username": username, "password": password });
    api.post("/register").json(&body).send().await
}

async fn login(api: &Api, username: &str, password: &str) -> Reply {
    let body = json!({ "username": username, "password": password });
    api.post("/login").json(&body).send().await
}

#[tokio::test]
async fn registration_answers_with_the_account_and_no_token() {
    let api = Api::any().await;
    let name = fresh("user#");

    let new = register(&api, &json!(name), &json!(PASSWORD)).await.ok(200);

    let (id, date) = (new.number_of("id"), new.text_of("date_registered"));
    assert_eq!(new.body, json!({ "id": id, "username": name, "date_registered": date }));
    assert_eq!(date.replace(|char: char| char.is_ascii_digit(), "0"), "0000-00-00T00:00:00.000000");
}

#[tokio::test]
async fn registration_says_first_what_is_missing() {
    let api = Api::any().await;
    let register = async |body: Value| api.post("/register").json(&body).send().await;

    for nothing in [json!(null), json!("")] {
        register(json!({})).await.refused(400, "Username is missing");
        register(json!({ "username": nothing })).await.refused(400, "Username is missing");
        let body = json!({ "username": nothing, "password": "bad" });
        register(body).await.refused(400, "Username is missing");
        register(json!({ "username": "bad" })).await.refused(400, "Password is missing");
        let body = json!({ "username": "bad", "password": nothing });
        register(body).await.refused(400, "Password is missing");
    }
}

#[tokio::test]
async fn a_bad_name_is_refused_before_a_bad_password() {
    let api = Api::any().await;

    let reply = register(&api, &json!("bad"), &json!("bad")).await;

    reply.refused(400, "Bad username format");
}

#[tokio::test]
async fn a_bad_password_is_refused_before_a_taken_name() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    let reply = register(&api, &json!(writer.name), &json!("bad")).await;

    reply.refused(400, "Bad password format");
}

#[tokio::test]
async fn names_have_5_to_20_of_their_characters() {
    let api = Api::any().await;
    let bad = [
        "abcd",
        "123456789012345678901",
        "user name",
        " ",
        "     ",
        "user.name",
        "user@example.org",
        "user+1",
        "user/1",
        "üsers",
        "user\u{661}",
        "user#1\n",
        "\nuser#1",
        "user#1\r",
        "user#1 ",
        "user#1\u{0}",
        "日本語日本語",
        "user,",
        "user(1)",
        "user~",
        "user=",
    ];

    for name in bad {
        let reply = register(&api, &json!(name), &json!(PASSWORD)).await;

        reply.refused(400, "Bad username format");
    }
    let long = json!("a".repeat(100_000));
    register(&api, &long, &json!(PASSWORD)).await.refused(400, "Bad username format");
}

#[tokio::test]
async fn every_allowed_character_may_stand_in_a_name() {
    let api = Api::any().await;
    let unique = fresh("");
    let tail = &unique[unique.len() - 7..];

    for special in "!@#$%^&*-_aZ09".chars() {
        let name = format!("{special}{tail}{special}");
        let new = register(&api, &json!(name), &json!(PASSWORD)).await.ok(200);

        assert_eq!(new.text_of("username"), name);
        let _ = login(&api, &name, PASSWORD).await.ok(200);
    }
}

#[tokio::test]
async fn passwords_have_8_to_40_of_their_characters_and_every_class() {
    let api = Api::any().await;
    let name = json!(fresh("p"));
    let bad = [
        "Pass#12",
        "password#1",
        "PASSWORD#1",
        "Password##",
        "Password11",
        "Pass word#1",
        "Password.1",
        "Pässword#1",
        "Password#1\n",
        "\nPassword#1",
        "Password#\u{661}",
        "        ",
        "Password#1Password#1Password#1Password#1x",
    ];

    for password in bad {
        register(&api, &name, &json!(password)).await.refused(400, "Bad password format");
    }
    for (good, special) in "!@#$%^&*-_".chars().enumerate() {
        let password = json!(format!("Passwo{special}1"));
        let _ = register(&api, &json!(fresh(&format!("p{good}"))), &password).await.ok(200);
    }
    let longest = json!("Password#1".repeat(4));
    let _ = register(&api, &name, &longest).await.ok(200);
}

#[tokio::test]
async fn what_is_no_text_is_badly_formatted() {
    let api = Api::any().await;

    for value in [json!(12345), json!(true), json!(["user#1"]), json!({ "a": "user#1" })] {
        let reply = register(&api, &value, &json!(PASSWORD)).await;
        reply.refused(400, "Bad username format");
        let reply = register(&api, &json!(fresh("x")), &value).await;
        reply.refused(400, "Bad password format");
    }
}

#[tokio::test]
async fn a_name_is_given_once() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    let reply = register(&api, &json!(writer.name), &json!("Other-pw-2")).await;

    reply.refused(409, "User with such username already exists");
    assert_eq!(login(&api, &writer.name, PASSWORD).await.ok(200).number_of("user_id"), writer.id);
}

#[tokio::test]
async fn case_tells_names_apart() {
    let api = Api::any().await;
    let name = fresh("case");

    let lower = register(&api, &json!(name), &json!(PASSWORD)).await.ok(200);
    let upper = register(&api, &json!(name.to_uppercase()), &json!("Other-pw-2")).await.ok(200);

    assert_ne!(lower.number_of("id"), upper.number_of("id"));
    let wrong = login(&api, &name.to_uppercase(), PASSWORD).await;
    wrong.refused(401, "Uncorrect username or/and password");
}

#[tokio::test]
async fn only_name_and_password_of_a_registration_are_taken() {
    let api = Api::any().await;
    let name = fresh("x");
    let body = json!({
        "username": name, "password": PASSWORD, "id": 1, "admin": true, "is_admin": true,
        "roles": ["admin"], "date_registered": "1999", "email": "x@example.org",
    });

    let new = api.post("/register").json(&body).send().await.ok(200);

    assert_ne!(new.text_of("date_registered"), "1999");
    let again = json!({ "username": fresh("x"), "password": PASSWORD, "id": new.body["id"] });
    let other = api.post("/register").json(&again).send().await.ok(200);
    assert_ne!(other.body["id"], new.body["id"]);
}
