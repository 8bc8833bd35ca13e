//! Where a request comes from, as the throttle sees it.
//!
//! On Lambda it is the source address that API Gateway saw; elsewhere whoever serves puts a [`ClientAddress`] into the
//! extensions of the request, as `kindred serve` does with the other end of the connection. No header is asked:
//! `X-Forwarded-For` says whatever its sender likes, and a throttle that believes it counts nothing. So behind a proxy
//! all clients are one: let the proxy throttle, and switch ours off or raise the limits for each client.

use std::convert::Infallible;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use lambda_http::request::RequestContext;

/// The bits of an IPv6 address that tell one network from another; a client has all addresses of its own.
const NETWORK: u128 = u128::MAX << 64;

/// Where a request comes from: an IPv4 address, a /64 network of IPv6, or nobody knows.
///
/// All requests of unknown origin count as those of one client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientAddress(Option<IpAddr>);

impl ClientAddress {
    /// The origin of requests that do not tell theirs.
    pub const UNKNOWN: Self = Self(None);
}

impl From<IpAddr> for ClientAddress {
    fn from(address: IpAddr) -> Self {
        // An IPv4 address may come in the clothes of IPv6, depending on how the server listens.
        Self(Some(match address.to_canonical() {
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & NETWORK).into(),
        }))
    }
}

impl fmt::Display for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(IpAddr::V4(address)) => write!(f, "{address}"),
            Some(IpAddr::V6(network)) => write!(f, "{network}/64"),
            None => f.write_str("unknown"),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let told = parts.extensions.get::<Self>().copied();
        Ok(told.or_else(|| parts.extensions.get().and_then(source)).unwrap_or(Self::UNKNOWN))
    }
}

/// The address that API Gateway saw.
fn source(context: &RequestContext) -> Option<ClientAddress> {
    let RequestContext::ApiGatewayV2(context) = context else { return None };
    let address: IpAddr = context.http.source_ip.as_deref()?.parse().ok()?;
    Some(address.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(address: &str) -> ClientAddress {
        ClientAddress::from(address.parse::<IpAddr>().expect("an address"))
    }

    #[test]
    fn one_client_has_all_addresses_of_its_network() {
        let home = client("2001:db8:1:2:3:4:5:6");

        assert_eq!(home, client("2001:db8:1:2:ffff::1"));
        assert_ne!(home, client("2001:db8:1:3:3:4:5:6"));
        assert_eq!(home.to_string(), "2001:db8:1:2::/64");
    }

    #[test]
    fn an_ipv4_address_in_the_clothes_of_ipv6_is_an_ipv4_address() {
        assert_eq!(client("::ffff:203.0.113.7"), client("203.0.113.7"));
        assert_ne!(client("::ffff:203.0.113.7"), client("::ffff:203.0.113.8"));
        assert_eq!(client("::ffff:203.0.113.7").to_string(), "203.0.113.7");
    }
}
