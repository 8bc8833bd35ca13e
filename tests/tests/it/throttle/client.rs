//! Where a request comes from.

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::Request;
use kindred::http::ClientAddress;
use serde_json::{Value, json};

/// A log-in as API Gateway hands it over.
const SAMPLE: &str = include_str!("../../../../events/accounts/login.json");

async fn origin<B>(request: Request<B>) -> String {
    let (mut parts, _) = request.into_parts();
    let Ok(client) = ClientAddress::from_request_parts(&mut parts, &()).await;
    client.to_string()
}

/// The sample with another source address and another `x-forwarded-for`.
fn event(source: &Value, forwarded_for: &str) -> Request<lambda_http::Body> {
    let mut event: Value = serde_json::from_str(SAMPLE).expect("JSON");
    event["requestContext"]["http"]["sourceIp"] = source.clone();
    event["headers"]["x-forwarded-for"] = json!(forwarded_for);
    lambda_http::request::from_str(&event.to_string()).expect("an event of API Gateway")
}

#[tokio::test]
async fn on_lambda_it_is_what_api_gateway_saw() {
    assert_eq!(origin(event(&json!("203.0.113.7"), "203.0.113.7")).await, "203.0.113.7");
    assert_eq!(origin(event(&json!("2001:db8::1:2"), "2001:db8::1:2")).await, "2001:db8::/64");
}

#[tokio::test]
async fn what_a_client_says_of_itself_is_not_believed() {
    let forged = event(&json!("203.0.113.7"), "192.0.2.1, 203.0.113.7");

    assert_eq!(origin(forged).await, "203.0.113.7");
    assert_eq!(origin(event(&Value::Null, "192.0.2.1")).await, "unknown");
}

#[tokio::test]
async fn elsewhere_it_is_what_the_server_says() {
    let told = ClientAddress::from(std::net::IpAddr::from([203, 0, 113, 7]));
    let request = |extension: Option<ClientAddress>| {
        let mut request = Request::new(Body::empty());
        extension.map(|client| request.extensions_mut().insert(client));
        request
    };

    assert_eq!(origin(request(Some(told))).await, "203.0.113.7");
    assert_eq!(origin(request(None)).await, ClientAddress::UNKNOWN.to_string());
}
