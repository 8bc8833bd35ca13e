//! The way from the AWS SDK to the bucket without a network; bodies are streamed both ways.

use aws_sdk_s3::{
    Client,
    config::{Region, retry::RetryConfig, timeout::TimeoutConfig},
};
use aws_smithy_runtime_api::client::{
    http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn},
    orchestrator::{HttpRequest, HttpResponse},
    stalled_stream_protection::StalledStreamProtectionConfig,
};
use aws_smithy_types::body::SdkBody;
use axum::http::header::HOST;
use kindred::blobs;

use super::Bucket;
use crate::embedded::{Error, Faults};

/// A client whose requests go to `bucket`, past the faults if there are any.
pub(super) fn client(bucket: &Bucket, faults: Option<Faults>) -> Client {
    let access = &bucket.shared.access;
    let connector = SharedHttpConnector::new(Connector { bucket: bucket.clone(), faults });
    let config = blobs::configured()
        .region(Region::new("local"))
        .endpoint_url(&access.url)
        .force_path_style(true)
        .credentials_provider(access.credentials.clone())
        .retry_config(RetryConfig::disabled())
        .timeout_config(TimeoutConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .http_client(http_client_fn(move |_, _| connector.clone()))
        .build();
    Client::from_conf(config)
}

#[derive(Clone)]
struct Connector {
    bucket: Bucket,
    faults: Option<Faults>,
}

impl std::fmt::Debug for Connector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Connector")
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let connector = self.clone();
        HttpConnectorFuture::new(async move {
            Faults::meet(connector.faults.as_ref(), connector.answer(request)).await
        })
    }
}

impl Connector {
    async fn answer(&self, request: HttpRequest) -> Result<HttpResponse, Error> {
        let unreadable = |cause| Error::failed("read a request", &cause);
        let mut request = request.try_into_http1x().map_err(unreadable)?;
        // It is signed, and otherwise a connection would add it.
        let host = request.uri().authority().and_then(|host| host.as_str().parse().ok());
        request.headers_mut().extend(host.map(|host| (HOST, host)));
        let answer = self.bucket.answer(request.map(s3s::Body::http_body_unsync)).await?;
        HttpResponse::try_from(answer.map(SdkBody::from_body_1_x)).map_err(unreadable)
    }
}
