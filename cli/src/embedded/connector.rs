//! The way from the AWS SDK to the engine without a network.
//!
//! The SDK serialises a request as for HTTP; the connector hands it to the engine's thread and the
//! answer back.

use aws_sdk_dynamodb::{
    Client, Config,
    config::{Region, retry::RetryConfig, timeout::TimeoutConfig},
};
use aws_smithy_runtime_api::{
    client::{
        http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn},
        orchestrator::{HttpRequest, HttpResponse},
        stalled_stream_protection::StalledStreamProtectionConfig,
    },
    http::StatusCode,
};
use aws_smithy_types::body::SdkBody;

use super::{Contention, Engine, Error, Faults, Meter, dispatch::CONTENT_TYPE};

/// What stands between a client and the engine.
#[derive(Clone, Default)]
pub(super) struct Between {
    pub(super) meter: Option<Meter>,
    pub(super) faults: Option<Faults>,
    pub(super) contention: Option<Contention>,
}

/// A client whose requests go to `engine`, past what stands between.
pub(super) fn client(engine: &Engine, between: Between) -> Client {
    let connector = SharedHttpConnector::new(Connector { engine: engine.clone(), between });
    let config = Config::builder()
        .behavior_version_latest()
        .region(Region::new("local"))
        .endpoint_url("http://localhost")
        .allow_no_auth()
        .retry_config(RetryConfig::disabled())
        .timeout_config(TimeoutConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .http_client(http_client_fn(move |_, _| connector.clone()))
        .build();
    Client::from_conf(config)
}

#[derive(Clone)]
struct Connector {
    engine: Engine,
    between: Between,
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
            let target = request.headers().get("x-amz-target").unwrap_or_default().to_owned();
            let answer = connector.answer(&target, request.into_body());
            Faults::meet(connector.between.faults.as_ref(), answer).await
        })
    }
}

impl Connector {
    async fn answer(&self, target: &str, body: SdkBody) -> Result<HttpResponse, Error> {
        let body = body.bytes().unwrap_or_default();
        let Between { meter, contention, .. } = &self.between;
        let body = if meter.is_some() { Meter::asking(body) } else { body.to_vec() };
        let answer = match contention {
            Some(contention) => {
                let answer = self.engine.answer(target, body.clone());
                contention.meet(target, &body, answer).await?
            }
            None => self.engine.answer(target, body).await?,
        };
        if let Some(meter) = meter {
            meter.add(target, &answer.body);
        }
        let status = StatusCode::try_from(answer.status)
            .map_err(|cause| Error::failed("answer a request", &cause))?;
        let mut response = HttpResponse::new(status, SdkBody::from(answer.body));
        response.headers_mut().insert("content-type", CONTENT_TYPE);
        Ok(response)
    }
}
