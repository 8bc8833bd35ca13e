//! A small mail server that does as it is told: with good manners a real one, else one that misbehaves at one command.

mod talk;

use std::sync::{Arc, Mutex, PoisonError};

use kindred::mail::Security;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use talk::Talk;

pub(crate) const USERNAME: &str = "kindred";
pub(crate) const PASSWORD: &str = "öffne dich";

/// How a server behaves.
#[derive(Clone, Copy)]
pub(crate) struct Manners {
    pub(crate) security: Security,
    /// How one has to log in: `PLAIN` or `LOGIN`.
    pub(crate) login: Option<&'static str>,
    /// What its certificate says that it is.
    pub(crate) name: &'static str,
    /// Where it misbehaves: a command, `CONNECT`, or `.` for the end of a mail.
    pub(crate) odd: Option<(&'static str, Odd)>,
}

#[derive(Clone, Copy)]
pub(crate) enum Odd {
    Says(&'static str),
    SaysNothing,
    HangsUp,
}

impl Manners {
    pub(crate) fn good(security: Security, login: Option<&'static str>) -> Self {
        Self { security, login, name: "127.0.0.1", odd: None }
    }

    pub(crate) fn odd(self, command: &'static str, odd: Odd) -> Self {
        Self { odd: Some((command, odd)), ..self }
    }
}

/// What a server got to hear.
#[derive(Clone, Default)]
pub(crate) struct Heard {
    /// The verb of every command.
    pub(crate) commands: Vec<String>,
    /// Those that anybody on the way could read.
    pub(crate) in_clear: Vec<String>,
    pub(crate) letters: Vec<Letter>,
}

#[derive(Clone, Default)]
pub(crate) struct Letter {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) text: Vec<u8>,
}

/// A server on a port of its own.
pub(crate) struct Server {
    pub(crate) port: u16,
    pub(crate) manners: Manners,
    /// What its certificate can be checked with.
    pub(crate) ca: Vec<u8>,
    heard: Arc<Mutex<Heard>>,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("it is bound").port();
        let (tls, ca) = identity(manners.name);
        let heard = Arc::<Mutex<Heard>>::default();
        let (stop, mut stopped) = oneshot::channel();
        let notes = heard.clone();
        let running = tokio::spawn(async move {
            let mut talks = JoinSet::new();
            loop {
                tokio::select! {
                    _ = &mut stopped => break,
                    accepted = listener.accept() => {
                        let (stream, _) = accepted.expect("a connection");
                        let (tls, heard) = (tls.clone(), notes.clone());
                        talks.spawn(async move {
                            // Clients that hang up are part of the game.
                            let _ = Talk::new(stream, manners, tls, heard).run().await;
                        });
                    }
                }
            }
            talks.join_all().await;
        });
        Self { port, manners, ca, heard, stop, running }
    }

    /// What it heard, once everybody has hung up.
    pub(crate) async fn heard(self) -> Heard {
        self.stop.send(()).expect("it is running");
        self.running.await.expect("the server does not panic");
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.clone()
    }
}

fn identity(name: &str) -> (TlsAcceptor, Vec<u8>) {
    let own = rcgen::generate_simple_self_signed([name.to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).expect("a key");
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .expect("the key fits the certificate");
    (TlsAcceptor::from(Arc::new(config)), own.cert.pem().into_bytes())
}
