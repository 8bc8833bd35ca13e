//! Everything that can happen at the doors of accounts.

use axum::http::Method;
use kindred::config::{Account, Secret};
use kindred::entity::kind::MediaKind;
use kindred::mail::{MailSettings, Security};
use kindred_cli::embedded::Fault;
use tests::{Call, Reply, TestApp, fresh};

use super::person::Person;
use super::{CLIENT, Operation, client, operations, texts};
use crate::mail::server::{Manners, Odd, Server};
use crate::mail::settings;

/// Whom the mail server does not know.
const VICTIM: &str = "ada.lovelace@example.org";
/// What it says of that, and repeats.
const CHATTY: &str =
    "550 5.1.1 <ada.lovelace@example.org>: Chatterbox has no ada.lovelace@example.org here";

/// More requests to the store than any operation needs.
const PLENTY: usize = 40;

/// What has been sent or answered, and is nobody's business.
pub(super) struct Scenes {
    secrets: Vec<String>,
}

impl Scenes {
    pub(super) fn new() -> Self {
        Self { secrets: vec![client(), "Chatterbox".to_owned()] }
    }

    /// Everything that must not have been heard.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &str> {
        self.secrets.iter().map(String::as_str).filter(|secret| secret.len() > 5)
    }

    /// Somebody who does everything as it should be done.
    pub(super) async fn good_input(&mut self) {
        let app = TestApp::new().await;
        app.genres(MediaKind::Movie, &["Drama"]).await;
        let first = self.person(&app).await;
        for operation in operations() {
            let person = self.person(&app).await;
            if operation.id == "unlike_genre" {
                let like = Operation { method: "PUT".to_owned(), ..operation };
                let _ = person.calls(&app, &like).send().await.ok(201);
                self.send(person.calls(&app, &Operation { method: "DELETE".to_owned(), ..like }))
                    .await;
                continue;
            }
            let reply = self.send(person.calls(&app, &operation)).await;
            assert!(reply.status < 300, "{}: {}", operation.id, reply.text);
        }
        drop(first);
        app.settle().await;
        app.finish_erasures().await.expect("they are gone through");
    }

    /// Passwords, tokens and sessions that are no good, and bodies that are none.
    pub(super) async fn bad_input(&mut self) {
        let app = TestApp::new().await;
        for operation in operations() {
            let person = self.person(&app).await;
            let nobody = self.nobody();
            let impostor = Person { session: person.session.clone(), ..nobody.clone() };
            let stranger = Person { session: nobody.session.clone(), ..person.clone() };
            for caller in [&impostor, &stranger, &nobody] {
                self.send(caller.calls(&app, &operation)).await;
            }
            for content_type in [
                "application/json",
                "multipart/form-data; boundary=x",
                "text/plain",
                &person.password,
            ] {
                self.send(person.calls_with(&app, &operation, content_type)).await;
            }
        }
    }

    /// Everything twice where once is allowed.
    pub(super) async fn too_much(&mut self) {
        let all = ["login-pair", "login-account", "login-client", "registration", "token"];
        let all = all.into_iter().chain(["mail-recipient", "mail-client"]);
        let limits = all.map(|rule| format!("{rule}=1/900,")).collect::<String>();
        for operation in operations() {
            let app = TestApp::with(|config| config.limits = limits.parse().expect("limits")).await;
            let (person, nobody) = (self.person(&app).await, self.nobody());
            let impostor = Person { session: person.session.clone(), ..nobody.clone() };
            for caller in [&impostor, &impostor, &person, &person, &nobody, &nobody] {
                self.send(caller.calls(&app, &operation)).await;
            }
        }
    }

    /// A mail server that knows nobody and says so, with their address.
    pub(super) async fn failing_mail(&mut self) {
        let manners = Manners::good(Security::Unencrypted, None).odd("RCPT", Odd::Says(CHATTY));
        let server = Server::start(manners).await;
        for operation in operations() {
            let mail = MailSettings::Smtp(settings(&server));
            let app = TestApp::with(|config| config.mail = mail).await;
            let mut person = Person::new(&app, VICTIM).await;
            self.note(&person);
            self.send(person.calls(&app, &operation)).await;
            // Somebody else's mail is refused with the same words.
            person.new_email = VICTIM.to_owned();
            self.send(person.calls(&app, &operation)).await;
        }
        assert!(server.heard().await.commands.iter().any(|verb| verb == "RCPT"));
    }

    /// Every request to the store fails once.
    pub(super) async fn failing_store(&mut self) {
        let (app, faults) = TestApp::faulty_with(|_| ()).await;
        for operation in operations() {
            for n in 0..PLENTY {
                app.advance(std::time::Duration::from_secs(86_400));
                let person = self.person(&app).await;
                faults.arrange(n, Fault::Unanswered);
                self.send(person.calls(&app, &operation)).await;
                if faults.cancel() {
                    break;
                }
            }
        }
        // Cascade and recompute have something to say, too.
        faults.arrange(3, Fault::Unsent);
        app.settle().await;
        faults.arrange(3, Fault::Unsent);
        app.finish_erasures().await.expect_err("it breaks off");
    }

    /// Paths that nobody serves, and methods that they do not know, with secrets in every place.
    pub(super) async fn strange_paths(&mut self) {
        let app = TestApp::new().await;
        let person = self.person(&app).await;
        for place in ["", "/api", "/api/users", "/api/user", "/api/auth", "/api/runners", "/_local"]
        {
            for method in [Method::GET, Method::POST, Method::DELETE, Method::OPTIONS, Method::HEAD]
            {
                for (path, query) in [
                    (&person.name, &person.reset),
                    (&person.activation, &person.password),
                    (&person.email, &person.session),
                ] {
                    let path = format!("{place}/{path}/x?token={query}&password={query}");
                    let call = app.api().call(method.clone(), path).bearer(&person.session);
                    self.send(call.from_address(CLIENT).header("referer", &person.password)).await;
                }
            }
        }
        for operation in operations() {
            let odd = Operation { method: "TRACE".to_owned(), ..operation };
            self.send(person.calls(&app, &odd)).await;
        }
    }

    /// Accounts that cannot be made: somebody else has the name, the password is too short.
    pub(super) async fn accounts_of_the_configuration(&mut self) {
        let (good, short) = (self.nobody(), self.nobody());
        let account = |person: &Person, password: &str| Account {
            email: person.email.clone(),
            password: Secret::new(password),
            is_admin: true,
        };
        let accounts = vec![account(&good, &good.password), account(&short, "hunter2")];
        self.secrets.push("hunter2".to_owned());
        let (app, faults) = TestApp::faulty_with(|config| config.accounts = accounts).await;
        for n in 0..PLENTY {
            faults.arrange(n, Fault::Unsent);
            accounts::provision::ensure(app.app()).await;
            if faults.cancel() {
                break;
            }
        }
    }

    /// Somebody with an account, whose secrets are noted.
    async fn person(&mut self, app: &TestApp) -> Person {
        let person = Person::new(app, &(fresh("Mail.Of.Somebody") + "@example.org")).await;
        self.note(&person);
        person
    }

    fn nobody(&mut self) -> Person {
        let person = Person::of_nobody(&(fresh("Mail.Of.Nobody") + "@example.org"));
        self.note(&person);
        person
    }

    fn note(&mut self, person: &Person) {
        self.secrets.extend(person.secrets());
    }

    /// Send it; tokens in the answer are secrets, too.
    async fn send(&mut self, call: Call) -> Reply {
        let reply = call.send().await;
        let issued = texts(&reply.body).into_iter().filter(|text| text.matches('.').count() == 2);
        let issued = issued.filter(|text| !text.contains(' '));
        self.secrets.extend(
            issued
                .flat_map(|token| token.split('.').skip(1).map(str::to_owned).collect::<Vec<_>>()),
        );
        reply
    }
}
