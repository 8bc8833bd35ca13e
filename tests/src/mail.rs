//! The mail that a system in this process has sent.

use kindred::mail::Attempt;

use crate::TestApp;

impl TestApp {
    /// Every attempt to send a mail since the last look, oldest first.
    pub fn mails(&self) -> Vec<Attempt> {
        let attempts = self.outbox().attempts();
        self.outbox().clear();
        attempts
    }

    /// The one mail since the last look, which went out.
    #[track_caller]
    pub fn mail(&self) -> Attempt {
        let mut mails = self.mails();
        let last = mails.pop().expect("a mail");
        assert!(last.sent && mails.is_empty(), "not one mail but {} before {last:?}", mails.len());
        last
    }

    /// The token in that mail.
    #[track_caller]
    pub fn mailed_token(&self) -> String {
        token_in(&self.mail())
    }

    /// Whether handing over mail fails from now on.
    pub fn fail_mail(&self, failing: bool) {
        self.outbox().fail(failing);
    }
}

/// The token of the link in a mail, from where programs take it: the third line.
#[track_caller]
pub fn token_in(mail: &Attempt) -> String {
    let line = mail.body.lines().nth(2).expect("a third line");
    let (_, token) = line.split_once("?token=").expect("a link with a token");
    token.to_owned()
}
