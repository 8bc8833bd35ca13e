//! What the connections to services of AWS have in common: where, as whom, and whom TLS trusts.
//!
//! Loading the system's root certificates costs more than everything else in a cold start, so TLS trusts exactly the
//! roots that AWS endpoints use. Retries are the SDK's own; credentials and region come from the environment, where
//! Lambda puts them.

use aws_sdk_dynamodb::config::{Credentials, Region};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;

/// The roots of Amazon Trust Services.
const AMAZON_ROOTS: &[u8] = include_bytes!("aws/amazon-trust-services.pem");

/// What has to be set before a service can be reached.
#[derive(Clone, Debug, thiserror::Error)]
#[error("To reach {service}, set {}", .missing.join(", "))]
pub struct NotConfigured {
    service: &'static str,
    missing: Vec<&'static str>,
}

/// The environment of a connection.
pub(crate) struct Environment {
    pub(crate) region: Region,
    pub(crate) credentials: Credentials,
    /// Another endpoint than that of AWS.
    pub(crate) endpoint: Option<String>,
    pub(crate) http: SharedHttpClient,
}

impl Environment {
    /// Read it: `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, if temporary, `AWS_SESSION_TOKEN`.
    ///
    /// The variable of this name, or else `AWS_ENDPOINT_URL`, is another endpoint, over plain HTTP if it says so.
    pub(crate) fn read(
        service: &'static str,
        endpoint: &'static str,
    ) -> Result<Self, NotConfigured> {
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
            return Err(NotConfigured { service, missing });
        }
        let session = get("AWS_SESSION_TOKEN");
        let endpoint = get(endpoint).or_else(|| get("AWS_ENDPOINT_URL"));
        let is_plain = endpoint.as_ref().is_some_and(|url| url.starts_with("http://"));
        Ok(Self {
            region: Region::new(region),
            credentials: Credentials::new(key_id, secret, session, None, "environment"),
            endpoint,
            http: if is_plain { Builder::new().build_http() } else { secure() },
        })
    }
}

fn secure() -> SharedHttpClient {
    let trust = TrustStore::empty().with_pem_certificate(AMAZON_ROOTS);
    let context = TlsContext::builder().with_trust_store(trust).build();
    Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
        .tls_context(context.expect("the certificates are well-formed"))
        .build_https()
}
