//! How API Gateway's HTTP API chooses a route.
//!
//! A full match goes before a greedy `{proxy+}`, that before `$default`; in a full match a fixed segment before `{id}`,
//! of two greedy ones the longer, and a method before `ANY`.

use std::cmp::Reverse;

use super::functions::{Function, Route, functions};

/// What a request reaches.
pub(crate) struct Reached {
    pub(crate) function: Function,
    /// The route, as events name it.
    pub(crate) key: String,
}

/// The function that a request reaches.
pub(crate) fn resolve(method: &str, path: &str) -> Option<Reached> {
    let all = functions();
    let candidates = all.iter().flat_map(|function| {
        function
            .routes
            .iter()
            .filter_map(move |route| Some((rank(route, method, path)?, function, route)))
    });
    let (_, function, route) = candidates.max_by_key(|(rank, ..)| rank.clone())?;
    Some(Reached { function: function.clone(), key: route.key() })
}

/// How exact a match is, segment by segment; none when it is none.
type Rank = (Vec<Exactness>, Reverse<bool>);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exactness {
    Greedy,
    Parameter,
    Fixed,
}

fn rank(route: &Route, method: &str, path: &str) -> Option<Rank> {
    let any = route.method == "ANY";
    if !any && route.method != method {
        return None;
    }
    if route.pattern == "$default" {
        return Some((Vec::new(), Reverse(any)));
    }
    let mut segments = path.split('/');
    let mut ranks = Vec::new();
    for wanted in route.pattern.split('/') {
        let segment = segments.next()?;
        if wanted.ends_with("+}") {
            ranks.push(Exactness::Greedy);
            return (!segment.is_empty()).then_some((ranks, Reverse(any)));
        }
        if wanted.starts_with('{') && !segment.is_empty() {
            ranks.push(Exactness::Parameter);
        } else if wanted == segment {
            ranks.push(Exactness::Fixed);
        } else {
            return None;
        }
    }
    segments.next().is_none().then_some((ranks, Reverse(any)))
}
