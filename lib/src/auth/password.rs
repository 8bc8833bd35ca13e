//! Passwords at rest: bcrypt over an HMAC, so that nothing is cut at bcrypt's 72 bytes.
//!
//! The form is passlib's `bcrypt_sha256`, version 2, and any passlib can verify it:
//! `$bcrypt-sha256$v=2,t=2b,r=<cost>$<salt, 22>$<digest, 31>` with
//! `digest = bcrypt(base64(HMAC-SHA256(key = salt, password)))`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bcrypt::{BASE_64, Version};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::config::Secret;
use crate::ids::Ids;
use crate::{Error, Result};

const PREFIX: &str = "$bcrypt-sha256$v=2,t=2b,r=";

/// Hashes and verifies passwords, away from the threads that serve requests.
#[derive(Clone, Debug)]
pub struct Passwords {
    cost: u32,
    ids: Ids,
}

impl Passwords {
    /// Hash new passwords with 2^cost rounds.
    pub fn new(cost: u32, ids: Ids) -> Self {
        Self { cost, ids }
    }

    /// The hash to store. Takes as long as the cost says: about 0.2 s at cost 12.
    pub async fn hash(&self, password: Secret) -> Result<String> {
        let (cost, salt) = (self.cost, self.ids.random());
        Ok(apart(move || digest(&password, cost, salt)).await??.to_string())
    }

    /// stub
    pub fn is_outdated(&self, _: &str) -> bool {
        false
    }

    /// Whether the password belongs to the hash.
    ///
    /// Without a hash (no such account, or one without a password) it does the same work and says no, so that the
    /// time tells nothing.
    pub async fn verify(&self, password: Secret, hash: Option<&str>) -> Result<bool> {
        let known = hash.map(Hash::parse).transpose()?;
        let nobody = || Hash { cost: self.cost, salt: [0; 16], digest: String::new() };
        let wanted = known.unwrap_or_else(nobody);
        apart(move || {
            let given = digest(&password, wanted.cost, wanted.salt)?;
            Ok(constant_time_eq(given.digest.as_bytes(), wanted.digest.as_bytes()))
        })
        .await?
    }
}

/// A stored hash, taken apart.
#[derive(Debug)]
struct Hash {
    cost: u32,
    salt: [u8; 16],
    digest: String,
}

impl Hash {
    fn parse(text: &str) -> Result<Self> {
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
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{PREFIX}{}${}${}", self.cost, BASE_64.encode(self.salt), self.digest)
    }
}

fn digest(password: &Secret, cost: u32, salt: [u8; 16]) -> Result<Hash> {
    let mut mac = Hmac::<Sha256>::new_from_slice(BASE_64.encode(salt).as_bytes())
        .expect("HMAC takes keys of any length");
    mac.update(password.expose());
    let key = STANDARD.encode(mac.finalize().into_bytes());
    let parts = bcrypt::hash_with_salt(key, cost, salt).map_err(Error::internal)?;
    let whole = parts.format_for_version(Version::TwoB);
    let digest = whole[whole.len() - 31..].to_owned();
    Ok(Hash { cost, salt, digest })
}

/// Run on a thread of its own, so that requests that need no hashing are not held up.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

fn constant_time_eq(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |different, (x, y)| different | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Clock;

    fn passwords() -> Passwords {
        Passwords::new(4, Ids::new(Clock::System))
    }

    #[tokio::test]
    async fn a_password_verifies_against_its_own_hash_only() {
        let hash = passwords().hash(Secret::new("Password#1")).await.expect("hashes");

        let verify = async |password: &str, hash: Option<&str>| {
            passwords().verify(Secret::new(password), hash).await.expect("verifies")
        };

        assert!(verify("Password#1", Some(&hash)).await);
        assert!(!verify("Password#2", Some(&hash)).await);
        assert!(!verify("Password#1", None).await);
    }

    #[tokio::test]
    async fn a_hash_of_passlib_verifies() {
        // passlib.hash.bcrypt_sha256.using(rounds=12).hash("password"), from its documentation.
        let hash =
            "$bcrypt-sha256$v=2,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2";

        let verified = passwords().verify(Secret::new("password"), Some(hash)).await;

        assert!(verified.expect("verifies"));
    }

    #[tokio::test]
    async fn nothing_is_cut_at_72_bytes() {
        let hash = passwords().hash(Secret::new("a".repeat(80))).await.expect("hashes");

        let longer = passwords().verify(Secret::new("a".repeat(81)), Some(&hash)).await;

        assert!(!longer.expect("verifies"));
    }
}
