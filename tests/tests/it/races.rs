//! Requests that meet: one of them is right, the others are told so, and nothing is half done.

mod changes;
mod contents;
mod deletion;
mod registration;

use serde_json::{Value, json};
use tests::{Call, Reply, TestApp, token_in};

/// The replies to calls that are all under way at the same time, in the order of the calls.
pub(crate) async fn at_once(calls: impl IntoIterator<Item = Call>) -> Vec<Reply> {
    let under_way: Vec<_> = calls.into_iter().map(|call| tokio::spawn(call.send())).collect();
    let mut replies = Vec::new();
    for reply in under_way {
        replies.push(reply.await.expect("a call does not panic"));
    }
    replies
}

/// The one call that succeeded, by its number; all others must have been refused like this.
#[track_caller]
fn winner(replies: &[Reply], refused: impl Fn(&Reply)) -> usize {
    let has_won = |nr: &usize| replies[*nr].status < 300;
    let (won, lost): (Vec<_>, Vec<_>) = (0..replies.len()).partition(has_won);
    let said: Vec<_> = replies.iter().map(|reply| (reply.status, &*reply.text)).collect();
    assert_eq!(won.len(), 1, "one wins: {said:#?}");
    lost.into_iter().for_each(|nr| refused(&replies[nr]));
    won[0]
}

/// What is in the mails to this address since the last look: the token of each.
fn tokens_to(app: &TestApp, address: &str) -> Vec<String> {
    let mails = app.mails();
    let to = |mail: &&kindred::mail::Attempt| mail.to.eq_ignore_ascii_case(address);
    mails.iter().filter(to).map(token_in).collect()
}

/// A log-in of the job service, or of the media API, which knows the same people.
fn login(app: &TestApp, email: &str, password: &str) -> Call {
    app.api().post("/api/auth/login").json(&credentials(email, password))
}

fn credentials(email: &str, password: &str) -> Value {
    json!({ "email": email, "password": password })
}
