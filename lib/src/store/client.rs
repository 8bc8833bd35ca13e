//! The connection to DynamoDB.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::Builder;

use crate::aws::{Environment, NotConfigured};

/// A client for DynamoDB as the environment describes it.
///
/// `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, if temporary, `AWS_SESSION_TOKEN`; with
/// `AWS_ENDPOINT_URL_DYNAMODB` another endpoint, over plain HTTP if it says so.
pub fn connect() -> Result<Client, NotConfigured> {
    let environment = Environment::read("DynamoDB", "AWS_ENDPOINT_URL_DYNAMODB")?;
    let mut config = Builder::new()
        .behavior_version_latest()
        .region(environment.region)
        .credentials_provider(environment.credentials)
        .http_client(environment.http);
    config.set_endpoint_url(environment.endpoint);
    Ok(Client::from_conf(config.build()))
}
