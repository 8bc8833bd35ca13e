//! The job service's token: in the header only, looked at before everything else.

use axum::http::Method;
use tests::{Api, JOBS_PASSWORD, Member, OPEN, Reader, Reply, Writer, doors};

/// Every route of accounts that wants a session.
const SIGNED: [(Method, &str); 6] = [
    (Method::GET, "/api/users/info"),
    (Method::GET, "/api/users/resendActivationEmail"),
    (Method::POST, "/api/users/delete"),
    (Method::POST, "/api/users/changePassword"),
    (Method::POST, "/api/users/changeEmail"),
    (Method::POST, "/api/users/invalidateAllTokens"),
];

/// Everything that these routes could want besides.
fn form(email: &str) -> [(&str, &str); 4] {
    [
        ("password", JOBS_PASSWORD),
        ("newPassword", "Other-Horse-88"),
        ("newEmail", "x@example.org"),
        ("emailModify", email),
    ]
}

async fn with_header(api: &Api, header: &str) -> Reply {
    api.get("/api/users/info").header("authorization", header).send().await
}

#[tokio::test]
async fn every_route_looks_at_the_token_first() {
    let api = Api::any().await;
    let member = Member::new(&api).await;

    for (method, path) in SIGNED {
        let call = || api.call(method.clone(), path).form(&form(&member.email));
        call().send().await.failed(401, "token");
        call().bearer("x").send().await.failed(422, "token");
        let broken = || api.call(method.clone(), path).body("multipart/form-data", "x");
        broken().send().await.failed(401, "token");
        broken().bearer("x").send().await.failed(422, "token");
    }
    assert_eq!(doors(&api, &member.token).await, OPEN);
}

#[tokio::test]
async fn another_scheme_is_as_good_as_no_header() {
    let api = Api::any().await;
    let token = Member::new(&api).await.token;

    let others = ["Basic ", "Token ", "", "Bearer", "Bearer:", "JWT "];
    for header in others.map(|scheme| format!("{scheme}{token}")) {
        with_header(&api, &header).await.failed(401, "token");
    }
    with_header(&api, "").await.failed(401, "token");
    with_header(&api, "Basic").await.failed(401, "token");
}

#[tokio::test]
async fn a_bearer_without_exactly_one_token_of_ours_is_422() {
    let api = Api::any().await;
    let token = Member::new(&api).await.token;
    let runner = "A".repeat(43);
    let bad = [
        "",
        "x",
        "a.b.c",
        "..",
        &token[1..],
        &token[..token.len() - 1],
        &format!("{token}="),
        &format!("{token} {token}"),
        &format!("{token} x"),
        &format!("{token}, x"),
        &runner,
        &"x".repeat(7_000),
    ];

    let _ = with_header(&api, &format!("Bearer {token}")).await.ok(200);
    for value in bad {
        with_header(&api, &format!("Bearer {value}")).await.failed(422, "token");
    }
    with_header(&api, "Bearer").await.failed(422, "token");
}

#[tokio::test]
async fn a_token_is_seen_in_the_header_only() {
    let api = Api::any().await;
    let token = Member::new(&api).await.token;
    let fields =
        ["accessToken", "access-token", "access_token", "token"].map(|name| (name, &*token));

    let cookie = format!("access_token_cookie={token}; accessToken={token}");
    let query = format!("/api/users/info?accessToken={token}&token={token}&jwt={token}");
    let read = api.get(query).header("cookie", &cookie).header("token", &token);
    read.send().await.failed(401, "token");
    for (method, path) in SIGNED {
        api.call(method, path).form(&fields).send().await.failed(401, "token");
    }
}

#[tokio::test]
async fn sessions_of_every_door_are_good_here() {
    let api = Api::any().await;
    let (reader, writer) = (Reader::new(&api).await, Writer::new(&api).await);

    for token in [reader.token, writer.token] {
        let _ = with_header(&api, &format!("Bearer {token}")).await.ok(200);
        let call = api.post("/api/users/invalidateAllTokens").bearer(&token);
        let _ = call.send().await.ok(200);
        with_header(&api, &format!("Bearer {token}")).await.failed(401, "token");
    }
}

#[tokio::test]
async fn head_asks_for_the_token_too() {
    let api = Api::any().await;
    let member = Member::new(&api).await;
    let head = |path: &str| api.call(Method::HEAD, path);

    let signed = head("/api/users/info").bearer(&member.token).send().await.ok(200);
    let foreign = head("/api/users/info?email=x").bearer(&member.token).send().await.ok(403);
    let unsigned = head("/api/users/info").send().await.ok(401);

    assert_eq!([signed.text, foreign.text, unsigned.text], [const { String::new() }; 3]);
}
