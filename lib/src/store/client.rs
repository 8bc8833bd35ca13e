//! The connection to DynamoDB.
//!
//! Loading the system's root certificates costs more than everything else in a cold start, so TLS trusts exactly the
//! roots that AWS endpoints use. Retries are the SDK's own; credentials and region come from the environment, where
//! Lambda puts them.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Builder, Credentials, Region};
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode};

/// The roots of Amazon Trust Services.
const AMAZON_ROOTS: &[u8] = include_bytes!("amazon-trust-services.pem");

/// Where to connect to and as whom.
#[derive(Clone, Debug, thiserror::Error)]
#[error("To reach DynamoDB, set {}", .0.join(", "))]
pub struct NotConfigured(Vec<&'static str>);

/// A client for DynamoDB as the environment describes it.
///
/// `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, if temporary, `AWS_SESSION_TOKEN`; with
/// `AWS_ENDPOINT_URL_DYNAMODB` another endpoint, over plain HTTP if it says so.
pub fn connect() -> Result<Client, NotConfigured> {
    let get = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let mut missing = Vec::new();
    let mut required = |name: &'static str| {
        get(name).unwrap_or_else(|| {
            missing.push(name);
            String::new()
        })
    };
    let region = required("AWS_REGION");
    let key_id = required("AWS_ACCESS_KEY_ID");
    let secret = required("AWS_SECRET_ACCESS_KEY");
    if !missing.is_empty() {
        return Err(NotConfigured(missing));
    }
    let session = get("AWS_SESSION_TOKEN");
    let credentials = Credentials::new(key_id, secret, session, None, "environment");
    let config = Builder::new()
        .behavior_version_latest()
        .region(Region::new(region))
        .credentials_provider(credentials);
    let endpoint = get("AWS_ENDPOINT_URL_DYNAMODB").or_else(|| get("AWS_ENDPOINT_URL"));
    let http = aws_smithy_http_client::Builder::new();
    let config = match endpoint {
        Some(url) if url.starts_with("http://") => {
            config.endpoint_url(url).http_client(http.build_http())
        }
        Some(url) => config.endpoint_url(url).http_client(secure(http)),
        None => config.http_client(secure(http)),
    };
    Ok(Client::from_conf(config.build()))
}

fn secure(
    http: aws_smithy_http_client::Builder,
) -> aws_smithy_runtime_api::client::http::SharedHttpClient {
    let trust = TrustStore::empty().with_pem_certificate(AMAZON_ROOTS);
    let context = TlsContext::builder().with_trust_store(trust).build();
    http.tls_provider(Provider::Rustls(CryptoMode::AwsLc))
        .tls_context(context.expect("the certificates are well-formed"))
        .build_https()
}
