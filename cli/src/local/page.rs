//! `GET /_local/mail`: the outbox for people.
//!
//! Mailed links lead to a client that may not be running here. So what one can do with such a link stands beside it:
//! confirm the address, or choose a new password, by the same routes that a client would use. The page is whole by
//! itself and loads nothing from elsewhere; mails are shown as text, whatever they contain.

use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{Html, IntoResponse};
use kindred::Result;
use kindred::mail::Attempt;
use maud::{DOCTYPE, Markup, html};

use super::outbox::outbox;
use crate::System;

/// Nothing runs or loads that is not ours, nobody frames it, and no link tells where it was.
const HEADERS: [(HeaderName, &str); 4] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (CACHE_CONTROL, "no-store"),
];

/// Show the mails, newest first.
///
/// Refuses: `NotFound` 404 when mail goes through a mail server.
pub(super) async fn show(State(system): State<System>) -> Result<impl IntoResponse> {
    let attempts = outbox(&system)?.attempts();
    let page = page(&attempts, &system.app.config.client_url);
    Ok((HEADERS, Html(page.into_string())))
}

/// How the page looks.
pub(super) async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css")], include_str!("page/mail.css"))
}

/// What makes its forms answer in their place.
pub(super) async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript")], include_str!("page/mail.js"))
}

fn page(attempts: &[Attempt], client_url: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Kindred mail" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/_local/mail.css";
                script src="/_local/mail.js" defer {}
            }
            body data-shown=(attempts.len()) {
                header {
                    h1 { "Mail" }
                    p { "What this server would have sent. Nothing leaves this machine." }
                    form method="post" action="/_local/outbox/clear" data-then="reload" {
                        button disabled[attempts.is_empty()] { "Clear" }
                        output {}
                    }
                }
                p #news role="status" hidden { "The outbox has changed. " a href="" { "Show it" } }
                main {
                    @if attempts.is_empty() { (nothing()) }
                    @for attempt in attempts.iter().rev() { (mail(attempt, client_url)) }
                }
            }
        }
    }
}

fn nothing() -> Markup {
    html! {
        p.nothing {
            "No mail yet. Some comes when somebody signs up, changes their address or forgets their password."
        }
    }
}

fn mail(attempt: &Attempt, client_url: &str) -> Markup {
    let Attempt { to, from, subject, body, sent } = attempt;
    html! {
        article {
            h2 {
                (subject)
                @if !sent { " " span.failed { "not sent" } }
            }
            dl {
                dt { "To" } dd { (to) }
                dt { "From" } dd { (from) }
            }
            pre { @for line in body.lines() { (text(line)) "\n" } }
            @if *sent { @for line in body.lines() { (action(line, client_url)) } }
        }
    }
}

/// A line of a mail; in ours, links stand alone.
fn text(line: &str) -> Markup {
    let is_link = line.starts_with("http://") || line.starts_with("https://");
    html! {
        @if is_link && !line.contains(char::is_whitespace) { a href=(line) { (line) } } @else { (line) }
    }
}

/// What one can do with a line that is a link to the client's page for it.
fn action(line: &str, client_url: &str) -> Markup {
    let link = line.strip_prefix(client_url).and_then(|page| page.split_once("?token="));
    match link {
        Some(("/activate", token)) => html! {
            form method="post" action="/api/users/activate" {
                input type="hidden" name="token" value=(token);
                button { "Confirm the address" }
                output {}
            }
        },
        Some(("/resetPassword", token)) => html! {
            form method="post" action="/api/users/resetPassword" {
                input type="hidden" name="token" value=(token);
                label {
                    "New password "
                    input name="newPassword" required autocomplete="off" spellcheck="false";
                }
                button { "Set it" }
                output {}
            }
        },
        _ => html! {},
    }
}
