//! Connections of `kindred serve`: who is at the other end, as API Gateway tells a function, and answers without delay.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::extract::{ConnectInfo, Request};
use axum::middleware::map_request;
use axum::serve::{ListenerExt, TapIo};
use kindred::http::ClientAddress;
use tokio::net::{TcpListener, TcpStream};

/// The listener, with connections over which every part of an answer leaves as soon as it is there.
///
/// By default the second small part waits until the client has acknowledged the first (Nagle's algorithm), and clients
/// take 40 ms for that: what is streamed, such as a blob, would take so long on every connection that is used again.
pub fn prompt(
    listener: TcpListener,
) -> TapIo<TcpListener, impl FnMut(&mut TcpStream) + Send + 'static> {
    listener.tap_io(|stream| {
        // Without it the connection is slower, and just as good.
        stream.set_nodelay(true).ok();
    })
}

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
    use axum::serve::Listener;

    use super::*;

    #[tokio::test]
    async fn an_answer_does_not_wait_for_acknowledgements() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let mut listener = prompt(listener);

        let (client, (stream, _)) = tokio::join!(TcpStream::connect(address), listener.accept());

        assert!(client.is_ok());
        assert!(stream.nodelay().expect("an option"));
    }

    #[tokio::test]
    async fn a_request_tells_where_its_connection_comes_from() {
        let echo = Router::new().fallback(async |client: ClientAddress| client.to_string());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async { axum::serve(listener, service(echo)).await });

        let request = reqwest::Client::new().get(url).header("x-forwarded-for", "203.0.113.7");
        let told = request.send().await.expect("an answer").text().await.expect("a body");

        assert_eq!(told, "127.0.0.1");
    }
}
