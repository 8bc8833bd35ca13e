//! Any text is a session token of ours or none, without a panic; and no change to one of ours makes another.

#![no_main]

use std::sync::LazyLock;

use kindred::auth::token::{Claims, Door, Tokens, UserClaims};
use kindred::config::Secret;
use libfuzzer_sys::fuzz_target;
use uuid::Uuid;

static TOKENS: LazyLock<Tokens> = LazyLock::new(|| {
    let previous = Secret::new("the secret before, also of 32 bytes");
    Tokens::new(&Secret::new("a secret for fuzzing, of 32 bytes"), Some(&previous))
});

static GOOD: LazyLock<String> = LazyLock::new(|| {
    let claims = Claims {
        sub: "7".to_owned(),
        identity: Uuid::nil(),
        user_claims: UserClaims { permissions: vec!["add_content".to_owned()] },
        sv: 1,
        door: Door::Forum,
        iat: 1_800_000_000,
        nbf: 1_800_000_000,
        exp: 1_800_003_600,
        jti: Uuid::nil(),
        kind: "access".to_owned(),
        fresh: false,
    };
    TOKENS.sign(&claims).expect("it can be signed")
});

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    assert!(text == *GOOD || TOKENS.verify(&text).is_none(), "a forged token: {text}");

    // The first two bytes say where the rest of the input stands in a good token.
    let [high, low, patch @ ..] = data else { return };
    let mut token = GOOD.clone().into_bytes();
    let place = usize::from(u16::from_be_bytes([*high, *low])) % token.len();
    let end = token.len().min(place + patch.len());
    token.splice(place..end, patch.iter().copied());
    let token = String::from_utf8_lossy(&token);
    assert!(token == *GOOD || TOKENS.verify(&token).is_none(), "a forged token: {token}");
});
