//! The page of mails: what a person finds there, and what a mail cannot make of it.

use kindred::mail::Mail;

use super::*;

async fn page(bench: &Bench) -> String {
    let reply = bench.app.api().get("/_local/mail").send().await.ok(200);
    assert_eq!(reply.headers["content-type"], "text/html; charset=utf-8");
    reply.text
}

/// What stands between quotation marks after this attribute.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let before = format!(" {attribute}=\"");
    let values = html.split(before.as_str()).skip(1);
    values.map(|rest| rest.split('"').next().unwrap_or_default()).collect()
}

async fn send(bench: &Bench, subject: &str, body: &str) {
    let (subject, body) = (subject.to_owned(), body.to_owned());
    let mail = Mail { to: "ada@example.org".to_owned(), subject, body };
    bench.app.app().mailer.send(&mail).await.expect("it is kept");
}

#[tokio::test]
async fn mails_are_text_whatever_they_contain() {
    let bench = Bench::new().await;
    let evil = "<script>alert(1)</script> & \"quoted\" 'too'";
    send(&bench, evil, &format!("{evil}\nhttps://example.org/\"onclick=\"alert(2)\n")).await;
    send(
        &bench,
        "Odd",
        "javascript:alert(3)\ndata:text/html,x\nhttp://localhost:3000/activate?token=\"><script>",
    )
    .await;

    let page = page(&bench).await;

    let scripts = page.matches("<script").count();
    assert_eq!((scripts, page.matches("<script src=\"/_local/mail.js\" defer>").count()), (1, 1));
    assert!(
        page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot;"),
        "{page}"
    );
    assert!(!page.contains("onclick=\""), "{page}");
    let links = values(&page, "href");
    assert!(
        links
            .iter()
            .all(|link| !link.contains(':') || link.starts_with("http") || *link == "data:,"),
        "{links:?}"
    );
}

#[tokio::test]
async fn everything_that_the_page_loads_comes_from_us() {
    let bench = Bench::new().await;
    let api = bench.app.api();
    let page = api.get("/_local/mail").send().await.ok(200);

    for (path, content_type) in
        [("/_local/mail.js", "text/javascript"), ("/_local/mail.css", "text/css")]
    {
        let file = api.get(path).send().await.ok(200);
        assert_eq!(file.headers["content-type"], content_type);
        assert!(
            page.text.contains(path)
                && !file.text.contains("//fonts")
                && !file.text.contains("http")
        );
    }
    assert_eq!(values(&page.text, "src"), ["/_local/mail.js"]);
    let policy = page.headers["content-security-policy"].to_str().expect("text");
    assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
}

#[tokio::test]
async fn the_newest_mail_is_the_first() {
    let bench = Bench::new().await;
    assert!(page(&bench).await.contains("No mail yet"));
    send(&bench, "The first", "Hello").await;
    send(&bench, "The second", "Hello").await;

    let page = page(&bench).await;

    let place = |subject: &str| page.find(subject).expect("it is there");
    assert!(place("The second") < place("The first"));
    assert!(!page.contains("No mail yet") && !page.contains("not sent"));
}

#[tokio::test]
async fn links_can_be_followed_without_a_client() {
    let bench = Bench::new().await;
    let _ = bench.reset(&json!({ "clientURL": "https://app.example/#" })).await.ok(200);
    let _ = bench.sign_up("ada@test.com").await.ok(200);
    let forgotten = "/api/users/requestPasswordReset?email=ada@test.com";
    let _ = bench.app.api().get(forgotten).send().await.ok(200);
    let mails = bench.outbox().await;

    let page = page(&bench).await;

    let actions = ["/_local/outbox/clear", "/api/users/resetPassword", "/api/users/activate"];
    assert_eq!(values(&page, "action"), actions);
    assert_eq!(values(&page, "name")[1..], ["token", "newPassword", "token"], "{page}");
    assert_eq!(values(&page, "value"), [token(&mails[1]), token(&mails[0])]);
    for mail in &mails {
        assert!(values(&page, "href").contains(&link(mail)), "{page}");
    }
    let fields = [("token", token(&mails[1])), ("newPassword", "Another-Horse-8")];
    let _ = bench.form(actions[1], &fields).await.ok(200);
    let _ = bench.log_in("ada@test.com", "Another-Horse-8").await.ok(200);
}

#[tokio::test]
async fn a_mail_that_was_not_sent_says_so_and_offers_nothing() {
    let bench = Bench::new().await;
    let _ = bench.app.api().post("/_local/mail").json(&json!({ "fail": true })).send().await;
    let _ = bench.sign_up("ada@test.com").await.ok(400);

    let page = page(&bench).await;

    assert!(page.contains("not sent"), "{page}");
    assert_eq!(values(&page, "action"), ["/_local/outbox/clear"]);
}
