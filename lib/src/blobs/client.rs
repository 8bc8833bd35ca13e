//! The connection to S3.

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Builder, RequestChecksumCalculation, ResponseChecksumValidation};

use super::Blobs;
use crate::aws::{Environment, NotConfigured};

/// The bucket of this name, at S3 as the environment describes it.
///
/// `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, if temporary, `AWS_SESSION_TOKEN`; with
/// `AWS_ENDPOINT_URL_S3` another endpoint, over plain HTTP if it says so, where buckets are paths.
pub fn connect(bucket: &str) -> Result<Blobs, NotConfigured> {
    let environment = Environment::read("S3", "AWS_ENDPOINT_URL_S3")?;
    let mut config = configured()
        .force_path_style(environment.endpoint.is_some())
        .region(environment.region)
        .credentials_provider(environment.credentials)
        .http_client(environment.http);
    config.set_endpoint_url(environment.endpoint);
    Ok(Blobs::new(Client::from_conf(config.build()), bucket))
}

/// What every client of S3 is set to.
///
/// A checksum that the SDK adds by itself would be a part of links, and who follows one with `curl` has none to send.
pub fn configured() -> Builder {
    Builder::new()
        .behavior_version_latest()
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
}
