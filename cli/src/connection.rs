//! Who is at the other end of a connection: what API Gateway tells a function, told by `kindred serve`.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::map_request;
use kindred::http::ClientAddress;

/// The router as a service that tells each request where it comes from.
pub fn service(router: Router) -> IntoMakeServiceWithConnectInfo<Router, SocketAddr> {
    router.layer(map_request(with_client)).into_make_service_with_connect_info()
}

async fn with_client(ConnectInfo(peer): ConnectInfo<SocketAddr>, mut request: Request) -> Request {
    request.extensions_mut().insert(ClientAddress::from(peer.ip()));
    request
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_request_tells_where_its_connection_comes_from() {
        let echo = Router::new().fallback(async |client: ClientAddress| client.to_string());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async { axum::serve(listener, service(echo)).await });

        let request = reqwest::Client::new().get(url).header("x-forwarded-for", "203.0.113.7");
        let told = request.send().await.expect("an answer").text().await.expect("a body");

        assert_eq!(told, "127.0.0.1");
    }
}
