//! A mail server, spoken to over a new connection for each mail.
//!
//! Connections are not kept: a function is frozen between two requests, and what it held open is dead when it wakes.
//! The certificates to trust are read when the first mail goes out, never at the start of a function.

use std::fmt;
use std::sync::OnceLock;

use lettre::Message;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters,
};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::{Instant, timeout_at};

use super::letter::compose;
use super::{Login, Mail, MailServer, NotSent, Security};
use crate::Clock;
use crate::ids::Ids;

/// A mail server that is spoken to when there is something to say.
pub struct Smtp {
    server: MailServer,
    clock: Clock,
    ids: Ids,
    tls: OnceLock<Result<TlsParameters, NotSent>>,
}

impl Smtp {
    pub(super) fn new(server: MailServer, clock: Clock, ids: Ids) -> Self {
        Self { server, clock, ids, tls: OnceLock::new() }
    }

    pub(super) async fn send(&self, mail: &Mail) -> Result<(), NotSent> {
        let letter = compose(mail, &self.server.sender, self.clock.now(), self.ids.uuid())?;
        self.converse(Some(&letter)).await
    }

    pub(super) async fn probe(&self) -> Result<(), NotSent> {
        self.converse(None).await
    }

    /// One conversation with the server, from the first packet to the farewell.
    async fn converse(&self, letter: Option<&Message>) -> Result<(), NotSent> {
        let timeout = self.server.timeout;
        let end = Instant::now() + timeout;
        let handing_over = async {
            let mut connection = self.log_in().await?;
            if let Some(letter) = letter {
                let sent = connection.send(letter.envelope(), &letter.formatted()).await;
                sent.map_err(|error| NotSent::Refused(error.into()))?;
            }
            Ok(connection)
        };
        let mut connection =
            timeout_at(end, handing_over).await.map_err(|_| NotSent::Late(timeout))??;
        // However the server takes leave, it has the mail.
        let _ = timeout_at(end, connection.abort()).await;
        Ok(())
    }

    /// A connection on which a mail could be sent now.
    async fn log_in(&self) -> Result<AsyncSmtpConnection, NotSent> {
        let mut connection = self.connect().await?;
        if let Some(login) = &self.server.login {
            let welcome = connection.auth(DEFAULT_MECHANISMS, &credentials(login)).await;
            welcome.map_err(|error| NotSent::LogIn(error.into()))?;
        }
        Ok(connection)
    }

    /// A connection that is protected as it must be.
    async fn connect(&self) -> Result<AsyncSmtpConnection, NotSent> {
        let (at_once, later) = match self.server.security {
            Security::Ssl => (Some(self.tls()?), None),
            Security::StartTls => (None, Some(self.tls()?)),
            Security::Unencrypted => (None, None),
        };
        let unreachable = |error: smtp::Error| NotSent::Unreachable(error.into());
        let (address, name) = ((&*self.server.host, self.server.port), ClientId::default());
        // Without a time-out of its own: that of the conversation covers it.
        let connection =
            AsyncSmtpConnection::connect_tokio1(address, None, &name, at_once, None).await;
        let mut connection = connection.map_err(unreachable)?;
        if let Some(tls) = later {
            connection.starttls(tls, &name).await.map_err(unreachable)?;
        }
        Ok(connection)
    }

    /// What is trusted; read at the first call, which takes some milliseconds.
    fn tls(&self) -> Result<TlsParameters, NotSent> {
        let read = || read_certificates(&self.server).map_err(|e| NotSent::Certificates(e.into()));
        self.tls.get_or_init(read).clone()
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("server", &self.server).finish_non_exhaustive()
    }
}

fn read_certificates(server: &MailServer) -> Result<TlsParameters, smtp::Error> {
    let tls = TlsParameters::builder(server.host.clone());
    match &server.ca {
        None => tls.build(),
        Some(pem) => tls
            .certificate_store(CertificateStore::None)
            .add_root_certificate(Certificate::from_pem(pem)?)
            .build(),
    }
}

fn credentials(login: &Login) -> Credentials {
    let password = String::from_utf8_lossy(login.password.expose());
    Credentials::new(login.username.clone(), password.into_owned())
}
