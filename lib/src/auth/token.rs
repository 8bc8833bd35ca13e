//! Session tokens: JWTs signed with HS256, one kind for every door.
//!
//! The signature says that we issued the token; whether it is still good (age, session version, account) is decided in
//! [`session`](super::session) from the store. The permissions inside are for clients to read, never for us to trust.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::config::Secret;
use crate::{Error, Result};

/// Signs and verifies session tokens.
#[derive(Clone)]
pub struct Tokens {
    header: Header,
    signing: EncodingKey,
    verifying: DecodingKey,
    rules: Validation,
}

/// Which API a session was opened at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Door {
    /// The forum.
    Forum,
    /// The media catalogue.
    #[serde(rename = "reco")]
    Media,
}

/// What a session token says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claims {
    /// The user's id, as a string (RFC 7519).
    pub sub: String,
    /// The user's uuid.
    pub identity: Uuid,
    /// What clients read their user's rights from.
    pub user_claims: UserClaims,
    /// The session version of the account at issue; a higher one in the store ends the session.
    pub sv: u64,
    /// Where the session was opened.
    pub door: Door,
    /// Issued at, seconds since 1970.
    pub iat: i64,
    /// Not before, seconds since 1970.
    pub nbf: i64,
    /// Expires at, seconds since 1970.
    pub exp: i64,
    /// The id of this token.
    pub jti: Uuid,
    /// Always `access`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Always false.
    pub fresh: bool,
}

/// The part of the claims that belongs to the user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserClaims {
    /// Names of permissions.
    pub permissions: Vec<String>,
}

impl Tokens {
    /// Tokens under this secret.
    pub fn new(secret: &Secret) -> Self {
        let fingerprint = Sha256::digest(secret.expose());
        let kid = fingerprint[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        let mut rules = Validation::new(Algorithm::HS256);
        // Times are compared with our own clock, in `session`.
        rules.validate_exp = false;
        rules.required_spec_claims.clear();
        Self {
            header: Header { kid: Some(kid), ..Header::new(Algorithm::HS256) },
            signing: EncodingKey::from_secret(secret.expose()),
            verifying: DecodingKey::from_secret(secret.expose()),
            rules,
        }
    }

    /// The token that says this.
    pub fn sign(&self, claims: &Claims) -> Result<String> {
        encode(&self.header, claims, &self.signing).map_err(Error::internal)
    }

    /// What a token says, if we signed it.
    pub fn verify(&self, token: &str) -> Option<Claims> {
        let claims = decode::<Claims>(token, &self.verifying, &self.rules).ok()?.claims;
        (claims.kind == "access").then_some(claims)
    }
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("kid", &self.header.kid).finish_non_exhaustive()
    }
}
