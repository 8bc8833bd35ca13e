//! The form of a stored hash: passlib's `bcrypt_sha256`, version 2, which any passlib can verify.
//!
//! `$bcrypt-sha256$v=2,t=2b,r=<cost>$<salt, 22>$<digest, 31>` with `digest = bcrypt(base64(HMAC-SHA256(key = salt,
//! password)))`. The HMAC is there so that nothing is cut at bcrypt's 72 bytes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bcrypt::{BASE_64, Version};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::config::Secret;
use crate::{Error, Result};

const PREFIX: &str = "$bcrypt-sha256$v=2,t=2b,r=";

/// A hash, taken apart.
#[derive(Debug)]
pub(super) struct Hash {
    /// log2 of its rounds.
    pub(super) cost: u32,
    /// What makes it differ from other hashes of the same password.
    pub(super) salt: [u8; 16],
    digest: String,
}

impl Hash {
    /// Hash a password: as much work as the cost says.
    pub(super) fn of(password: &Secret, cost: u32, salt: [u8; 16]) -> Result<Self> {
        let mut mac = Hmac::<Sha256>::new_from_slice(BASE_64.encode(salt).as_bytes())
            .expect("HMAC takes keys of any length");
        mac.update(password.expose());
        let key = STANDARD.encode(mac.finalize().into_bytes());
        let parts = bcrypt::hash_with_salt(key, cost, salt).map_err(Error::internal)?;
        let whole = parts.format_for_version(Version::TwoB);
        let digest = whole[whole.len() - 31..].to_owned();
        Ok(Self { cost, salt, digest })
    }

    /// A hash that belongs to no password.
    pub(super) fn of_nobody(cost: u32) -> Self {
        Self { cost, salt: [0; 16], digest: String::new() }
    }

    /// A stored hash.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let unreadable = || Error::internal("a stored password hash has an unknown form");
        let rest = text.strip_prefix(PREFIX).ok_or_else(unreadable)?;
        let mut parts = rest.split('$');
        let (Some(cost), Some(salt), Some(digest), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(unreadable());
        };
        let salt = BASE_64.decode(salt).map_err(Error::internal)?;
        Ok(Self {
            cost: cost.parse().map_err(Error::internal)?,
            salt: salt.try_into().map_err(|_| unreadable())?,
            digest: digest.to_owned(),
        })
    }

    /// Whether this is the hash of the password: again as much work as the cost says.
    pub(super) fn is_of(&self, password: &Secret) -> Result<bool> {
        let given = Self::of(password, self.cost, self.salt)?;
        Ok(constant_time_eq(given.digest.as_bytes(), self.digest.as_bytes()))
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{PREFIX}{}${}${}", self.cost, BASE_64.encode(self.salt), self.digest)
    }
}

fn constant_time_eq(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |different, (x, y)| different | (x ^ y)) == 0
}
