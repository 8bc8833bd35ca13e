//! Who may use a bucket, and where links to it lead.

use aws_sdk_s3::config::Credentials;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use kindred::config::Secret;
use sha2::Sha256;

/// The one pair of keys of a bucket, and the address of its server.
#[derive(Clone, Debug)]
pub struct Access {
    pub(super) credentials: Credentials,
    pub(super) url: String,
}

impl Access {
    /// With these keys; `url` is where the router is served.
    pub fn new(key_id: &str, secret: &str, url: impl Into<String>) -> Self {
        let credentials = Credentials::new(key_id, secret, None, None, "kindred serve");
        Self { credentials, url: url.into() }
    }

    /// With keys made from the token secret: links outlive a restart, and nobody else can sign any.
    pub fn derived(token_secret: &Secret, url: impl Into<String>) -> Self {
        let mac = Hmac::<Sha256>::new_from_slice(token_secret.expose());
        let mac = mac.expect("HMAC takes keys of any length").chain_update("kindred blobs");
        let secret = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
        Self::new("kindred", &secret, url)
    }

    pub(super) fn key_id(&self) -> &str {
        self.credentials.access_key_id()
    }

    pub(super) fn secret(&self) -> &str {
        self.credentials.secret_access_key()
    }
}
