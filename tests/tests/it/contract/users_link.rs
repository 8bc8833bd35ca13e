//! Links that nobody has mailed, and mails that nobody gets.

use tests::{Api, JOBS_PASSWORD, Member, PASSWORD, Reader, Reply, Writer, fresh};

/// Texts that are no token of ours, though they look more and more like one.
fn strange(session: &str) -> Vec<String> {
    vec![
        "x".to_owned(),
        " ".to_owned(),
        "é\u{0}".to_owned(),
        "A".repeat(43),
        "A".repeat(54),
        format!("{}=", "A".repeat(54)),
        "_-".repeat(40),
        "A".repeat(100_000),
        session.to_owned(),
        session.replace('.', "A"),
    ]
}

async fn activate(api: &Api, token: &str) -> Reply {
    api.post("/api/users/activate").form(&[("token", token)]).send().await
}

async fn reset(api: &Api, form: &[(&str, &str)]) -> Reply {
    api.post("/api/users/resetPassword").form(form).send().await
}

#[tokio::test]
async fn an_activation_without_a_token_of_ours_is_refused() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    api.post("/api/users/activate").send().await.failed(400, "auth");
    activate(&api, "").await.failed(400, "auth");
    for token in strange(&member.token) {
        activate(&api, &token).await.failed(400, "auth");
    }
    assert!(!member.is_activated().await);
}

#[tokio::test]
async fn a_reset_asks_for_the_password_then_for_its_rule_then_for_the_token() {
    let api = Api::any().await;
    let strong = ("newPassword", "Other-Horse-88");
    let without: [&[(&str, &str)]; 3] =
        [&[], &[("token", "")], &[("token", "x"), ("password", "Other-Horse-88")]];
    let with: [&[(&str, &str)]; 3] =
        [&[strong], &[strong, ("token", "")], &[strong, ("token", "x")]];

    for form in without {
        let reply = reset(&api, form).await;
        reply.failed(400, "invalidRequest");
        assert!(reply.text_of("msg").contains("newPassword"), "{}", reply.text);
    }
    for form in with {
        reset(&api, form).await.failed(400, "auth");
    }
}

#[tokio::test]
async fn a_weak_password_is_refused_before_a_reset_looks_at_the_token() {
    let api = Api::any().await;
    let weak = ("newPassword", "tooShort58!");
    let forms: [&[(&str, &str)]; 3] = [&[weak], &[weak, ("token", "")], &[weak, ("token", "x")]];

    for form in forms {
        reset(&api, form).await.failed(400, "password");
    }
}

#[tokio::test]
async fn a_reset_without_a_token_of_ours_is_refused() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    for token in strange(&member.token) {
        let form = [("newPassword", "Other-Horse-88"), ("token", &*token)];
        reset(&api, &form).await.failed(400, "auth");
    }
    let _ = Member::logged_in(&api, &member.email, JOBS_PASSWORD).await;
}

#[tokio::test]
async fn a_link_to_a_new_password_is_asked_for_by_address() {
    let api = Api::any().await;
    let path = "/api/users/requestPasswordReset";

    for query in ["", "?Email=ada@example.org", "?newEmail=ada@example.org"] {
        let reply = api.get(format!("{path}{query}")).send().await;
        reply.failed(400, "invalidRequest");
    }
}

#[tokio::test]
async fn whether_an_address_is_known_cannot_be_told_from_asking_for_a_link() {
    let api = Api::any().await;
    let (member, reader) = (Member::new(&api).await, Reader::new(&api).await);
    let ask = async |email: &str| {
        api.get(format!("/api/users/requestPasswordReset?email={email}")).send().await.ok(200).text
    };

    let known = ask(&member.email).await;

    let unknown = fresh("m") + "@example.org";
    for email in [reader.email(), &unknown, "", "no-address", "%00%FF"] {
        assert_eq!(ask(email).await, known, "{email}");
    }
}

#[tokio::test]
async fn a_link_that_was_asked_for_changes_nothing_yet() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    let path = format!("/api/users/requestPasswordReset?email={}", member.email);
    let _ = api.get(path).send().await.ok(200);

    assert!(!member.is_activated().await);
    let _ = Member::logged_in(&api, &member.email, JOBS_PASSWORD).await;
}

#[tokio::test]
async fn an_activation_mail_can_be_had_again() {
    let api = Api::any().await;
    let (member, reader) = (Member::new(&api).await, Reader::new(&api).await);

    let again = member.get("/api/users/resendActivationEmail").await.ok(200);
    let media = Member::logged_in(&api, reader.email(), PASSWORD).await;
    let _ = media.get("/api/users/resendActivationEmail").await.ok(200);

    assert!(!again.text_of("msg").is_empty());
}

#[tokio::test]
async fn an_account_without_an_address_gets_no_activation_mail() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    let call = api.get("/api/users/resendActivationEmail").bearer(&writer.token);

    call.send().await.failed(400, "operation");
}
