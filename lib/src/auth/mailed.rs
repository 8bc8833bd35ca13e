//! Tokens that are mailed: issue one, and look up one that came back.
//!
//! A token is base64url of 40 random bytes, and, to change an address, of the new address behind them. So it has no
//! dot, which every session token has, and 54 characters at least. The store knows its hash only: neither it nor a copy
//! of it gives a token away, and the new address of somebody who never confirms it is stored nowhere.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::entity::mail_token::{MailToken, Purpose};
use crate::entity::user::User;
use crate::store::Change;
use crate::{App, Result};

/// Random bytes of a token.
const RANDOM_BYTES: usize = 40;

/// Characters that a token has at most; with the longest address it has about 400.
const MOST_CHARS: usize = 1_024;

/// A token that came back and is not too old. Whether it still fits its account is for the rule to say.
#[derive(Clone, Debug)]
pub struct Mailed {
    /// What is stored of it.
    pub token: MailToken,
    /// The address that it carries, to change to.
    pub new_address: Option<String>,
}

/// A new token for this account, written down; `new_address` is for [`Purpose::AddressChange`].
pub async fn issue(
    app: &App,
    user: &User,
    purpose: Purpose,
    lifetime: Duration,
    new_address: Option<&str>,
) -> Result<String> {
    let mut bytes = app.ids.random::<RANDOM_BYTES>().to_vec();
    bytes.extend_from_slice(new_address.unwrap_or_default().as_bytes());
    let text = URL_SAFE_NO_PAD.encode(bytes);
    let token = MailToken {
        hash: hash(&text),
        purpose,
        user_id: user.id,
        session_version: user.session_version,
        address: user.email.as_deref().map(fingerprint),
        expires_at: app.clock.now().seconds() + lifetime.as_secs().cast_signed(),
    };
    // Random enough to meet no other; so it may be written twice, when the store's first answer is lost.
    app.store.commit(Change::new().put(&token)).await?;
    Ok(text)
}

/// The token of this text, if we issued it for one of these purposes and it is not too old.
pub async fn look_up(app: &App, text: &str, purposes: &[Purpose]) -> Result<Option<Mailed>> {
    let Some(new_address) = decode(text) else { return Ok(None) };
    let token = app.store.get::<MailToken>(&MailToken::place(&hash(text))).await?;
    let now = app.clock.now().seconds();
    let good = |token: &MailToken| token.expires_at > now && purposes.contains(&token.purpose);
    Ok(token.filter(good).map(|token| Mailed { token, new_address }))
}

impl Mailed {
    /// Whether the account's sessions are still those of when it was issued.
    pub fn is_of_version(&self, user: &User) -> bool {
        self.token.session_version == user.session_version
    }

    /// Whether the account's address is still that of when it was issued.
    pub fn is_of_address(&self, user: &User) -> bool {
        self.token.address == user.email.as_deref().map(fingerprint)
    }
}

/// The address that a text carries behind its random bytes, if it is a token by its form.
fn decode(text: &str) -> Option<Option<String>> {
    if text.len() > MOST_CHARS {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let address = String::from_utf8(bytes.get(RANDOM_BYTES..)?.to_vec()).ok()?;
    Some(Some(address).filter(|address| !address.is_empty()))
}

fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text))
}

fn fingerprint(address: &str) -> String {
    hash(&address.to_lowercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_is_a_token_or_none(text in ".{0,120}") {
            if let Some(address) = decode(&text) {
                prop_assert!(text.len() >= 54);
                prop_assert!(!text.contains('.'));
                prop_assert_eq!(address.is_some(), text.len() > 54);
            }
        }

        #[test]
        fn the_address_comes_back(random in any::<[u8; RANDOM_BYTES]>(), address in ".{0,60}") {
            let text = URL_SAFE_NO_PAD.encode([&random[..], address.as_bytes()].concat());

            let expected = Some(address).filter(|address| !address.is_empty());
            prop_assert_eq!(decode(&text), Some(expected));
        }
    }
}
