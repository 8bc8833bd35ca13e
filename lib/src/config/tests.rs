use super::*;

#[test]
fn everything_missing_is_named_at_once() {
    let get = |name: &str| (name == "KINDRED_BCRYPT_COST").then(|| "high".into());
    let mut reader = Reader { get, wrong: Vec::new() };
    let _ = reader.required(BUCKET);
    let refusal = Config::read(reader).expect_err("nothing is set").to_string();

    for name in
        ["BUCKET", "TABLE_STATE", "TABLE_EVENTS", "TABLE_DERIVED", "TOKEN_SECRET", "BCRYPT_COST"]
    {
        assert!(refusal.contains(name), "{name} is not in: {refusal}");
    }
}

#[test]
fn links_begin_with_an_http_url_without_a_slash_at_its_end() {
    for good in ["http://localhost:3000", "https://app.example/#", "https://app.example/a/b"] {
        assert!(is_client_url(good), "{good}");
    }
    for bad in ["", "app.example", "ftp://app.example", "https://", "https:///#", "http://a b"] {
        assert!(!is_client_url(bad), "{bad}");
    }
    assert!(!is_client_url("https://app.example/"));
}

#[test]
fn a_secret_does_not_show() {
    assert_eq!(format!("{:?}", Secret::new("hunter2")), "…");
}
