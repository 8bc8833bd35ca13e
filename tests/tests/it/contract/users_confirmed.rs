//! What wants the caller's password once more: which refusal comes first, and that a refusal changes nothing.

use serde_json::json;
use tests::{Api, JOBS_PASSWORD, Member, OPEN, PASSWORD, Reader, Reply, doors};

/// The routes, and the field that each wants besides.
const CONFIRMED: [(&str, Option<&str>); 3] = [
    ("/api/users/delete", None),
    ("/api/users/changePassword", Some("newPassword")),
    ("/api/users/changeEmail", Some("newEmail")),
];

/// It must be a form without this field.
#[track_caller]
fn lacks(reply: &Reply, field: &str) {
    reply.failed(400, "invalidRequest");
    assert!(reply.text_of("msg").contains(field), "{field}: {}", reply.text);
}

/// Nothing has happened to them.
async fn is_as_before(api: &Api, member: &Member) {
    assert_eq!(doors(api, &member.token).await, OPEN);
    let _ = Member::logged_in(api, &member.email, JOBS_PASSWORD).await;
}

#[tokio::test]
async fn the_password_is_asked_for_before_anything_else_of_the_form() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    for (path, field) in CONFIRMED {
        lacks(&member.posts(path, &[]).await, "password");
        let rest = [("emailModify", "x"), (field.unwrap_or("x"), "x")];
        lacks(&member.posts(path, &rest).await, "password");
    }
    is_as_before(&api, &member).await;
}

#[tokio::test]
async fn a_wrong_password_is_refused_before_anything_else_of_the_form() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    for (path, field) in CONFIRMED {
        for wrong in ["", "correct-horse-7", PASSWORD] {
            let form =
                [("password", wrong), ("emailModify", &*member.email), (field.unwrap_or("x"), "x")];
            member.posts(path, &form).await.failed(403, "auth");
        }
    }
    is_as_before(&api, &member).await;
}

#[tokio::test]
async fn only_administrators_act_on_an_address_even_on_their_own_or_on_none() {
    let api = Api::any().await;
    let (member, other) = (Member::new(&api).await, Member::new(&api).await);

    for (path, field) in CONFIRMED {
        for target in ["", &*member.email, &*other.email, "nobody@example.org"] {
            let form = [("password", JOBS_PASSWORD), ("emailModify", target)];
            member.posts(path, &form).await.failed(403, "permission");
            let whole = [form[0], form[1], (field.unwrap_or("x"), "x")];
            member.posts(path, &whole).await.failed(403, "permission");
        }
    }
    is_as_before(&api, &member).await;
    is_as_before(&api, &other).await;
}

#[tokio::test]
async fn what_is_new_is_asked_for_at_last() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    for (path, field) in CONFIRMED {
        let Some(field) = field else { continue };
        lacks(&member.posts(path, &[("password", JOBS_PASSWORD)]).await, field);
    }
    is_as_before(&api, &member).await;
}

#[tokio::test]
async fn a_weak_new_password_is_refused() {
    let api = Api::any().await;
    let member = Member::new(&api).await;
    let weak = [
        "",
        "tooShort58!",
        "thispasswordhasnouppercase390!",
        "THISPASSWORDHASNOLOWERCASE$56",
        "ThisPasswordHasNoNumbers!",
        "ThisPasswordHasNoSymbols123",
        "ThisPasswordHasALineBreak1!\n",
    ];

    for password in weak {
        let form = [("password", JOBS_PASSWORD), ("newPassword", password)];
        member.posts("/api/users/changePassword", &form).await.failed(400, "password");
    }
    is_as_before(&api, &member).await;
}

#[tokio::test]
async fn a_new_address_that_is_none_is_refused() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    for email in ["", "ada", "ada@", "@example.org", "ada@org", "ada@Example.org", "a@b.de\n"] {
        let form = [("password", JOBS_PASSWORD), ("newEmail", email)];
        let reply = member.posts("/api/users/changeEmail", &form).await;
        reply.failed(400, "email");
        assert_eq!(reply.body["allowedEmailDomains"], json!([]), "{email:?}: {}", reply.text);
    }
    is_as_before(&api, &member).await;
}

#[tokio::test]
async fn an_address_that_somebody_has_is_refused_whoever_it_is() {
    let api = Api::any().await;
    let (member, reader) = (Member::new(&api).await, Reader::new(&api).await);
    let shouted = member.email[..1].to_uppercase() + &member.email[1..];

    for email in [&*member.email, &*shouted, reader.email()] {
        let form = [("password", JOBS_PASSWORD), ("newEmail", email)];
        let reply = member.posts("/api/users/changeEmail", &form).await;
        reply.failed(400, "email");
        assert!(reply.body.get("allowedEmailDomains").is_none(), "{}", reply.text);
    }
    is_as_before(&api, &member).await;
}
