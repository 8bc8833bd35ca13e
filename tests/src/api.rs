//! HTTP as a client of the product speaks it.

use std::net::IpAddr;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, header};
use http_body_util::BodyExt;
use kindred::http::ClientAddress;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::TestApp;

/// A server under test.
#[derive(Clone)]
pub struct Api {
    server: Server,
}

#[derive(Clone)]
enum Server {
    InProcess(Router),
    Remote { client: reqwest::Client, base: String },
}

/// A request being put together.
#[must_use]
pub struct Call {
    server: Server,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
    client: Option<ClientAddress>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as JSON; null when it is none.
    pub body: Value,
    /// The body as text.
    pub text: String,
}

impl Api {
    /// The server at `KINDRED_BASE_URL`, else a fresh system in this process.
    pub async fn any() -> Self {
        match std::env::var("KINDRED_BASE_URL") {
            Ok(base) => Self::at(&base),
            Err(_) => TestApp::new().await.api(),
        }
    }

    /// The server at this URL.
    pub fn at(base: &str) -> Self {
        let base = base.trim_end_matches('/').to_owned();
        Self { server: Server::Remote { client: reqwest::Client::new(), base } }
    }

    /// A system in this process.
    pub fn in_process(router: Router) -> Self {
        Self { server: Server::InProcess(router) }
    }

    /// GET this path, query included.
    pub fn get(&self, path: impl Into<String>) -> Call {
        self.call(Method::GET, path)
    }

    /// POST to this path.
    pub fn post(&self, path: impl Into<String>) -> Call {
        self.call(Method::POST, path)
    }

    /// PUT to this path.
    pub fn put(&self, path: impl Into<String>) -> Call {
        self.call(Method::PUT, path)
    }

    /// PATCH this path.
    pub fn patch(&self, path: impl Into<String>) -> Call {
        self.call(Method::PATCH, path)
    }

    /// DELETE this path.
    pub fn delete(&self, path: impl Into<String>) -> Call {
        self.call(Method::DELETE, path)
    }

    /// Any method on this path.
    pub fn call(&self, method: Method, path: impl Into<String>) -> Call {
        Call {
            server: self.server.clone(),
            method,
            path: path.into(),
            headers: HeaderMap::new(),
            body: Vec::new(),
            client: None,
        }
    }
}

impl Call {
    /// With a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// With a form, urlencoded.
    pub fn form(self, fields: &[(impl AsRef<str>, impl AsRef<str>)]) -> Self {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        self.body("application/x-www-form-urlencoded", form.finish())
    }

    /// With a form in parts.
    pub fn multipart(self, fields: &[(&str, &str)]) -> Self {
        let part = |(name, value): &(&str, &str)| {
            format!("--part\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let parts: String = fields.iter().map(part).collect();
        self.body("multipart/form-data; boundary=part", format!("{parts}--part--\r\n"))
    }

    /// With any body.
    pub fn body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header(header::CONTENT_TYPE.as_str(), content_type)
    }

    /// With a body that says nothing of its type.
    pub fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// With a bearer token.
    pub fn bearer(self, token: &str) -> Self {
        self.header(header::AUTHORIZATION.as_str(), &format!("Bearer {token}"))
    }

    /// From a client of this address. Only a system in this process can be told; others see for themselves.
    pub fn from_address(mut self, address: impl Into<IpAddr>) -> Self {
        self.client = Some(ClientAddress::from(address.into()));
        self
    }

    /// With a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name: header::HeaderName = name.parse().expect("a header name");
        self.headers.insert(name, value.parse().expect("a header value"));
        self
    }

    /// Send it and read the answer.
    pub async fn send(self) -> Reply {
        let (status, headers, bytes) = match self.server {
            Server::InProcess(router) => {
                let mut request = Request::builder().method(self.method).uri(self.path);
                *request.headers_mut().expect("a valid path") = self.headers;
                if let Some(client) = self.client {
                    request.extensions_mut().expect("a valid path").insert(client);
                }
                let request = request.body(Body::from(self.body)).expect("a valid request");
                let answer = router.oneshot(request).await.expect("never fails");
                let (parts, body) = answer.into_parts();
                let bytes = body.collect().await.expect("a body").to_bytes();
                (parts.status.as_u16(), parts.headers, bytes)
            }
            Server::Remote { client, base } => {
                let request = client.request(self.method, format!("{base}{}", self.path));
                let request = request.headers(self.headers).body(self.body);
                let answer = request.send().await.expect("the server answers");
                let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
                (status, headers, answer.bytes().await.expect("a body"))
            }
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Reply { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::Null), text }
    }
}

impl Reply {
    /// The reply, which must have this status.
    #[track_caller]
    #[must_use]
    pub fn ok(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// It must be this refusal of the forum, `errorType` included.
    #[track_caller]
    pub fn refused(&self, status: u16, error: &str) {
        assert_eq!((self.status, &self.body["error"]), (status, &json!(error)), "{}", self.text);
        assert!(self.body["errorType"].is_string(), "no errorType: {}", self.text);
    }

    /// It must be this refusal of the job service or the media API, with a text for a person.
    #[track_caller]
    pub fn failed(&self, status: u16, error_type: &str) {
        let said = (self.status, &self.body["errorType"]);
        assert_eq!(said, (status, &json!(error_type)), "{}", self.text);
        let text = match self.body.get("status") {
            Some(success) => (*success == json!(false)).then(|| &self.body["message"]),
            None => Some(&self.body["msg"]),
        };
        let text = text.and_then(Value::as_str).unwrap_or_default();
        assert!(!text.is_empty(), "it says not why: {}", self.text);
    }

    /// The fields that the media API finds wrong.
    #[track_caller]
    pub fn wrong_fields(&self) -> Vec<&str> {
        self.failed(400, "invalidRequest");
        let errors = self.body["errors"].as_array().expect("a list of errors");
        let texts = errors.iter().map(|error| error.as_str().expect("an error is a text"));
        texts.map(|text| text.split(':').next().unwrap_or_default()).collect()
    }

    /// A field of the body as text.
    #[track_caller]
    pub fn text_of(&self, field: &str) -> String {
        let text = self.body[field].as_str();
        text.unwrap_or_else(|| panic!("no text {field} in {}", self.text)).to_owned()
    }

    /// A field of the body as an integer.
    #[track_caller]
    pub fn number_of(&self, field: &str) -> u64 {
        let number = self.body[field].as_u64();
        number.unwrap_or_else(|| panic!("no integer {field} in {}", self.text))
    }
}
