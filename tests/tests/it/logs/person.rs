//! Somebody with secrets of every sort, and what they send.

use std::time::Duration;

use kindred::App;
use kindred::auth::token::Door;
use kindred::auth::{mailed, session};
use kindred::config::Secret;
use kindred::entity::mail_token::Purpose;
use kindred::entity::user::{Origin, User};
use serde_json::{Map, Value};
use tests::{Call, TestApp, fresh};

use super::{CLIENT, Operation};

const DAY: Duration = Duration::from_secs(86_400);

/// Names and passwords, and what was issued to their owner.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) email: String,
    pub(super) name: String,
    pub(super) password: String,
    pub(super) new_email: String,
    pub(super) new_name: String,
    pub(super) new_password: String,
    pub(super) session: String,
    pub(super) activation: String,
    pub(super) reset: String,
    pub(super) uuid: String,
}

impl Person {
    /// Somebody who has an account with this address, a session, and two mailed tokens.
    pub(super) async fn new(app: &TestApp, email: &str) -> Self {
        let person = Self::of_nobody(email);
        let app_ = app.app();
        let hash = app_.passwords.hash(Secret::new(person.password.clone())).await;
        let hash = hash.expect("it can be hashed");
        let named = |user: &mut User| {
            user.email = Some(person.email.clone());
            user.login_name = Some(person.name.clone());
            user.display_name = Some(person.name.clone());
            user.password_hash = Some(hash);
        };
        let user = app.register(Origin::Jobs, named).await;
        Self {
            session: session::open(app_, &user, Door::Forum).expect("a session"),
            activation: issue(app_, &user, Purpose::Activation).await,
            reset: issue(app_, &user, Purpose::PasswordReset).await,
            uuid: user.uuid.to_string(),
            ..person
        }
    }

    /// Somebody who has nothing but wishes.
    pub(super) fn of_nobody(email: &str) -> Self {
        Self {
            email: email.to_owned(),
            name: fresh("Na"),
            password: fresh("Old-Horse-"),
            new_email: fresh("new.mail") + "@example.org",
            new_name: fresh("Ot"),
            new_password: fresh("New-Horse-"),
            session: "no.session.".to_owned() + &fresh("Of-Nobody-"),
            activation: fresh("Activation-Token-Of-Nobody-") + &"A".repeat(40),
            reset: fresh("Reset-Token-Of-Nobody-") + &"A".repeat(40),
            uuid: "0f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52".to_owned(),
        }
    }

    /// All that is nobody's business, also in parts and as it looks in an address line.
    pub(super) fn secrets(&self) -> Vec<String> {
        let mut all = vec![
            self.email.clone(),
            self.email.replace('@', "%40"),
            self.name.clone(),
            self.password.clone(),
            self.new_email.clone(),
            self.new_email.replace('@', "%40"),
            self.new_name.clone(),
            self.new_password.clone(),
            self.activation.clone(),
            self.reset.clone(),
            self.uuid.clone(),
        ];
        all.extend(self.session.split('.').filter(|part| part.len() > 10).map(str::to_owned));
        all
    }

    /// The operation as this person would call it.
    pub(super) fn calls(&self, app: &TestApp, operation: &Operation) -> Call {
        let call = self.call(app, operation);
        let fields = self.fields(&operation.id);
        if operation.path.starts_with("/api/users/") && operation.method == "POST" {
            return call.form(&fields);
        }
        let body: Map<_, _> = fields
            .into_iter()
            .map(|(name, text)| (name.to_owned(), Value::String(text.to_owned())))
            .collect();
        if body.is_empty() { call } else { call.json(&Value::Object(body)) }
    }

    /// The operation with a body that breaks off, or is of another type.
    pub(super) fn calls_with(
        &self,
        app: &TestApp,
        operation: &Operation,
        content_type: &str,
    ) -> Call {
        let body = format!(
            "{{\"username\": \"{}\", \"email\": [\"{}\"], \"access-token\": {{\"{}\": \"{}",
            self.name, self.email, self.session, self.password,
        );
        self.call(app, operation).body(content_type, body)
    }

    fn call(&self, app: &TestApp, operation: &Operation) -> Call {
        let path = operation.path.replace("{uuid}", &self.uuid).replace("{genre_id}", "1");
        let path = path.replace("{search_term}", &self.name).replace("{id}", "1");
        let path = match &*operation.id {
            "request_password_reset" => format!("{path}?email={}", self.email.replace('@', "%40")),
            "info" => format!("{path}?token={}", self.reset),
            _ => path,
        };
        let method = operation.method.parse().expect("a method");
        app.api().call(method, path).bearer(&self.session).from_address(CLIENT)
    }

    /// What an operation needs in its body.
    fn fields(&self, id: &str) -> Vec<(&'static str, &str)> {
        let (email, name, password) = (&*self.email, &*self.name, &*self.password);
        match id {
            "register" => vec![("username", &self.new_name), ("password", password)],
            "register_media" => {
                vec![
                    ("email", &self.new_email),
                    ("username", &self.new_name),
                    ("password", password),
                ]
            }
            "signup" => vec![("email", &self.new_email), ("password", password)],
            "login" => vec![("username", name), ("password", password)],
            "login_jobs" | "login_media" => vec![("email", email), ("password", password)],
            "forget_password" => vec![("email", email)],
            "verify_token" => vec![("access-token", &self.session)],
            "activate" => vec![("token", &self.activation)],
            "reset_password" => vec![("token", &self.reset), ("newPassword", &self.new_password)],
            "reset_password_media" => {
                vec![("reset_password_token", &self.reset), ("password", &self.new_password)]
            }
            "change_password" => {
                vec![("password", password), ("newPassword", &self.new_password)]
            }
            "change_email" => vec![("password", password), ("newEmail", &self.new_email)],
            "delete" => vec![("password", password)],
            "update_account" => vec![
                ("username", &self.new_name),
                ("email", &self.new_email),
                ("password", &self.new_password),
            ],
            _ => Vec::new(),
        }
    }
}

async fn issue(app: &App, user: &User, purpose: Purpose) -> String {
    mailed::issue(app, user, purpose, DAY, None).await.expect("the store answers")
}
