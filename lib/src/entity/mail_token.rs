//! Mailed tokens: what proves that somebody reads the mail of an address.
//!
//! A token is random and only its hash is stored, with what it is good for: one purpose, one account, the address and
//! the session version that the account had when it was issued. So it dies with a changed password or address. How it
//! is made and looked up: [`mailed`](crate::auth::mailed).

use serde::{Deserialize, Serialize};

use crate::store::{Entity, Key};

/// What a mailed token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Confirm the account's address.
    Activation,
    /// Give the account the address that the token carries.
    AddressChange,
    /// Set a new password.
    PasswordReset,
}

/// A token as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailToken {
    /// SHA-256 of the token, base64url.
    pub hash: String,
    /// What it is good for.
    pub purpose: Purpose,
    /// Whose it is.
    pub user_id: u64,
    /// The account's session version at issue.
    pub session_version: u64,
    /// A fingerprint of the account's address at issue; none when it had none.
    pub address: Option<String>,
    /// When it stops being good, seconds since 1970; the store deletes it some time later.
    pub expires_at: i64,
}

impl MailToken {
    /// Where the token of this hash lies.
    pub fn place(hash: &str) -> Key {
        Key::state("MAIL", hash)
    }
}

impl Entity for MailToken {
    const TYPE: &'static str = "mail token";

    fn key(&self) -> Key {
        Self::place(&self.hash)
    }
}
