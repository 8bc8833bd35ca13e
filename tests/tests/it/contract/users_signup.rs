//! Signing up at the job service: what an address and a password must be, and which refusal comes first.

use serde_json::json;
use tests::{Api, JOBS_PASSWORD, Member, Reader, Reply, doors, fresh};

async fn sign_up(api: &Api, email: &str, password: &str) -> Reply {
    let form = [("email", email), ("password", password)];
    api.post("/api/users/signup").form(&form).send().await
}

fn fresh_email() -> String {
    fresh("s") + "@example.org"
}

/// The address with its first letter in upper case.
fn shouted(email: &str) -> String {
    email[..1].to_uppercase() + &email[1..]
}

#[tokio::test]
async fn signing_up_answers_with_a_message_and_no_token() {
    let api = Api::any().await;

    let reply = sign_up(&api, &fresh_email(), JOBS_PASSWORD).await.ok(200);

    assert_eq!(reply.body, json!({ "msg": reply.text_of("msg") }));
}

#[tokio::test]
async fn a_new_account_is_neither_confirmed_nor_an_administrator() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    let info = member.get("/api/users/info").await.ok(200);

    let expected = json!({
        "msg": info.text_of("msg"), "email": member.email, "isAdmin": false, "activated": false,
    });
    assert_eq!(info.body, expected);
}

#[tokio::test]
async fn only_address_and_password_of_a_sign_up_are_taken() {
    let api = Api::any().await;
    let email = fresh_email();
    let form = [
        ("isAdmin", "true"),
        ("email", &*email),
        ("activated", "true"),
        ("password", JOBS_PASSWORD),
        ("id", "1"),
        ("", ""),
    ];

    let _ = api.post("/api/users/signup").form(&form).send().await.ok(200);

    let member = Member::logged_in(&api, &email, JOBS_PASSWORD).await;
    let info = member.get("/api/users/info").await.ok(200);
    assert_eq!((&info.body["isAdmin"], &info.body["activated"]), (&json!(false), &json!(false)));
}

#[tokio::test]
async fn signing_up_says_first_what_is_missing() {
    let api = Api::any().await;
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[], "email"),
        (&[("password", "bad")], "email"),
        (&[("Email", "a@b.de"), ("password", JOBS_PASSWORD)], "email"),
        (&[("email", "bad")], "password"),
    ];

    for (form, missing) in cases {
        let reply = api.post("/api/users/signup").form(form).send().await;

        reply.failed(400, "invalidRequest");
        assert!(reply.text_of("msg").contains(missing), "{missing}: {}", reply.text);
    }
}

#[tokio::test]
async fn a_bad_address_is_refused_before_a_bad_password() {
    let api = Api::any().await;

    sign_up(&api, "bad", "bad").await.failed(400, "email");
}

#[tokio::test]
async fn a_bad_password_is_refused_before_a_taken_address() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    sign_up(&api, &member.email, "bad").await.failed(400, "password");
}

#[tokio::test]
async fn an_address_has_something_before_its_at_and_a_domain_in_lower_case_behind() {
    let api = Api::any().await;
    let long = format!("{}@example.org", "a".repeat(243));
    let bad = [
        "",
        " ",
        "@",
        "ada",
        "ada@",
        "@example.org",
        " @example.org",
        "ada@org",
        "ada@example.",
        "ada@.org",
        "ada@example..org",
        "ada@Example.org",
        "ada@EXAMPLE.ORG",
        "ada@exam_ple.org",
        "ada@exam ple.org",
        "ada@exämple.org",
        "ada@example.org ",
        "ada@example.org\n",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org,eve",
        "a\u{0}da@example.org",
        &long,
    ];

    for email in bad {
        let reply = sign_up(&api, email, JOBS_PASSWORD).await;

        reply.failed(400, "email");
        assert_eq!(reply.body["allowedEmailDomains"], json!([]), "{email:?}: {}", reply.text);
    }
}

#[tokio::test]
async fn a_password_has_12_characters_of_four_sorts_in_one_line() {
    let api = Api::any().await;
    let long = format!("Correct-Horse-7{}", "x".repeat(1_010));
    let bad = [
        "",
        "            ",
        "tooShort58!",
        "thispasswordhasnouppercase390!",
        "THISPASSWORDHASNOLOWERCASE$56",
        "ThisPasswordHasNoNumbers!",
        "ThisPasswordHasNoSymbols123",
        "ThisPasswordHasALineBreak1!\n",
        "ThisPassword\nHasALineBreak1!",
        "ThisPassword\rHasALineBreak1!",
        &long,
    ];

    for password in bad {
        sign_up(&api, &fresh_email(), password).await.failed(400, "password");
    }
}

#[tokio::test]
async fn blanks_and_letters_of_any_script_are_characters_of_a_password() {
    let api = Api::any().await;
    let long = format!("Correct-Horse-7{}", "x".repeat(1_009));

    for password in ["Tr0mbone two", "Übergänge A1", "Aa1日本語日本語日本語", &long] {
        let email = fresh_email();
        let _ = sign_up(&api, &email, password).await.ok(200);
        let _ = Member::logged_in(&api, &email, password).await;
    }
}

#[tokio::test]
async fn an_address_is_given_once_whatever_its_case() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    for email in [member.email.clone(), shouted(&member.email)] {
        let reply = sign_up(&api, &email, "Other-Horse-88").await;

        reply.failed(400, "email");
        assert!(reply.body.get("allowedEmailDomains").is_none(), "{}", reply.text);
    }
    let again = Member::logged_in(&api, &member.email, JOBS_PASSWORD).await;
    assert_eq!(doors(&api, &again.token).await, tests::OPEN);
}

#[tokio::test]
async fn an_address_is_given_once_at_all_doors_together() {
    let api = Api::any().await;
    let (member, reader) = (Member::new(&api).await, Reader::new(&api).await);

    sign_up(&api, reader.email(), JOBS_PASSWORD).await.failed(400, "email");
    let body = json!({
        "email": shouted(&member.email), "username": "reader", "password": tests::PASSWORD,
    });
    let media = api.post("/api/auth/register").json(&body).send().await;

    media.failed(400, "taken");
}
