//! What a session token says to those who look into it: the same at every door.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tests::{Api, Member, Reader, Writer};

/// What everybody may do.
const PERMISSIONS: [&str; 5] =
    ["add_content", "indicate_interest", "modify_user_profil", "play_music", "view_recommendation"];

/// Header and claims of a token.
fn opened(token: &str) -> [Value; 2] {
    let parts: Vec<_> = token.split('.').collect();
    let [header, claims, _signature] = parts[..] else { panic!("no JWT: {token}") };
    [header, claims].map(|part| {
        let json = URL_SAFE_NO_PAD.decode(part).expect("base64url without padding");
        serde_json::from_slice(&json).expect("JSON")
    })
}

#[tokio::test]
async fn a_token_is_a_jwt_with_the_claims_that_clients_read() {
    let api = Api::any().await;
    let tokens = [
        (Member::new(&api).await.token, "jobs"),
        (Reader::new(&api).await.token, "reco"),
        (Writer::new(&api).await.token, "forum"),
    ];

    for (token, door) in tokens {
        let [header, claims] = opened(&token);

        assert_eq!(header["alg"], json!("HS256"));
        assert_eq!(claims["door"], json!(door));
        assert_eq!(claims["user_claims"], json!({ "permissions": PERMISSIONS }), "{door}");
        assert_eq!((&claims["type"], &claims["fresh"]), (&json!("access"), &json!(false)));
        assert!(claims["sub"].as_str().is_some_and(|id| id.parse::<u64>().is_ok()), "{claims}");
        assert_eq!(claims["jti"].as_str().map(str::len), Some(36), "{claims}");
        let [iat, nbf, exp] = ["iat", "nbf", "exp"].map(|name| claims[name].as_i64());
        assert_eq!(iat, nbf);
        assert!(iat.is_some() && exp > iat, "{claims}");
    }
}

#[tokio::test]
async fn a_token_names_its_user_by_the_uuid_that_the_media_api_shows() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    let [_, claims] = opened(&reader.token);

    assert_eq!(claims["identity"], reader.user["uuid"]);
}

#[tokio::test]
async fn no_two_sessions_have_the_same_id_and_none_gives_an_address_away() {
    let api = Api::any().await;
    let member = Member::new(&api).await;
    let second = Member::logged_in(&api, &member.email, tests::JOBS_PASSWORD).await;

    let claims = [&member.token, &second.token].map(|token| opened(token)[1].clone());

    assert_ne!(claims[0]["jti"], claims[1]["jti"]);
    assert_eq!(claims[0]["sub"], claims[1]["sub"]);
    assert!(!claims[0].to_string().contains('@'), "{}", claims[0]);
}
