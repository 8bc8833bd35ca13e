//! Session tokens: JWTs signed with HS256, one kind for every door.
//!
//! The signature says that we issued the token; whether it is still good (age, session version, account) is decided in
//! [`session`](super::session) from the store. The permissions inside are for clients to read, never for us to trust.
//!
//! No other secret that we give out is a JWT: mailed tokens and runners' keys have no dot, so that none can stand in
//! for a session. Two keys may be live at once, named by `kid`: the one that signs, and the one before it.

use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::config::Secret;
use crate::{Error, Result};

/// The media type in the header of our tokens (RFC 9068), so that no other JWT under the same secret would do.
const TYPE: &str = "at+jwt";

/// Characters that a token has at most; ours have about 700.
const MOST_CHARS: usize = 4_096;

/// Signs and verifies session tokens.
#[derive(Clone)]
pub struct Tokens {
    header: Header,
    signing: EncodingKey,
    /// Keys by their `kid`.
    verifying: Vec<(String, DecodingKey)>,
    rules: Validation,
}

/// Which API a session was opened at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Door {
    /// The job service.
    Jobs,
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
    /// Tokens signed with this secret; those signed with the previous one are good until they are too old.
    pub fn new(secret: &Secret, previous: Option<&Secret>) -> Self {
        let key = |secret: &Secret| (kid(secret), DecodingKey::from_secret(secret.expose()));
        let mut rules = Validation::new(Algorithm::HS256);
        // Times are compared with our own clock, in `session`.
        rules.validate_exp = false;
        rules.required_spec_claims.clear();
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(kid(secret));
        Self {
            header,
            signing: EncodingKey::from_secret(secret.expose()),
            verifying: [Some(secret), previous].into_iter().flatten().map(key).collect(),
            rules,
        }
    }

    /// The token that says this.
    pub fn sign(&self, claims: &Claims) -> Result<String> {
        encode(&self.header, claims, &self.signing).map_err(Error::internal)
    }

    /// What a token says, if we signed it; never fails otherwise than by saying no.
    pub fn verify(&self, token: &str) -> Option<Claims> {
        if token.len() > MOST_CHARS {
            return None;
        }
        let header = decode_header(token).ok().filter(|header| header.typ == self.header.typ)?;
        let (_, key) = self.verifying.iter().find(|(kid, _)| Some(kid) == header.kid.as_ref())?;
        let claims = decode::<Claims>(token, key, &self.rules).ok()?.claims;
        (claims.kind == "access").then_some(claims)
    }
}

/// The name of a key: a fingerprint of its secret.
fn kid(secret: &Secret) -> String {
    let fingerprint = Sha256::digest(secret.expose());
    fingerprint[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("kid", &self.header.kid).finish_non_exhaustive()
    }
}
