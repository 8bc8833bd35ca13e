//! Passwords at rest: hashed and verified apart from requests, with as much work for unknown accounts as for known
//! ones.
//!
//! What is stored, and why it is the form of passlib, is told in `hash`; how many are hashed at once, in [`Line`].
//! Which passwords may be set at all is a matter of the doors ([`names`](crate::entity::names)).

mod hash;

use self::hash::Hash;
use crate::Result;
use crate::config::Secret;
use crate::ids::Ids;
use crate::line::Line;

/// What somebody is told when too many others wait.
const FULL: &str = "Too many are logging in at this moment; try again";

/// Hashes and verifies passwords, away from the threads that serve requests; clones share one line.
#[derive(Clone, Debug)]
pub struct Passwords {
    cost: u32,
    ids: Ids,
    line: Line,
}

impl Passwords {
    /// Hash new passwords with 2^cost rounds.
    pub fn new(cost: u32, ids: Ids) -> Self {
        Self { cost, ids, line: Line::leaving_a_core(FULL) }
    }

    /// The hash to store. Takes as long as the cost says: about 0.2 s at cost 12.
    ///
    /// Refuses: `unavailable` when too many others wait.
    pub async fn hash(&self, password: Secret) -> Result<String> {
        let (cost, salt) = (self.cost, self.ids.random());
        let hash = self.line.run(move || Hash::of(&password, cost, salt)).await??;
        Ok(hash.to_string())
    }

    /// Whether the password belongs to the hash.
    ///
    /// Without a hash (no such account, or one without a password) it waits in the same line, does the same work and
    /// says no, so that the time tells nothing. It would tell of a hash of another cost:
    /// [`is_outdated`](Self::is_outdated).
    ///
    /// Refuses: `unavailable` when too many others wait.
    pub async fn verify(&self, password: Secret, hash: Option<&str>) -> Result<bool> {
        let known = hash.map(Hash::parse).transpose()?;
        let wanted = known.unwrap_or_else(|| Hash::of_nobody(self.cost));
        self.line.run(move || wanted.is_of(&password)).await?
    }

    /// Whether a stored hash has another cost than those that are made now, or another form.
    ///
    /// A log-in is the moment to make it anew, for only then the password is known.
    pub fn is_outdated(&self, hash: &str) -> bool {
        !Hash::parse(hash).is_ok_and(|hash| hash.cost == self.cost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Clock;

    fn passwords(cost: u32) -> Passwords {
        Passwords::new(cost, Ids::new(Clock::System))
    }

    #[tokio::test]
    async fn a_password_verifies_against_its_own_hash_only() {
        let hash = passwords(4).hash(Secret::new("Password#1")).await.expect("hashes");

        let verify = async |password: &str, hash: Option<&str>| {
            passwords(4).verify(Secret::new(password), hash).await.expect("verifies")
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

        let verified = passwords(4).verify(Secret::new("password"), Some(hash)).await;

        assert!(verified.expect("verifies"));
    }

    #[tokio::test]
    async fn nothing_is_cut_at_72_bytes() {
        let hash = passwords(4).hash(Secret::new("a".repeat(80))).await.expect("hashes");

        let longer = passwords(4).verify(Secret::new("a".repeat(81)), Some(&hash)).await;

        assert!(!longer.expect("verifies"));
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_is_outdated_and_still_good() {
        let hash = passwords(4).hash(Secret::new("Password#1")).await.expect("hashes");

        let verified = passwords(5).verify(Secret::new("Password#1"), Some(&hash)).await;

        assert!(verified.expect("verifies"));
        assert!(passwords(5).is_outdated(&hash));
        assert!(!passwords(4).is_outdated(&hash));
        assert!(passwords(4).is_outdated("no_pwd"));
    }
}
