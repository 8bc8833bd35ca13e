//! One conversation of the server with a client.

use std::io;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kindred::mail::Security;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::{Heard, Letter, Manners, Odd, PASSWORD, USERNAME};

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A conversation, as far as it has come.
pub(super) struct Talk {
    stream: BufReader<Box<dyn Stream>>,
    manners: Manners,
    tls: TlsAcceptor,
    heard: Arc<Mutex<Heard>>,
    encrypted: bool,
    logged_in: bool,
    letter: Letter,
}

impl Talk {
    pub(super) fn new(
        stream: TcpStream,
        manners: Manners,
        tls: TlsAcceptor,
        heard: Arc<Mutex<Heard>>,
    ) -> Self {
        let stream = BufReader::new(Box::new(stream) as Box<dyn Stream>);
        let logged_in = manners.login.is_none();
        let letter = Letter::default();
        Self { stream, manners, tls, heard, encrypted: false, logged_in, letter }
    }

    pub(super) async fn run(mut self) -> io::Result<()> {
        if self.manners.security == Security::Ssl {
            self = self.encrypt().await?;
        }
        self.answer("CONNECT", "220 mail.example ESMTP").await?;
        while let Some(line) = self.line().await? {
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            self.hear(verb);
            match verb {
                "EHLO" => drop(self.answer("EHLO", &self.abilities()).await?),
                "STARTTLS" => {
                    if self.answer("STARTTLS", "220 go ahead").await? {
                        self = self.encrypt().await?;
                    }
                }
                "AUTH" => self.log_in(rest).await?,
                "MAIL" | "RCPT" | "DATA" if !self.open() => self.say("530 5.7.0 not so").await?,
                "MAIL" => {
                    self.letter.from = rest.to_owned();
                    self.answer("MAIL", "250 2.1.0 fine").await?;
                }
                "RCPT" => {
                    self.letter.to = rest.to_owned();
                    self.answer("RCPT", "250 2.1.5 fine").await?;
                }
                "DATA" => {
                    if self.answer("DATA", "354 go ahead").await? {
                        self.take_letter().await?;
                    }
                }
                "QUIT" => return self.answer("QUIT", "221 2.0.0 bye").await.map(drop),
                _ => self.say("502 5.5.1 what?").await?,
            }
        }
        Ok(())
    }

    /// Whether it takes mail now.
    fn open(&self) -> bool {
        self.logged_in && (self.encrypted || self.manners.security == Security::Unencrypted)
    }

    fn abilities(&self) -> String {
        let mut abilities = "250-mail.example".to_owned();
        if self.manners.security == Security::StartTls && !self.encrypted {
            abilities += "\r\n250-STARTTLS";
        } else if let Some(mechanism) = self.manners.login {
            abilities += "\r\n250-AUTH ";
            abilities += mechanism;
        }
        abilities + "\r\n250 ENHANCEDSTATUSCODES"
    }

    async fn log_in(&mut self, how: &str) -> io::Result<()> {
        self.logged_in = match how.split_once(' ') {
            Some(("PLAIN", both)) => both == STANDARD.encode(format!("\0{USERNAME}\0{PASSWORD}")),
            None if how == "LOGIN" => {
                self.say("334 VXNlcm5hbWU6").await?;
                let username = self.line().await?;
                self.say("334 UGFzc3dvcmQ6").await?;
                let password = self.line().await?;
                username == Some(STANDARD.encode(USERNAME))
                    && password == Some(STANDARD.encode(PASSWORD))
            }
            _ => false,
        };
        let answer = if self.logged_in { "235 2.7.0 welcome" } else { "535 5.7.8 who are you?" };
        self.answer("AUTH", answer).await.map(drop)
    }

    async fn take_letter(&mut self) -> io::Result<()> {
        loop {
            let mut line = Vec::new();
            self.stream.read_until(b'\n', &mut line).await?;
            match &line[..] {
                b"" => return Err(io::ErrorKind::UnexpectedEof.into()),
                b".\r\n" => break,
                // A dot at the start was doubled on the way.
                [b'.', rest @ ..] => self.letter.text.extend(rest),
                whole => self.letter.text.extend(whole),
            }
        }
        if self.answer(".", "250 2.0.0 taken").await? {
            let letter = mem::take(&mut self.letter);
            self.notes().letters.push(letter);
        }
        Ok(())
    }

    /// Say what good manners would say to this command, unless this is where they end; whether they did not.
    async fn answer(&mut self, command: &str, well: &str) -> io::Result<bool> {
        match self.manners.odd {
            Some((place, odd)) if place == command => match odd {
                Odd::Says(something) => self.say(something).await.map(|()| false),
                Odd::SaysNothing => self.stream.read_to_end(&mut Vec::new()).await.map(|_| false),
                Odd::HangsUp => Err(io::ErrorKind::ConnectionAborted.into()),
            },
            _ => self.say(well).await.map(|()| true),
        }
    }

    async fn say(&mut self, line: &str) -> io::Result<()> {
        self.stream.write_all(format!("{line}\r\n").as_bytes()).await?;
        self.stream.flush().await
    }

    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        let length = self.stream.read_line(&mut line).await?;
        Ok((length > 0).then(|| line.trim_end().to_owned()))
    }

    async fn encrypt(self) -> io::Result<Self> {
        let stream = self.tls.accept(self.stream.into_inner()).await?;
        Ok(Self { stream: BufReader::new(Box::new(stream)), encrypted: true, ..self })
    }

    fn hear(&self, verb: &str) {
        let mut notes = self.notes();
        notes.commands.push(verb.to_owned());
        if !self.encrypted {
            notes.in_clear.push(verb.to_owned());
        }
    }

    fn notes(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
